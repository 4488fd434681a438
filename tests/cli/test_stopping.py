"""Ctrl-C at any moment of a long command: one sentence, the exit status 130, and nothing half written."""

import os
import signal
import subprocess
import sys
import time

import pytest

ROWS = 4000
STOPPED = (130, -signal.SIGINT)
"""A shell takes both for 130; CPython ends by the signal where it came within ``exec``, handled or not."""
SAID = "Stopped: nothing is left half done."


@pytest.fixture
def started(lab, tmp_path):
    """Return what starts an import of many rows in a program of its own."""
    from labcal.services.accounts import OpenAccount
    from labcal.services.passwords import hashed

    lab.do(lab.admin, OpenAccount(person="Bo", hashed=hashed(lab.password)))
    table, secret = tmp_path / "customers.csv", tmp_path / "secret"
    table.write_text("Name;City;Country\n" + "".join(f"Firm {one};Town;GH\n" for one in range(ROWS)))
    secret.write_text(lab.password + "\n")
    words = ["import", "customers", table, "--book", lab.path, "--person", "Bo", "--password-file", secret]
    lab.book.close()

    def start() -> subprocess.Popen:
        search = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-m", "labcal", *map(str, words)]
        return subprocess.Popen(
            command, env=search, stderr=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL
        )

    return start


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
@pytest.mark.parametrize("wait", [0.3, 0.8, 1.4, 2.0, 2.6, 3.4])
def test_an_import_that_is_stopped_says_so_and_leaves_nothing_half_written(lab, started, wait):
    running = started()
    time.sleep(wait)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert "Traceback" not in said
    lab.reopen()
    written = lab.ask(lambda records: len(records.customers.lines())) - 1
    assert (running.returncode in STOPPED, SAID in said, written) in ((True, True, 0), (False, False, ROWS))
    assert lab.findings() == []

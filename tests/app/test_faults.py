"""Faults are caught on any thread and in the toolkit, written down once, and told on the screen's thread."""

import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QThread, qCritical

from labcal_app.faults import DUMP, Faults

MARKER = "Xenia Quarterstaff"


@pytest.fixture
def faults(qapp, tmp_path):
    caught = Faults(tmp_path / "reports")
    hook = sys.excepthook
    caught.install()
    yield caught
    caught.uninstall()
    sys.excepthook = hook


def fail() -> None:
    raise ValueError(MARKER)


def test_a_fault_on_another_thread_is_told_on_the_screens(qtbot, faults, capsys):
    told = []
    faults.met.connect(lambda kind, path: told.append((kind, path, QThread.currentThread())))
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(told))
    kind, path, where = told[0]
    assert (kind, where) == ("ValueError", faults.thread())
    assert MARKER not in path.read_text(encoding="utf-8")
    assert MARKER in capsys.readouterr().err


def test_the_same_fault_is_written_down_once(faults):
    for _ in range(3):
        try:
            fail()
        except ValueError as error:
            faults.caught(type(error), error, error.__traceback__)
    assert len(list(faults.folder.glob("*.fault.txt"))) == 1


def test_a_grave_message_of_the_toolkit_is_written_down(faults, capsys):
    qCritical(f"QThread::start: {MARKER}")
    report = faults.newest().read_text(encoding="utf-8")
    assert "QThread::start" in report
    assert MARKER not in report


def test_what_ends_the_program_at_once_is_told_at_the_next_start(qapp, tmp_path):
    code = f"""
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from labcal_app.faults import Faults
application = QCoreApplication([])
faults = Faults(Path({str(tmp_path)!r}))
faults.install()
import faulthandler
faulthandler._sigsegv()
"""
    assert subprocess.run([sys.executable, "-c", code], env=environment(), check=False).returncode != 0
    assert (tmp_path / DUMP).stat().st_size > 0
    faults = Faults(tmp_path)
    faults.install()
    faults.uninstall()
    assert "the program ended at once" in faults.newest().read_text(encoding="utf-8")


def environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


def test_a_folder_that_refuses_it_hinders_nothing(qapp, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    faults, told = Faults(tmp_path / "file" / "reports"), []
    faults.met.connect(lambda kind, path: told.append((kind, path)))
    faults.install()
    try:
        error = ValueError(MARKER)
        faults.caught(ValueError, error, None)
    finally:
        faults.uninstall()
    assert told == [("ValueError", None)]

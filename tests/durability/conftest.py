"""Ways of ending a program, and of finding what is left of its files."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent
WAIT = 60


@dataclass
class Ended:
    """A writer that was killed: what it had acknowledged by then."""

    acknowledged: list[str]


def run_until(way: str, path: Path, job: str, *, least: int, environment: dict[str, str]) -> Ended:
    """Run the writer, let it acknowledge ``least`` times and a little more, and kill it with SIGKILL."""
    search = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment}
    command = [sys.executable, str(HERE / "writer.py"), way, str(path), job]
    acknowledged = []
    with subprocess.Popen(command, env=search, stdout=subprocess.PIPE, text=True) as writer:
        for line in writer.stdout:
            acknowledged.append(line.strip())
            if len(acknowledged) == least:
                time.sleep(random.Random(least).random() / 50)
                writer.send_signal(signal.SIGKILL)
        assert writer.wait(WAIT) == -signal.SIGKILL
    return Ended(acknowledged)


class Writers:
    """Writers forked from one program that has everything imported: what is killed is only their writing."""

    def __init__(self) -> None:
        search = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, str(HERE / "writer.py"), "serve"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._server = subprocess.Popen(command, env=search, **pipes)

    def killed(self, way: str, path: Path, job: str, *, least: int, seed: int) -> Ended:
        """Have a writer acknowledge ``least`` times, and a moment later kill it with SIGKILL."""
        self._server.stdin.write(f"{way}\t{path}\t{job}\n")
        self._server.stdin.flush()
        writer, acknowledged = int(self._server.stdout.readline()), []
        while not (told := self._server.stdout.readline().strip()).startswith("ended"):
            acknowledged.append(told)
            if len(acknowledged) == least:
                time.sleep(random.Random(seed).random() / 50)
                os.kill(writer, signal.SIGKILL)
        assert told == f"ended {-signal.SIGKILL}"
        return Ended(acknowledged)

    def close(self) -> None:
        self._server.stdin.close()
        assert self._server.wait(WAIT) == 0
        self._server.stdout.close()


@contextmanager
def running(way: str, path: Path, job: str) -> Iterator[list[str]]:
    """Have the writer run inside the block; the list grows by what it acknowledges."""
    search = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(HERE / "writer.py"), way, str(path), job]
    acknowledged: list[str] = []
    with subprocess.Popen(command, env=search, stdout=subprocess.PIPE, text=True) as writer:
        reader = threading.Thread(target=_listen, args=(writer, acknowledged))
        reader.start()
        try:
            yield acknowledged
        finally:
            writer.send_signal(signal.SIGKILL)
            reader.join(WAIT)


def _listen(writer: "subprocess.Popen[str]", acknowledged: list[str]) -> None:
    for line in writer.stdout:
        acknowledged.append(line.strip())


class PowerCut:
    """A folder of which only that outlasts what was synced."""

    def __init__(self, library: Path, root: Path, shadow: Path) -> None:
        self.root, self.shadow = root, shadow
        self.environment = {
            "LD_PRELOAD": str(library),
            "POWERCUT_ROOT": str(root),
            "POWERCUT_SHADOW": str(shadow),
        }
        for kind in ("data", "names"):
            (shadow / kind).mkdir(parents=True)
        self._prime(root)

    def _prime(self, folder: Path) -> None:
        """Take what is there already as synced."""
        entries = [(entry.stat().st_ino, entry) for entry in folder.iterdir()]
        listing = "".join(f"{inode} {entry.name}\n" for inode, entry in entries)
        (self.shadow / "names" / str(folder.stat().st_ino)).write_text(listing, encoding="utf-8")
        for inode, entry in entries:
            if entry.is_dir():
                self._prime(entry)
            else:
                shutil.copy(entry, self.shadow / "data" / str(inode))

    def survivors(self, target: Path, folder: int | None = None) -> Path:
        """Put what a power cut leaves into ``target``, and return that."""
        target.mkdir()
        names = self.shadow / "names" / str(folder or self.root.stat().st_ino)
        for line in names.read_text(encoding="utf-8").splitlines() if names.exists() else ():
            inode, name = line.split(" ", 1)
            data = self.shadow / "data" / inode
            if data.exists():
                shutil.copy(data, target / name)
            elif (self.shadow / "names" / inode).exists() or (self.root / name).is_dir():
                self.survivors(target / name, int(inode))
            else:
                (target / name).touch()
        return target


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that is preloaded."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("the power cut needs Linux and a C compiler")
    built = tmp_path_factory.mktemp("powercut") / "powercut.so"
    source = HERE / "powercut.c"
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", built, source, "-ldl"], check=True)
    return built


@pytest.fixture
def power_cut(library: Path, tmp_path: Path) -> PowerCut:
    """The folder ``tmp_path / "live"``, under the library's eyes from now on."""
    live = tmp_path / "live"
    live.mkdir(exist_ok=True)
    return PowerCut(library, live, tmp_path / "shadow")


@pytest.fixture
def write():
    """The function that runs a writer and kills it."""
    return run_until


@pytest.fixture
def writers() -> Iterator[Writers]:
    """What forks writers and kills them."""
    forking = Writers()
    yield forking
    forking.close()


@pytest.fixture
def at_work():
    """The function that has a writer run while a test does something else."""
    return running

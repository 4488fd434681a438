"""Faults of the program: caught wherever they happen, written down without anybody's data, told."""

from __future__ import annotations

import faulthandler
import sys
import threading
import traceback
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion

from labcal.services.fault_reports import (
    Circumstances,
    keep_report,
    reports,
    told,
    told_of_crash,
    told_of_message,
)

TITLES = 20
"""Titles of commands that are remembered."""
DUMP = "ended.txt"
"""Where the system's own faults leave their mark, until the next start."""
GRAVE = {QtMsgType.QtCriticalMsg: "critical message", QtMsgType.QtFatalMsg: "fatal message"}


class Faults(QObject):
    """Writes a report of each fault into a folder.

    Signals:
        met: The name of the kind of a fault, and the report's path; None where it could not be written.
    """

    met = Signal(str, object)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self._titles: deque[str] = deque(maxlen=TITLES)
        self._known: set[str] = set()
        self._dump: IO[str] | None = None

    def note(self, title: str) -> None:
        """Remember the title of a command that begins."""
        if title and (not self._titles or self._titles[-1] != title):
            self._titles.append(title)

    def install(self) -> None:
        """Catch what nobody foresaw: on any thread, in the toolkit, and below Python."""
        sys.excepthook = self.caught
        threading.excepthook = lambda args: self.caught(args.exc_type, args.exc_value, args.exc_traceback)
        qInstallMessageHandler(self._hear)
        self._take_crash()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._dump = (self.folder / DUMP).open("w", encoding="utf-8")
        except OSError:
            return
        faulthandler.enable(self._dump)

    def uninstall(self) -> None:
        """Catch nothing any longer."""
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        qInstallMessageHandler(None)
        if self._dump is not None:
            faulthandler.disable()
            self._dump.close()
            self._dump = None
            (self.folder / DUMP).unlink(missing_ok=True)

    def caught(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None = None,
    ) -> None:
        """Write a fault down once, and tell that it was met; Ctrl-C ends the program as ever."""
        if error is None or issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        traceback.print_exception(kind, error, trace, file=sys.stderr)
        self.met.emit(kind.__name__, self._keep(told(error, self._around())))

    def newest(self) -> Path | None:
        """Return the newest report there is."""
        found = reports(self.folder)
        return found[0] if found else None

    def _keep(self, report: str) -> Path | None:
        """Write a report, unless the same fault was written down before in this session."""
        fault = report.partition("\nerror:")[2]
        if fault and fault in self._known:
            return self.newest()
        self._known.add(fault)
        try:
            return keep_report(self.folder, report, datetime.now(UTC))
        except OSError:
            return None

    def _hear(self, severity: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if severity in GRAVE:
            self._keep(told_of_message(GRAVE[severity], message, self._around()))
        sys.stderr.write(f"{message}\n")

    def _take_crash(self) -> None:
        """Make a report of what a crash of the last session left."""
        left = self.folder / DUMP
        try:
            dump = left.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return
        if dump.strip():
            self._keep(told_of_crash(dump, self._around()))

    def _around(self) -> Circumstances:
        return Circumstances(at=datetime.now(UTC), titles=tuple(self._titles), toolkit=f"Qt {qVersion()}")

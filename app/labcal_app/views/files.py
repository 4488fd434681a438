"""The questions about files of certificates and trust lists."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from labcal.text import Text, mark

KINDS = " (*.pdf *.xml *.png *.jpg *.jpeg *.webp *.tif *.tiff *.bmp)"
"""What can be verified: a certificate's files, or a picture of its QR code."""


class FileDialogs:
    """The questions about files; a test answers them otherwise."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def folder(self, parent: QWidget) -> Path | None:
        """Return the folder to write into; None where the person thought better of it."""
        title = self._text(mark("Save the certificate in"))
        chosen = QFileDialog.getExistingDirectory(parent, title, str(Path.home()))
        return Path(chosen) if chosen else None

    def file(self, parent: QWidget) -> Path | None:
        """Return the file to look at; None where the person thought better of it."""
        title, kinds = self._text(mark("Verify a file")), self._text(mark("Certificates")) + KINDS
        everything = self._text(mark("All files")) + " (*)"
        chosen, _kind = QFileDialog.getOpenFileName(parent, title, str(Path.home()), f"{kinds};;{everything}")
        return Path(chosen) if chosen else None

    def trust_list(self, parent: QWidget) -> Path | None:
        """Return the trust list of another laboratory; None where the person thought better of it."""
        title, kinds = (
            self._text(mark("Trust another laboratory")),
            self._text(mark("Trust lists")) + " (*.lct)",
        )
        chosen, _kind = QFileDialog.getOpenFileName(parent, title, str(Path.home()), kinds)
        return Path(chosen) if chosen else None

    def backups(self, parent: QWidget) -> Path | None:
        """Return the folder for backups; None where the person thought better of it."""
        title = self._text(mark("Folder for backups"))
        chosen = QFileDialog.getExistingDirectory(parent, title, str(Path.home()))
        return Path(chosen) if chosen else None

    def backup(self, parent: QWidget, folder: Path) -> Path | None:
        """Return the backup to restore; None where the person thought better of it."""
        title, kinds = (
            self._text(mark("Restore a backup")),
            self._text(mark("Backups")) + " (*.labcal-backup)",
        )
        chosen, _kind = QFileDialog.getOpenFileName(parent, title, str(folder), kinds)
        return Path(chosen) if chosen else None

    def restored(self, parent: QWidget, proposed: Path) -> Path | None:
        """Return where the restored book is to lie; None where the person thought better of it."""
        title, kinds = (
            self._text(mark("Restore as a new book")),
            self._text(mark("LabCal books")) + " (*.labcal)",
        )
        chosen, _kind = QFileDialog.getSaveFileName(parent, title, str(proposed), kinds)
        return Path(chosen) if chosen else None

    def any_file(self, parent: QWidget) -> Path | None:
        """Return a file of any kind to attach; None where the person thought better of it."""
        everything = self._text(mark("All files")) + " (*)"
        chosen, _kind = QFileDialog.getOpenFileName(
            parent, self._text(mark("Attach file")), str(Path.home()), everything
        )
        return Path(chosen) if chosen else None

    def table(self, parent: QWidget) -> Path | None:
        """Return the table to import; None where the person thought better of it."""
        title, kinds = (
            self._text(mark("Import a table")),
            self._text(mark("Tables")) + " (*.csv *.tsv *.txt *.xlsx *.xlsm)",
        )
        everything = self._text(mark("All files")) + " (*)"
        chosen, _kind = QFileDialog.getOpenFileName(parent, title, str(Path.home()), f"{kinds};;{everything}")
        return Path(chosen) if chosen else None

    def exported(self, parent: QWidget, proposed: str) -> Path | None:
        """Return where a list is to be written; None where the person thought better of it."""
        title, kinds = self._text(mark("Export a list")), "XLSX (*.xlsx);;CSV (*.csv)"
        start = str(Path.home() / f"{proposed}.xlsx")
        chosen, kind = QFileDialog.getSaveFileName(parent, title, start, kinds)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(".csv" if "csv" in kind else ".xlsx")

    def printed(self, parent: QWidget, proposed: str) -> Path | None:
        """Return where a paper is to be written as PDF; None where the person thought better of it."""
        title, start = self._text(mark("Save as PDF")), str(Path.home() / f"{proposed}.pdf")
        chosen, _kind = QFileDialog.getSaveFileName(parent, title, start, "PDF (*.pdf)")
        path = Path(chosen)
        return (path if path.suffix else path.with_suffix(".pdf")) if chosen else None

    def show(self, path: Path) -> None:
        """Have the system show a file."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

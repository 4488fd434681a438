"""Prints the pages of a document on the printer that the person chooses."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from labcal_app.pictures import pages_of

DOTS = 1654
"""Width of a page in dots: A4 at 200 dots an inch."""


def print_pages(parent: QWidget, pdf: bytes) -> None:
    """Ask for the printer, then print."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: paint_pages(printer, pdf))
    QDialog.open(dialog)  # its own ``open`` wants a slot by name


def paint_pages(printer: QPrinter, pdf: bytes) -> None:
    """Paint each page on a sheet of its own."""
    painter = QPainter(printer)
    for number, image in enumerate(pages_of(pdf, DOTS)):
        if number:
            printer.newPage()
        room = QRectF(painter.viewport())
        scale = min(room.width() / image.width(), room.height() / image.height())
        painter.drawImage(QRectF(0, 0, image.width() * scale, image.height() * scale), image)
    painter.end()

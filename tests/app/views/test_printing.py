"""Printing the document of a verification."""

import pypdfium2
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from labcal.services.certificates import files_of
from labcal_app.views.inspections.printing import paint_pages, print_pages


def pdf_of(lab):
    return files_of(lab.book, "CAL-2026-0001").pdf


def test_the_printer_is_asked_for(qtbot, issued):
    parent = QWidget()
    qtbot.addWidget(parent)
    print_pages(parent, pdf_of(issued))
    (dialog,) = parent.findChildren(QPrintDialog)
    assert dialog.isModal()
    dialog.reject()


def test_every_page_is_painted_on_a_sheet_of_its_own(qapp, issued, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    paint_pages(printer, pdf_of(issued))
    given, printed = pypdfium2.PdfDocument(pdf_of(issued)), pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    assert len(printed) == len(given)
    dark = printed[0].render(grayscale=True).to_numpy() < 128
    assert dark.any()
    given.close()
    printed.close()

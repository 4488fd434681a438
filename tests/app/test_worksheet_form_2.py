"""The worksheet of a procedure of the second format: columns of their own units, some filled in once."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from labcal.catalog.procedures import load_example, procedure_bytes
from labcal.domain.instrument import CustomerNumber, Instrument, StandardCertificate
from labcal.domain.person import Authorisation, Level, PersonName
from labcal.domain.quantity import parse
from labcal.services.jobs import OpenJob, ReceiveItem, TieStandard
from labcal.services.people import Authorise
from labcal.services.perform import perform
from labcal.services.procedures import AdoptProcedure
from labcal.services.standards import AddStandard
from labcal.store.book import open_book

ADMIN, WHO = PersonName("Halima Yusuf"), PersonName("Amina Diallo")
RESISTOR = "resistance/substitution"
NARROW = "\u202f"


def opened(path):
    """Open a job on a resistor of 10 kΩ, and return its number."""
    told = load_example(RESISTOR).inputs.standard
    certificate = StandardCertificate(
        number="MSL-9",
        laboratory="National Laboratory",
        calibrated_on=date(2026, 1, 5),
        due_on=date(2030, 1, 5),
        value=told.value,
        expanded=told.expanded,
        coverage_factor=Decimal(2),
        drift=told.drift,
    )
    leave = Authorisation(
        level=Level.RECORDS, since=date(2026, 1, 1), until=date(2030, 1, 1), procedure=RESISTOR
    )
    item = Instrument(name="Resistor", nominal=parse("10 kohm"), serial="77")
    book = open_book(path)
    perform(book, ADMIN, AdoptProcedure(body=procedure_bytes(RESISTOR).decode()))
    perform(book, ADMIN, Authorise(person=WHO, leave=leave))
    added = AddStandard(name="Resistor", identification="9", grade="", certificate=certificate)
    standard = perform(book, ADMIN, added).value
    received = ReceiveItem(customer=CustomerNumber("C-0001"), item=item, condition="Good")
    number = perform(book, WHO, received).value
    perform(book, WHO, OpenJob(job=number, procedure=RESISTOR))
    perform(book, WHO, TieStandard(job=number, standard=standard))
    book.close()
    return number


@pytest.fixture
def sheet(demo, calibrations):
    return calibrations(WHO, opened(demo)).worksheet


def test_a_pasted_block_of_ratios_gives_the_published_resistance(qtbot, sheet):
    """EA-4/02 M:2022, example S3: (10 000.178 ± 0.017) Ω (k = 2)."""
    grid = sheet.points.grid
    block = "1.0000104\t20 mohm\n1.0000107\n1.0000106\n1.0000103\n1.0000105"
    rows = [line.split("\t") for line in block.splitlines()]
    QGuiApplication.clipboard().setText(rows[0][0] + "\n" + "\n".join(row[0] for row in rows[1:]))
    grid.setCurrentIndex(grid.lines.index(0, 1))
    qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QGuiApplication.clipboard().setText(rows[0][1])
    grid.setCurrentIndex(grid.lines.index(0, 2))
    qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: sheet.strip.expanded.text() == f"± 0.017{NARROW}Ω", timeout=20000)
    assert sheet.strip.result.value.text() == f"10{NARROW}000.178{NARROW}Ω"
    assert sheet.strip.mean.value.text() == f"+1.000{NARROW}010{NARROW}5"

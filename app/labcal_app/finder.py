"""Answers what is typed into the palette with records of the book."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer

from labcal.domain.finding import Hit, Hits, Subject
from labcal.services.finding import find
from labcal.text import Text, mark
from labcal_app.desk import Desk
from labcal_app.widgets.palette import Found, Palette

PAUSE = 120
"""How long typing has to rest before the book is asked, in ms."""
KINDS = {
    Subject.JOB: (mark("Calibrations"), "calibrations"),
    Subject.CERTIFICATE: (mark("Certificates"), "certificates"),
    Subject.INSTRUMENT: (mark("Instruments"), "instruments"),
    Subject.STANDARD: (mark("Standards"), "standards"),
    Subject.CUSTOMER: (mark("Customers"), "people"),
    Subject.PERSON: (mark("People"), "people"),
    Subject.VERIFICATION: (mark("Inspections"), "inspections"),
}
FIELDS = {
    "serial": mark("Serial no."),
    "mark": mark("Mark"),
    "manufacturer": mark("Maker"),
    "model": mark("Type"),
    "identification": mark("Identification"),
    "laboratory": mark("Issued by"),
    "remarks": mark("Remarks"),
    "deviations": mark("Deviations"),
    "city": mark("City"),
    "street": mark("Street"),
    "phone": mark("Phone"),
    "email": mark("E-mail"),
    "role": mark("Role"),
    "premises": mark("Premises"),
}
Opener = Callable[[str], object]


class Finder(QObject):
    """Asks the book while one types, and opens what is chosen."""

    def __init__(self, desk: Desk, text: Text, palette: Palette, openers: Mapping[Subject, Opener]) -> None:
        super().__init__(palette)
        self._desk, self._text, self._palette, self._openers = desk, text, palette, openers
        self._typed = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(PAUSE)
        self._rest.timeout.connect(self._ask)
        palette.line.textChanged.connect(self._changed)

    def _changed(self, typed: str) -> None:
        self._typed = typed
        if typed.strip():
            self._rest.start()
        else:
            self._rest.stop()
            self._palette.show_found(typed, {})

    def _ask(self) -> None:
        typed = self._typed
        self._desk.ask(self, partial(find, typed=typed), partial(self._show, typed))

    def _show(self, typed: str, found: tuple[Hits, ...]) -> None:
        groups = {
            self._heading(hits): [self._found(hit) for hit in hits.hits]
            for hits in found
            if hits.subject in self._openers
        }
        self._palette.show_found(typed, groups)

    def _heading(self, hits: Hits) -> str:
        kind = self._text(KINDS[hits.subject][0])
        if not hits.more:
            return kind
        return self._text(mark("{kind}: the best {number}"), kind=kind, number=len(hits.hits))

    def _found(self, hit: Hit) -> Found:
        named = "" if hit.number == hit.title else hit.title
        where = self._where(hit)
        note = " · ".join(part for part in (named, where) if part)
        run = partial(self._openers[hit.subject], hit.number)
        return Found(hit.number, note, KINDS[hit.subject][1], run)

    def _where(self, hit: Hit) -> str:
        """Return the place of the hit, where number and title do not show it."""
        if hit.value in (hit.number, hit.title, ""):
            return ""
        label = FIELDS.get(hit.field)
        return f"{self._text(label)}: {hit.value}" if label else hit.value

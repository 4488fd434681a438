"""The lines of the sheet of readings, put together from the book and from what is being keyed."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from labcal.domain.job import Reading
from labcal.domain.procedure import Procedure
from labcal.domain.units import same_dimension
from labcal.services.personal import shown_name
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.cells import Bad
from labcal_app.dates import shown_date, shown_instant
from labcal_app.figures import decimals_of, shown_quantity, tidy
from labcal_app.models.readings import CycleLine
from labcal_app.views.worksheet.keying import Keying, Spot


def keyed_decimals(shown: Worksheet) -> int:
    """Return the most decimals that a reading was keyed with, in the unit of the sheet, of its kind."""
    procedure = shown.sheet.procedure
    if procedure is None:
        return 0
    unit = procedure.readings.unit
    read = (one.quantity for one in shown.sheet.job.readings)
    alike = (one.in_unit(unit) for one in read if same_dimension(one.unit, unit))
    return max((decimals_of(number) for number in alike), default=0)


class Lines:
    """Makes the lines of one worksheet."""

    def __init__(self, text: Text, shown: Worksheet, keying: Keying) -> None:
        self._text, self._shown, self._keying = text, shown, keying
        first = (one for one in shown.sheet.job.readings if one.place.point == 0)
        self._readings = {Spot(one.place.row, one.place.column): one for one in first}

    def all(self) -> list[CycleLine]:
        """Return a line for each cycle of the procedure; none without one."""
        procedure = self._shown.sheet.procedure
        return [self._line(procedure, row) for row in range(procedure.readings.cycles)] if procedure else []

    def _line(self, procedure: Procedure, row: int) -> CycleLine:
        spots = [Spot(row, column) for column in range(len(procedure.readings.columns))]
        progress = self._shown.sheet.progress
        return CycleLine(
            row=row,
            cells=tuple(self._cell(spot) for spot in spots),
            tips=tuple(self._tip(spot) for spot in spots),
            difference=self._difference(progress.differences[row] if progress else None),
            recorded=self._recorded(row),
        )

    def _difference(self, difference: Decimal | None) -> Decimal | None:
        decimals = keyed_decimals(self._shown)
        return None if difference is None else tidy(difference, decimals, decimals + 1)

    def _cell(self, spot: Spot) -> str | Bad:
        refused = self._keying.drafts.refused.get(spot)
        if refused is not None:
            return Bad(refused.typed, refused.error.shown(self._text))
        return self._keying.shown(spot)

    def _tip(self, spot: Spot) -> str:
        reading = self._readings.get(spot)
        if reading is None:
            return ""
        told = [
            self._text(
                mark("Keyed as {keyed} by {person}, {at}."),
                keyed=f"{reading.quantity.number} {reading.quantity.unit}",
                person=shown_name(reading.by, self._text),
                at=shown_instant(reading.at.astimezone(self._shown.zone), self._text),
            )
        ]
        for earlier in reversed(self._replaced(spot)):
            value = shown_quantity(earlier.quantity, self._text)
            person = shown_name(earlier.by, self._text)
            told.append(self._text(mark("Earlier {value}, by {person}."), value=value, person=person))
        if reading.reason:
            told.append(self._text(mark("Reason: {reason}."), reason=reading.reason.rstrip(".")))
        return " ".join(told)

    def _recorded(self, row: int) -> str:
        """Return who read a cycle last, and when: the time today, the date before."""
        read = [reading for spot, reading in self._readings.items() if spot.row == row]
        if not read:
            return ""
        last = max(read, key=lambda reading: reading.at)
        told = f"{shown_name(last.by, self._text)}, {self._when(last.at)}"
        corrected = sum(1 for reading in read if reading.revision)
        if corrected:
            told += " · " + self._text(mark("{count} corrected"), count=corrected)
        return told

    def _when(self, at: datetime) -> str:
        here = at.astimezone(self._shown.zone)
        if here.date() == self._shown.today:
            return f"{here:%H:%M}"
        return shown_date(here.date(), self._text)

    def _replaced(self, spot: Spot) -> list[Reading]:
        return [one for one in self._shown.sheet.job.replaced if (one.place.row, one.place.column) == spot]

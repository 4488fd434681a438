"""The lines of the sheet of readings, put together from the book and from what is being keyed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from labcal.domain.job import Phase, Reading
from labcal.domain.units import same_dimension
from labcal.services.personal import shown_name
from labcal.services.points import PointEvaluation
from labcal.services.worksheet import Worksheet
from labcal.text import Text, mark
from labcal_app.cells import Bad, Closed, Faint, Struck
from labcal_app.dates import shown_date, shown_instant
from labcal_app.figures import decimals_of, shown_quantity, tidy
from labcal_app.models.sheet_layout import SheetLayout, Spot
from labcal_app.models.sheet_lines import Cell, SheetLine
from labcal_app.views.worksheet.keying import Keying, written
from labcal_app.views.worksheet.point_figures import figures_of


class Seen(NamedTuple):
    """All that the lines of one point are made from."""

    point: int
    layout: tuple[int, bool, int]
    readings: tuple[Reading, ...]
    replaced: tuple[Reading, ...]
    drafts: tuple[Hashable, ...]
    evaluated: PointEvaluation | None
    found: PointEvaluation | None
    left: bool


def keyed_decimals(point: PointEvaluation, unit: str) -> int:
    """Return the most decimals that a reading was keyed with in ``unit``, of those evaluated."""
    read = (one for row in point.inputs.readings for one in row if one is not None)
    alike = (one.in_unit(unit) for one in read if same_dimension(one.unit, unit))
    return max((decimals_of(number) for number in alike), default=0)


class Lines:
    """Makes the lines of worksheets; those of a point are made anew only where something of it changed."""

    def __init__(self, text: Text, keying: Keying) -> None:
        self._text, self._keying = text, keying
        self._known: dict[int, tuple[Seen, list[SheetLine]]] = {}
        self._of: tuple[object, ...] = ()

    def all(self, shown: Worksheet) -> list[SheetLine]:
        """Return the lines of every point that is shown; none without a procedure."""
        layout = self._keying.layout
        if shown.sheet.procedure is None or layout is None:
            return []
        of = (shown.sheet.job.number, shown.sheet.procedure.digest, self._keying.phase, shown.today)
        if of != self._of:
            self._known, self._of = {}, of
        lines: list[SheetLine] = []
        for seen in self._seen(shown, layout):
            known = self._known.get(seen.point)
            if known is None or not _is_same(known[0], seen):
                known = self._known[seen.point] = (
                    seen,
                    PointLines(self._text, shown, self._keying, seen).all(),
                )
            lines += known[1]
        return lines

    def _seen(self, shown: Worksheet, layout: SheetLayout) -> Iterable[Seen]:
        """Yield what each point is made from."""
        job, phase, drafts = shown.sheet.job, self._keying.phase, self._keying.drafts
        readings, replaced = defaultdict(list), defaultdict(list)
        for reading in self._keying.standing.values():
            readings[reading.place.point].append(reading)
        for reading in job.replaced:
            if reading.phase is phase:
                replaced[reading.place.point].append(reading)
        beyond = defaultdict(list)
        for kind in (drafts.refused, drafts.keyed, drafts.corrections):
            for spot, told in kind.items():
                beyond[spot.point].append((spot, str(told)))
        stands = {one.number: one for one in shown.sheet.evaluated}
        found = {one.number: one for one in shown.sheet.as_found}
        for point, rows in enumerate(layout.rows):
            yield Seen(
                point=point,
                layout=(rows, layout.across, len(layout.slots)),
                readings=tuple(readings[point]),
                replaced=tuple(replaced[point]),
                drafts=tuple(beyond[point]),
                evaluated=stands.get(point),
                found=found.get(point),
                left=phase is not job.phase,
            )


def _is_same(known: Seen, seen: Seen) -> bool:
    """Tell whether lines would be the same; what was not evaluated anew is the very same progress."""
    plain = (0, 1, 2, 3, 4, 7)
    return all(known[place] == seen[place] for place in plain) and all(
        _progress(one) is _progress(other)
        for one, other in ((known.evaluated, seen.evaluated), (known.found, seen.found))
    )


def _progress(one: PointEvaluation | None) -> object:
    return None if one is None else one.progress


class PointLines:
    """Makes the lines of one point."""

    def __init__(self, text: Text, shown: Worksheet, keying: Keying, seen: Seen) -> None:
        self._text, self._shown, self._keying, self._seen = text, shown, keying, seen
        layout, procedure = keying.layout, shown.sheet.procedure
        if layout is None or procedure is None:
            raise ValueError("a sheet without a procedure has no lines")
        self._layout, self._procedure = layout, procedure
        self._first = layout.first_row(seen.point)

    def all(self) -> list[SheetLine]:
        """Return a line for each row of the point."""
        rows = 1 if self._layout.across else self._layout.rows[self._seen.point]
        return [self._line(row) for row in range(rows)]

    def _line(self, row: int) -> SheetLine:
        spots = [self._layout.spot(self._first + row, slot) for slot in range(len(self._layout.slots))]
        figures = None
        if row == 0:
            figures = figures_of(self._text, self._shown, self._seen.evaluated, self._seen.found)
            if not figures.remark:
                figures = figures._replace(remark=self._recorded(row))
        return SheetLine(
            point=self._seen.point,
            row=row,
            cells=tuple(self._cell(spot) for spot in spots),
            tips=tuple(self._tip(spot) for spot in spots),
            difference=self._difference(row),
            recorded=self._recorded(row),
            figures=figures,
        )

    def _difference(self, row: int) -> Decimal | None:
        one = self._seen.found if self._seen.left else self._seen.evaluated
        differences = one.progress.differences if one is not None else ()
        difference = differences[row] if row < len(differences) else None
        if one is None or difference is None:
            return None
        decimals = keyed_decimals(one, self._procedure.readings.unit)
        return tidy(difference, decimals, decimals + 1)

    def _cell(self, spot: Spot | None) -> Cell:
        if spot is None:
            return Closed()
        refused = self._keying.drafts.refused.get(spot)
        if refused is not None:
            return Bad(refused.typed, refused.error.shown(self._text))
        shown = self._keying.shown(spot)
        reading = self._keying.standing.get(spot)
        if shown and reading is not None and reading.outlier is not None:
            return Struck(shown, reading.outlier.reason)
        column = self._procedure.readings.columns[spot.column]
        if not shown and column.default is not None:
            return Faint(written(column.default, self._procedure.readings.unit_of(spot.column)))
        return shown

    def _tip(self, spot: Spot | None) -> str:
        reading = self._keying.standing.get(spot) if spot is not None else None
        if reading is None or spot is None:
            return ""
        text = self._text
        told = [
            text(
                mark("Keyed as {keyed} by {person}, {at}."),
                keyed=f"{reading.quantity.number} {reading.quantity.unit}",
                person=shown_name(reading.by, text),
                at=shown_instant(reading.at.astimezone(self._shown.zone), text),
            )
        ]
        if reading.outlier is not None:
            out = reading.outlier
            person, reason = shown_name(out.by, text), out.reason.rstrip(".")
            told.insert(0, text(mark("Left out by {person}: {reason}."), person=person, reason=reason))
        for earlier in reversed([one for one in self._seen.replaced if one.place == reading.place]):
            value = shown_quantity(earlier.quantity, text)
            person = shown_name(earlier.by, text)
            told.append(text(mark("Earlier {value}, by {person}."), value=value, person=person))
        if reading.reason:
            told.append(text(mark("Reason: {reason}."), reason=reading.reason.rstrip(".")))
        return " ".join(told)

    def _recorded(self, row: int) -> str:
        """Return who read a row last, and when: the time today, the date before."""
        read = [one for one in self._seen.readings if self._layout.across or one.place.row == row]
        if not read:
            return ""
        last = max(read, key=lambda reading: reading.at)
        told = f"{shown_name(last.by, self._text)}, {self._when(last.at)}"
        corrected = sum(1 for reading in read if reading.revision)
        if corrected:
            told += " · " + self._text(mark("{count} corrected"), count=corrected)
        out = sum(1 for reading in read if reading.outlier is not None)
        if out:
            told += " · " + self._text(mark("{count} left out"), count=out)
        return told

    def _when(self, at: datetime) -> str:
        here = at.astimezone(self._shown.zone)
        if here.date() == self._shown.today:
            return f"{here:%H:%M}"
        return shown_date(here.date(), self._text)


def phase_shown(shown: Worksheet, wanted: Phase | None) -> Phase:
    """Return the phase whose readings are shown: as found only where an adjustment was recorded after it."""
    job = shown.sheet.job
    return Phase.AS_FOUND if wanted is Phase.AS_FOUND and job.as_found else job.phase

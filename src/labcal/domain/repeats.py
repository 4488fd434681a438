"""What is odd about readings as keyed: cycles that repeat another figure for figure, and uneven decimals."""

from __future__ import annotations

from collections.abc import Iterator

from labcal.domain.cycle import Cycle
from labcal.domain.point import PointInputs
from labcal.domain.procedure import Procedure
from labcal.domain.quantity import QuantityValue
from labcal.text import Phrase, mark

TELLING = 4
"""From how many readings on a cycle that repeats another is hardly chance."""
REPEATED = mark("Cycle {later} repeats cycle {earlier} figure for figure.")
UNEVEN = mark("“{column}” is read to different decimals: {one} and {other}.")


def repeated(procedure: Procedure, inputs: PointInputs) -> Iterator[Phrase]:
    """Yield a sentence for each cycle that repeats an earlier one, figure for figure."""
    own = procedure.readings.per_cycle
    if len(own) < TELLING:
        return
    seen: dict[Cycle, int] = {}
    for number, row in enumerate(inputs.readings, start=1):
        cells = tuple(row[place] for place in own)
        if all(cell is not None for cell in cells):
            if cells in seen:
                yield Phrase(REPEATED, (("later", str(number)), ("earlier", str(seen[cells]))))
            seen.setdefault(cells, number)


def uneven(procedure: Procedure, inputs: PointInputs) -> Iterator[Phrase]:
    """Yield a sentence for each column whose readings were keyed to different decimals.

    An instrument shows every indication to the same last place: one with another is of another instrument, or
    misread.
    """
    for place in procedure.readings.per_cycle:
        keyed = [cell for row in inputs.readings if (cell := row[place]) is not None]
        units = {one.unit for one in keyed}
        if len(units) != 1:
            continue
        by_last = {_last_place(one): one for one in keyed}
        if len(by_last) > 1:
            one, other = by_last[min(by_last)], by_last[max(by_last)]
            symbol = procedure.readings.columns[place].symbol
            yield Phrase(UNEVEN, (("column", symbol), ("one", str(one)), ("other", str(other))))


def _last_place(quantity: QuantityValue) -> int:
    exponent = quantity.value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0

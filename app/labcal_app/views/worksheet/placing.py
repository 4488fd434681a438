"""Where the cells of a pasted block go on the sheet of readings."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.errors.jobs import ClosedCellError, PastedRowsError, PastedShapeError
from labcal_app.models.sheet_layout import SheetLayout, Spot

Block = list[list[str]]


def placed(layout: SheetLayout, row: int, slot: int, block: Block) -> dict[Spot, str]:
    """Return the cells that a block fills from a cell of the sheet on, blank ones left out.

    A rectangle goes where it stands; where all its columns are filled in once a point, each of its rows is a
    point. One row or one column that is longer than the sheet goes on in the order of the work, as a balance
    prints its indications.

    Raises:
        PastedShapeError, PastedRowsError: The block does not fit.
        ClosedCellError: Something would stand where nothing is filled in.
    """
    wide = len(block[0]) if block else 0
    if not wide or slot < 0 or any(len(line) != wide for line in block):
        raise _wrong_shape(layout, row, slot, block)
    step = _step(layout, slot, wide)
    if row + (len(block) - 1) * step < layout.total and slot + wide <= len(layout.slots):
        return _rectangle(layout, row, slot, block, step)
    if 1 not in (wide, len(block)):
        raise _wrong_shape(layout, row, slot, block)
    line = [words for cells in block for words in cells]
    spots = list(layout.following(row, slot))
    if len(line) > len(spots):
        raise _wrong_shape(layout, row, slot, block)
    return {spot: words for spot, words in zip(spots, line, strict=False) if words}


def _step(layout: SheetLayout, slot: int, wide: int) -> int:
    """Return how many rows of the sheet lie between two rows of a block."""
    columns = [one.column for one in layout.slots[slot : slot + wide]]
    if layout.across or not layout.many or not all(layout.is_once(column) for column in columns):
        return 1
    return layout.plan.cycles if len(set(layout.rows)) <= 1 else 1


def _rectangle(layout: SheetLayout, row: int, slot: int, block: Block, step: int) -> dict[Spot, str]:
    cells: dict[Spot, str] = {}
    for down, line in enumerate(block):
        for along, words in enumerate(line):
            if not words:
                continue
            spot = layout.spot(row + down * step, slot + along)
            if spot is None:
                column = layout.plan.columns[layout.slots[slot + along].column].symbol
                raise ClosedCellError(typed=words, row=row + down * step + 1, column=column)
            cells[spot] = words
    return cells


def _wrong_shape(layout: SheetLayout, row: int, slot: int, block: Block) -> LabCalError:
    high, wide = len(block), max((len(line) for line in block), default=0)
    free, room = layout.total - row, len(layout.slots) - max(slot, 0)
    if layout.many:
        return PastedRowsError(rows=high, columns=wide, row=row + 1, free=free, room=room)
    return PastedShapeError(rows=high, columns=wide, cycles=free, room=room, cycle=row + 1)

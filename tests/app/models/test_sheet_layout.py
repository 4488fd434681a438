"""Where readings stand on the sheet, and back; where a pasted block goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcal.catalog.procedures import all_procedures, load_procedure
from labcal.errors.jobs import ClosedCellError, PastedRowsError, PastedShapeError
from labcal_app.models.sheet_layout import SheetLayout, Slot, Spot, layout_of
from labcal_app.views.worksheet.placing import placed

METER, GAUGE, BATH = "voltage/multimeter", "pressure/gauge", "temperature/resistance-thermometer"
WEIGHT = "mass/buoyancy"


def layout(name: str, begun: int = 0, rows: dict[int, int] | None = None) -> SheetLayout:
    return layout_of(load_procedure(name), rows or {}, begun)


@pytest.mark.parametrize(
    ("name", "across", "rows"),
    [(METER, True, 1), (GAUGE, True, 9), (BATH, False, 25), (WEIGHT, False, 6), ("length/caliper", True, 4)],
)
def test_points_have_a_row_each_unless_their_cycles_need_one(name, across, rows):
    found = layout(name)
    assert (found.across, len(found.places)) == (across, rows)


@pytest.mark.parametrize("name", [procedure.id for procedure in all_procedures()])
def test_every_reading_has_one_cell_and_comes_back_from_it(name):
    found = layout(name, begun=3)
    spots = [found.spot(row, slot) for row in range(len(found.places)) for slot in range(len(found.slots))]
    kept = [spot for spot in spots if spot is not None]
    plan = found.plan
    each = plan.cycles * len(plan.per_cycle) + len(plan.columns) - len(plan.per_cycle)
    assert len(set(kept)) == len(kept) == each * len(found.rows)
    assert all(found.spot(*found.where(spot)) == spot for spot in kept)


def test_points_are_gone_up_and_back_down_in_each_cycle():
    found = layout(GAUGE)
    ahead = [found.plan.columns[found.slots[slot].column].symbol for _, slot in found.course[:5]]
    assert ahead == ["digit", "zero", "head", "applied", "up"]
    rows = {
        (cycle, symbol): [
            row
            for row, slot in found.course
            if found.slots[slot].cycle == cycle
            and found.plan.columns[found.slots[slot].column].symbol == symbol
        ]
        for cycle in (0, 1)
        for symbol in ("up", "down")
    }
    for cycle in (0, 1):
        assert rows[cycle, "up"] == list(range(9))
        assert rows[cycle, "down"] == list(range(8, -1, -1))
    assert len(set(found.course)) == len(found.course) == 9 * len(found.slots)
    assert [found.onward(8, 4)[0], found.onward(0, 5)[0], found.onward(0, 8)] == [(8, 5), (0, 6), ()]
    assert layout(METER).course == layout(BATH).course == ()


def test_what_is_asked_for_has_room_for_one_more_point_up_to_the_most():
    assert [len(layout(METER, begun=begun).rows) for begun in (0, 4, 30)] == [1, 5, 30]


def test_a_cycle_that_is_left_out_makes_room_for_another():
    found = layout(BATH, rows={1: 6})
    assert (found.rows[:3], len(found.places)) == ((5, 6, 5), 26)
    assert found.spot(10, 4) == Spot(1, 5, 4)
    assert layout(GAUGE, rows={0: 3}).slots[-1] == Slot(2, 5)


def test_a_block_over_several_points_goes_where_it_stands():
    block = [["100", "0.1", "100.1"], ["10", "", "10.02"]]
    assert placed(layout(METER), 0, 0, block) == {
        Spot(0, 0, 0): "100", Spot(0, 0, 1): "0.1", Spot(0, 0, 2): "100.1",
        Spot(1, 0, 0): "10", Spot(1, 0, 2): "10.02",
    }  # fmt: skip


def test_what_is_filled_in_once_a_point_goes_from_point_to_point():
    assert placed(layout(BATH), 0, 0, [["25.4"], ["25.5"]]) == {Spot(0, 0, 0): "25.4", Spot(1, 0, 0): "25.5"}


def test_a_long_column_goes_on_in_the_order_of_the_work():
    cells = placed(layout(WEIGHT), 1, 5, [[str(place)] for place in range(20)])
    assert cells[Spot(0, 1, 5)] == "0"
    assert cells[Spot(0, 2, 5)] == "4"


@pytest.mark.parametrize(
    ("name", "row", "slot", "block", "error"),
    [
        (METER, 29, 0, [["1", "2", "3"], ["1", "2", "3"]], PastedRowsError),
        (METER, 0, 0, [["1", "2"], ["3"]], PastedRowsError),
        (WEIGHT, 4, 5, [["1", "2", "3", "4"]] * 3, PastedShapeError),
        (WEIGHT, 1, 4, [["1", "2"]], ClosedCellError),
    ],
)
def test_a_block_that_does_not_fit_is_refused(name, row, slot, block, error):
    with pytest.raises(error):
        placed(layout(name), row, slot, block)


@given(
    st.sampled_from([METER, GAUGE, BATH, WEIGHT]),
    st.integers(0, 40),
    st.integers(0, 12),
    st.lists(st.lists(st.sampled_from(["", "1"]), min_size=1, max_size=5), min_size=1, max_size=40),
)
def test_no_block_loses_a_cell(name, row, slot, block):
    """Each cell that is not blank has a place of its own, or nothing has one."""
    try:
        cells = placed(layout(name), row, slot, block)
    except (PastedRowsError, PastedShapeError, ClosedCellError):
        return
    assert len(cells) == sum(1 for line in block for words in line if words)

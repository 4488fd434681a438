"""The model that reads pages: forwards, backwards, anew, and only what was asked last."""

from typing import NamedTuple

import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from labcal.domain.listing import PAGE, Page
from labcal_app.models.paged import KEPT, PagedModel, PagedSource
from labcal_app.models.table import Column


class Line(NamedTuple):
    number: int
    version: int = 1


class Shelf(QObject):
    """Answers at once, as a desk does later, and keeps what was asked."""

    changed = Signal(frozenset)

    def __init__(self, numbers) -> None:
        super().__init__()
        self.numbers, self.asked, self.held = list(numbers), [], None

    def ask(self, _asker, question, then) -> None:
        self.asked.append(question.keywords["wanted"])
        answer = question(self)
        if self.held is None:
            then(answer)
        else:
            self.held.append(lambda: then(answer))


def page(shelf, wanted) -> Page:
    told = [number for number in shelf.numbers if wanted.words in str(number)]
    told = sorted(told, reverse=wanted.descending)
    start = 0
    if wanted.after is not None:
        start = told.index(wanted.after[0]) + 1
    if wanted.at is not None:
        start = told.index(wanted.at[0])
    if wanted.near:
        start = told.index(int(wanted.near))
    upto = min(start + wanted.size, len(told))
    if wanted.before is not None:
        upto = told.index(wanted.before[0])
        start = max(upto - wanted.size, 0)
    if wanted.end:
        start, upto = max(len(told) - wanted.size, 0), len(told)
    return Page(
        lines=tuple(Line(number) for number in told[start:upto]),
        places=tuple((number,) for number in told[start:upto]),
        earlier=start > 0,
        later=upto < len(told),
        total=len(told),
        all=len(shelf.numbers),
    )


@pytest.fixture
def model(qtbot, text):
    parent = Shelf(range(5000))
    source = PagedSource[Line](question=page, shows=frozenset({"line"}), key=lambda line: line.number)
    columns = (
        Column[Line](title="Number", value=lambda line: line.number, order="number"),
        Column[Line](title="Version", value=lambda line: line.version),
    )
    model = PagedModel[Line](text, columns, source, parent)
    model.read_from(parent)
    model.shelf = parent
    return model


def shown(model) -> list[int]:
    return [model.line(row).number for row in range(model.rowCount())]


def down(model) -> None:
    model.fetchMore(QModelIndex())


def test_it_reads_on_and_lets_go_of_what_is_far_above(model):
    assert shown(model) == list(range(PAGE))
    down(model)
    assert shown(model) == list(range(2 * PAGE))
    for _ in range(12):
        down(model)
    assert len(shown(model)) == KEPT
    assert shown(model) == list(range(14 * PAGE - KEPT, 14 * PAGE))
    assert model.earlier


def test_it_reads_back_what_it_let_go_of(qtbot, model):
    for _ in range(12):
        down(model)
    first = model.line(0).number
    with qtbot.waitSignal(model.shifted) as moved:
        model.fetch_earlier()
    assert moved.args == [PAGE]
    assert shown(model) == list(range(first - PAGE, first - PAGE + KEPT))
    assert model.canFetchMore(QModelIndex())


def test_what_others_wrote_is_read_anew_where_one_is(qtbot, model):
    for _ in range(12):
        down(model)
    before = shown(model)
    model.shelf.numbers.remove(before[5])
    with qtbot.assertNotEmitted(model.shifted):
        model.shelf.changed.emit(frozenset({"line"}))
    assert model.line(0).number == before[0]
    assert before[5] not in shown(model)
    assert len(shown(model)) == KEPT
    asked = len(model.shelf.asked)
    model.shelf.changed.emit(frozenset({"other"}))
    assert len(model.shelf.asked) == asked


def test_typing_asks_once_it_rests(qtbot, model):
    asked = len(model.shelf.asked)
    for typed in ("4", "49", "499"):
        model.filter(typed)
    assert len(model.shelf.asked) == asked
    with qtbot.waitSignal(model.arrived):
        pass
    assert len(model.shelf.asked) == asked + 1
    assert shown(model) == [499, 1499, 2499, 3499, 4499, *range(4990, 5000)]
    assert (model.matching, model.total) == (15, 5000)


def test_the_book_sorts_and_only_by_what_it_offers(model):
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert shown(model)[:2] == [4999, 4998]
    assert (model.can_sort(0), model.can_sort(1)) == (True, False)
    assert model.shelf.asked[-1].order == "number"


def test_a_line_far_away_is_sought_with_what_stands_above_it(model):
    model.seek(3000)
    assert shown(model) == list(range(3000 - PAGE, 3000 + PAGE))
    reached = []
    model.go(lambda: reached.append(model.line(model.rowCount() - 1)), end=True)
    assert reached == [Line(4999)]


def test_filters_are_those_that_were_chosen(model):
    model.narrow("state", "open")
    model.narrow("customer", "C-1")
    model.narrow("state", "")
    assert model.shelf.asked[-1].filters == (("customer", "C-1"),)


def test_nothing_is_read_on_while_an_answer_is_on_its_way(model):
    model.shelf.held = []
    down(model)
    asked = len(model.shelf.asked)
    down(model)
    model.fetch_earlier()
    assert len(model.shelf.asked) == asked
    assert model.reading
    model.shelf.held.pop()()
    assert shown(model) == list(range(2 * PAGE))

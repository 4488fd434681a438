"""Cards and their rows."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from labcal_app.cells import TwoLines
from labcal_app.widgets.card import Card, CardRow, SectionTitle
from labcal_app.widgets.labels import Label


def test_a_row_says_what_it_shows_and_is_pressed(qtbot, look):
    row = CardRow(look, "expiring", TwoLines("Weight set E2", "certificate of NMISA"), "in 12 days", "warn")
    qtbot.addWidget(row)
    assert row.accessibleName() == "Weight set E2 · certificate of NMISA in 12 days"
    with qtbot.waitSignal(row.pressed):
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(row.pressed):
        qtbot.keyClick(row, Qt.Key.Key_Return)


def test_a_card_is_filled_and_emptied(qtbot, look):
    card = Card(look, "Standards due", "3", "Due list")
    qtbot.addWidget(card)
    card.add(Label(look, "one"))
    assert card.body.count() == 1
    card.clear()
    assert card.body.count() == 0
    with qtbot.waitSignal(card.link.clicked):
        qtbot.mouseClick(card.link, Qt.MouseButton.LeftButton)


def test_a_title_takes_controls_at_its_end(qtbot, look):
    title = SectionTitle(look, "Points", "5 points")
    qtbot.addWidget(title)
    control = Label(look, "end")
    title.add(control)
    assert title.row.indexOf(control) == title.row.count() - 1


def test_a_row_taken_out_before_it_was_drawn_never_comes_up_as_a_window(qtbot, look):
    card = Card(look, "Authorisations")
    qtbot.addWidget(card)
    with qtbot.waitExposed(card):
        card.show()
    row = CardRow(look, "expiring", TwoLines("Record", "mass/substitution"))
    card.add(row)
    card.clear()
    QApplication.processEvents()
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, CardRow) and one.isVisible()]

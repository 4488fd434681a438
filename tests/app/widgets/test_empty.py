"""What stands where nothing is."""

from PySide6.QtCore import Qt

from labcal_app.widgets.empty import Empty


def test_it_says_what_to_do_first(qtbot, look):
    empty = Empty(look, "calibrations", "No job yet.", "Receive an item.", "Receive item")
    qtbot.addWidget(empty)
    with qtbot.waitSignal(empty.started):
        qtbot.mouseClick(empty.action, Qt.MouseButton.LeftButton)
    empty.say("Nothing matches the filter.")
    assert empty.title.text() == "Nothing matches the filter."
    assert empty.action.isHidden()
    assert empty.more.isHidden()


def test_an_explanation_of_several_lines_has_room_for_all_of_them(qtbot, look):
    empty = Empty(look, "table-2", "Choose a file.", "Nothing is written before you say so. " * 4)
    qtbot.addWidget(empty)
    empty.resize(900, 600)
    with qtbot.waitExposed(empty):
        empty.show()
    assert empty.more.height() >= empty.more.heightForWidth(empty.more.width())

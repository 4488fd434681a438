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

"""The heads of pages and of records."""

from PySide6.QtCore import Qt

from labcal_app.widgets.buttons import Button
from labcal_app.widgets.page_head import PageHead, RecordHead


def test_title_note_and_controls(qtbot, look):
    head = PageHead(look, "Calibrations")
    qtbot.addWidget(head)
    assert head.height() == look.size("toolbar")
    assert head.note.isHidden()
    head.say("People", "16 people")
    assert (head.title.text(), head.note.text()) == ("People", "16 people")
    head.add(Button(look, "Receive item"))
    assert head.end.count() == 1


def test_a_filter_is_emptied_by_escape_and_left_by_arrow(qtbot, look):
    head = PageHead(look, "Calibrations")
    qtbot.addWidget(head)
    field = head.add_filter("Filter: number")
    head.show()
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    with qtbot.waitSignal(field.asked_down):
        qtbot.keyClick(field, Qt.Key.Key_Down)


def test_the_head_of_a_record_does_not_force_its_width(qtbot, look):
    head = RecordHead(look)
    qtbot.addWidget(head)
    head.title.setText("2026-0417")
    head.name.setText("A very long name of an item " * 10)
    assert head.minimumSizeHint().width() < 400
    head.add(Button(look, "Preview"))
    assert head.end.count() == 1

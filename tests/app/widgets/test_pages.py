"""The preview of a document."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from labcal_app.widgets.pages import Pages


@pytest.fixture
def pages(qtbot, look, text):
    pages = Pages(look, text)
    qtbot.addWidget(pages)
    pages.resize(400, 300)
    with qtbot.waitExposed(pages):
        pages.show()
    image = QImage(210, 297, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    pages.show_pages([image] * 3)
    qtbot.waitUntil(lambda: pages.area.verticalScrollBar().maximum() > 0)
    return pages


def test_pages_are_as_wide_as_there_is_room(pages):
    view = pages.views[0]
    assert view.width() == pages.area.viewport().width() - 40
    assert view.height() == pytest.approx(view.width() * 297 / 210, abs=5)


def test_one_turns_the_pages(qtbot, pages):
    assert (pages.place.text(), pages.back.isEnabled()) == ("1 of 3", False)
    with qtbot.waitSignal(pages.turned) as caught:
        qtbot.mouseClick(pages.next, Qt.MouseButton.LeftButton)
    assert caught.args == [1]
    assert pages.place.text() == "2 of 3"
    pages.turn(2)
    assert not pages.next.isEnabled()


def test_scrolling_turns_them_too(pages):
    pages.area.verticalScrollBar().setValue(pages.views[1].y())
    assert pages.current == 1


def test_no_pages_leave_it_empty(pages):
    pages.show_pages([])
    assert (pages.place.text(), pages.next.isEnabled()) == ("", False)

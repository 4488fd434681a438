"""Tabs by click and by arrow keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from labcal_app.widgets.tabs import Tabs


@pytest.fixture
def tabs(qtbot, look):
    tabs = Tabs(look)
    for title in ("Budget", "Conformity", "History"):
        tabs.add(title, QLabel(title))
    qtbot.addWidget(tabs)
    tabs.show()
    return tabs


def test_the_first_is_chosen_and_a_click_changes_it(qtbot, tabs):
    assert tabs.stack.currentIndex() == 0
    qtbot.mouseClick(tabs.bar.tabs[1], Qt.MouseButton.LeftButton)
    assert (tabs.stack.currentIndex(), tabs.bar.current) == (1, 1)


def test_arrows_go_round(qtbot, tabs, look):
    qtbot.keyClick(tabs.bar, Qt.Key.Key_Left)
    assert tabs.bar.current == 2
    look.read_from(Qt.LayoutDirection.RightToLeft)
    qtbot.keyClick(tabs.bar, Qt.Key.Key_Left)
    assert tabs.bar.current == 0


def test_a_count_widens_the_tab_and_is_told(tabs):
    before = tabs.bar.tabs[0].sizeHint().width()
    tabs.bar.tabs[0].count(6)
    assert tabs.bar.tabs[0].sizeHint().width() > before
    assert tabs.bar.tabs[0].accessibleDescription() == "6"


def test_tabs_without_room_wait_in_the_menu_but_for_the_chosen_one(qtbot, tabs):
    tabs.setFixedWidth(170)
    qtbot.waitUntil(tabs.bar.more.isVisible)
    assert [tab.isVisible() for tab in tabs.bar.tabs] == [True, False, False]
    assert tabs.bar.more.accessibleName() == "Conformity, History"
    tabs.bar.choose(2)
    assert tabs.bar.tabs[2].isVisible()
    tabs.setFixedWidth(800)
    qtbot.waitUntil(lambda: not tabs.bar.more.isVisible())
    assert all(tab.isVisible() for tab in tabs.bar.tabs)

"""The library: what the laboratory works by, a tab for each kind."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from labcal.text import Text, mark
from labcal_app.theme.look import Look
from labcal_app.widgets.labels import Panel
from labcal_app.widgets.page_head import PageHead
from labcal_app.widgets.tabs import Tabs


class LibraryPage(Panel):
    """Head and tabs; a tab may cover the whole page with one of its records.

    Attributes:
        head: Its end holds the buttons of the tab that is shown.
        contents: What stands in each tab, by name.
    """

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__("surface")
        self._look = look
        self.contents: dict[str, QWidget] = {}
        self._actions: dict[str, list[QWidget]] = {}
        self.head = PageHead(look, text(mark("Library")))
        self.tabs = Tabs(look)
        self.over = QStackedWidget()
        front = Panel("surface")
        column = QVBoxLayout(front)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.tabs, 1)
        self.over.addWidget(front)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.over)
        self.tabs.bar.chosen.connect(lambda _place: self._show_actions())

    def add_tab(self, name: str, title: str, content: QWidget, *actions: QWidget) -> None:
        """Add a tab.

        Args:
            name: By which ``open_tab`` finds it, such as "procedures".
            title: Translated words of the tab.
            content: What it shows.
            *actions: Shown at the end of the head while the tab is chosen; the primary button last.
        """
        self.contents[name] = content
        self._actions[name] = list(actions)
        for action in actions:
            self.head.add(action)
        self.tabs.add(title, content)
        self._show_actions()

    def open_tab(self, name: str) -> QWidget:
        """Choose the tab called ``name``, and return what it shows.

        Raises:
            KeyError: There is none.
        """
        content = self.contents[name]
        self.uncover()
        self.tabs.bar.choose(list(self.contents).index(name))
        return content

    def cover(self, page: QWidget) -> None:
        """Show ``page``, the whole of one record, in the place of the tabs."""
        if self.over.indexOf(page) < 0:
            self.over.addWidget(page)
        self.over.setCurrentWidget(page)
        self.setFocusProxy(page)

    def uncover(self) -> None:
        """Show the tabs again."""
        self.over.setCurrentIndex(0)
        self.setFocusProxy(list(self.contents.values())[self.tabs.bar.current])

    def _show_actions(self) -> None:
        for place, name in enumerate(self.contents):
            for action in self._actions[name]:
                action.setVisible(place == self.tabs.bar.current)

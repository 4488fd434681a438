"""The frame: navigation, the page one is on, messages, the palette, and the line at the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from labcal.errors import LabCalError
from labcal.text import Phrase, Text, mark
from labcal_app.actions import GO, Action, Actions
from labcal_app.cells import State
from labcal_app.desk import Desk
from labcal_app.drafts import DraftKeeper
from labcal_app.steps import Steps
from labcal_app.theme.look import Look
from labcal_app.views.door import languages_menu
from labcal_app.widgets.banner import MessageBar
from labcal_app.widgets.labels import Panel
from labcal_app.widgets.navigation import Navigation, Place
from labcal_app.widgets.palette import Palette
from labcal_app.widgets.status_bar import StatusBar

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: made when it is first opened.

    Attributes:
        id: Such as "calibrations".
        title: Marked words.
        icon: Name of an icon; the tokens have one for each page.
        build: Makes the widget.
        group: Pages of one group stand together.
    """

    id: str
    title: str
    icon: str
    build: Callable[[], QWidget]
    group: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Who sits at the window: as the foot and the navigation show it.

    Attributes:
        languages: Code and own name of each language on offer.
    """

    person: str
    role: str
    book: str
    languages: tuple[tuple[str, str], ...] = (("en", "English"),)


class Window(QMainWindow):
    """The window. Before sign-in it shows a door, after it the pages.

    Signals:
        signed_out: The person asked to leave.
        language_chosen: The code of a language; who made the window makes it anew.
        book_wanted: The path of another book, to be opened in the place of this one.
        closing: The window is about to close.
    """

    signed_out = Signal()
    language_chosen = Signal(str)
    book_wanted = Signal(str)
    closing = Signal()

    def __init__(self, look: Look, text: Text, settings: QSettings) -> None:
        super().__init__()
        self._look, self.text, self.settings = look, text, settings
        self.setWindowTitle("LabCal")
        self.setMinimumSize(*look.tokens.least)
        self._restore()
        self.frame: Frame | None = None

    def show_door(self, door: QWidget) -> None:
        """Show ``door``, such as the sign-in, instead of the pages."""
        self.frame = None
        self.setCentralWidget(door)
        door.setFocus(Qt.FocusReason.OtherFocusReason)

    def enter(self, desk: Desk | None, seat: Seat) -> Frame:
        """Show the frame for ``seat``, without pages yet; they are added to it."""
        self.frame = Frame(self._look, self, seat)
        if desk is not None:
            self.frame.follow(desk)
        self.setCentralWidget(self.frame)
        return self.frame

    def toggle_theme(self) -> None:
        """Light for dark, or dark for light; remembered."""
        theme = "dark" if self._look.theme.name == "light" else "light"
        self.settings.setValue("look/theme", theme)
        self._look.use(theme)

    def choose_language(self, code: str) -> None:
        """Remember the language, and tell who made the window."""
        self.take_typed()
        self.settings.setValue("look/language", code)
        self.language_chosen.emit(code)

    def sign_out(self) -> None:
        """Take what is being typed, and tell who made the window."""
        self.take_typed()
        self.signed_out.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.take_typed()
        self.settings.setValue("window/geometry", self.saveGeometry())
        self.closing.emit()
        super().closeEvent(event)

    def take_typed(self) -> None:
        """Have the cell one is in hand over what is typed, as it does when one leaves it."""
        here = self.focusWidget()
        if here is not None:
            here.clearFocus()
        if self.frame is not None and self.frame.drafts is not None:
            self.frame.drafts.flush()

    def _restore(self) -> None:
        theme = str(self.settings.value("look/theme", "light"))
        if theme in self._look.tokens.themes and theme != self._look.theme.name:
            self._look.use(theme)
        right = self.text.language.partition("-")[0] in RIGHT_TO_LEFT
        wanted = Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
        if self._look.mirrored != right:
            self._look.read_from(wanted)
        kept = self.settings.value("window/geometry")
        if isinstance(kept, QByteArray) and self.restoreGeometry(kept):
            return
        self.resize(*self._look.tokens.least)


class Frame(Panel):
    """Navigation, pages, messages, foot."""

    def __init__(self, look: Look, window: Window, seat: Seat) -> None:
        super().__init__("window")
        self._look, self._window, self._text, self._seat = look, window, window.text, seat
        self._pages: dict[str, Page] = {}
        self._made: dict[str, QWidget] = {}
        self._narrow: set[str] = set()
        self._desk: Desk | None = None
        self._in_book: tuple[str, str] = ("", "")
        self._steps: dict[str, Steps] = {}
        self.current = ""
        self.actions_table = Actions(self._text, self)
        self.navigation: Navigation | None = None
        self.stack = QStackedWidget()
        self.message = MessageBar(look, self._text)
        self.status = StatusBar(look, self._text, seat.person, seat.book)
        self.palette_view = Palette(look, self._text, self.actions_table, self)
        self.drafts: DraftKeeper | None = None
        self._act: Callable[[], object] | None = None
        self.message.banner.repaired.connect(self._do)
        self._lay_out()
        self._own_actions()

    def add_pages(self, pages: Sequence[Page]) -> None:
        """Show ``pages`` in the navigation, and open the first."""
        places = [Place(page.id, self._text(page.title), page.icon, page.group) for page in pages]
        self.navigation = Navigation(self._look, self._text, places, (self._seat.person, self._seat.role))
        self.navigation.chosen.connect(self.open_page)
        self.navigation.searched.connect(self.palette_view.open)
        self._row.insertWidget(0, self.navigation)
        self._fill_menu(self.navigation)
        for number, page in enumerate(pages, start=1):
            self._pages[page.id] = page
            self.actions_table.add(self._going(page, number))
        if pages:
            self.open_page(pages[0].id)

    def open_page(self, wanted: str) -> QWidget:
        """Show the page ``wanted``, made where it was never shown before, and return it.

        Raises:
            KeyError: There is no such page.
        """
        if wanted not in self._made:
            self._made[wanted] = self._pages[wanted].build()
            self.stack.addWidget(self._made[wanted])
        page = self._made[wanted]
        self.current = wanted
        self.stack.setCurrentWidget(page)
        if self.navigation is not None:
            self.navigation.go(wanted)
        self._fit()
        self._offer_again()
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        return page

    def count(self, page: str, number: int) -> None:
        """Show behind the name of ``page`` how many things wait there."""
        if self.navigation is not None:
            self.navigation.buttons[page].count(number)

    def needs_width(self, page: str, *, needed: bool) -> None:
        """Have the navigation shrink to icons while ``page`` is open and the window is narrow."""
        (self._narrow.add if needed else self._narrow.discard)(page)
        self._fit()

    def keep_steps(self, page: str, steps: Steps) -> None:
        """Have undo take back the steps of ``page`` while it is open, before what is in the book."""
        self._steps[page] = steps
        steps.changed.connect(self._offer_again)
        self._offer_again()

    def undo(self) -> None:
        """Take back the last step of the page that is open; where it has none, the book's last command."""
        steps = self._steps.get(self.current)
        if steps is not None and steps.undo_title is not None:
            steps.undo()
        elif self._desk is not None:
            self._desk.undo()

    def redo(self) -> None:
        """Bring back what was taken back last."""
        steps = self._steps.get(self.current)
        if steps is not None and steps.redo_title is not None:
            steps.redo()
        elif self._desk is not None:
            self._desk.redo()

    def follow(self, desk: Desk) -> None:
        """Show what ``desk`` says, and undo through it."""
        self._desk = desk
        self.drafts = DraftKeeper(desk, self)
        self.drafts.brought_back.connect(self._tell_draft)
        desk.refused.connect(self.refuse)
        desk.busy.connect(self.status.busy)
        desk.progressed.connect(self.status.progressed)
        self.status.cancel.clicked.connect(desk.cancel)
        desk.kept.connect(self._kept)
        desk.undoable.connect(self._offer_undo)
        desk.redoable.connect(self._offer_redo)
        self.status.undo.clicked.connect(self.undo)
        self.actions_table.add(
            Action(id="undo", title=mark("Undo"), run=self.undo, icon="undo", shortcut="Ctrl+Z"),
            Action(id="redo", title=mark("Redo"), run=self.redo, icon="redo", shortcut="Ctrl+Shift+Z"),
        )
        self._offer_undo("")
        self._offer_redo("")

    def refuse(self, error: LabCalError) -> None:
        """Show the sentence of ``error`` until it is closed, or something was kept."""
        self.message.say(State.FAIL, error.shown(self._text))

    def say(self, state: State, sentence: str) -> None:
        """Show ``sentence`` above the foot until it is closed, or something was kept."""
        self.message.say(state, sentence)

    def offer(self, sentence: str, words: str, act: Callable[[], object]) -> None:
        """Show ``sentence`` with a button that does ``act``."""
        self._act = act
        self.message.say(State.INFO, sentence, words)

    def explain(self) -> None:
        """Say in the foot what the field that has the focus is for, with its clause."""
        widget, told = QApplication.focusWidget(), ""
        while widget is not None and not told:
            told, widget = widget.whatsThis(), widget.parentWidget()
        self.status.say(State.INFO, told or self._text(mark("There is no explanation for this control.")))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.palette_view.isVisible():
            self.palette_view.setGeometry(self.rect())
        self._fit()

    def _fit(self) -> None:
        if self.navigation is not None:
            wide = self.width() >= self._look.tokens.wide
            rail = self.current in self._narrow and not wide
            if rail != self.navigation.rail:
                self.navigation.as_rail(rail=rail)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stack, 1)
        column.addWidget(self.message)
        column.addWidget(self.status)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addLayout(column, 1)

    def _own_actions(self) -> None:
        window = self._window
        self.actions_table.add(
            Action(
                id="palette", title=mark("Find and do"), run=self.palette_view.open, icon="search",
                shortcut="Ctrl+K",
            ),
            Action(
                id="explain", title=mark("Explain this field"), run=self.explain, icon="help", shortcut="F1"
            ),
            Action(id="theme", title=mark("Light or dark"), run=window.toggle_theme, icon="theme"),
            Action(id="sign_out", title=mark("Sign out"), run=window.sign_out, icon="log-out"),
        )  # fmt: skip

    def _going(self, page: Page, number: int) -> Action:
        shortcut = f"Ctrl+{number}" if number < 10 else ""
        return Action(
            id=f"go.{page.id}",
            title=page.title,
            run=lambda: self.open_page(page.id),
            icon=page.icon,
            shortcut=shortcut,
            group=GO,
        )

    def _fill_menu(self, navigation: Navigation) -> None:
        menu = navigation.menu
        menu.addAction(self.actions_table.action("theme"))
        languages = languages_menu(menu, self._seat.languages, self._window.choose_language)
        languages.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        languages.setTitle(self._text(mark("Language")))
        menu.addMenu(languages)
        menu.addSeparator()
        menu.addAction(self.actions_table.action("sign_out"))

    def _do(self) -> None:
        if self._act is not None:
            self._act()

    def _tell_draft(self) -> None:
        """Say that something is shown again; a method, so that the keeper lets go of a frame that is gone."""
        self.status.say(State.INFO, self._text(mark("What you were typing is back.")))

    def _kept(self, _title: str) -> None:
        """Take away what was said before; a method, so that the desk lets go of a frame that is gone."""
        self.message.clear()

    def _offer_undo(self, title: str) -> None:
        self._in_book = (title, self._in_book[1])
        self._offer_again()

    def _offer_redo(self, title: str) -> None:
        self._in_book = (self._in_book[0], title)
        self._offer_again()

    def _offer_again(self) -> None:
        """Offer to undo and redo what can be here: steps of the page, else commands of the book."""
        if self._desk is None:
            return
        steps = self._steps.get(self.current)
        undone, redone = (steps.undo_title, steps.redo_title) if steps is not None else (None, None)
        back, again = undone or self._in_book[0], redone or self._in_book[1]
        self.status.offer_undo(back)
        self._offer("undo", mark("Undo “{command}”"), back)
        self._offer("redo", mark("Redo “{command}”"), again)

    def _offer(self, known: str, words: str, title: str | Phrase) -> None:
        self.actions_table.enable(known, enabled=bool(title))
        if title:
            self.actions_table.rename(known, self._text(words, command=self._text(title)))

"""What sign-in and founding have in common: the picture, the mark, the language, the theme."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.theme.look import Look
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.labels import Label, Panel
from labcal_app.widgets.logo import Logo
from labcal_app.widgets.vernier import Vernier

FORM, PICTURE, REST, EDGE = 384, 42, 58, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What is known before anyone has signed in.

    Attributes:
        book: Name of the book's file.
        laboratory: Name of the laboratory; empty where the book has none yet.
        person: Name to begin with; may be empty.
        languages: Code and own name of each language on offer.
        version: Of the program.
        facts: Short findings on the book, each with its state.
    """

    book: str
    laboratory: str = ""
    person: str = ""
    languages: tuple[tuple[str, str], ...] = (("en", "English"),)
    version: str = ""
    facts: tuple[tuple[State, str], ...] = ()


class DoorPage(Panel):
    """The picture on one side; on the other a form 380 px wide, with languages and books at the foot.

    Signals:
        language_chosen: The code of a language.
        theme_toggled: Light for dark, or dark for light.
        other_book: Another book is to be opened.
        new_book: A new book is to be begun.
    """

    language_chosen = Signal(str)
    theme_toggled = Signal()
    other_book = Signal()
    new_book = Signal()

    def __init__(self, look: Look, text: Text, door: Door) -> None:
        super().__init__("surface")
        self._look, self._text, self.door = look, text, door
        self.form = QVBoxLayout()
        self.form.setSpacing(look.space("m"))
        claim = (text(mark("Measured once,")), text(mark("accepted everywhere.")))
        told = text(mark("LabCal works without a network. Your records stay in one file, on this machine."))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Vernier(look, claim, told), PICTURE)
        row.addWidget(self._side(), REST)

    def begin(self, title: str, sentence: str) -> None:
        """Put the mark, ``title`` and ``sentence`` at the top of the form."""
        look = self._look
        brand = QHBoxLayout()
        brand.setSpacing(look.space("s") + 2)
        brand.addWidget(Logo(look, 32))
        brand.addWidget(Label(look, "LabCal", "title"))
        brand.addStretch(1)
        self.form.addLayout(brand)
        self.form.addSpacing(look.space("xs"))
        names = QVBoxLayout()
        names.setSpacing(look.space("xxs"))
        name, told = Label(look, title, "display"), Label(look, sentence, "body", "text2").wrapped()
        name.setMinimumHeight(look.tokens.steps["display"].line)
        told.setMinimumHeight(told.heightForWidth(FORM - 2 * EDGE))
        names.addWidget(name)
        names.addWidget(told)
        self.form.addLayout(names)
        self.form.addSpacing(look.space("xs"))

    def _side(self) -> QWidget:
        side = Panel("surface")
        holder = Panel("surface")
        holder.setFixedWidth(FORM)
        holder.setLayout(self.form)
        self.form.setContentsMargins(EDGE, 4, EDGE, 4)
        inside = Panel("surface")
        centre = QVBoxLayout(inside)
        centre.setContentsMargins(0, self._look.space("s"), 0, self._look.space("s"))
        centre.addStretch(1)
        middle = QHBoxLayout()  # unlike an alignment, it asks for the height in the width that the form has
        middle.addStretch(1)
        middle.addWidget(holder)
        middle.addStretch(1)
        centre.addLayout(middle)
        centre.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addLayout(self._foot())
        return side

    def _foot(self) -> QHBoxLayout:
        look, text = self._look, self._text
        own = dict(self.door.languages).get(text.language, text.language)
        self.language = Button(look, own, "language", "quiet", small=True).opens_menu()
        self.language.setAccessibleName(text(mark("Language: {language}"), language=own))
        self.theme = IconButton(look, "theme", text(mark("Light or dark")))
        self.other = Button(look, text(mark("Open another book")), kind="link", small=True)
        self.new = Button(look, text(mark("Begin a new book")), kind="link", small=True)
        self.language.clicked.connect(self._unfold)
        self.theme.clicked.connect(self.theme_toggled)
        self.other.clicked.connect(self.other_book)
        self.new.clicked.connect(self.new_book)
        foot = QHBoxLayout()
        foot.setContentsMargins(look.space("l"), 0, look.space("xl"), look.space("s") + 2)
        foot.setSpacing(look.space("m"))
        foot.addWidget(self.language)
        foot.addWidget(self.theme)
        foot.addStretch(1)
        for widget in (self.other, self.new, Label(look, self.door.version, "small", "text3")):
            foot.addWidget(widget)
        return foot

    def _unfold(self) -> None:
        menu = languages_menu(self, self.door.languages, self.language_chosen.emit)
        menu.popup(self.language.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 2)))


def languages_menu(
    parent: QWidget, languages: Sequence[tuple[str, str]], chosen: Callable[[str], None]
) -> QMenu:
    """Return a menu of ``languages`` that calls ``chosen`` with a code."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for code, own in languages:
        menu.addAction(own).triggered.connect(lambda _checked=False, code=code: chosen(code))
    return menu

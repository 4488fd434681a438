"""The sign-in page that stands there at once, while the program behind it is still being read."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QByteArray, QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QApplication, QMainWindow

from labcal import __version__, resources
from labcal import text as words
from labcal.text import SOURCE
from labcal_app.screen_text import ScreenText
from labcal_app.theme.look import Look
from labcal_app.views.door import Door
from labcal_app.views.sign_in import SignIn

BEHIND = ("labcal.services.accounts", "labcal.services.backup_rules", "labcal.services.news")
"""What takes long to be read, and needs no window: the book and what is done with it."""


class Threshold(QObject):
    """A window with the sign-in page of the book that was open last; its words are taken over by the program.

    It is the only one beside the desk that starts a thread: the desk is not there yet. The thread imports
    modules and touches nothing else.

    Attributes:
        book: The book that is to be opened.
        window: What is seen.
        page: The sign-in page; what is sent off before the program is there waits for it.

    Signals:
        ready: What takes long has been read; told on the thread of the screen.
    """

    ready = Signal()
    _read = Signal()

    def __init__(self, application: QApplication, settings_path: Path, book: Path) -> None:
        super().__init__(application)
        self._application, self.book = application, book
        self._read.connect(self._tell)
        settings = QSettings(str(settings_path), QSettings.Format.IniFormat)
        language = str(settings.value("look/language", SOURCE))
        text = ScreenText(language if language in words.languages() else SOURCE)
        self._look = Look(application, resources.path())
        theme = str(settings.value("look/theme", "light"))
        if theme in self._look.tokens.themes and theme != self._look.theme.name:
            self._look.use(theme)
        door = Door(
            book=book.name,
            laboratory=str(settings.value(f"laboratories/{book.stem}", "")),
            person=str(settings.value("person/last", "")),
            languages=((text.language, str(settings.value("look/own_name", text.language))),),
            version=__version__,
        )
        self.page = SignIn(self._look, text, door)
        for button in (self.page.change, self.page.language, self.page.theme, self.page.other, self.page.new):
            button.setEnabled(False)
        self.page.asked.connect(self._wait)
        self._asked = False
        self.window = QMainWindow()
        self.window.setWindowTitle("LabCal")
        self.window.setMinimumSize(*self._look.tokens.least)
        self.window.setCentralWidget(self.page)
        kept = settings.value("window/geometry")
        if not isinstance(kept, QByteArray) or not self.window.restoreGeometry(kept):
            self.window.resize(*self._look.tokens.least)

    def show(self) -> None:
        """Show the page, and begin to read what stands behind it."""
        self.window.show()
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)
        Thread(target=self._import, name="threshold", daemon=True).start()

    def hand_over(self, window: QMainWindow, page: SignIn | None) -> None:
        """Put ``window`` in the place of this one, and what was typed on its sign-in ``page``, if it has one.

        What was typed while the window was made still belongs to the page that stood there.
        """
        self._application.processEvents()
        window.restoreGeometry(self.window.saveGeometry())
        window.show()
        if page is not None:
            page.name.set_value(self.page.name.value)
            page.password.set_value(self.page.password.value)
            if self._asked:
                page.enter.click()
        self.window.close()
        for done in (self.window, self._look, self):
            done.deleteLater()

    def _wait(self) -> None:
        self._asked = True

    def _import(self) -> None:
        for module in BEHIND:
            import_module(module)
        self._read.emit()

    def _tell(self) -> None:
        self.ready.emit()


def last_book(settings_path: Path) -> Path | None:
    """Return the book that was open last."""
    kept = QSettings(str(settings_path), QSettings.Format.IniFormat).value("books/recent", [])
    known = kept[0] if isinstance(kept, list) and kept else kept
    return Path(known) if isinstance(known, str) and known else None

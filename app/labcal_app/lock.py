"""The screen of a workstation that nobody touches: covered until the password is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget
from shiboken6 import Shiboken

from labcal.errors import LabCalError
from labcal.services.accounts import confirm
from labcal.text import mark
from labcal_app.actions import Action
from labcal_app.desk import Desk, Errand
from labcal_app.theme.look import Look
from labcal_app.views.locked import LockedPage
from labcal_app.window import Window

KEY, MINUTES = "lock/minutes", 15
CHOICES = (5, 10, 15, 30, 60, 0)
"""Minutes on offer; 0 never locks."""
TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


def lock_minutes(settings: QSettings) -> int:
    """Return after how many minutes the screen is covered; 0 where never."""
    kept = str(settings.value(KEY, MINUTES))
    return int(kept) if kept.isdecimal() else MINUTES


class IdleWatch(QObject):
    """Tells when a window was not touched for a while.

    Signals:
        idle: The time is over.
    """

    idle = Signal()

    def __init__(self, parent: QObject, period: Callable[[], int]) -> None:
        """Watch nothing yet; ``period`` tells the time in milliseconds, 0 where it never ends."""
        super().__init__(parent)
        self._period = period
        self._watched: QObject | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.idle)

    def follow(self, window: QMainWindow) -> None:
        """Watch ``window`` alone, from now."""
        self.stop()
        window.winId()  # makes the native window, whose few events are all that has to be looked at
        self._watched = window.windowHandle()
        if self._watched is not None:
            self._watched.installEventFilter(self)
        self._begin()

    def stop(self) -> None:
        """Watch nothing."""
        self.timer.stop()
        if self._watched is not None and Shiboken.isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self._begin()
        return False

    def _begin(self) -> None:
        period = self._period()
        if period > 0:
            self.timer.start(period)
        else:
            self.timer.stop()


class Lock(QObject):
    """Covers the window of whoever is signed in and away, and shows it again to the right password.

    Attributes:
        cover: What lies over the window; None where it is open.

    Signals:
        other_wanted: Someone else is to sign in.
    """

    other_wanted = Signal()

    def __init__(self, look: Look, settings: QSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._settings = look, settings
        self._seated: tuple[Window, Desk, str] | None = None
        self.cover: Cover | None = None
        self.watch = IdleWatch(self, lambda: lock_minutes(settings) * 60_000)
        self.watch.idle.connect(self.lock)

    def guard(self, window: Window, desk: Desk, person: str) -> None:
        """Watch ``window``, at which ``person`` sits."""
        self._seated = (window, desk, person)
        if window.frame is not None:
            action = Action(
                id="lock", title=mark("Lock the screen"), run=self.lock, icon="lock", shortcut="Ctrl+L"
            )
            window.frame.actions_table.add(action)
        self.watch.follow(window)

    def release(self) -> None:
        """Let go of the window: nobody sits at it."""
        self.watch.stop()
        self._seated = None
        self._lift()

    def lock(self) -> None:
        """Cover the window now; what was being typed is kept first, as where one leaves."""
        if self._seated is None or self.cover is not None:
            return
        window, _desk, person = self._seated
        self.watch.stop()
        here = window.focusWidget()
        window.take_typed()
        page = LockedPage(self._look, window.text, person)
        page.asked.connect(self._ask)
        page.other_wanted.connect(self.other_wanted)
        self.cover = Cover(window, page, here)

    def _ask(self, password: str) -> None:
        if self._seated is not None:
            errand = Errand(title=mark("Unlock the screen"), then=self._open, refused=self._refuse)
            self._seated[1].work(errand, lambda book, who: confirm(book, who, password))

    def _open(self, _none: object) -> None:
        self._lift()
        if self._seated is not None:
            self.watch.follow(self._seated[0])

    def _refuse(self, error: LabCalError) -> None:
        if self.cover is not None and self._seated is not None:
            self.cover.page.refuse(error.shown(self._seated[0].text))

    def _lift(self) -> None:
        if self.cover is not None:
            self.cover.lift()
            self.cover = None


class Cover(QObject):
    """Lays a page over a window, and takes it away again: what is below keeps all that was typed."""

    def __init__(self, window: QMainWindow, page: LockedPage, focus: QWidget | None) -> None:
        """Cover ``window`` with ``page``; ``focus`` had the keyboard, and gets it again."""
        super().__init__(window)
        self._window, self.page, self._focus = window, page, focus
        self._below = window.centralWidget()
        self._hidden = [one for one in QApplication.topLevelWidgets() if _is_dialog(one)]
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for dialog in self._hidden:
            dialog.hide()
        if self._below is not None:
            self._below.hide()
        page.setParent(window)
        page.setGeometry(window.rect())
        page.show()
        page.raise_()
        page.begin()
        window.installEventFilter(self)

    def lift(self) -> None:
        """Show again what was covered, with the keyboard where it was."""
        self._window.removeEventFilter(self)
        self.page.hide()
        self.page.deleteLater()
        if self._below is not None and Shiboken.isValid(self._below):
            self._below.show()
        for dialog in self._hidden:
            if Shiboken.isValid(dialog):
                dialog.show()
        if self._focus is not None and Shiboken.isValid(self._focus):
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and Shiboken.isValid(self.page):
            self.page.setGeometry(self._window.rect())
        return False


def _is_dialog(widget: QWidget) -> bool:
    return isinstance(widget, QDialog) and widget.isVisible()

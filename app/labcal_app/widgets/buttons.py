"""Buttons, painted: icon and words stand at the right distance, in both directions of reading."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy

from labcal_app.theme.focus import FocusWatch
from labcal_app.theme.look import Look, redraw_on_change
from labcal_app.theme.paint import mirrored_box, rounded, starting, words

GAP = 8


class Button(QPushButton):
    """A button with an icon, words, or both.

    Kinds: "primary" (at most one on a screen), "secondary", "quiet" (no edge), "link", "danger".
    """

    def __init__(
        self, look: Look, words: str, icon: str = "", kind: str = "secondary", *, small: bool = False
    ) -> None:
        super().__init__(words)
        self._look, self._icon, self._kind, self._small = look, icon, kind, small
        self._menu_mark = False
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(look.size("control_small" if small else "control"))
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.watch = FocusWatch(look, self)
        redraw_on_change(look, self)

    def rename(self, words: str, icon: str | None = None) -> None:
        """Show other words, and another icon where one is given."""
        self.setText(words)
        self.setAccessibleName(words)
        self._icon = self._icon if icon is None else icon
        self.updateGeometry()
        self.update()

    @property
    def kind(self) -> str:
        """Which kind of button it is."""
        return self._kind

    def choose_kind(self, kind: str) -> None:
        """Look as another kind of button from now on."""
        self._kind = kind
        self.update()

    def as_icon(self, *, alone: bool) -> None:
        """Show the icon alone, with the words as its tip, or both again."""
        self.setText("" if alone else self.accessibleName())
        self.setToolTip(self.accessibleName() if alone else "")
        self.updateGeometry()
        self.update()

    def opens_menu(self) -> Button:
        """Show the mark of a button that unfolds a list."""
        self._menu_mark = True
        return self

    def sizeHint(self) -> QSize:
        icon = self._look.size("icon") if self._icon else 0
        text = self._metrics_width()
        gap = GAP if icon and text else 0
        mark = self._look.size("icon") + 4 if self._menu_mark else 0
        return QSize(icon + gap + text + mark + 2 * self._pad(), self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._ground(painter)
        ink, box = self._ink(), QRectF(self.rect())
        icon, text = (self._look.size("icon") if self._icon else 0), self._metrics_width()
        gap = GAP if icon and text else 0
        mark = self._look.size("icon") + 4 if self._menu_mark else 0
        start = max((box.width() - icon - gap - text - mark) / 2, 0)
        mirror = self._look.mirrored
        if icon:
            place = QRectF(start, (box.height() - icon) / 2, icon, icon)
            self._look.draw_icon(painter, mirrored_box(place, box, mirror), self._icon, ink)
        label = mirrored_box(QRectF(start + icon + gap, 0, text + 1, box.height()), box, mirror)
        font = self._look.font("small" if self._small else "body", 500)
        words(painter, label, self.text(), (font, self._look.colour(ink)), starting(mirror))
        if mark:
            side = self._look.size("icon") - 2
            place = QRectF(start + icon + gap + text + 6, (box.height() - side) / 2, side, side)
            self._look.draw_icon(painter, mirrored_box(place, box, mirror), "chevron-down", ink)
        painter.end()

    def _pad(self) -> int:
        if self._kind == "link":
            return 2
        return 9 if self._small else 13

    def _metrics_width(self) -> int:
        return self._look.metrics("small" if self._small else "body", 500).horizontalAdvance(self.text())

    def _ink(self) -> str:
        if not self.isEnabled():
            return "text3"
        if self._kind == "link":
            return "accent_hover" if self.underMouse() else "accent"
        if self._kind == "quiet" and self._small and not self.underMouse():
            return "text2"
        return {"primary": "on_accent", "danger": "on_fail"}.get(self._kind, "text")

    def _ground(self, painter: QPainter) -> None:
        look, box = self._look, QRectF(self.rect())
        radius, hot = look.radius("control"), self.underMouse() and self.isEnabled()
        filled = {"primary": "accent", "danger": "fail"}.get(self._kind)
        if filled is not None and not self.isEnabled():
            rounded(painter, box, look.colour("sunken"), radius, look.colour("line_strong"))
        elif filled == "accent":
            pressed = hot or self.isDown()
            rounded(painter, box, look.colour("accent_hover" if pressed else "accent"), radius)
        elif filled is not None:
            rounded(painter, box, look.colour(filled), radius)
        elif self._kind == "secondary":
            ground = "sunken" if self.isDown() else "hover" if hot else "surface"
            rounded(painter, box, look.colour(ground), radius, look.colour("line_strong"))
        elif self._kind == "quiet" and (hot or self.isDown() or self.isChecked()):
            rounded(painter, box, look.colour("sunken" if self.isDown() else "hover"), radius)


class IconButton(QAbstractButton):
    """A button that is only an icon; its name is in the tip and read aloud."""

    def __init__(self, look: Look, icon: str, name: str, side: int = 0, colour: str = "text2") -> None:
        """Show ``icon``; ``side`` is the height and width in px, 0 for that of small controls."""
        super().__init__()
        self._look, self._icon, self._colour = look, icon, colour
        self.setAccessibleName(name)
        self.setToolTip(name)
        extent = side or look.size("control_small")
        self.setFixedSize(extent, extent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.watch = FocusWatch(look, self)
        redraw_on_change(look, self)

    def show_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, box = self._look, QRectF(self.rect())
        painter = QPainter(self)
        if self.isEnabled() and (self.underMouse() or self.isChecked()):
            rounded(painter, box, look.colour("hover"), look.radius("control"))
        side = look.size("icon")
        place = QRectF((box.width() - side) / 2, (box.height() - side) / 2, side, side)
        look.draw_icon(painter, place, self._icon, self._colour if self.isEnabled() else "text3")
        painter.end()

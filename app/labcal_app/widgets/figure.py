"""A figure under its name, as in the strip of a result."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from labcal_app.theme.look import Look
from labcal_app.widgets.labels import Label

TAGS = re.compile("<[^>]*>")
HEIGHT, NOTHING = 62, "—"
"""Of a strip of figures, in px; and what stands where there is none."""


class Figure(QVBoxLayout):
    """A figure under its name."""

    def __init__(self, look: Look, name: str, *, large: bool = False) -> None:
        super().__init__()
        self.name = Label(look, name, "small", "text2")
        self.value = Label(look, NOTHING, "title" if large else "section", "text", 600)
        self.value.setFont(look.font("title" if large else "section", 600, "number"))
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.name.setBuddy(self.value)
        self.setSpacing(0)
        self.addStretch(1)
        self.addWidget(self.name)
        self.addWidget(self.value)
        self.addStretch(1)

    def say(self, value: str, name: str = "") -> None:
        """Show ``value``, and another name where one is given."""
        self.name.setText(name or self.name.text())
        self.value.setText(value)
        self.value.setAccessibleName(f"{TAGS.sub('', self.name.text())}: {value}")

"""The kit put together as the screens use it, in both themes; $LABCAL_PICTURES keeps the pictures."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from labcal_app.cells import State, TwoLines
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.card import Card, CardRow
from labcal_app.widgets.date_field import DateField
from labcal_app.widgets.empty import Empty
from labcal_app.widgets.fields import ChoiceField, Hint, LineField, PasswordField, WordsField
from labcal_app.widgets.labels import Panel
from labcal_app.widgets.page_head import PageHead
from labcal_app.widgets.quantity import QuantityField


def fields(look, text) -> QVBoxLayout:
    named = Hint("Name", "Who it belongs to.", "7.8.2.1 e", "Such as Customs and Excise")
    name = LineField(look, named, "Port Office")
    nominal = QuantityField(look, Hint("Nominal value"), "kg")
    nominal.set_value("10.000 05")
    column = QVBoxLayout()
    column.setContentsMargins(40, 24, 40, 24)
    column.setSpacing(12)
    for field in (
        name,
        PasswordField(look, Hint("Password"), text),
        ChoiceField(look, Hint("Country"), [("NZ", "New Zealand"), ("PH", "Philippines")]),
        DateField(look, Hint("Received"), text),
        nominal,
        WordsField(look, Hint("Condition", placeholder="Scratches, dents, what was agreed")),
    ):
        column.addWidget(field)
    name.refuse("The name is missing.")
    column.addStretch(1)
    return column


def cards(look, text) -> Panel:
    ground, card = Panel("window"), Card(look, "Standards due", "3", "Due list")
    hygrometer = TwoLines("Thermo-hygrometer TH-04", "Room 3 · blocks 2 jobs")
    card.add(CardRow(look, "stopped", hygrometer, "overdue 6 d", "fail"))
    weights = TwoLines("Weight set E2, No. 118", "certificate of NMISA")
    card.add(CardRow(look, "expiring", weights, "in 12 days", "warn"))
    alert = Banner(look, text, closable=True, tall=True)
    told = "4 of your certificates are to be judged."
    alert.say(State.FAIL, "Case 2026-03: mass standard M-118 shifted", told, "Judge them")
    column = QVBoxLayout(ground)
    column.setContentsMargins(16, 16, 16, 16)
    column.setSpacing(12)
    column.addWidget(alert)
    column.addWidget(card)
    for kind in ("primary", "secondary", "quiet", "link", "danger"):
        column.addWidget(Button(look, kind.capitalize(), "new" if kind != "link" else "", kind))
    column.addWidget(Empty(look, "calibrations", "No job yet", "Receive the first item.", "Receive item"))
    return ground


def form(look, text) -> Panel:
    page = Panel("surface")
    row = QHBoxLayout()
    row.addLayout(fields(look, text), 1)
    row.addWidget(cards(look, text), 1)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(PageHead(look, "Form", "of the kit"))
    column.addLayout(row, 1)
    return page


@pytest.mark.parametrize("name", ["worksheet", "budget", "jobs", "form"])
def test_the_kit_is_drawn_in_both_themes(qtbot, studio, name):
    holder = QWidget()
    qtbot.addWidget(holder)
    page = {
        "jobs": lambda: studio.jobs(holder),
        "form": lambda: form(studio.look, studio.text),
    }.get(name, studio.worksheet)()
    qtbot.addWidget(page)
    if name == "budget":
        page.tabs.bar.choose(1)
    assert min(studio.colours(page, f"kit-{name}", QSize(1224, 692))) > 20

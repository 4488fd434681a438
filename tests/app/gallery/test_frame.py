"""The frame around the pages, and the door before it, in both themes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from labcal_app.cells import State
from labcal_app.views.door import Door
from labcal_app.views.found import Found
from labcal_app.views.sign_in import SignIn
from labcal_app.window import Page, Seat

DOOR = Door(
    book="nmi-2026.labcal",
    laboratory="National Metrology Institute",
    person="Amina Diallo",
    version="0.1.0",
    facts=((State.PASS, "Journal unbroken"), (State.PASS, "Last copy yesterday 18:40")),
)
PAGES = (
    ("today", "Today", 0), ("calibrations", "Calibrations", 0), ("instruments", "Instruments", 0),
    ("standards", "Standards", 0), ("certificates", "Certificates", 0), ("inspections", "Inspections", 0),
    ("people", "People", 1), ("programme", "Programme", 1), ("library", "Library", 1), ("cases", "Cases", 1),
    ("workbench", "Workbench", 2), ("settings", "Settings", 2),
)  # fmt: skip


REFUSAL = (
    "Kofi Mensah may not sign under Weights by substitution on 22 November 2026: no authorisation covers "
    "10 kg at the level that signs. Authorised for it: Fatou Ndiaye, Kwame Osei, Lindiwe Dube."
)
SEAT = Seat(person="Amina Diallo", role="Technician", book="nmi-2026.labcal")


@pytest.fixture
def frame(window):
    return window.enter(None, SEAT)


def test_the_door_is_drawn(studio, window):
    door = SignIn(studio.look, studio.text, DOOR)
    window.show_door(door)
    door.password.line.setText("a long password")
    door.password._warn(on=True)
    assert min(studio.colours(window, "sign-in")) > 20


def test_founding_is_drawn(studio, window):
    window.show_door(Found(studio.look, studio.text, Door(book="new.labcal")))
    assert min(studio.colours(window, "found")) > 20


@pytest.mark.parametrize("name", ["jobs", "worksheet", "palette", "refused"])
def test_the_frame_is_drawn(qtbot, studio, window, frame, name):
    def build():
        return studio.worksheet() if name == "worksheet" else studio.jobs(frame)

    frame.add_pages(
        [Page(id=key, title=title, icon=key, group=group, build=build) for key, title, group in PAGES]
    )
    frame.open_page("calibrations")
    frame.needs_width("calibrations", needed=name == "worksheet")
    frame.status.offer_undo("Record reading")
    for page, number in (("today", 3), ("calibrations", 18), ("standards", 2), ("inspections", 7)):
        frame.count(page, number)
    if name == "refused":
        frame.say(State.FAIL, REFUSAL)
    if name == "palette":
        window.resize(1280, 720)
        window.show()
        frame.palette_view.open()
        qtbot.keyClicks(frame.palette_view.line, "cal")
    assert min(studio.colours(window, f"frame-{name}")) > 20
    assert frame.navigation.rail is (name == "worksheet")


def test_right_to_left_mirrors_the_frame(studio, window, frame):
    studio.look.read_from(Qt.LayoutDirection.RightToLeft)
    frame.add_pages(
        [Page(id="calibrations", title="Calibrations", icon="calibrations", build=studio.worksheet)]
    )
    frame.needs_width("calibrations", needed=True)
    studio.colours(window, "frame-mirrored")
    assert frame.navigation.x() > frame.stack.x()


def nameless(widget: QWidget) -> list[str]:
    """The controls below ``widget`` that the keyboard reaches and no reader can name."""
    controls = [
        child for child in widget.findChildren(QWidget) if child.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    return [
        f"{type(child).__name__} in {type(child.parentWidget()).__name__}"
        for child in controls
        if not child.focusProxy() and child.isVisibleTo(widget) and not child.accessibleName()
    ]


def test_every_control_of_the_pages_has_a_name(studio, window, frame):
    pages = {"calibrations": studio.worksheet, "people": lambda: studio.jobs(frame)}
    frame.add_pages([Page(id=name, title=name, icon=name, build=build) for name, build in pages.items()])
    frame.open_page("people")
    window.show()
    assert nameless(window) == []


def test_every_control_of_the_doors_has_a_name(studio, window):
    for door in (SignIn(studio.look, studio.text, DOOR), Found(studio.look, studio.text, DOOR)):
        window.show_door(door)
        window.show()
        assert nameless(window) == []

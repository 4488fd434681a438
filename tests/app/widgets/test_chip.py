"""The chip of a state."""

import pytest

from labcal_app.cells import State
from labcal_app.widgets.chip import ChipLabel


@pytest.mark.parametrize("state", list(State))
def test_every_state_can_be_shown_and_is_told_in_a_word(qtbot, look, state):
    chip = ChipLabel(look, state, "Word")
    qtbot.addWidget(chip)
    assert chip.accessibleName() == "Word"
    picture = chip.grab().toImage()
    assert len({picture.pixel(x, 10) for x in range(picture.width())}) > 2


def test_states_with_the_same_colour_differ_by_icon(qtbot, look):
    pictures = []
    for state in (State.FAIL, State.EXPIRED, State.STOPPED):
        chip = ChipLabel(look, state, "Word")
        qtbot.addWidget(chip)
        pictures.append(chip.grab().toImage())
    assert pictures[0] != pictures[1] != pictures[2] != pictures[0]


def test_another_word_takes_another_width(qtbot, look):
    chip = ChipLabel(look, State.PASS, "Pass")
    qtbot.addWidget(chip)
    before = chip.sizeHint().width()
    chip.show_state(State.CONDITIONAL, "Conditional")
    assert chip.sizeHint().width() > before

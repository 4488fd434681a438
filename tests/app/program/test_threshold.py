"""The sign-in page stands there before the program is read, and nothing that is typed on it is lost."""

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt

from labcal_app.program import Program
from labcal_app.threshold import Threshold, last_book


@pytest.fixture
def threshold(qtbot, qapp, tmp_path, lab):
    """The page, and the program once it is read."""
    settings = tmp_path / "window.ini"
    lab.book.close()
    page = Threshold(qapp, settings, lab.path)
    programs: list[Program] = []

    def open_program() -> Program:
        programs.append(Program(qapp, settings, page.book))
        qtbot.addWidget(programs[0].window)
        page.hand_over(programs[0].window, programs[0].sign_in)
        return programs[0]

    yield page, open_program
    for program in programs:
        program.close()
        program.deleteLater()


def test_what_is_typed_meanwhile_signs_in(qtbot, threshold, lab, tmp_path):
    page, open_program = threshold
    with qtbot.waitSignal(page.ready):
        page.show()
        qtbot.keyClicks(page.page.name.line, "Bo")
        qtbot.keyClicks(page.page.password.line, lab.password)
    program = open_program()
    assert program.sign_in is not None
    assert program.sign_in.name.value == "Bo"
    assert program.sign_in.password.value == lab.password
    assert last_book(tmp_path / "window.ini") == lab.path


def test_nothing_of_the_book_is_read_before_the_page_is_there():
    script = (
        "import sys, labcal_app.threshold; sys.exit('sqlalchemy' in sys.modules or 'numpy' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_what_is_sent_off_meanwhile_waits_for_the_program(qtbot, threshold, lab):
    page, open_program = threshold
    with qtbot.waitSignal(page.ready):
        page.show()
        qtbot.keyClicks(page.page.name.line, "Bo")
        qtbot.keyClicks(page.page.password.line, "wrong")
        qtbot.keyClick(page.page.password.line, Qt.Key.Key_Return)
    program = open_program()
    assert program.sign_in is not None
    qtbot.waitUntil(lambda: bool(program.sign_in.password.refused), timeout=20_000)

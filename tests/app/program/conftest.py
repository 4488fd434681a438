"""The program as a whole, and a person at its keyboard and mouse."""

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from labcal_app.program import Program

SIZE = QSize(1280, 720)


@pytest.fixture
def start(qtbot, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Starts the program, on a book or on none, with settings of its own; closes it after the test."""
    programs = []

    def start(book: Path | None = None, **more: object) -> Program:
        program = Program(qapp, tmp_path / "window.ini", book, **more)
        programs.append(program)
        qtbot.addWidget(program.window)
        program.window.resize(SIZE)
        with qtbot.waitExposed(program.window):
            program.window.show()
        return program

    yield start
    for program in programs:
        program.close()
        program.deleteLater()


@pytest.fixture
def hands(qtbot) -> Callable[[Program], object]:
    """Gives a program into the hands of a person who types and presses."""
    spec = importlib.util.spec_from_file_location("hands", Path(__file__).with_name("hands.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda program: module.Hands(qtbot, program)

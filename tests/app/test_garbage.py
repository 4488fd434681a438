"""Cycles are collected on the screen's thread, and only there."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject

from labcal_app.garbage import Garbage


class Knot(QObject):
    """An object that holds itself."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


def litter() -> None:
    """Make more objects than the automatic collector would let pass."""
    kept = [[] for _ in range(5 * gc.get_threshold()[0])]
    assert kept


def test_another_thread_destroys_no_object_of_the_screen(qtbot, qapp):
    garbage = Garbage(qapp)
    gc.enable()
    garbage.begin()
    ended = []
    weakref.finalize(Knot(), lambda: ended.append(threading.current_thread()))
    worker = threading.Thread(target=litter)
    worker.start()
    worker.join()
    assert ended == []
    kept = [[] for _ in range(2 * gc.get_threshold()[0])]
    garbage.collect()
    assert (ended, bool(kept)) == ([threading.main_thread()], True)
    garbage.deleteLater()

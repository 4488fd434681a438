"""Small strokes."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from labcal_app.theme.paint import LEFT, RIGHT, ending, mirrored_box, ring, rounded, starting, words


@pytest.fixture
def drawn():
    """Return a function that paints on a clear picture and gives its inked columns."""

    def drawn(paint):
        image = QImage(80, 20, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        paint(painter)
        painter.end()
        return [x for x in range(80) if any(image.pixelColor(x, y).alpha() for y in range(20))]

    return drawn


def test_words_stand_at_their_side_and_are_cut(look, drawn):
    ink, box = (look.font("body"), look.colour("text")), QRectF(0, 0, 80, 20)
    left = drawn(lambda painter: words(painter, box, "Weight", ink, LEFT))
    right = drawn(lambda painter: words(painter, box, "Weight", ink, RIGHT))
    assert left[0] < 4
    assert right[-1] > 75
    assert drawn(lambda painter: words(painter, box, "Weight " * 20, ink, LEFT))[-1] <= 79


def test_a_ring_lies_within_its_box(look, drawn):
    inked = drawn(lambda painter: ring(painter, QRectF(10, 2, 40, 16), look.colour("focus"), 2))
    assert (inked[0], inked[-1]) == (10, 49)


def test_a_rounded_box_may_have_an_edge(look, drawn):
    box = QRectF(10, 2, 40, 16)
    inked = drawn(lambda painter: rounded(painter, box, look.colour("surface"), 6, look.colour("line")))
    assert (inked[0], inked[-1]) == (10, 49)


def test_boxes_and_sides_are_mirrored():
    within = QRectF(100, 0, 200, 10)
    assert mirrored_box(QRectF(110, 0, 30, 10), within, mirrored=True) == QRectF(260, 0, 30, 10)
    assert mirrored_box(QRectF(110, 0, 30, 10), within, mirrored=False) == QRectF(110, 0, 30, 10)
    assert starting(mirrored=True) == ending(mirrored=False) == RIGHT
    assert RIGHT & Qt.AlignmentFlag.AlignAbsolute

"""Labels: where they stand, that nothing is clipped, and that no character is lost."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labcal.catalog.label_layouts import label_layouts, read_layout
from labcal.certificates.labels import printed_labels
from labcal.domain.label import Label, LabelStatus
from labcal.errors.certificates import GlyphMissingError
from labcal.errors.labels import LabelLayoutError, NoLabelError, NoSuchPlaceError
from labcal.errors.procedures import MissingKeyError, UnknownKeyError
from labcal.text import Text

MM = 72 / 25.4
TEXT = Text("en")
LAYOUTS = {layout.name: layout for layout in label_layouts()}
LABEL = Label(
    status=LabelStatus.CALIBRATED,
    laboratory="Measurement Standards",
    number="CAL-2026-0001",
    item="Weight",
    identity="4471",
    on=date(2026, 3, 2),
    due=date(2027, 3, 2),
)
LONG = "Thermomètre à résistance de platine, immersion totale, avec poignée et câble de deux mètres " * 2


def pages(pdf):
    """Return, for each page, each character that is not a space with its box in points from the left top."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        words, high = page.get_textpage(), page.get_height()
        boxes = []
        for place in range(words.count_chars()):
            sign = words.get_text_range(place, 1)
            if sign.strip():
                left, bottom, right, top = words.get_charbox(place)
                boxes.append((sign, left, high - top, right, high - bottom))
        found.append(boxes)
    document.close()
    return found


def words(pdf):
    document = pypdfium2.PdfDocument(pdf)
    told = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return told


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize("label", [LABEL, replace(LABEL, item=LONG, laboratory=LONG, number="C" * 60)])
def test_every_character_lies_within_its_own_label(name, label):
    layout = LAYOUTS[name]
    count = layout.on_a_page + 1
    found = pages(printed_labels([label] * count, layout, TEXT))
    assert len(found) == 2
    for page, boxes in enumerate(found):
        spots = [(x, y) for at, x, y in layout.places(count) if at == page]
        for _, left, top, right, bottom in boxes:
            inside = [
                x * MM - 0.1 <= left
                and right <= (x + layout.width) * MM + 0.1
                and y * MM - 0.1 <= top
                and bottom <= (y + layout.height) * MM + 0.1
                for x, y in spots
            ]
            assert sum(inside) == 1


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_page_has_the_size_of_its_layout(name):
    layout = LAYOUTS[name]
    with pikepdf.open(BytesIO(printed_labels([LABEL], layout, TEXT))) as pdf:
        _, _, wide, high = (float(one) for one in pdf.pages[0].mediabox)
    assert (wide, high) == pytest.approx((layout.page_width * MM, layout.page_height * MM), abs=0.01)


def test_a_label_says_what_it_has_to():
    (told,) = words(printed_labels([LABEL], LAYOUTS["sheet-3x8"], TEXT))
    for part in (
        "CALIBRATED",
        "Calibrated 2026-03-02",
        "Due 2027-03-02",
        "No. CAL-2026-0001",
        "4471",
        "Weight",
    ):
        assert part in told
    (told,) = words(printed_labels([replace(LABEL, due=None)], LAYOUTS["sheet-3x8"], TEXT))
    assert "Due" not in told
    stopped = replace(LABEL, status=LabelStatus.OUT_OF_SERVICE, number="", due=None)
    (told,) = words(printed_labels([stopped], LAYOUTS["printer-50x25"], TEXT))
    assert "OUT OF SERVICE" in told
    assert "Since 2026-03-02" in told
    assert "No." not in told
    (told,) = words(printed_labels([LABEL], LAYOUTS["sheet-5x13"], Text("fr")))
    assert "2026-03-02" in told


def test_the_first_places_of_a_sheet_may_be_gone():
    layout = LAYOUTS["sheet-3x8"]
    (boxes,) = pages(printed_labels([LABEL], layout, TEXT, start=5))
    assert min(left for _, left, *_ in boxes) >= 70 * MM
    assert min(top for _, _, top, *_ in boxes) >= 37 * MM
    assert len(pages(printed_labels([LABEL] * 3, layout, TEXT, start=23))) == 2
    for start in (0, 25):
        with pytest.raises(NoSuchPlaceError, match="start at 1 to 24"):
            printed_labels([LABEL], layout, TEXT, start=start)
    with pytest.raises(NoLabelError):
        printed_labels([], layout, TEXT)


@pytest.mark.parametrize("name", ["砝码 10 kg", "ميزان حرارة", "Weight \u200f"])
def test_a_character_that_cannot_be_drawn_is_said(name):
    with pytest.raises(GlyphMissingError):
        printed_labels([replace(LABEL, item=name)], LAYOUTS["sheet-3x8"], TEXT)


@settings(max_examples=25)
@given(st.text("Wi1é .-", min_size=1, max_size=80), st.sampled_from(sorted(LAYOUTS)))
def test_a_serial_number_is_never_cut(identity, name):
    label = replace(LABEL, identity=identity)
    found = pages(printed_labels([label], LAYOUTS[name], TEXT))[0]
    told = "".join(sign for sign, *_ in found)
    assert "".join(identity.split()) in told.replace("\ufffe", "-")


def test_the_same_labels_are_the_same_bytes():
    layout = LAYOUTS["printer-62x29"]
    assert printed_labels([LABEL], layout, TEXT) == printed_labels([LABEL], layout, TEXT)


def test_a_layout_is_read_strictly(tmp_path):
    told = (label_file := tmp_path / "own.toml").write_text
    good = "\n".join(
        ['format = "labcal-labels-1"', "columns = 2", "rows = 1"]
        + [
            f"{name} = {value}"
            for name, value in (
                ("page_width", 100.0), ("page_height", 50.0), ("width", 50.0), ("height", 50.0),
                ("left", 0.0), ("top", 0.0), ("across", 0.0), ("down", 0.0),
            )
        ]
    )  # fmt: skip
    told(good)
    assert read_layout(label_file).on_a_page == 2
    told(good.replace("\nwidth = 50.0", "\nwidth = 51.0"))
    with pytest.raises(LabelLayoutError, match="own does not fit"):
        read_layout(label_file)
    told(good.replace("left = 0.0", ""))
    with pytest.raises(MissingKeyError):
        read_layout(label_file)
    told(good + "\nskew = 1")
    with pytest.raises(UnknownKeyError):
        read_layout(label_file)

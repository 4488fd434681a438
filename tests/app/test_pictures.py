"""Pages of a PDF as pictures, from several threads at once."""

from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest

from labcal_app.pictures import pages_of


@pytest.fixture
def pdf(tmp_path) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(2):
        document.new_page(595, 842)
    document.save(tmp_path / "two.pdf")
    document.close()
    return (tmp_path / "two.pdf").read_bytes()


def test_every_page_is_as_wide_as_wanted(pdf):
    first, second = pages_of(pdf, 300)
    assert (first.width(), second.width()) == (300, 300)
    assert first.height() == pytest.approx(300 * 842 / 595, abs=1.5)
    assert first.pixelColor(5, 5).name() == "#ffffff"


def test_threads_take_turns(pdf):
    with ThreadPoolExecutor(4) as pool:
        assert all(len(found) == 2 for found in pool.map(lambda _: pages_of(pdf, 120), range(12)))


def test_what_is_no_pdf_is_refused():
    with pytest.raises(pypdfium2.PdfiumError):
        pages_of(b"Dear customer", 300)

"""Pages of a PDF as pictures."""

from __future__ import annotations

from functools import cache
from threading import Lock

from PySide6.QtGui import QImage


@cache
def _alone() -> Lock:
    """Return the lock that lets one thread at a time into PDFium, which takes no more."""
    return Lock()


def pages_of(pdf: bytes, width: int) -> list[QImage]:
    """Return every page of ``pdf``, ``width`` px wide; any thread may ask.

    Raises:
        pypdfium2.PdfiumError: The bytes are no PDF.
    """
    import pypdfium2

    with _alone():
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [_picture(page, width) for page in document]
        finally:
            document.close()


def _picture(page: object, width: int) -> QImage:
    import pypdfium2

    if not isinstance(page, pypdfium2.PdfPage):
        raise TypeError(page)
    bitmap = page.render(scale=width / page.get_width())
    pixels = bitmap.to_numpy()
    form = QImage.Format.Format_RGB888 if bitmap.n_channels == 3 else QImage.Format.Format_RGB32
    if bitmap.n_channels == 3:
        pixels = pixels[:, :, ::-1].copy()
    height, across = pixels.shape[:2]
    picture = QImage(pixels.tobytes(), across, height, pixels.shape[2] * across, form)
    return picture.copy()

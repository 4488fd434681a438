"""Reads the QR code of a certificate from a picture, or from the printed pages of a PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from labcal.errors.exchange import PictureError
from labcal.exchange.qr import PREFIX
from labcal.text import mark, phrase

STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
"""How files of pictures begin: PNG, JPEG, GIF, BMP, TIFF; WebP beside them."""
KINDS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
LARGEST = 80_000_000
"""Points of the largest picture that is looked at."""
RESOLUTION = 150
"""Points an inch at which a page is looked at."""
LARGER = 2
ANGLES = (30, 60)
"""How a picture is enlarged and turned, in degrees, where no code is found in it as it is."""
PAGES = 20
"""Pages of a PDF that are looked at for a code, from the last."""


def is_picture(data: bytes) -> bool:
    """Tell whether a file begins as a picture does."""
    return data.startswith(STARTS) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def texts_of_picture(data: bytes) -> list[str]:
    """Return the texts of the certificates' QR codes that a picture shows.

    Raises:
        PictureError: It cannot be read, or is larger than a camera makes one.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=KINDS) as picture:
            if picture.width * picture.height > LARGEST:
                raise PictureError(reason=phrase(mark("it is larger than a camera makes one.")))
            grey = picture.convert("L")
            return next((found for found in map(_texts, _attempts(grey)) if found), [])
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureError(reason=phrase(mark("it is damaged, or of a kind that is not known."))) from error


def texts_of_pages(pdf: bytes) -> list[str]:
    """Return the texts of the certificates' QR codes printed on the pages of a PDF, the last page first.

    The search ends with the first page that has one.

    Raises:
        PictureError: The pages cannot be drawn.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return next((found for page in _last_first(document) if (found := _texts(page))), [])
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise PictureError(reason=phrase(mark("its pages cannot be drawn."))) from error


def _attempts(grey: Any) -> Iterator[Any]:
    """Return the picture as it is, then turned and enlarged, for a code that is askew or small."""
    from PIL import Image

    yield grey
    if grey.width * grey.height * LARGER**2 <= LARGEST:
        large = grey.resize((grey.width * LARGER, grey.height * LARGER), Image.Resampling.BICUBIC)
        yield large
        for angle in ANGLES:
            yield large.rotate(angle, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def _last_first(document: Any) -> Iterator[Any]:
    last = len(document) - 1
    for number in range(last, max(-1, last - PAGES), -1):
        yield document[number].render(scale=RESOLUTION / 72, grayscale=True).to_pil()


def _texts(picture: Any) -> list[str]:
    import zxingcpp

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [one.text for one in found if one.text.startswith(PREFIX)]

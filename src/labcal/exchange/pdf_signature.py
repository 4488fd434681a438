"""Attaches the XML to its printed face and signs the PDF; finds any byte that was changed since.

The signature covers every byte of the file except its own hexadecimal digits, and those have one form
only: so a changed, missing or appended byte anywhere is found.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime

import pikepdf

from labcal.errors.exchange import BrokenSignatureError, NotAPdfError
from labcal.exchange import cms
from labcal.exchange.dcc_read import facts
from labcal.exchange.keys import Signer
from labcal.text import mark, phrase

RESERVED = 3072
"""Bytes kept for the signature; twice as many hexadecimal digits."""
XML_LIMIT = 32_000_000
"""Greatest size of an attached XML, in bytes."""
PAGE_LIMIT = 500
"""Pages that are read at most."""
HOLE = b"<" + b"0" * 2 * RESERVED + b">"
SIZE = 1_000_000_000
"""Stands in the byte range until the true numbers are known; as wide as the widest of them."""
PLACEHOLDER = re.compile(rb"/ByteRange \[ ?0 %d %d %d ?\]" % (SIZE, SIZE, SIZE))
RANGE = re.compile(rb"/ByteRange \[0 (\d{1,10}) (\d{1,10}) (\d{1,10}) *\]")
DIGITS = re.compile(rb"[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class PdfFace:
    """What a PDF says of itself, and the XML that it carries (None without one)."""

    number: str
    title: str
    xml: bytes | None


@dataclass(frozen=True, slots=True)
class PrintedWords:
    """What the pages of a PDF show: their letters in a row, and the digits of every number."""

    words: str
    digits: frozenset[str]


def sign_pdf(pdf: bytes, signed_xml: bytes, signer: Signer, at: datetime) -> bytes:
    """Return the PDF with the XML attached, signed as a whole in one revision (PAdES B-B).

    Args:
        pdf: The printed face, unsigned.
        signed_xml: The signed certificate that it shows.
        signer: The unlocked key.
        at: Aware instant that the signer claims.

    Raises:
        NotADccError: ``signed_xml`` is no certificate.
        NotAPdfError: ``pdf`` is no PDF.
    """
    number = facts(signed_xml).number
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            _attach(document, signed_xml, number, at)
            _reserve(document, signer, at)
            buffer = io.BytesIO()
            document.save(buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    except pikepdf.PdfError as error:
        raise NotAPdfError(reason=str(error)) from error
    return _filled(buffer.getvalue(), signer)


def check_pdf(data: bytes) -> bytes:
    """Return the certificate of the key that signed the PDF.

    Raises:
        BrokenSignatureError: Something was changed, is missing or was appended.
    """
    first, second, rest = _range(data)
    if second + rest != len(data):
        raise BrokenSignatureError(reason=phrase(mark("Something was cut off the PDF or appended to it.")))
    hole = data[first:second]
    if hole[:1] != b"<" or hole[-1:] != b">" or not DIGITS.fullmatch(hole[1:-1]) or len(hole) % 2:
        raise BrokenSignatureError(reason=cms.ALTERED)
    digest = hashlib.sha256(data[:first] + data[second:]).digest()
    return cms.check_digest(bytes.fromhex(hole[1:-1].decode()), digest)


def is_signed(data: bytes) -> bool:
    """Whether the PDF has a place where a signature stands or stood."""
    return any(word in data for word in (b"/ByteRange", b"/ETSI.CAdES.detached", b"/SigFlags"))


def face(data: bytes) -> PdfFace:
    """Return what the PDF says of itself and the XML attached to it.

    Raises:
        NotAPdfError: It cannot be read.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            subject = str(document.docinfo.get("/Subject", ""))
            title = str(document.docinfo.get("/Title", ""))
            return PdfFace(subject, title, _attached(document))
    except (pikepdf.PdfError, zlib.error, ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotAPdfError(reason=str(error)) from error


def all_words(data: bytes) -> PrintedWords:
    """Return the words of all pages, to look for others in.

    Raises:
        NotAPdfError: The pages cannot be read, or are more than any certificate has.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        try:
            if len(document) > PAGE_LIMIT:
                raise NotAPdfError(reason=phrase(mark("it has more pages than any certificate.")))
            words = " ".join(page.get_textpage().get_text_range() for page in document)
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise NotAPdfError(reason=str(error)) from error
    found = re.findall(r"[0-9]+(?:[.,][0-9]+)?", re.sub(r"(?<=[0-9])[\u202f\u2009](?=[0-9])", "", words))
    return PrintedWords(letters(words), frozenset(digits(number) for number in found))


def letters(words: str) -> str:
    """Return letters and digits alone, in compatible form: signs and spaces do not divide two faces."""
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", words))


def digits(number: str) -> str:
    """Return the digits of a number without sign, decimal mark and leading zeros."""
    return re.sub(r"[^0-9]", "", number).lstrip("0")


def _attach(document: pikepdf.Pdf, xml: bytes, number: str, at: datetime) -> None:
    name = re.sub(r"[^\w.-]", "_", number) + ".xml"
    moment = _moment(at)
    attached = pikepdf.AttachedFileSpec(
        document,
        xml,
        filename=name,
        mime_type="text/xml",
        creation_date=moment,
        mod_date=moment,
        description="Digital calibration certificate",
    )
    attached.obj["/AFRelationship"] = pikepdf.Name.Source
    document.attachments[name] = attached
    document.Root.AF = pikepdf.Array([attached.obj])


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")


def _attached(document: pikepdf.Pdf) -> bytes | None:
    for spec in document.attachments.values():
        stream = spec.get_file().obj
        raw = stream.read_raw_bytes()
        filters = stream.get("/Filter")
        if filters is None:
            return raw if len(raw) <= XML_LIMIT else None
        inflater = zlib.decompressobj()
        data = inflater.decompress(raw, XML_LIMIT)
        return None if inflater.unconsumed_tail else data
    return None


def _reserve(document: pikepdf.Pdf, signer: Signer, at: datetime) -> None:
    signature = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Sig,
            Filter=pikepdf.Name("/Adobe.PPKLite"),
            SubFilter=pikepdf.Name("/ETSI.CAdES.detached"),
            ByteRange=pikepdf.Array([0, SIZE, SIZE, SIZE]),
            Contents=pikepdf.String(b"\0" * RESERVED),
            M=pikepdf.String(_moment(at)),
            Name=pikepdf.String(signer.holder),
        )
    )
    page = document.pages[0]
    field = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Sig,
            T=pikepdf.String("Signature"),
            F=132,
            Rect=pikepdf.Array([0, 0, 0, 0]),
            P=page.obj,
            V=signature,
        )
    )
    page.obj.Annots = pikepdf.Array([field])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)


def _filled(saved: bytes, signer: Signer) -> bytes:
    placeholder = PLACEHOLDER.search(saved)
    first = saved.find(HOLE)
    if placeholder is None or first < 0:
        raise NotAPdfError(reason=phrase(mark("no room could be made for a signature.")))
    second = first + len(HOLE)
    written = b"/ByteRange [0 %d %d %d" % (first, second, len(saved) - second)
    length = placeholder.end() - placeholder.start()
    saved = saved[: placeholder.start()] + written.ljust(length - 1) + b"]" + saved[placeholder.end() :]
    digest = hashlib.sha256(saved[:first] + saved[second:]).digest()
    digits = cms.sign_digest(digest, signer).hex().encode()
    if len(digits) > 2 * RESERVED:
        raise NotAPdfError(
            reason=phrase(mark("the certificate of the key is too long for the signature’s place."))
        )
    return saved[:first] + b"<" + digits.ljust(2 * RESERVED, b"0") + b">" + saved[second:]


def _range(data: bytes) -> tuple[int, int, int]:
    found = RANGE.findall(data)
    if len(found) != 1 or data.count(b"/ByteRange") != 1:
        raise BrokenSignatureError(
            reason=phrase(mark("The PDF does not bear exactly one signature of the whole."))
        )
    first, second, rest = (int(number) for number in found[0])
    if not 0 < first < second <= len(data):
        raise BrokenSignatureError(reason=cms.ALTERED)
    return first, second, rest

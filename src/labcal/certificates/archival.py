"""Makes drawn pages fit for keeping: PDF/A-3b (ISO 19005-3:2012), with colours and title described."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from xml.sax.saxutils import escape

import pikepdf

from labcal.resources import path

SRGB = "sRGB IEC61966-2.1"
PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<xmp:CreatorTool>{program}</xmp:CreatorTool><pdf:Producer>{program}</pdf:Producer>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
"""Extensible metadata (ISO 16684-1), which have to say what the document's information says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a document says of itself.

    Attributes:
        title: Of the document.
        author: Who issues it.
        subject: Its number; may be empty.
        program: That made it.
        at: Aware instant at which it was made.
    """

    title: str
    author: str
    subject: str
    program: str
    at: datetime


def archival(pdf: bytes, description: Description) -> bytes:
    """Return the pages as PDF/A-3b; the same bytes for the same input.

    Args:
        pdf: With every typeface embedded.
        description: That its own information states as well.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        profile = document.make_stream(_profile(), N=3, Alternate=pikepdf.Name.DeviceRGB)
        intent = pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFA1,
            OutputConditionIdentifier=pikepdf.String(SRGB),
            Info=pikepdf.String(SRGB),
            DestOutputProfile=profile,
        )
        document.Root.OutputIntents = pikepdf.Array([intent])
        document.Root.Metadata = document.make_stream(
            _packet(description), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
        )
        buffer = io.BytesIO()
        document.save(
            buffer,
            deterministic_id=True,
            force_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return buffer.getvalue()


@lru_cache(maxsize=1)
def _profile() -> bytes:
    return path("colour", "srgb.icc").read_bytes()


def _packet(description: Description) -> bytes:
    moment = description.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    words = {name: escape(getattr(description, name)) for name in ("title", "author", "subject", "program")}
    return PACKET.format(**words, moment=moment).encode()

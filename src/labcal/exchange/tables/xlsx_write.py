"""Writes a workbook of one sheet, row by row: the same rows make the same bytes, and text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from labcal.exchange.tables.writing import Value

FIRST_DAY = date(1899, 12, 30)
"""Day 0 of a workbook, as its days are counted since March 1900."""
UNTOLD = (1980, 1, 1, 0, 0, 0)
"""When every part was made."""
TEXT, DAY, HEADING = 0, 1, 2
"""The styles below, by their place."""
FLUSH = 500
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/></Types>'
)
ROOT = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
PARTS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
SHEET = (
    f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
)
ESCAPES = {"\r": "&#13;", "\t": "&#9;"}
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
"""Signs that XML cannot hold, and text that would be read as such a sign: written as _xHHHH_ (ECMA-376)."""


def write_xlsx(
    target: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[Value]], title: str = ""
) -> int:
    """Write rows as a workbook of one sheet and return how many; dates are dates, the rest is text."""
    count = 0
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, words in (
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", ROOT),
            ("xl/workbook.xml", _workbook(title)),
            ("xl/_rels/workbook.xml.rels", PARTS),
            ("xl/styles.xml", STYLES),
        ):
            archive.writestr(_part(name), words)
        with archive.open(_part("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            sheet.write(f"{SHEET}{_widths(headings)}<sheetData>".encode())
            sheet.write(_row(headings, HEADING).encode())
            held = []
            for row in rows:
                held.append(_row(row, TEXT))
                count += 1
                if len(held) == FLUSH:
                    sheet.write("".join(held).encode())
                    held.clear()
            sheet.write(f"{''.join(held)}</sheetData></worksheet>".encode())
    return count


def _part(name: str) -> ZipInfo:
    part = ZipInfo(name, UNTOLD)
    part.compress_type = ZIP_DEFLATED
    return part


def _workbook(title: str) -> str:
    """Name the sheet: 31 signs, none of those that a reference is written with."""
    name = re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", title).strip()[:31] or "LabCal"
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _widths(headings: Sequence[str]) -> str:
    columns = (
        f'<col min="{place}" max="{place}" width="{min(max(len(name) + 4, 12), 40)}" customWidth="1"/>'
        for place, name in enumerate(headings, start=1)
    )
    return f"<cols>{''.join(columns)}</cols>"


def _row(values: Sequence[Value], style: int) -> str:
    return f"<row>{''.join([_cell(value, style) for value in values])}</row>"


def _cell(value: Value, style: int) -> str:
    if value is None or value == "":
        return f'<c s="{style}"/>'
    if isinstance(value, date) and value >= date(1900, 3, 1):
        return f'<c s="{DAY}"><v>{(value - FIRST_DAY).days}</v></c>'
    words = UNWRITABLE.sub(_escaped, str(value))
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(words, ESCAPES)}</t></is></c>'


def _escaped(found: re.Match[str]) -> str:
    sign, rest = found[0][0], found[0][1:]
    return f"_x{ord(sign):04X}_{rest}"

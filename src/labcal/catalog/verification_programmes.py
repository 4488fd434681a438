"""Programmes of verifications that ship as data (labcal-verification-1)."""

from __future__ import annotations

import hashlib
from functools import cache

from labcal import resources
from labcal.catalog import reader
from labcal.catalog.reader import Table
from labcal.domain.limits.table import Stage, Words
from labcal.domain.verification import WeighingTest
from labcal.domain.verification_programme import CheckPoint, Programme, ReasonCode
from labcal.errors.procedures import KeyTypeError
from labcal.errors.verifications import UnknownProgrammeError

FORMAT = "labcal-verification-1"
FOLDER = "verifications"
LANGUAGES = ("en", "fr")
R76 = "verification/r76"


@cache
def programmes() -> tuple[Programme, ...]:
    """Return every programme that ships, the newest version of one last."""
    files = sorted(resources.path(FOLDER).glob("*.toml"))
    found = (parse_programme(file.read_bytes(), file.name) for file in files)
    return tuple(sorted(found, key=lambda one: (one.id, one.version)))


def programme(name: str, version: int = 0) -> Programme:
    """Return a programme.

    Args:
        name: Its id.
        version: Its version; 0 for the newest.

    Raises:
        UnknownProgrammeError: It is not part of this program.
    """
    found = [one for one in programmes() if one.id == name and version in (0, one.version)]
    if not found:
        raise UnknownProgrammeError(name=name, known=", ".join(sorted({one.id for one in programmes()})))
    return found[-1]


def parse_programme(body: bytes, place: str) -> Programme:
    """Read a programme.

    Args:
        body: Its file, UTF-8.
        place: What the file is called in refusals.

    Raises:
        ProcedureError: It cannot be used; the sentence names the place.
    """
    top = reader.read(body, FORMAT, place)
    months, repeated, weighing = top.table("months"), top.table("repeatability"), top.table("weighing")
    found = Programme(
        id=top.text("id"),
        version=top.whole("version"),
        digest=hashlib.sha256(body).hexdigest(),
        specification=top.text("specification"),
        limits=top.text("limits"),
        source=f"{top.text('source')} ({top.text('confidence')})",
        verified=all([top.text("verified_by"), top.text("verified_on")]),
        words=_words(top.table("words")),
        months={stage: months.whole(stage.value) for stage in Stage},
        repair_days=top.whole("repair_days"),
        weighings={grade: repeated.whole(grade) for grade in ("I", "II", "III", "IIII")},
        loads=weighing.whole("loads"),
        checks=tuple(_check(table) for table in top.tables("check")),
        reasons=tuple(_reason(table) for table in top.tables("reason")),
    )
    for table in (months, repeated, weighing, top):
        table.end()
    return found


def _check(table: Table) -> CheckPoint:
    code, clause, reason = table.text("code"), table.text("clause"), table.text("reason")
    return CheckPoint(code=code, clause=clause, reason=reason, words=_words(table))


def _reason(table: Table) -> ReasonCode:
    code, test = table.text("code"), table.text("test", "")
    known = {one.value: one for one in WeighingTest}
    if test and test not in known:
        raise KeyTypeError(key="test", place=table.place, wanted=" | ".join(known))
    return ReasonCode(code=code, test=known.get(test), words=_words(table))


def _words(table: Table) -> Words:
    words = tuple((language, table.text(language)) for language in LANGUAGES)
    table.end()
    return words

"""``labcal check``: the book, its journal and its archive, proved line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from labcal.errors import LabCalError
from labcal.errors.exchange import NotADccError
from labcal.exchange.dcc import facts
from labcal.exchange.heads import head_is_signed
from labcal.store.archive import Archive, Archived
from labcal.store.book import Book
from labcal.store.crew import Crew
from labcal.store.proof import IssuedFiles, Proof, SignedHead
from labcal.store.replay import Progress
from labcal.store.work import Records
from labcal.text import Phrase, mark, phrase


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where."""

    place: str
    says: Phrase


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check looked at, and what it found; sound where nothing was found."""

    entries: int
    rows: int
    checkpoints: int
    certificates: int
    head: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Face:
    """A file of the archive without its bytes; ``head`` is the journal line that an XML prints."""

    name: str
    head: int | None


def check_book(book: Book, progress: Progress | None = None, processes: int | None = None) -> Checked:
    """Prove a book: SQLite's own integrity, the journal's chain, its signed heads, every row, every file.

    Args:
        book: What is read while others may go on writing.
        progress: Told how many lines and rows of how many were looked at; what it raises ends the check.
        processes: How many read it; as many as there are processors where it is large.
    """
    with book.read() as records, records.crew(processes) as crew:
        proof = records.proof(crew, progress)
        findings = [*_file(proof), *_journal(proof)]
        checkpoints = 0
        for point in records.signed_heads():
            checkpoints += 1
            findings += _head(proof, point)
        findings += _rows(proof)
        certificates = 0
        for year in sorted({*book.archive.years(), *records.issued_years(), *records.papers.years()}):
            found, issued = _year(records, book.archive, year)
            findings += found
            certificates += issued
        if not findings:
            findings += _index(records, crew)
    return Checked(
        entries=proof.entries,
        rows=proof.rows,
        checkpoints=checkpoints,
        certificates=certificates,
        head=proof.head.hex(),
        findings=tuple(findings),
    )


def _index(records: Records, crew: Crew) -> Iterator[Finding]:
    """Hold the index of words against records that are sound: it is derived from them."""
    damaged = records.findings.damaged(crew)
    for subject in damaged:
        says = mark("the index of words is damaged for {kind}: “labcal reindex” makes it anew")
        yield Finding("search", phrase(says, kind=subject.value))
    if damaged:
        return
    for subject, number in records.findings.disagreements(crew).items():
        says = mark("the index of words is wrong for {number} of {kind}: “labcal reindex” makes it anew")
        yield Finding("search", phrase(says, number=number, kind=subject.value))
    strays = records.findings.strays()
    if strays:
        says = mark("{number} entries of the index are of no record: “labcal reindex” makes it anew")
        yield Finding("search", phrase(says, number=strays))


def _year(records: Records, archive: Archive, year: str) -> tuple[list[Finding], int]:
    """Look at the files and the certificates of one year; return what is wrong, and how many were issued."""
    findings: list[Finding] = []
    faces: dict[str, _Face] = {}
    try:
        for archived in archive.files(year):
            findings += _face(records, archived, faces)
    except LabCalError as error:
        findings.append(Finding(archive.folder.name, phrase(error.template, **error.fields)))
    issued = 0
    for one in records.issued_files(year):
        issued += 1
        findings += _issued(records, one, faces)
    if year.isdecimal():
        findings += _attached(records, year, faces)
    return findings, issued


def _attached(records: Records, year: str, faces: dict[str, _Face]) -> Iterator[Finding]:
    """Look up the bytes of every attachment of one year; that they are those kept was looked at before."""
    for key, digest in records.papers.files(year):
        if digest not in faces:
            yield Finding(f"attachment {key}", phrase(mark("its file {digest} is missing"), digest=digest))


def _file(proof: Proof) -> Iterator[Finding]:
    for complaint in proof.complaints:
        yield Finding("book", phrase(mark("the file is damaged: {complaint}"), complaint=complaint))
    for name in proof.foreign:
        yield Finding("book", phrase(mark("{name} is not as LabCal makes it"), name=name))


def _journal(proof: Proof) -> Iterator[Finding]:
    if proof.first_broken is not None:
        yield Finding(
            f"journal {proof.first_broken}",
            phrase(mark("the chain breaks at entry {entry}"), entry=proof.first_broken),
        )
    for entry in proof.untold:
        yield Finding(f"journal {entry}", phrase(mark("its list of changed records is not its own")))


def _head(proof: Proof, point: SignedHead) -> Iterator[Finding]:
    if not point.stands:
        says = mark("entry {entry} is not the one that was signed")
    elif not _signed(proof, point):
        says = mark("the signature of entry {entry} is false")
    elif not point.timely:
        says = mark("the signature of entry {entry} bears another instant than the journal")
    else:
        return
    yield Finding(f"checkpoint {point.entry}", phrase(says, entry=point.entry))


def _signed(proof: Proof, point: SignedHead) -> bool:
    try:
        return head_is_signed(proof.keys[point.key_id], point.entry, point.digest, point.signature)
    except (KeyError, ValueError, OverflowError):  # no such key, no certificate, no possible number
        return False


def _rows(proof: Proof) -> Iterator[Finding]:
    for table, key in proof.altered:
        yield Finding(
            f"{table} {key}", phrase(mark("the row differs from what the journal last wrote of it"))
        )
    for digest in proof.secrets:
        yield Finding("secret", phrase(mark("the secret {digest} is missing or altered"), digest=digest))


def _face(records: Records, archived: Archived, faces: dict[str, _Face]) -> Iterator[Finding]:
    """Judge one archived file; every certificate there has to print a head that the journal still has."""
    place, head = f"archive {archived.year}", None
    if not archived.sound:
        yield Finding(place, phrase(mark("the archived file {digest} was altered"), digest=archived.digest))
    elif archived.name.endswith(".xml"):
        try:
            told = facts(archived.content)
        except NotADccError as error:
            yield Finding(f"{place} {archived.name}", phrase(error.template, **error.fields))
        else:
            head = int(told.journal_entry) if told.journal_entry.isdecimal() else -1
            if (records.digest_at(head) or b"").hex() != told.journal_head:
                says = mark("it prints another head of the journal for entry {entry}")
                yield Finding(f"{place} {archived.name}", phrase(says, entry=told.journal_entry))
    faces[archived.digest] = _Face(archived.name, head)


def _issued(records: Records, one: IssuedFiles, faces: dict[str, _Face]) -> Iterator[Finding]:
    """Look up the files of an issued certificate, and the signature of the head that it prints."""
    for digest, name in ((one.xml, f"{one.number}.xml"), (one.pdf, f"{one.number}.pdf")):
        face = faces.get(digest)
        if face is None:
            yield Finding(one.number, phrase(mark("its file {digest} is missing"), digest=digest))
        elif face.name != name:
            yield Finding(one.number, phrase(mark("its file {digest} bears another name"), digest=digest))
    printed = faces[one.xml].head if one.xml in faces else None
    if printed is not None and not records.is_signed(printed):
        says = mark("the signed head of entry {entry}, which it prints, is gone")
        yield Finding(one.number, phrase(says, entry=printed))

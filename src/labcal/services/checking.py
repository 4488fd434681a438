"""``labcal check``: the book, its journal and its archive, proved line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from labcal.errors import LabCalError
from labcal.errors.exchange import NotADccError
from labcal.exchange.dcc import facts
from labcal.exchange.heads import head_is_signed
from labcal.store.archive import Archived
from labcal.store.book import Book
from labcal.store.proof import IssuedFiles, Proof, SignedHead
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

    year: str
    digest: str
    name: str
    head: int | None = None


def check_book(book: Book) -> Checked:
    """Prove a book: SQLite's own integrity, the journal's chain, its signed heads, every row, every file."""
    with book.read() as records:
        proof = records.proof()
    findings = [*_file(proof), *_journal(proof), *_heads(proof), *_rows(proof)]
    faces: list[_Face] = []
    try:
        for archived in book.archive.files():
            findings += _face(proof, archived, faces)
    except LabCalError as error:
        findings.append(Finding(book.archive.folder.name, phrase(error.template, **error.fields)))
    findings += _issued(proof, faces)
    entry = max(proof.digests, default=0)
    return Checked(
        entries=entry,
        rows=proof.rows,
        checkpoints=len(proof.checkpoints),
        certificates=len(proof.issued),
        head=proof.digests.get(entry, bytes(32)).hex(),
        findings=tuple(findings),
    )


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


def _heads(proof: Proof) -> Iterator[Finding]:
    for point in proof.checkpoints:
        if proof.digests.get(point.entry) != point.digest:
            says = mark("entry {entry} is not the one that was signed")
        elif not _signed(proof, point):
            says = mark("the signature of entry {entry} is false")
        elif not point.timely:
            says = mark("the signature of entry {entry} bears another instant than the journal")
        else:
            continue
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


def _face(proof: Proof, archived: Archived, faces: list[_Face]) -> Iterator[Finding]:
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
            if proof.digests.get(head, b"").hex() != told.journal_head:
                says = mark("it prints another head of the journal for entry {entry}")
                yield Finding(f"{place} {archived.name}", phrase(says, entry=told.journal_entry))
    faces.append(_Face(archived.year, archived.digest, archived.name, head))


def _issued(proof: Proof, faces: list[_Face]) -> Iterator[Finding]:
    """Look up the files of every issued certificate, and the signature of the head that it prints."""
    kept = {(face.year, face.digest): face for face in faces}
    signed = {point.entry for point in proof.checkpoints}
    for one in proof.issued:
        for digest, name in ((one.xml, f"{one.number}.xml"), (one.pdf, f"{one.number}.pdf")):
            face = kept.get((one.year, digest))
            if face is None:
                yield Finding(one.number, phrase(mark("its file {digest} is missing"), digest=digest))
            elif face.name != name:
                yield Finding(one.number, phrase(mark("its file {digest} bears another name"), digest=digest))
        yield from _checkpoint(one, kept.get((one.year, one.xml)), signed)


def _checkpoint(one: IssuedFiles, face: _Face | None, signed: set[int]) -> Iterator[Finding]:
    if face is not None and face.head is not None and face.head not in signed:
        says = mark("the signed head of entry {entry}, which it prints, is gone")
        yield Finding(one.number, phrase(says, entry=face.head))

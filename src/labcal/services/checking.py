"""``labcal check``: the book, its journal and its archive, proved line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from labcal.exchange.dcc import facts
from labcal.exchange.heads import head_is_signed
from labcal.store.book import Book
from labcal.store.proof import Proof
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


def check_book(book: Book) -> Checked:
    """Prove a book: SQLite's own integrity, the journal's chain, its signed heads, every row, every file."""
    with book.read() as records:
        proof = records.proof()
        issued = records.certificates.issued()
        known = {key.key_id: key.certificate for key in records.keys.all()}
        findings = [
            *_file(proof),
            *_journal(proof),
            *_heads(proof, known),
            *_rows(proof),
        ]
        entry, head = records.head()
        findings += _certificates(
            book, proof, [(number, kept.year, kept.xml, kept.pdf) for number, kept in issued]
        )
    findings += [
        Finding(archive, phrase(mark("the archived file {digest} was altered"), digest=digest))
        for archive, digest in book.archive.broken()
    ]
    return Checked(
        entries=entry,
        rows=proof.rows,
        checkpoints=len(proof.checkpoints),
        certificates=len(issued),
        head=head.hex(),
        findings=tuple(findings),
    )


def _file(proof: Proof) -> Iterator[Finding]:
    for complaint in proof.complaints:
        yield Finding("book", phrase(mark("the file is damaged: {complaint}"), complaint=complaint))


def _journal(proof: Proof) -> Iterator[Finding]:
    if proof.first_broken is not None:
        yield Finding(
            f"journal {proof.first_broken}",
            phrase(mark("the chain breaks at entry {entry}"), entry=proof.first_broken),
        )


def _heads(proof: Proof, known: dict[str, bytes]) -> Iterator[Finding]:
    for point in proof.checkpoints:
        place = f"checkpoint {point.entry}"
        certificate = known.get(point.key_id)
        if proof.digests.get(point.entry) != point.digest:
            yield Finding(
                place, phrase(mark("entry {entry} is not the one that was signed"), entry=point.entry)
            )
        elif certificate is None or not head_is_signed(
            certificate, point.entry, point.digest, point.signature
        ):
            yield Finding(place, phrase(mark("the signature of entry {entry} is false"), entry=point.entry))


def _rows(proof: Proof) -> Iterator[Finding]:
    for table, key in proof.altered:
        yield Finding(
            f"{table} {key}", phrase(mark("the row differs from what the journal last wrote of it"))
        )


def _certificates(book: Book, proof: Proof, issued: list[tuple[str, int, str, str]]) -> Iterator[Finding]:
    for number, year, xml, pdf in issued:
        missing = [digest for digest in (xml, pdf) if not book.archive.holds(year, digest)]
        for digest in missing:
            yield Finding(number, phrase(mark("its file {digest} is missing"), digest=digest))
        if xml in missing:
            continue
        told = facts(book.archive.get(year, xml))
        if proof.digests.get(_entry(told.journal_entry), b"").hex() != told.journal_head:
            yield Finding(
                number,
                phrase(
                    mark("it prints another head of the journal for entry {entry}"), entry=told.journal_entry
                ),
            )


def _entry(told: str) -> int:
    return int(told) if told.isdecimal() else -1

"""Commands and questions on limits that the laboratory and its customers wrote, and on comparisons."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from labcal.catalog.limit_writer import DraftRow, SpecificationDraft, drafted, refused_row, written
from labcal.catalog.limits import limit_tables, parse_limits
from labcal.domain.instrument import CustomerNumber
from labcal.domain.kept import Kept
from labcal.domain.person import Need, PersonName
from labcal.domain.role import Right
from labcal.domain.specification import Comparison, Library, Specification, SpecificationLine
from labcal.errors.limits import NameWantedError, SameLimitsError, ShippedNameError, SpecificationRowError
from labcal.errors.records import MissingFieldError, NotFoundError
from labcal.services.missing import refuse_future, refuse_missing
from labcal.store.work import Records, Work
from labcal.text import mark, phrase

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteSpecification:
    """Write limits of the laboratory's or a customer's own; a name that is known gets another edition.

    Attributes:
        name: Small letters, digits and hyphens, such as "port-office-scales".
        customer: Whose it is; None for everybody's use.
    """

    title: ClassVar[str] = mark("Write specification")
    undoable: ClassVar[bool] = True
    name: str
    draft: SpecificationDraft
    customer: CustomerNumber | None = None

    def needs(self, records: Records) -> Need:
        return Need(right=Right.KEEP_PROCEDURES, on=records.today)

    def run(self, work: Work, who: PersonName) -> int:
        name, draft = self.name.strip(), self.draft
        if not NAME.fullmatch(name):
            raise NameWantedError(name=self.name)
        if name in limit_tables():
            raise ShippedNameError(name=name)
        fields = ((mark("The title"), draft.title), (mark("The measured quantity"), draft.quantity))
        refuse_missing(*fields, (mark("The unit"), draft.unit), (mark("The source"), draft.source))
        wrong = refused_row(draft)
        if wrong is not None:
            row, why = wrong
            raise SpecificationRowError(row=row + 1, why=phrase(why.template, **why.fields))
        last = work.specifications.last(name)
        if last:
            self._refuse_same(work, name, last)
        body = written(draft, last + 1, name)
        told = Specification(
            name=name,
            edition=last + 1,
            customer=self.customer,
            title=draft.title.strip(),
            source=draft.source.strip(),
            body=body,
            digest=hashlib.sha256(body.encode()).hexdigest(),
        )
        work.specifications.add(told, who, work.now)
        return last + 1

    def _refuse_same(self, work: Work, name: str, last: int) -> None:
        """Raise ``SameLimitsError`` where the last edition says what this one would."""
        earlier = work.specifications.get(name, last)
        same = earlier is not None and earlier.customer == self.customer
        if earlier is not None and same and earlier.body == written(self.draft, last, name):
            raise SameLimitsError(edition=last, name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareWithDocument:
    """Record that limits or a rule were held against their document, by the person who gives this.

    Attributes:
        name: Of the table of limits, or of the rule.
        digest: Of the file whose figures were compared.
        row: Which row, counted from 0; None for the whole.
        document: The copy it was compared with.
        agrees: Whether everything agreed.
        remark: What did not; free where all did.
        on: Civil date of the comparison; None for today.
    """

    title: ClassVar[str] = mark("Record comparison")
    undoable: ClassVar[bool] = True
    library: Library
    name: str
    digest: str
    document: str
    row: int | None = None
    agrees: bool = True
    remark: str = ""
    on: date | None = None

    def needs(self, records: Records) -> Need:
        return Need(right=Right.KEEP_PROCEDURES, on=records.today)

    def run(self, work: Work, who: PersonName) -> int:
        refuse_missing((mark("The copy of the document"), self.document))
        if not self.agrees and not self.remark.strip():
            raise MissingFieldError(field=phrase(mark("What does not agree")))
        on = self.on or work.today
        refuse_future(on, work.today)
        return work.specifications.compare(
            Comparison(
                library=self.library,
                name=self.name,
                digest=self.digest,
                row=self.row,
                document=self.document.strip(),
                agrees=self.agrees,
                remark=self.remark.strip(),
                on=on,
                by=who,
                at=work.now,
            )
        )


def rows_from(text: str) -> tuple[DraftRow, ...]:
    """Read rows as keyed or pasted: "from; to; limit; minus", one a line; the last may be missing."""
    found = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        cells = [cell.strip() for cell in (line.split("\t") if "\t" in line else line.split(";"))]
        if len(cells) == 1:
            cells = ["", "", *cells]
        low, high, limit, minus, *_ = [*cells, "", "", ""]
        found.append(DraftRow(low=low, high=high, limit=limit, minus=minus))
    return tuple(found)


def rows_text(rows: tuple[DraftRow, ...]) -> str:
    """Return rows as ``rows_from`` reads them."""
    told = (("; ".join((row.low, row.high, row.limit, row.minus))).rstrip("; ") for row in rows)
    return "\n".join(told)


def specification_lines(records: Records) -> list[SpecificationLine]:
    """Return every edition of every specification that is kept in the book."""
    return records.specifications.lines()


def specification_draft(
    records: Records, name: str, edition: int
) -> tuple[SpecificationDraft, CustomerNumber | None]:
    """Return a specification as it was keyed, and whose it is, so that another edition can be written.

    Raises:
        NotFoundError: There is no such edition.
    """
    found = records.specifications.get(name, edition)
    if found is None:
        raise NotFoundError(kind="specification", number=f"{name}, {edition}")
    table = parse_limits(found.body.encode(), name)
    rows: tuple[DraftRow, ...] = drafted(table)
    draft = SpecificationDraft(
        title=found.title,
        quantity=table.quantity,
        unit=table.variables[0].unit,
        clause=table.told.clause,
        source=found.source,
        rows=rows,
    )
    return draft, found.customer


def comparisons(records: Records) -> list[Kept[Comparison]]:
    """Return every comparison with a document, oldest first."""
    return records.specifications.comparisons()

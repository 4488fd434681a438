"""Commands that bring records in and out: import, export."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

from labcal.cli.asking import asked, secret
from labcal.cli.meter import Meter, meter
from labcal.cli.usage import DONE, REFUSED, add
from labcal.domain.person import PersonName
from labcal.errors.terminal import NoBookNamedError
from labcal.services.exporting.everything import export_everything
from labcal.services.exporting.lists import ListOrder, export_list
from labcal.services.importing.cells import DayOrder
from labcal.services.importing.dry_run import BadRow, DryRun
from labcal.services.importing.kinds import KINDS, Kind
from labcal.services.importing.mapping import ColumnMap, Remembered
from labcal.store.book import Book
from labcal.text import Text, mark

EVERYTHING = "all"
BOOK = "LABCAL_BOOK"
SHOWN = 50
"""Bad rows that are printed; ``--json`` tells all."""


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these commands to the terminal's."""
    bring = add(commands, "import", _import, "write the records of a CSV or XLSX file into a book")
    bring.add_argument("kind", choices=tuple(KINDS), metavar="KIND", help=", ".join(KINDS))
    bring.add_argument("file", type=Path, metavar="FILE")
    _book(bring)
    bring.add_argument("--dry-run", action="store_true", help="tell every bad row, and write nothing")
    bring.add_argument("--good-rows", action="store_true", help="write the good rows where others are bad")
    bring.add_argument("--person", metavar="NAME", help="who imports; the password is asked for")
    words = "a file whose first line is the password"
    bring.add_argument("--password-file", type=Path, metavar="FILE", help=words)
    words = "take a column from this heading; may be repeated"
    bring.add_argument("--map", action="append", default=[], metavar="COLUMN=HEADING", help=words)
    words = "headings remembered from one import to the next; --map adds to it"
    bring.add_argument("--columns", type=Path, metavar="FILE.toml", help=words)
    bring.add_argument("--dates", choices=[one.value for one in DayOrder], default=DayOrder.UNTOLD.value)
    bring.add_argument("--encoding", default="", help="of a CSV file that is not UTF-8, such as cp1252")
    bring.add_argument("--sheet", default="", help="of a workbook with several")
    out = add(commands, "export", _export, "write records of a book into a CSV or XLSX file")
    kinds = (*KINDS, EVERYTHING)
    out.add_argument("kind", choices=kinds, metavar="KIND", help=", ".join(kinds))
    out.add_argument("file", type=Path, metavar="FILE", help="for “all” a new folder, or a file .zip")
    _book(out)
    words = "for “all”: personal details in clear, which takes the right to keep the register of people"
    out.add_argument("--personal", action="store_true", help=words)
    out.add_argument("--person", metavar="NAME", help="… who asks for them; the password is asked for")
    words = "… a file whose first line is the password"
    out.add_argument("--password-file", type=Path, metavar="FILE", help=words)


def _book(parser: argparse.ArgumentParser) -> None:
    words = f"the book; otherwise the one that the environment names in {BOOK}"
    parser.add_argument("--book", type=Path, metavar="BOOK", help=words)


def _opened(options: argparse.Namespace) -> Book:
    from labcal.store.book import open_book

    named = options.book or os.environ.get(BOOK)
    if not named:
        raise NoBookNamedError(option="--book", variable=BOOK)
    return open_book(Path(named))


def _import(options: argparse.Namespace, text: Text) -> int:
    from labcal.exchange.tables.opening import open_table
    from labcal.exchange.tables.sheet import Reading
    from labcal.services.importing.dry_run import dry_run
    from labcal.services.importing.mapping import with_remembered, write_remembered

    kind, progress = KINDS[options.kind], meter(options)
    remembered = _remembered(options)
    reading = Reading(encoding=options.encoding, sheet=options.sheet)
    book = _opened(options)
    try:
        table = open_table(options.file, reading, progress)
        mapping = _mapped(options, kind, table.headings, remembered)
        with dry_run(book, kind, table, mapping, progress) as rows:
            if options.columns and options.map:
                write_remembered(options.columns, with_remembered(remembered, kind, mapping))
            entry = None
            if not options.dry_run and (options.good_rows or not rows.bad):
                entry = _written(options, text, book, rows, progress)
            _tell(options, text, rows, mapping, entry)
            return DONE if entry is not None or (options.dry_run and not rows.bad) else REFUSED
    finally:
        book.close()


def _remembered(options: argparse.Namespace) -> Remembered:
    from labcal.services.importing.mapping import read_remembered

    if options.columns is None or (options.map and not options.columns.exists()):
        return {}
    return read_remembered(options.columns)


def _mapped(
    options: argparse.Namespace, kind: Kind, headings: tuple[str, ...], remembered: Remembered
) -> ColumnMap:
    from dataclasses import replace

    from labcal.errors.imports import UnknownColumnError
    from labcal.services.importing.mapping import guess

    mapping = replace(guess(kind, headings, remembered), day_order=DayOrder(options.dates))
    names = [column.name for column in kind.columns]
    for told in options.map:
        name, _, heading = told.partition("=")
        if name not in names:
            raise UnknownColumnError(column=name, columns=", ".join(names))
        if heading and heading not in headings:
            raise UnknownColumnError(column=heading, columns=", ".join(headings))
        mapping = mapping.with_column(kind.column(name), heading)
    return mapping


def _written(
    options: argparse.Namespace, text: Text, book: Book, rows: DryRun, progress: Meter | None
) -> int:
    from labcal.services.importing.writing import COMMANDS
    from labcal.services.perform import perform

    who = _signed_in(options, text, book, mark("Who imports"))
    return perform(book, who, COMMANDS[rows.kind.name](rows=rows, progress=progress)).entry


def _signed_in(options: argparse.Namespace, text: Text, book: Book, question: str) -> PersonName:
    from labcal.services.accounts import sign_in

    name = options.person or asked(text(question), "--person")
    password = secret(options.password_file, text(mark("Password")), "--password-file")
    return PersonName(sign_in(book, name, password).person)


def _tell(
    options: argparse.Namespace, text: Text, rows: DryRun, mapping: ColumnMap, entry: int | None
) -> None:
    if options.json:
        told: dict[str, Any] = {
            "kind": rows.kind.name,
            "file": str(options.file),
            "columns": dict(mapping.headings),
            "rows": rows.rows,
            "good": rows.good,
            "bad": [_as_json(bad, text) for bad in rows.bad],
            "notices": [text(notice) for notice in rows.notices],
            "written": rows.good if entry is not None else 0,
            "entry": entry,
        }
        print(json.dumps(told, ensure_ascii=False))
        return
    for notice in rows.notices:
        print(text(mark("Note: {notice}"), notice=text(notice)))
    for bad in rows.bad[:SHOWN]:
        for column, reason in bad.problems:
            place = f"{text(rows.kind.column(column).title)}: " if column else ""
            print(text(mark("Row {row}: {reason}"), row=bad.row, reason=f"{place}{reason.shown(text)}"))
    if len(rows.bad) > SHOWN:
        print(text(mark("… and {count} more bad rows."), count=len(rows.bad) - SHOWN))
    print(
        text(mark("{rows} rows: {good} good, {bad} bad."), rows=rows.rows, good=rows.good, bad=len(rows.bad))
    )
    if entry is not None:
        print(
            text(mark("{count} were written, as entry {entry} of the journal."), count=rows.good, entry=entry)
        )
    elif not options.dry_run:
        print(text(mark("Nothing was written: mend the bad rows, or ask for --good-rows.")))


def _as_json(bad: BadRow, text: Text) -> dict[str, Any]:
    return {
        "row": bad.row,
        "problems": [{"column": column or None, "reason": why.shown(text)} for column, why in bad.problems],
    }


def _export(options: argparse.Namespace, text: Text) -> int:
    book, progress = _opened(options), meter(options)
    try:
        if options.kind == EVERYTHING:
            who = _signed_in(options, text, book, mark("Who exports")) if options.personal else None
            found = export_everything(book, options.file, text, progress, personal_for=who)
            told: dict[str, Any] = {
                "file": str(options.file),
                "tables": found.tables,
                "entries": found.entries,
                "files": found.files,
            }
            says = mark("{path}: {rows} rows of {tables} tables, {entries} journal entries, {files} files.")
            fields = {"rows": sum(found.tables.values()), "tables": len(found.tables)}
            sentence = text(says, path=options.file, entries=found.entries, files=found.files, **fields)
        else:
            order = ListOrder(kind=KINDS[options.kind], path=options.file, text=text)
            count = export_list(book, order, progress)
            told = {"file": str(options.file), "kind": options.kind, "rows": count}
            sentence = text(mark("{path}: {rows} rows."), path=options.file, rows=count)
    finally:
        book.close()
    print(json.dumps(told, ensure_ascii=False) if options.json else sentence)
    return DONE

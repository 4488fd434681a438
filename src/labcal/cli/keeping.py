"""Commands that keep a book safe: backup, restore, salvage."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from labcal.cli.asking import secret
from labcal.cli.meter import meter
from labcal.cli.usage import DONE, add
from labcal.errors.keeping import LockedBackupError
from labcal.exchange.backup_file import Manifest
from labcal.services.backups import Comparison
from labcal.text import Text, mark


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these commands to the terminal's."""
    backup = add(commands, "backup", _backup, "write book and archive into one file, while others work")
    backup.add_argument("book", type=Path, metavar="BOOK")
    backup.add_argument("file", type=Path, metavar="FILE", help="the backup, or a folder for it")
    backup.add_argument("--lock", action="store_true", help="encrypt it with a passphrase")
    backup.add_argument("--prove", action="store_true", help="restore it aside and prove the book in it")
    _secret(backup)
    restore = add(commands, "restore", _restore, "make a new book of a backup")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("book", type=Path, metavar="BOOK", help="where the new book is to lie")
    restore.add_argument("--compare", type=Path, metavar="CURRENT", help="tell what CURRENT has beyond it")
    restore.add_argument("--dry-run", action="store_true", help="read the backup and compare, write nothing")
    _secret(restore)
    salvage = add(commands, "salvage", _salvage, "write what can be read of a damaged book into a folder")
    salvage.add_argument("book", type=Path, metavar="BOOK")
    salvage.add_argument("folder", type=Path, metavar="FOLDER")


def _secret(parser: argparse.ArgumentParser) -> None:
    words = "a file whose first line is the passphrase; else it is asked for"
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help=words)


def _backup(options: argparse.Namespace, text: Text) -> int:
    from labcal.services.backups import back_up, locked_with, name_at, verify_backup

    target: Path = options.file
    if target.is_dir():
        target /= name_at(options.book, datetime.now(UTC))
    passphrase = _passphrase(options, text) if options.lock or options.passphrase_file else None
    key = locked_with(passphrase) if passphrase is not None else None
    manifest = back_up(options.book, target, key, meter(options))
    if options.prove:
        verify_backup(target, passphrase, meter(options), whole=True)
    if options.json:
        print(json.dumps({"backup": str(target), "proved": options.prove, **asdict(manifest)}))
        return DONE
    told = mark("{path}: {entries} journal entries, {certificates} certificates; read back and sound.")
    print(text(told, path=target, entries=manifest.entry, certificates=manifest.certificates))
    print(text(mark("Head of the journal: {head}"), head=manifest.head))
    return DONE


def _restore(options: argparse.Namespace, text: Text) -> int:
    from labcal.services.backups import compare, describe, restore, verify_backup

    passphrase = _passphrase(options, text) if options.passphrase_file else None
    try:
        manifest = describe(options.file, passphrase)
    except LockedBackupError:
        if options.passphrase_file or not sys.stdin.isatty():
            raise
        passphrase = _passphrase(options, text)
        manifest = describe(options.file, passphrase)
    found = compare(manifest, options.compare) if options.compare else None
    if options.dry_run:
        verify_backup(options.file, passphrase, meter(options))
    else:
        restore(options.file, options.book, passphrase, meter(options))
    if options.json:
        print(json.dumps(_told(options, manifest, found)))
        return DONE
    _tell(manifest, text)
    if found is not None:
        _tell_since(found, options.compare, text)
    if not options.dry_run:
        print(text(mark("The book: {path}"), path=options.book))
    return DONE


def _told(options: argparse.Namespace, manifest: Manifest, found: Comparison | None) -> dict[str, object]:
    told = {"book": None if options.dry_run else str(options.book), **asdict(manifest)}
    if found is not None:
        since = found.since
        later = {"related": found.related, "later": since.total}
        told["compared"] = {**later, "certificates": since.certificates}
    return told


def _tell(manifest: Manifest, text: Text) -> None:
    says = mark("The backup of {instant} ({laboratory}).")
    print(text(says, instant=manifest.made_at, laboratory=manifest.laboratory))
    holds = mark("{entries} journal entries, {certificates} certificates.")
    print(text(holds, entries=manifest.entry, certificates=manifest.certificates))


def _tell_since(found: Comparison, path: Path, text: Text) -> None:
    if not found.related:
        print(text(mark("It is not an earlier state of {path}."), path=path))
    more = mark("{path} holds {count} journal entries and {certificates} certificates beyond it.")
    count, issued = found.since.total, len(found.since.certificates)
    print(text(more, path=path, count=count, certificates=issued))
    for line in found.since.lines:
        print(f"  {line.entry} {line.at:%Y-%m-%d %H:%M} {line.person}: {text(line.command)}")


def _salvage(options: argparse.Namespace, text: Text) -> int:
    from labcal.services.salvage import salvage

    found = salvage(options.book, options.folder)
    if options.json:
        tables = [{"table": one.table, "rows": one.rows, "whole": one.whole} for one in found.tables]
        told = {"folder": str(options.folder), "tables": tables, "files": found.files, "lost": found.lost}
        print(json.dumps(told))
        return DONE
    for one in found.tables:
        says = mark("{table}: {rows} rows") if one.whole else mark("{table}: {rows} rows; some are lost")
        print(f"  {text(says, table=one.table, rows=one.rows)}")
    told_ = mark("{files} files of the archive; {lost} could not be read.")
    print(text(told_, files=found.files, lost=found.lost))
    return DONE


def _passphrase(options: argparse.Namespace, text: Text) -> str:
    return secret(options.passphrase_file, text(mark("Passphrase of the backup")), "--passphrase-file")

"""Commands on books and certificates: demo, verify, check."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from labcal.cli.meter import meter
from labcal.cli.usage import DONE, REFUSED, add, whole
from labcal.domain.rounding import grouped
from labcal.domain.units import pretty
from labcal.exchange.dcc_read import ReadResult
from labcal.text import Text, mark


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these commands to the terminal's."""
    demo = add(commands, "demo", _demo, "make the demonstration laboratory in a new folder")
    demo.add_argument("folder", type=Path, metavar="DIR")
    demo.add_argument(
        "--instruments", type=whole, metavar="N", help="a large book of N instruments, of samples"
    )
    demo.add_argument("--jobs", type=whole, metavar="M", help="… with M jobs over ten years")
    demo.add_argument("--seed", type=whole, metavar="S", default=1, help="… the same for the same seed")
    verify = add(commands, "verify", _verify, "check a certificate without a network")
    verify.add_argument(
        "file", type=Path, metavar="FILE", nargs="?", help="PDF, XML, or a picture of its QR code"
    )
    verify.add_argument(
        "--qr", metavar="TEXT", default="", help="the text of its QR code, alone or with FILE"
    )
    verify.add_argument("--trust", type=Path, metavar="LIST", help="the trust list that alone counts")
    verify.set_defaults(parser=verify)
    check = add(commands, "check", _check, "prove a book: integrity, journal, archive")
    check.add_argument("book", type=Path, metavar="BOOK")
    reindex = add(commands, "reindex", _reindex, "make the index of words of a book anew")
    reindex.add_argument("book", type=Path, metavar="BOOK")


def _demo(options: argparse.Namespace, text: Text) -> int:
    if options.instruments or options.jobs:
        return _large(options, text)
    from labcal.services.demo import make_demo
    from labcal.services.verification import verify_file

    print(text(mark("Making the demonstration laboratory …")), file=sys.stderr)
    made = make_demo(options.folder, inspections=True)
    found = {path: verify_file(path, made.trust) for path in made.certificates}
    good = all(one.valid and one.trusted for one in found.values())
    if options.json:
        told = {
            "book": str(made.book),
            "trust": str(made.trust),
            "certificates": [str(path) for path in made.certificates],
            "valid": good,
        }
        print(json.dumps(told, ensure_ascii=False))
        return DONE if good else REFUSED
    print(text(mark("The book: {path}"), path=made.book))
    for path, one in found.items():
        says = mark("valid and trusted") if one.valid and one.trusted else mark("NOT verified")
        print(text(mark("Certificate {path}: {says}"), path=path, says=text(says)))
        for result in one.facts.results if one.facts else ():
            print(f"  {_result(result, text)}")
    print(text(mark("Trust list: {path}"), path=made.trust))
    print(text(mark("Sign in as one of {people}."), people=", ".join(made.people)))
    print(text(mark("Everyone's password is {password}."), password=made.password))
    return DONE if good else REFUSED


def _large(options: argparse.Namespace, text: Text) -> int:
    """Make a large book; one of the two sizes alone gives the other: ten jobs to an instrument."""
    from labcal.services.large.make import make_large
    from labcal.services.large.plan import Size

    instruments = options.instruments or max(1, options.jobs // 10)
    size = Size(instruments=instruments, jobs=options.jobs or 10 * instruments, seed=options.seed)
    said = mark("Making {instruments} instruments and {jobs} jobs, all of them samples …")
    print(text(said, instruments=size.instruments, jobs=size.jobs), file=sys.stderr)
    made = make_large(options.folder, size, meter(options))
    if options.json:
        told = {"book": str(made.book), "instruments": size.instruments, "jobs": size.jobs, "seed": size.seed}
        print(json.dumps(told, ensure_ascii=False))
        return DONE
    print(text(mark("The book: {path}"), path=made.book))
    print(text(mark("Its certificates are samples: never signed, nothing that anyone may rely on.")))
    print(text(mark("Sign in as one of {people}."), people=", ".join(made.people)))
    print(text(mark("Everyone's password is {password}."), password=made.password))
    return DONE


def _verify(options: argparse.Namespace, text: Text) -> int:
    from labcal.exchange.verify import sentence
    from labcal.services.verification import verify_file, verify_text

    if options.file is None and not options.qr:
        options.parser.error(text(mark("give a file, or the text of a QR code with --qr, or both.")))
    if options.file is None:
        found = verify_text(options.qr, options.trust)
    else:
        found = verify_file(options.file, options.trust, options.qr)
    if options.json:
        print(json.dumps(found.as_json(text), ensure_ascii=False, allow_nan=False))
    else:
        print(sentence(found, text))
        for check in found.checks:
            sign = {True: "✓", False: "✗", None: "–"}[check.passed]
            print(f"  {sign} {check.name}: {check.why(text)}")
    return DONE if found.valid and found.trusted else REFUSED


def _check(options: argparse.Namespace, text: Text) -> int:
    from labcal.services.checking import check_book
    from labcal.store.book import open_book

    book = open_book(options.book)
    try:
        found = check_book(book, meter(options))
    finally:
        book.close()
    if options.json:
        told = {
            "sound": not found.findings,
            "entries": found.entries,
            "rows": found.rows,
            "checkpoints": found.checkpoints,
            "certificates": found.certificates,
            "head": found.head,
            "findings": [{"place": one.place, "why": text(one.says)} for one in found.findings],
        }
        print(json.dumps(told, ensure_ascii=False))
        return REFUSED if found.findings else DONE
    print(
        text(
            mark(
                "{entries} journal entries, {rows} rows, {checkpoints} signed heads, "
                "{certificates} certificates."
            ),
            entries=found.entries,
            rows=found.rows,
            checkpoints=found.checkpoints,
            certificates=found.certificates,
        )
    )
    print(text(mark("Head of the journal: {head}"), head=found.head))
    for one in found.findings:
        print(f"  ✗ {one.place}: {text(one.says)}")
    if not found.findings:
        print(text(mark("The book is sound.")))
    return REFUSED if found.findings else DONE


def _result(result: ReadResult, text: Text) -> str:
    """Return one line of a certificate's results, its figures as the certificate prints them."""
    unit = pretty(result.unit)
    line = f"{result.quantity}: {grouped(result.value)} {unit}"
    if result.expanded is not None:
        line += f" ± {grouped(result.expanded)} {unit} (k = {result.coverage_factor})"
    return f"{line} · {text(result.verdict)}" if result.verdict else line


def _reindex(options: argparse.Namespace, text: Text) -> int:
    from labcal.services import finding
    from labcal.services.books import open_book

    book = open_book(options.book)
    try:
        finding.reindex(book)
    finally:
        book.close()
    if options.json:
        print(json.dumps({"reindexed": str(options.book)}, ensure_ascii=False))
    else:
        print(text(mark("The index of words of {path} was made anew."), path=options.book))
    return DONE

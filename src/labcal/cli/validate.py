"""The command that proves the program on the spot: ``labcal validate``."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from labcal.cli.usage import DONE, REFUSED, add
from labcal.domain.validation import Examined, Validation, shown_figure
from labcal.errors.validation import UnknownCommandError
from labcal.text import Text, mark


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this command to the terminal's; it runs the others."""
    words = "rerun every shipped worked example on this machine (ISO/IEC 17025 7.11.2)"
    validate = add(commands, "validate", _validate, words)
    validate.add_argument("--report", type=Path, metavar="FILE.pdf", help="write the report as PDF")
    validate.set_defaults(commands=commands)


def _validate(options: argparse.Namespace, text: Text) -> int:
    from labcal.services.validation import Watcher, validate, validation_json

    def run(words: Sequence[str]) -> object:
        return _answer(options.commands, words, text)

    found = validate(run, text, Watcher(_progress))
    if sys.stderr.isatty():
        print(file=sys.stderr)
    if options.report is not None:
        from labcal.services.validation_report import write_report

        write_report(options.report, found, text)
    if options.json:
        print(json.dumps(validation_json(found), ensure_ascii=False, allow_nan=False))
    else:
        _tell(found, text)
    return DONE if found.passed else REFUSED


def _answer(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], words: Sequence[str], text: Text
) -> object:
    """Run one command as if it were typed, and return the JSON that it prints.

    Raises:
        UnknownCommandError: There is no such command.
        LabCalError: The command refused.
    """
    name, *rest = words
    if name not in commands.choices:
        raise UnknownCommandError(command=name)
    options = commands.choices[name].parse_args([*rest, "--json"])
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(io.StringIO()):
        options.run(options, text)
    return json.loads(printed.getvalue())


def _progress(done: int, count: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{count}", end="", file=sys.stderr, flush=True)


def _tell(found: Validation, text: Text) -> None:
    for one in found.examined:
        agree = sum(finding.passed for finding in one.findings)
        says = mark("{sign} {id}: {agree} of {count} figures ({source})")
        sign = "✓" if one.passed else "✗"
        example = one.example
        print(
            text(says, sign=sign, id=example.id, agree=agree, count=len(one.findings), source=example.source)
        )
        _tell_failures(one, text)
    facts = dict(found.program)
    print(text(mark("LabCal {version}, SHA-256 {digest}"), version=facts["labcal"], digest=facts["sha256"]))
    agree, count = found.counted
    says = mark("{agree} of {count} published figures agree on this machine.")
    print(text(says, agree=agree, count=count))


def _tell_failures(one: Examined, text: Text) -> None:
    if one.failure:
        print(f"    {one.failure}")
    for finding in one.findings:
        if not finding.passed and not one.failure:
            printed = shown_figure(finding.figure.printed)
            says = mark("{name}: published {printed}, found {found}")
            print("    " + text(says, name=finding.figure.name, printed=printed, found=finding.found))

"""A way to import a table that is written in the test itself."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Any]:
    """Return what opens a CSV table of the words given."""
    from labcal.exchange.tables.opening import open_table

    def opened(words: str, name: str = "rows.csv") -> Any:
        path = tmp_path / name
        path.write_text(words, encoding="utf-8")
        return open_table(path)

    return opened


@pytest.fixture
def tried(lab: Any, table: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """Return what makes a dry run of words, with the columns as they are guessed."""
    from labcal.services.importing.dry_run import dry_run
    from labcal.services.importing.kinds import KINDS
    from labcal.services.importing.mapping import guess

    def run(kind: str, words: str, **changes: Any) -> Any:
        from dataclasses import replace

        opened = table(words)
        mapping = replace(guess(KINDS[kind], opened.headings), **changes)
        made.append(dry_run(lab.book, KINDS[kind], opened, mapping))
        return made[-1]

    made: list[Any] = []
    yield run
    for rows in made:
        rows.close()


@pytest.fixture
def imported(lab: Any, tried: Callable[..., Any]) -> Callable[..., Any]:
    """Return what imports words as the administrator."""
    from labcal.services.importing.writing import COMMANDS

    def run(kind: str, words: str, who: str = "Ana", **rest: Any) -> Any:
        with tried(kind, words) as rows:
            return lab.do(who, COMMANDS[kind](rows=rows, **rest))

    return run

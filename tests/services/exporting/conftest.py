"""Books that hold a laboratory and nothing else."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import PASSWORD, Clock


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a book that Una has just founded, made once."""
    from labcal.domain.laboratory import Laboratory
    from labcal.domain.party import Party
    from labcal.services.laboratory import Founder, found
    from labcal.store.book import create_book

    path = tmp_path_factory.mktemp("bare") / "bare.labcal"
    book = create_book(path, Clock())
    party = Party(name="Another laboratory", country="NZ")
    founder = Founder(person="Una", role="Head", password=PASSWORD, passphrase=PASSWORD)
    found(book, Laboratory(party=party, zone="UTC"), founder)
    book.close()
    return path


@pytest.fixture
def fresh(bare: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Any]]:
    """Return what opens another empty book."""
    from labcal.store.book import open_book

    books: list[Any] = []

    def opened() -> Any:
        path = tmp_path_factory.mktemp("fresh") / "book.labcal"
        shutil.copy(bare, path)
        books.append(open_book(path, Clock()))
        return books[-1]

    yield opened
    for book in books:
        book.close()

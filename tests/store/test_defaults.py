"""A column that a later release adds is, in rows told before it, what its migration put there."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, text

from labcal.store import defaults as module
from labcal.store.defaults import completed, defaults

BOOK = Path(__file__).parent / "books" / "0.1.0.zip"


@pytest.fixture
def grown(monkeypatch):
    """A table of this test alone, with one column of every kind of default."""
    metadata = MetaData()
    Table(
        "kettle",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("name", String, nullable=False),
        Column("note", String),
        Column("colour", String, nullable=False, server_default="grey"),
        Column("empty", String, nullable=False, server_default=""),
        Column("litres", Integer, nullable=False, server_default=text("2")),
        Column("spout", Integer, nullable=False, server_default="1"),
    )
    monkeypatch.setattr(module.Row, "metadata", metadata)
    defaults.cache_clear()
    yield
    defaults.cache_clear()


@pytest.mark.usefixtures("grown")
def test_a_column_added_since_holds_its_default():
    image = completed("kettle", '{"id": 7, "name": "copper"}')
    told = {"colour": "grey", "empty": "", "id": 7, "litres": 2, "name": "copper", "note": None, "spout": 1}
    assert image == json.dumps(told)


@pytest.mark.usefixtures("grown")
@pytest.mark.parametrize(
    "image",
    [
        None,
        '{"colour": "red", "empty": "", "id": 1, "litres": 9, "name": "n", "note": "", "spout": 0, "x": 1}',
        "no image",
        "[1]",
        "7",
    ],
)
def test_any_other_image_stays_as_it_is(image):
    assert completed("kettle", image) == image


@pytest.mark.usefixtures("grown")
def test_an_unknown_table_has_no_defaults():
    assert dict(defaults("teapot")) == {}
    assert completed("teapot", '{"id": 1}') == '{"id": 1}'


GROW = """
import sys
from pathlib import Path
from sqlalchemy import String, text
from sqlalchemy.orm import mapped_column
from labcal.store import engine
from labcal.store.rows.items import CustomerRow
from labcal.store.book import open_book
from labcal.domain.party import Party
from labcal.errors.records import LaterWorkError
from labcal.services.customers import AddCustomer
from labcal.services.perform import Undo, perform
from labcal.services.people import AddPerson

path = Path(sys.argv[1])
book = open_book(path)
before = perform(book, "Amina Diallo", AddCustomer(party=Party(name="Mill"))).entry
unread = perform(book, "Amina Diallo", AddCustomer(party=Party(name="Ferry"))).entry
book.close()

CustomerRow.kind = mapped_column("kind", String, nullable=False, server_default="works")
CustomerRow.rank = mapped_column("rank", String, nullable=True)
writer = engine.writing(path)
with writer.begin() as connection:
    connection.exec_driver_sql("alter table customer add column kind varchar default 'works' not null")
    connection.exec_driver_sql("alter table customer add column rank varchar")
writer.dispose()
book = open_book(path)

def proof():
    with book.read() as records:
        return records.proof()

assert proof().altered == ()
with book.read() as records:
    print([line.changes for line in records.history("customer", 1) if "→" in line.changes])
undone = perform(book, "Amina Diallo", Undo(before)).entry
perform(book, "Amina Diallo", Undo(undone))
assert proof().altered == ()
with book.work("by hand") as work:
    from labcal.store.journal import Deed
    from labcal.domain.person import Need
    row = work._session.query(CustomerRow).filter_by(name="Ferry").one()
    row.kind = "school"
    work.seal(Deed(person="Amina Diallo", command="Change", need=None, undoable=False))
assert proof().altered == ()
try:
    perform(book, "Amina Diallo", Undo(unread))
except LaterWorkError:
    print("refused")
book.close()
writer = engine.writing(path)
with writer.begin() as connection:
    connection.exec_driver_sql("update customer set kind = 'shop' where id = 1")
writer.dispose()
book = open_book(path)
print(proof().altered)
book.close()
"""


def test_a_book_of_an_earlier_release_with_added_columns_is_proved_and_undone(tmp_path):
    with zipfile.ZipFile(BOOK) as packed:
        packed.extractall(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", GROW, str(tmp_path / "demo.labcal")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["[]", "refused", "(('customer', 1),)"]

"""A book opens or says why, in one sentence; nothing is half written."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.schema import CreateTable

from labcal.errors.book import (
    DamagedBookError,
    FullDiskError,
    NewerBookError,
    NoSuchBookError,
    NotABookError,
    ReadOnlyBookError,
)
from labcal.errors.keeping import UnmigratedBookError
from labcal.services.customers import customer_lines
from labcal.store import engine, schema
from labcal.store.base import Row
from labcal.store.book import create_book, open_book

PNG = b"\x89PNG\r\n\x1a\n" + bytes(4000)
NOBODY = 65534


def scripts() -> ScriptDirectory:
    configuration = Config()
    configuration.set_main_option("script_location", str(schema.MIGRATIONS))
    return ScriptDirectory.from_config(configuration)


def test_the_newest_schema_is_the_newest_script():
    known = [script.revision for script in scripts().walk_revisions()]
    assert (scripts().get_current_head(), tuple(reversed(known))) == (schema.HEAD, schema.KNOWN)


def test_the_tables_are_those_that_the_mapping_says(lab):
    opened = engine.reading(lab.path)
    with opened.connect() as connection:
        told = {
            "compare_type": True,
            "include_name": lambda name, _kind, _of: not (name or "").startswith("find_"),
        }
        context = MigrationContext.configure(connection, opts=told)
        assert compare_metadata(context, Row.metadata) == []
    opened.dispose()


def parts(body: str) -> list[str]:
    """Split what stands in the brackets of a statement at its commas, those in inner brackets aside."""
    found, depth = [""], 0
    for sign in body:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            found.append("")
        else:
            found[-1] += sign
    return [" ".join(part.split()) for part in found]


def told(statement: str) -> list[str]:
    """Return columns and constraints of a table, sorted; what stands behind an added column counts alone."""
    head, _, body = statement.strip().partition("(")
    lines = [" ".join(head.split())]
    for part in parts(body.rpartition(")")[0]):
        column, *rules = re.split(r" (?=CONSTRAINT )", part) if not part.startswith("CONSTRAINT") else [part]
        name = column.split()[0]
        lines += [
            column,
            *(rule.replace(" REFERENCES", f" FOREIGN KEY({name}) REFERENCES") for rule in rules),
        ]
    return sorted(lines)


@pytest.mark.parametrize("table", Row.metadata.sorted_tables, ids=lambda table: table.name)
def test_each_table_is_made_as_the_mapping_would_make_it(table):
    """Alembic compares no CHECK constraint and no AUTOINCREMENT: here every line of the statement counts."""
    wanted = str(CreateTable(table).compile(dialect=sqlite_dialect()))
    assert told(schema.statements()[table.name]) == told(wanted)


def older(path: Path) -> None:
    """Make a book as the release before the last made it, with one customer in it."""
    from alembic import command

    connection = sqlite3.connect(path)
    connection.execute("pragma journal_mode = wal")
    connection.execute(f"pragma application_id = {schema.APPLICATION}")
    connection.close()
    configuration = Config()
    configuration.set_main_option("script_location", str(schema.MIGRATIONS))
    writer = engine.writing(path)
    with writer.begin() as opened:
        configuration.attributes["connection"] = opened
        command.upgrade(configuration, "0001")
        opened.exec_driver_sql(
            "insert into customer values ('C-0001', 'Port Office', '', '', '', '', '', '', 1, 1)"
        )
    writer.dispose()


def test_an_older_book_is_copied_and_then_brought_up_to_date(tmp_path):
    path = tmp_path / "lab.labcal"
    older(path)
    book = open_book(path)
    with book.read() as records:
        assert [line.name for line in records.customers.lines()] == ["Port Office"]
        assert records.jobs.lines() == []
    book.close()
    copy = tmp_path / f"lab-before-{schema.HEAD}.labcal"
    with sqlite3.connect(copy) as connection:
        assert connection.execute("select version_num from alembic_version").fetchone() == ("0001",)
        assert connection.execute("select name from customer").fetchone() == ("Port Office",)


def test_an_earlier_copy_is_never_overwritten(tmp_path):
    path, copy = tmp_path / "lab.labcal", tmp_path / f"lab-before-{schema.HEAD}.labcal"
    older(path)
    copy.write_bytes(b"kept")
    open_book(path).close()
    assert copy.read_bytes() == b"kept"
    assert (tmp_path / f"lab-before-{schema.HEAD}-2.labcal").is_file()


def test_a_newer_book_is_left_alone(lab):
    lab.book.close()
    with sqlite3.connect(lab.path) as connection:
        connection.execute("update alembic_version set version_num = '0907'")
    connection.close()
    before = lab.path.read_bytes()
    with pytest.raises(NewerBookError, match=r"written by a newer LabCal \(schema 0907\)"):
        open_book(lab.path)
    assert lab.path.read_bytes() == before
    assert list(lab.path.parent.glob("*before*")) == []


@pytest.mark.parametrize("statement", ["version_num = '0001'", "version_num = ''", None])
def test_a_book_that_tells_a_false_release_is_damaged(lab, statement):
    lab.book.close()
    with sqlite3.connect(lab.path) as connection:
        change = f"update alembic_version set {statement}" if statement else "drop table alembic_version"
        connection.execute(change)
    connection.close()
    with pytest.raises((UnmigratedBookError, DamagedBookError, NewerBookError), match=r"lab\.labcal"):
        open_book(lab.path)


def other_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("create table t (a)")
    connection.close()


@pytest.mark.parametrize(
    "content", [b"Dear customer,\n" * 300, b"x", b"", PNG, b"SQLite format 3\0" + bytes(50), None]
)
def test_what_is_no_book_is_said_so(tmp_path, content):
    path = tmp_path / "thing.labcal"
    other_database(path) if content is None else path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(NotABookError, match=r"thing\.labcal is not a LabCal book"):
        open_book(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("kept", [0.9, 0.5, 0.1])
def test_a_truncated_book_is_damaged(lab, kept):
    lab.book.close()
    content = lab.path.read_bytes()
    lab.path.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(DamagedBookError, match="restore the latest backup"):
        open_book(lab.path)


def test_a_book_that_lacks_a_table_is_damaged(lab):
    lab.book.close()
    with closing(sqlite3.connect(lab.path, isolation_level=None)) as book:
        book.execute("DROP TABLE customer")
    lab.reopen()
    for question in (customer_lines, lambda records: records.proof()):
        with pytest.raises(DamagedBookError, match="is damaged: restore the latest backup"):
            lab.ask(question)


def test_a_name_in_the_schema_that_is_no_text_is_damage(lab):
    """SQLite quotes the name in its complaint, and the complaint cannot be read either."""
    lab.book.close()
    with closing(sqlite3.connect(lab.path, isolation_level=None)) as book:
        book.execute("PRAGMA journal_mode=DELETE")
    content = lab.path.read_bytes()
    name, script = b"tablecustomer", b"CREATE TABLE customer"
    assert content.count(name) == content.count(script) == 1
    content = content.replace(name, b"table\xd4\xf7stomer").replace(script, b"SPOILT TABLE customer")
    lab.path.write_bytes(content)
    with pytest.raises(DamagedBookError):
        lab.reopen()


def test_a_page_of_noise_is_found_by_the_check(lab):
    lab.do("Bo", lab.reading(lab.job()))
    lab.book.close()
    size = lab.path.stat().st_size
    with lab.path.open("r+b") as file:
        file.seek(size // 4096 // 2 * 4096)
        file.write(bytes(range(256)) * 16)
    lab.reopen()
    found = ["the book cannot even be read"]
    with suppress(DamagedBookError):
        found = lab.findings()
    assert found


@contextmanager
def powerless():
    """Be an ordinary user for a while: no permission stops root."""
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)
    else:
        yield


@pytest.fixture
def shared(lab):
    """The book in a folder that belongs to an ordinary user, all the way down."""
    if not hasattr(os, "seteuid"):
        pytest.skip("there are no users to change to")
    lab.book.close()
    folder = Path(f"{lab.path.parent}-shared")
    folder.mkdir()
    path = folder / "lab.labcal"
    shutil.copy(lab.path, path)
    parents = [parent for parent in folder.parents if "pytest-of" in str(parent)]
    modes = [(parent, parent.stat().st_mode) for parent in parents]
    if os.geteuid() == 0:
        for place in (folder, path):
            os.chown(place, NOBODY, NOBODY)
        for parent in parents:
            parent.chmod(0o755)
    yield path
    folder.chmod(0o700)
    for parent, mode in modes:
        parent.chmod(mode)
    lab.reopen()


def test_a_read_only_file_is_said_so_and_nothing_is_half_written(shared):
    shared.chmod(0o400)
    before = shared.read_bytes()
    with powerless():
        book = open_book(shared)
        with pytest.raises(ReadOnlyBookError, match="ask for write permission"), book.work() as work:
            work.people.add("Ira", "")
        book.close()
    assert shared.read_bytes() == before


def test_a_read_only_folder_is_said_so(shared):
    shared.parent.chmod(0o500)
    with powerless():
        with pytest.raises(ReadOnlyBookError):
            open_book(shared)
        with pytest.raises(ReadOnlyBookError):
            create_book(shared.with_name("new.labcal"))
    assert [path.name for path in shared.parent.iterdir()] == ["lab.labcal"]


def test_a_file_that_may_not_be_read_is_said_so(shared):
    shared.chmod(0o000)
    with powerless(), pytest.raises((ReadOnlyBookError, NoSuchBookError), match=r"lab\.labcal"):
        open_book(shared)


def test_a_new_book_is_whole_or_not_there(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "PRAGMAS", (*engine.PRAGMAS, "max_page_count=20"))
    with pytest.raises(FullDiskError):
        create_book(tmp_path / "lab.labcal")
    assert list(tmp_path.iterdir()) == []


def test_a_migration_that_finds_no_room_leaves_the_book_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "lab.labcal"
    older(path)
    pages = path.stat().st_size // 4096
    with monkeypatch.context() as patch:
        patch.setattr(engine, "PRAGMAS", (*engine.PRAGMAS, f"max_page_count={pages + 2}"))
        for _twice in range(2):
            with pytest.raises(UnmigratedBookError, match=r"The disk is full.*is as it was before"):
                open_book(path)
    assert path.stat().st_size // 4096 == pages
    copy = f"lab-before-{schema.HEAD}.labcal"
    assert [one.name for one in tmp_path.iterdir() if "before" in one.name] == [copy]
    book = open_book(path)
    with book.read() as records:
        assert [line.name for line in records.customers.lines()] == ["Port Office"]
    book.close()


def record_until_refused(book, lab) -> tuple[int, str]:
    """Record corrections until the disk refuses; return how many were acknowledged, and the sentence."""
    from labcal.errors import LabCalError

    job, done = lab.job(), 0
    for number in range(100_000):
        try:
            lab.do("Bo", lab.reading(job, keyed=f"0.{number:06d}", reason="A reason, and a long one at that"))
        except LabCalError as error:
            return done, str(error)
        done = number + 1
    return done, ""


def test_a_full_disk_is_a_sentence_and_what_was_acknowledged_is_there(lab, monkeypatch):
    lab.book.close()
    pages = lab.path.stat().st_size // 4096
    with monkeypatch.context() as patch:
        patch.setattr(engine, "PRAGMAS", (*engine.PRAGMAS, f"max_page_count={pages + 6}"))
        lab.reopen()
        done, sentence = record_until_refused(lab.book, lab)
        assert done > 5
        assert sentence.startswith("The disk is full, so nothing of this was kept")
        assert "“Record reading”" in sentence
        lab.book.close()
    lab.reopen()
    assert count(lab) == done
    assert lab.findings() == []


def count(lab) -> int:
    connection = sqlite3.connect(lab.path)
    found = connection.execute("select count(*) from reading").fetchone()[0]
    connection.close()
    return found


LIMITED = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from labcal.domain.job import Place
from labcal.domain.quantity import QuantityValue
from labcal.errors import LabCalError
from labcal.services.perform import perform
from labcal.services.readings import RecordReading
from labcal.store.book import open_book
path, room = Path(sys.argv[1]), int(sys.argv[2])
book = open_book(path, lambda: datetime(2026, 3, 2, 9, tzinfo=UTC))
place = Place(point=0, row=0, column=0)
def record(number):
    value = QuantityValue(f"0.{number:06d}", "g")
    perform(book, "Bo", RecordReading(job=sys.argv[3], place=place, quantity=value, reason="Misread"))
record(0)
print("acknowledged", flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
for number in range(1, 100000):
    try:
        record(number)
    except LabCalError as error:
        print(error)
        break
    print("acknowledged", flush=True)
"""


@pytest.mark.parametrize("more", [20_000, 70_001, 300_000])
def test_a_file_that_may_not_grow_is_a_sentence(lab, more):
    """``RLIMIT_FSIZE``: the log may not grow further, in the middle of a write."""
    pytest.importorskip("resource", reason="the limit is one of POSIX")
    job = lab.job()
    lab.book.close()
    search = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(lab.path), str(more), job],
        env=search,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    *acknowledged, sentence = done.stdout.splitlines()
    assert "nothing of “Record reading” was kept" in sentence
    lab.reopen()
    assert count(lab) == len(acknowledged)
    assert lab.findings() == []

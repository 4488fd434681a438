"""Exporting: what goes out comes in again, and everything is there."""

import base64
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labcal.domain.listing import Wanted
from labcal.domain.person import Personal
from labcal.domain.subject import Subject, SubjectKind
from labcal.errors.files import NotEmptyError, UnwritableFileError
from labcal.errors.imports import UnknownTableKindError
from labcal.errors.keeping import CancelledError
from labcal.errors.people import NotAuthorisedError
from labcal.exchange.tables.opening import open_table
from labcal.exchange.tables.writing import write_csv
from labcal.services.exporting.everything import export_everything
from labcal.services.exporting.lists import ListOrder, export_list
from labcal.services.importing.dry_run import dry_run
from labcal.services.importing.kinds import KINDS
from labcal.services.importing.mapping import guess
from labcal.services.importing.writing import COMMANDS
from labcal.services.papers import WriteNote, attach
from labcal.services.personal import KeepDetails
from labcal.text import Text

WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=8
).map(str.strip)
FILLED = WORDS.filter(bool)
NOMINALS = st.sampled_from(["10 kg", "10.000 kg", "1 000,5 g", "-0.50 °C", "+1e-3 m", "5", "50 %"])
ITEMS = st.lists(st.tuples(FILLED, WORDS, WORDS, FILLED, NOMINALS, WORDS), min_size=1, max_size=6)


def brought(book, who: str, kind: str, path: Path) -> None:
    from labcal.services.perform import perform

    table = open_table(path)
    with dry_run(book, KINDS[kind], table, guess(KINDS[kind], table.headings)) as rows:
        assert [(bad.row, [str(one.reason) for one in bad.problems]) for bad in rows.bad] == []
        perform(book, who, COMMANDS[kind](rows=rows))


def exported(book, kind: str, path: Path, language: str = "en") -> bytes:
    export_list(book, ListOrder(kind=KINDS[kind], path=path, text=Text(language)))
    return path.read_bytes()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(items=ITEMS, language=st.sampled_from(["en", "fr"]), ending=st.sampled_from([".csv", ".xlsx"]))
def test_what_goes_out_comes_in_and_goes_out_the_same(
    fresh, tmp_path_factory, items, language, ending
) -> None:
    folder, first, second = tmp_path_factory.mktemp("round"), fresh(), fresh()
    rows = [["Customer", "Item", "Maker", "Model", "Serial", "Nominal", "Class"]]
    for place, (name, maker, model, serial, nominal, grade) in enumerate(items):
        rows.append(["", name, maker, model, f"{serial}{place}", nominal, grade])
    target = io.BytesIO()
    write_csv(target, rows[0], rows[1:])
    (folder / "in.csv").write_bytes(target.getvalue())
    brought(first, "Una", "instruments", folder / "in.csv")
    out = exported(first, "instruments", folder / f"out{ending}", language)
    brought(second, "Una", "instruments", folder / f"out{ending}")
    assert exported(second, "instruments", folder / f"again{ending}", language) == out


TABLES = {
    "customers": "Name;City;Phone;E-mail\nBanco «Sur»;Lima;+51 1 234;=x@y\nTwo;;;\n",
    "standards": "Standard;Identification;Certificate;Laboratory;Calibrated on;Due on;Value;U;k;Drift\n"
    "Weight;W-1;A1;NMI;2024-02-01;2025-02-01;10.000 05 kg;20 mg;2;5 mg\n"
    "Gauge;W-2;A1;;2024-02-01;2025-02-01;100,00 mm;1 µm;2.10;\n"
    "Weight;W-1;A2;NMI;2025-02-01;2026-02-01;10.000 06 kg;20 mg;;\n",
    "instruments": "Customer;Item;Serial;Nominal\nTwo;Scale;1;10,0 kg\n;Oven;2;20 °C\n",
    "people": "Name;Position\nZoë Zed;Technician\n",
    "calibrations": "Item number;Date;Certificate;Result;U;Verdict\n"
    "I-0001;2024-05-01;K-1;10.02 kg;0.05 kg;fail\nS-0001;2023-05-01;K-2;passed ± well;;\n",
}


def test_every_kind_goes_round(fresh, tmp_path) -> None:
    first, second = fresh(), fresh()
    for kind, words in TABLES.items():
        (tmp_path / "in.csv").write_text(words, encoding="utf-8")
        brought(first, "Una", kind, tmp_path / "in.csv")
        out = exported(first, kind, tmp_path / f"{kind}.csv").replace(b"Una,Head\r\n", b"")
        (tmp_path / f"{kind}.csv").write_bytes(out)
        assert len(out.splitlines()) == len(words.splitlines())
        brought(second, "Una", kind, tmp_path / f"{kind}.csv")
        assert exported(second, kind, tmp_path / f"{kind}-again.csv").replace(b"Una,Head\r\n", b"") == out


def test_a_list_goes_out_as_it_is_shown(lab, imported, tmp_path) -> None:
    rows = "".join(f"C-0001;Scale;{serial};1 kg\n" for serial in ("b2", "a1", "c3"))
    imported("instruments", "Customer number;Item;Serial number;Nominal value\n" + rows)
    wanted = Wanted(order="serial", words="scale", filters=(("customer", "C-0001"),))
    order = ListOrder(kind=KINDS["instruments"], path=tmp_path / "x.csv", text=Text("en"), wanted=wanted)
    assert export_list(lab.book, order) == 3
    assert [row.cells[6] for row in open_table(tmp_path / "x.csv").rows()] == ["a1", "b2", "c3"]


def test_places_that_will_not_do(lab, tmp_path) -> None:
    with pytest.raises(UnknownTableKindError):
        exported(lab.book, "customers", tmp_path / "x.pdf")
    with pytest.raises(UnwritableFileError):
        exported(lab.book, "customers", tmp_path / "none" / "x.csv")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("kept")
    with pytest.raises(NotEmptyError):
        export_everything(lab.book, tmp_path / "full", Text("en"))
    assert (tmp_path / "full" / "x").read_text() == "kept"


def test_everything_is_there_and_the_chain_can_be_computed_again(issued, tmp_path) -> None:
    found = export_everything(issued.book, tmp_path / "all", Text("en"))
    manifest = json.loads((tmp_path / "all" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["format"] == "labcal-export-1"
    for table in manifest["tables"]:
        lines = (tmp_path / "all" / table["file"]).read_text(encoding="utf-8").splitlines()
        assert len(lines) == table["rows"]
        names = {column["name"] for column in table["columns"]}
        assert all(set(json.loads(line)) == names for line in lines)
    for path in (tmp_path / "all" / "files").rglob("*-*"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name.split("-")[0]
    assert found.files == len([path for path in (tmp_path / "all" / "files").rglob("*") if path.is_file()])
    journal = [json.loads(line) for line in (tmp_path / "all" / "journal.jsonl").read_text().splitlines()]
    assert [line["entry"] for line in journal] == list(range(1, found.entries + 1))
    assert [line["previous"] for line in journal[1:]] == [line["digest"] for line in journal[:-1]]
    assert journal[-1]["digest"] == manifest["head"]["digest"]
    assert all(base64.b64decode(line["body"]) for line in journal)
    words = (tmp_path / "all" / "tables" / "account.jsonl").read_text()
    assert "argon2" not in words
    assert "secret" not in words


def test_the_same_in_a_zip(lab, tmp_path) -> None:
    export_everything(lab.book, tmp_path / "folder", Text("en"))
    export_everything(lab.book, tmp_path / "all.zip", Text("en"))
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    root = tmp_path / "folder"
    assert parts == {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("name", ["all", "all.zip"])
def test_cancelling_leaves_nothing(lab, tmp_path, name) -> None:
    def progress(done: int, total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        export_everything(lab.book, tmp_path / name, Text("en"), progress)
    assert not (tmp_path / name).exists()
    assert not list(tmp_path.glob("*.part"))


def test_personal_details_go_out_sealed_but_for_who_keeps_the_register(lab, tmp_path) -> None:
    subject = Subject(SubjectKind.PERSON, "Bo")
    lab.do(lab.admin, KeepDetails(person="Bo", personal=Personal(region="Regionmarker"), seen=0))
    lab.do(lab.admin, WriteNote(subject=subject, words="Notemarker"))
    (tmp_path / "letter.txt").write_bytes(b"Filemarker")
    attach(lab.book, lab.admin, subject, tmp_path / "letter.txt")
    for name, who, clear in (("sealed", None, False), ("clear", lab.admin, True)):
        export_everything(lab.book, tmp_path / name, Text("en"), personal_for=who)
        told = b"".join(one.read_bytes() for one in (tmp_path / name).rglob("*") if one.is_file())
        for marker in (b"Regionmarker", b"Notemarker", b"Filemarker", b"letter.txt"):
            assert (marker in told) == clear, marker
        assert b'"Bo"' in told
    with pytest.raises(NotAuthorisedError, match="keep the register of people"):
        export_everything(lab.book, tmp_path / "other", Text("en"), personal_for="Bo")
    assert not (tmp_path / "other").exists()

"""Importing: what is written, what is refused and why, undo, cancel, rights."""

from datetime import date

import pytest

from labcal.domain.party import Party
from labcal.domain.quantity import QuantityValue
from labcal.errors.imports import (
    BadNumberError,
    ChangedSinceError,
    HighNumberError,
    KnownRecordError,
    ManyReferencesError,
    NeededColumnError,
    NothingToImportError,
    OtherRecordError,
    RepeatedRowError,
    TwoDaysError,
    UnknownReferenceError,
    UnmappedColumnError,
    UnreadableDayError,
    WideRowError,
)
from labcal.errors.keeping import CancelledError
from labcal.errors.people import FutureWorkError, NotAuthorisedError
from labcal.errors.quantities import LetterInNumberError, UnitMismatchError, UnknownUnitError
from labcal.errors.records import TakenError, UnprintableError
from labcal.services.customers import AddCustomer, customer_lines
from labcal.services.importing.cells import DayOrder
from labcal.services.importing.writing import COMMANDS
from labcal.services.instruments import instrument_lines
from labcal.services.people import AddPerson, person_lines
from labcal.services.standards import certificate_versions, standard_lines

HEAD = "Customer number;Item;Serial number;Nominal value\n"


def reasons(found) -> dict[int, list[tuple[str, type]]]:
    return {bad.row: [(one.column, type(one.reason)) for one in bad.problems] for bad in found.bad}


def test_instruments_are_written_as_they_were_keyed(lab, imported) -> None:
    before = len(lab.ask(instrument_lines))
    words = "Client;Désignation;N° de série;Portée (kg);Classe\nTest customer;Balance;A-1;10,000;III\n"
    customer = lab.ask(customer_lines)[0]
    done = imported("instruments", words.replace("Test customer", customer.name))
    assert done.value == 1
    line = lab.ask(instrument_lines)[0]
    assert (line.name, line.serial, line.nominal, line.grade) == ("Balance", "A-1", "10,000 kg", "III")
    assert line.customer == customer.name
    assert len(lab.ask(instrument_lines)) == before + 1
    assert lab.findings() == []


def test_every_reason_of_every_bad_row_is_told(lab, tried) -> None:
    found = tried(
        "instruments",
        HEAD
        + "C-0001;Scale;1;10 kg\n"  # row 2 is good
        + "C-0001;;2;ten kg\n"
        + "C-9999;Scale;3;1O kg\n"
        + "C-9999;Scale;4;10 kg\n"
        + "C1;Scale;5;10 furlong\n"
        + "C-0001;Scale;;10 kg\n"
        + "C-0001;Scale;1;10 kg\n"
        + "C-0001;Scale;6;10;5 kg\n"
        + "C-0001;Bell\x07;7;10 kg\n",
    )
    told = reasons(found)
    assert found.rows == 9
    assert found.good == 1
    assert ("name", NeededColumnError) in told[3]
    assert told[4] == [("nominal", LetterInNumberError)]
    assert told[5] == [("", UnknownReferenceError)]
    assert [column for column, _ in told[6]] == ["customer_number", "nominal"]
    assert told[6][0][1] is BadNumberError
    assert issubclass(told[6][1][1], UnknownUnitError)
    assert told[8] == [("", RepeatedRowError)]
    assert told[9][0] == ("", WideRowError)
    assert told[10] == [("name", UnprintableError)]
    assert len(told) == 8


def test_only_good_and_chosen_rows_are_written(lab, imported) -> None:
    before = len(lab.ask(instrument_lines))
    rows = "".join(f"C-0001;Scale;{serial};10 kg\n" for serial in range(5)) + "C-0001;;9;1 kg\n"
    assert imported("instruments", HEAD + rows, left_out=frozenset({2, 4, 7})).value == 3
    assert len(lab.ask(instrument_lines)) == before + 3


def test_an_import_is_one_step_that_can_be_undone_and_redone(lab, imported) -> None:
    before = lab.ask(instrument_lines)
    done = imported("instruments", HEAD + "".join(f"C-0001;Scale;{one};1 kg\n" for one in range(2500)))
    with lab.book.read() as records:
        assert records.head()[0] == done.entry
    undone = lab.undo("Ana", done.entry)
    assert lab.ask(instrument_lines) == before
    lab.undo("Ana", undone.entry)
    assert len(lab.ask(instrument_lines)) == len(before) + 2500
    assert lab.findings() == []


def test_cancelling_leaves_the_book_as_it_was(lab, tried) -> None:
    before = lab.ask(instrument_lines)

    def progress(done: int, total: int) -> None:
        assert total == 2500
        if done > 1500:
            raise CancelledError

    rows = tried("instruments", HEAD + "".join(f"C-0001;Scale;{one};1 kg\n" for one in range(2500)))
    with rows, pytest.raises(CancelledError):
        lab.do("Ana", COMMANDS["instruments"](rows=rows, progress=progress))
    assert lab.ask(instrument_lines) == before
    assert lab.findings() == []


def test_what_came_in_meanwhile_refuses_the_whole(lab, tried) -> None:
    words = HEAD + "C-0001;Scale;77;1 kg\nC-0001;Scale;78;1 kg\n"
    with tried("instruments", words) as rows, tried("instruments", words) as again:
        lab.do("Ana", COMMANDS["instruments"](rows=rows))
        with pytest.raises(ChangedSinceError):
            lab.do("Ana", COMMANDS["instruments"](rows=again))


def test_the_right_is_that_of_the_single_command(lab, imported) -> None:
    for kind, words in (
        ("instruments", HEAD + "C-0001;Scale;1;1 kg\n"),
        ("customers", "Name\nNew one\n"),
        ("people", "Name\nNew one\n"),
    ):
        with pytest.raises(NotAuthorisedError):
            imported(kind, words, who="Eve")


def test_nothing_good_is_nothing_to_import(lab, imported) -> None:
    with pytest.raises(NothingToImportError):
        imported("customers", "Name;Email\n;nobody@example.org\n")


def test_the_laboratorys_own_equipment_is_told_before(lab, tried) -> None:
    with tried("instruments", "Item;Serial number;Nominal value\nOven;O-1;1 kg\n") as rows:
        assert [str(one) for one in rows.notices] == [
            "Rows that name no customer (1) become the laboratory's own equipment."
        ]
        lab.do("Ana", COMMANDS["instruments"](rows=rows))
    assert (
        lab.ask(instrument_lines)[0].customer
        == lab.ask(lambda records: records.people.laboratory()).party.name
    )


def test_numbers_are_kept_where_told_and_given_where_not(lab, imported) -> None:
    words = "Number;Name;City\nC-0777;One;Here\n;Two;There\n;Three;Here\n"
    imported("customers", words)
    known = {line.name: line.number for line in lab.ask(customer_lines)}
    assert (known["One"], known["Two"], known["Three"]) == ("C-0777", "C-0778", "C-0779")


def test_the_book_is_asked_for_duplicates(lab, imported, tried) -> None:
    imported("customers", "Name;City\nOne;Here\n")
    told = reasons(tried("customers", "Number;Name;City\n;One;HERE\nC-0001;Four;Here\n;One;There\n"))
    assert told == {2: [("", KnownRecordError)], 3: [("", KnownRecordError)]}
    imported("instruments", HEAD + "C-0001;Scale;55;1 kg\n")
    assert reasons(tried("instruments", HEAD + "C-0001;Scale;55;1 kg\n")) == {2: [("", KnownRecordError)]}


def test_two_customers_of_one_name_need_the_number(lab, imported, tried) -> None:
    imported("customers", "Name;City\nTwin;Here\nTwin;There\n")
    told = tried("instruments", "Customer;Item;Serial;Nominal\nTwin;Scale;1;1 kg\nNobody;Scale;2;1 kg\n")
    assert reasons(told) == {2: [("", ManyReferencesError)], 3: [("", UnknownReferenceError)]}


STANDARD = "Standard;Identification;Certificate;Laboratory;Calibrated on;Due on;Value;U;k;Drift\n"


def test_rows_of_one_identification_are_certificates_of_one_standard(lab, imported) -> None:
    rows = (
        "Weight;W-1;A1;NMI;2024-02-01;2025-02-01;10.000 05 kg;20 mg;2;5 mg\n"
        "Weight;W-2;B1;NMI;2024-02-01;2025-02-01;5 kg;10 mg;;\n"
        "Weight;W-1;A2;NMI;01.02.2025;2026-02-01;10.000 06 kg;20 mg;2,1;\n"
    )
    done = imported("standards", STANDARD + rows)
    assert done.value == 3
    lines = {line.identification: line for line in lab.ask(standard_lines)}
    versions = lab.ask(certificate_versions, lines["W-1"].number)
    assert [one.certificate.number for one in versions] == ["A1", "A2"]
    assert versions[0].certificate.value == QuantityValue("10.000 05", "kg")
    assert versions[0].certificate.drift == QuantityValue("5", "mg")
    assert str(versions[1].certificate.coverage_factor) == "2.1"
    imported("standards", STANDARD + "Weight;W-2;B2;NMI;2025-02-01;2026-02-01;5 kg;10 mg;;\n")
    assert len(lab.ask(certificate_versions, lines["W-2"].number)) == 2
    assert lab.findings() == []


def test_standards_that_contradict_the_book_or_each_other(lab, imported, tried) -> None:
    imported("standards", STANDARD + "Weight;W-1;A1;NMI;2024-02-01;2025-02-01;10 kg;20 mg;2;\n")
    rows = (
        "Weight;W-1;A1;NMI;2024-02-01;2025-02-01;10 kg;20 mg;2;\n"
        "Gauge;W-1;A2;NMI;2024-02-01;2025-02-01;10 kg;20 mg;2;\n"
        "Weight;W-3;C1;NMI;2024-02-01;2023-02-01;10 kg;20 mg;2;\n"
        "Weight;W-4;C1;NMI;2024-02-01;2025-02-01;10 kg;20 mm;2;\n"
        "Weight;W-5;D1;NMI;2024-02-01;2025-02-01;10 kg;20 mg;2;\n"
        "Mass;W-5;D2;NMI;2024-02-01;2025-02-01;10 kg;20 mg;2;\n"
    )
    told = reasons(tried("standards", STANDARD + rows))
    assert told[2] == [("", KnownRecordError)]
    assert told[3] == [("", OtherRecordError)]
    assert len(told[4]) == 1
    assert told[5] == [("expanded", UnitMismatchError)]
    assert told[7] == [("", OtherRecordError)]
    assert len(told) == 5


PLATE = STANDARD.replace("Standard;", "Standard;Number;Serial number;")


def test_no_word_of_the_plate_of_a_standard_is_lost(lab, imported, tried) -> None:
    rest = "NMI;2024-02-01;2025-02-01;10 kg;20 mg;2;\n"
    imported("standards", PLATE + f"Weight;S-0700;one;W-1;A1;{rest}")
    rows = (
        f"Weight;;two;W-1;A2;{rest}"
        f"Weight;;one;W-1;A3;{rest}"
        f"Weight;S-0701;;W-2;B1;{rest}"
        f"Weight;S-0701;;W-2;B2;{rest}"
        f"Weight;S-0702;;W-2;B3;{rest}"
        f"Weight;;three;W-2;B4;{rest}"
        f"Weight;S-0701;;W-3;C1;{rest}"
    )
    told = reasons(tried("standards", PLATE + rows))
    assert told == {row: [("", OtherRecordError)] for row in (2, 6, 7, 8)}


def test_people_are_entered_sealed_and_may_do_nothing(lab, imported, tried) -> None:
    done = imported("people", "Name;Position\nZoë Zed;Technician\n")
    assert ("Zoë Zed", "Technician") in [(line.name, line.role) for line in lab.ask(person_lines)]
    assert reasons(tried("people", "Name\nzoë zed\nBo\n")) == {
        2: [("", KnownRecordError)],
        3: [("", KnownRecordError)],
    }
    lab.undo("Ana", done.entry)
    assert "Zoë Zed" not in [line.name for line in lab.ask(person_lines)]


CALIBRATION = "Item number;Serial number;Date;Certificate;Laboratory;Due;Result;U (g);Verdict\n"


def test_past_calibrations_find_their_item(lab, imported) -> None:
    imported("instruments", HEAD + "C-0001;Scale;55;1 kg\nC-0001;Scale;56;1 kg\n")
    number = lab.ask(instrument_lines)[0].number
    rows = f"{number};;2024-05-01;K-1;NMI;2025-05-01;1000.02 g;0.05;pass\n;55;2024-05-02;K-2;NMI;;;;\n"
    imported("calibrations", CALIBRATION + rows + "S-0001;;2020-05-01;K-3;NMI;;;;fail\n")
    with lab.book.read() as records:
        told = {one["certificate"]: one for one in records.outgoing.rows("calibrations")}
    assert told["K-1"]["result"] == "1000.02 g"
    assert told["K-1"]["expanded"] == "0.05 g"
    assert told["K-1"]["due"] == date(2025, 5, 1)
    assert told["K-2"]["serial"] == "55"
    assert (told["K-3"]["item"], told["K-3"]["conformity"]) == ("S-0001", "does not meet")
    assert lab.findings() == []


def test_calibrations_that_cannot_be_placed(lab, imported, tried) -> None:
    imported("instruments", HEAD + "C-0001;Scale;55;1 kg\n")
    rows = (
        ";;2024-05-01;K-1;;;;;\n"
        "I-9999;;2024-05-01;K-1;;;;;\n"
        ";55;2099-05-01;K-1;;;;;\n"
        ";55;03/04/2024;K-1;;;;;\n"
        ";55;31.02.2024;K-1;;;;;\n"
        ";55;2024-05-01;K-1;;;;0.05;maybe\n"
    )
    told = reasons(tried("calibrations", CALIBRATION + rows))
    assert told[3] == [("", UnknownReferenceError)]
    assert told[4] == [("", FutureWorkError)]
    assert told[5] == [("date", TwoDaysError)]
    assert told[6] == [("date", UnreadableDayError)]
    assert [column for column, _ in told[7]] == ["result", "conformity"]
    assert len(told) == 6
    assert not tried("calibrations", CALIBRATION + ";55;03/04/2024;K-1;;;;;\n", day_order=DayOrder.DAY).bad


def test_a_column_that_is_wanted_has_to_be_there(lab, tried) -> None:
    with pytest.raises(UnmappedColumnError):
        tried("instruments", "Item;Serial\nScale;1\n")


CUSTOMER = "Customer number;Name;City;Country\n"


def test_a_customer_written_otherwise_is_the_same_customer(lab, imported, tried) -> None:
    imported("customers", CUSTOMER + ";Acme Générale;Lomé;TG\n")
    told = reasons(tried("customers", CUSTOMER + ";ACME  generale;LOME;TG\n;Acme Générale;Kara;TG\n"))
    assert told == {2: [("", KnownRecordError)]}
    told = reasons(tried("customers", CUSTOMER + ";Zeta;Accra;GH\n;ZETA;accra;GH\n"))
    assert told == {3: [("", RepeatedRowError)]}


def test_an_owner_written_otherwise_is_found(lab, imported) -> None:
    imported("customers", CUSTOMER + ";Acme Générale;Lomé;TG\n")
    imported("instruments", "Customer;Instrument;Serial;Nominal\nACME GENERALE;Scale;77;1 kg\n")
    found = [row for row in lab.ask(lambda records: list(records.outgoing.rows("instruments"))) if row]
    assert ("Acme Générale", "77") in {(row["customer"], row["serial"]) for row in map(dict, found)}


def test_a_number_that_would_use_up_the_numbers_is_refused(lab, tried) -> None:
    told = reasons(tried("customers", CUSTOMER + "C-999999999999;Zeta;Accra;GH\nC-999999999;Eta;Accra;GH\n"))
    assert told == {2: [("number", HighNumberError)]}
    (bad,) = tried("customers", CUSTOMER + "C-1000000000;Z;A;GH\n").bad
    assert "more than 9 figures" in str(bad.problems[0].reason)


def test_no_twin_comes_back_by_redo(lab, imported) -> None:
    entered = lab.do(lab.admin, AddPerson(person="Zed Person"))
    undone = lab.undo(lab.admin, entered.entry)
    lab.do(lab.admin, AddPerson(person="zed person"))
    with pytest.raises(TakenError, match="already a person zed person"):
        lab.undo(lab.admin, undone.entry)
    poured = imported("customers", CUSTOMER + ";Acme;Accra;GH\n").entry
    undone = lab.undo(lab.admin, poured)
    imported("customers", CUSTOMER + "C-0050;ACME;accra;GH\n")
    with pytest.raises(TakenError, match="already a customer"):
        lab.undo(lab.admin, undone.entry)
    assert lab.findings() == []


def test_numbers_with_more_zeros_are_counted_by_their_value(lab, imported) -> None:
    imported("customers", CUSTOMER + "C-000050;Zeta;Accra;GH\nC-0049;Eta;Accra;GH\n")
    for number in ("C-0051", "C-0052"):
        party = Party(name=f"Mill {number}", country="GH")
        assert lab.do(lab.admin, AddCustomer(party=party)).value == number

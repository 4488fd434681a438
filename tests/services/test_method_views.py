"""What the library says of procedures: standing, versions, differences, comparisons, worked examples."""

from datetime import date

import pytest
from tests.services.method_cases import BODY, MASS, OWN, SECOND, waiting

from labcal.catalog.procedures import all_procedures, load_procedure, procedure_bytes
from labcal.domain.specification import Library
from labcal.errors.records import NotFoundError
from labcal.services.method_views import (
    Standing,
    differences,
    procedure_as_draft,
    procedure_record,
    procedure_register,
    worked_example,
)
from labcal.services.methods import WithdrawProcedure, WriteProcedure
from labcal.services.specifications import CompareWithDocument

CALIPER = "length/caliper"


def register(lab):
    return {line.name: line for line in lab.ask(procedure_register, "en")}


def record(lab, name=MASS, edition=0, who="Ana"):
    return lab.ask(procedure_record, name, edition, who, "en")


def test_the_list_tells_what_jobs_may_be_opened_under(lab):
    lines = register(lab)
    assert {line.name for line in lines.values()} == {one.id for one in all_procedures()}
    assert lines[MASS].version.standing is Standing.IN_FORCE
    assert (lines[CALIPER].version.standing, lines[CALIPER].own) == (Standing.SHIPPED, False)
    assert lines[CALIPER].example
    lab.do("Bo", WriteProcedure(body=OWN, reason="A customer asks for it"))
    assert (register(lab)["mass/own"].version.standing, register(lab)["mass/own"].waiting) == (
        Standing.WAITING,
        1,
    )
    lab.adopt(SECOND, date(2026, 3, 9))
    line = register(lab)[MASS]
    assert (line.version.edition, line.version.until) == (1, date(2026, 3, 8))
    lab.clock.forward(days=8)
    assert (register(lab)[MASS].version.edition, register(lab)[MASS].version.until) == (2, None)
    assert [line.standing for line in record(lab).versions] == [Standing.IN_FORCE, Standing.REPLACED]
    lab.do("Ana", WithdrawProcedure(procedure=MASS, reason="The balance is gone"))
    assert register(lab)[MASS].version.standing is Standing.WITHDRAWN


def test_a_record_tells_who_may_do_what(lab):
    waiting(lab)
    told = record(lab)
    assert [line.standing for line in told.versions] == [Standing.WAITING, Standing.IN_FORCE]
    assert (told.may_approve, told.may_keep, told.next_version) == (True, True, 2)
    by_writer = record(lab, who="Bo")
    assert (by_writer.may_approve, by_writer.may_keep, by_writer.may_write) == (False, False, True)
    assert record(lab, edition=2).body == SECOND
    for name, edition in ((MASS, 7), ("mass/none", 0)):
        with pytest.raises(NotFoundError):
            record(lab, name, edition)


def test_a_comparison_is_of_one_text_and_stands_until_another_differs(lab):
    digest = load_procedure(MASS).digest
    told = {"library": Library.PROCEDURE, "name": MASS, "digest": digest, "document": "EA-4/02 M:2022"}
    assert register(lab)[MASS].verified == ""
    lab.do("Ana", CompareWithDocument(**told))
    assert register(lab)[MASS].verified == record(lab).verified == "Ana"
    lab.adopt(SECOND)
    assert register(lab)[MASS].verified == ""
    lab.do("Ana", CompareWithDocument(**told, agrees=False, remark="The drift is another"))
    assert [one.agrees for one in record(lab, edition=1).comparisons] == [True, False]
    assert record(lab, edition=1).verified == ""


def test_what_differs_between_two_texts_is_told_field_by_field():
    assert differences(BODY, BODY) == []
    assert [one[1:] for one in differences(BODY, SECOND)] == [("", "range.lowest", "5 kg", "4 kg")]
    other = BODY.replace('lowest = "18"', 'lowest = "17"', 1)
    (one,) = differences(BODY, other)
    assert (one.table, one.row, one.name, one.before, one.after) == (
        "room",
        "temperature",
        "lowest",
        "18",
        "17",
    )


def test_the_words_and_the_example_that_ship_come_along_with_a_copy():
    draft = procedure_as_draft(procedure_bytes(CALIPER).decode())
    assert draft.text("words.title") == "Calibration of calipers with gauge blocks"
    assert draft.text("translation.title").startswith("Étalonnage")
    assert draft.table("reading")[0]["cells"] == "0.8; ; 150.10"


@pytest.mark.parametrize("name", [MASS, CALIPER])
def test_the_worked_example_is_run_on_this_machine(name):
    found = worked_example(procedure_bytes(name).decode(), "en")
    assert found.passed
    assert worked_example(OWN, "en") is None

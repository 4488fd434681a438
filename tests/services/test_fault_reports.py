"""A report tells where it happened, and nothing of anybody's: a name that is everywhere else is not in it."""

from datetime import UTC, datetime

import pytest

from labcal.domain.person import PersonName
from labcal.errors.records import NotFoundError
from labcal.services import fault_reports
from labcal.services.fault_reports import Circumstances, told, told_of_crash, told_of_message
from labcal.services.people import AddPerson

MARKER = "Xenia Quarterstaff"
AT = Circumstances(at=datetime(2026, 3, 2, 9, tzinfo=UTC), titles=("Add person", "Undo"), toolkit="Qt 6")


def caught(function, *arguments) -> BaseException:
    try:
        function(*arguments)
    except BaseException as error:  # noqa: BLE001
        return error
    raise AssertionError("nothing was raised")


def deep(name: str) -> None:
    try:
        {"other": name}[name]
    except KeyError as error:
        raise NotFoundError(kind="person", number=name) from error


def grouped(name: str) -> None:
    raise ExceptionGroup(name, [ValueError(name), OSError(2, name, f"/home/{name}/lab.labcal")])


def test_a_report_names_kinds_places_and_sentences():
    report = told(caught(deep, MARKER), AT)
    assert "labcal.errors.records.NotFoundError" in report
    assert "  says: There is no {kind} {number}." in report
    assert "caused by:\nbuiltins.KeyError" in report
    assert "test_fault_reports.py:" in report
    assert "in deep" in report
    assert "time: 2026-03-02T09:00:00+00:00" in report
    assert "  Add person\n  Undo" in report
    assert "Qt 6" in report


@pytest.mark.parametrize("function", [deep, grouped])
def test_no_value_is_in_a_report(function):
    report = told(caught(function, MARKER), AT)
    assert MARKER not in report
    assert "Quarterstaff" not in report


def test_a_person_of_the_book_is_not_in_a_report(lab):
    """A fault inside a command that holds a name, with the database's own complaint about it."""
    lab.do("Ana", AddPerson(person=PersonName(MARKER)))

    def break_it() -> None:
        from sqlalchemy import text as sql

        with lab.book.work() as work:
            name = {"name": MARKER}
            work._session.execute(sql("insert into person (name) values (:name), (:none)"), name)

    report = told(caught(break_it), AT)
    assert MARKER not in report
    assert str(lab.path.parent) not in report
    assert "labcal/store/recorder.py:" in report


def test_the_folders_of_the_machine_are_left_out():
    dump = f"""Fatal Python error: Segmentation fault

Current thread 0x00007f (most recent call first):
  File "/home/{MARKER}/.venv/lib/python3.11/site-packages/PySide6/x.py", line 3 in paint
  File "C:\\Users\\{MARKER}\\LabCal\\labcal_app\\desk.py", line 7 in <lambda>
  File "/home/{MARKER}/letter.py", line 9 in <module>
{MARKER}
"""
    report = told_of_crash(dump, AT)
    assert "  site-packages/PySide6/x.py:3 in paint" in report
    assert "  labcal_app/desk.py:7 in <lambda>" in report
    assert "  letter.py:9 in <module>" in report
    assert "Segmentation fault" in report
    assert "Quarterstaff" not in report


def test_of_a_message_only_the_toolkits_own_names_are_kept():
    report = told_of_message("critical message", f'QPainter::begin: "{MARKER}" QWidget', AT)
    assert "critical message of the toolkit: QPainter::begin, QWidget" in report
    assert "Xenia" not in report


def test_the_newest_reports_are_kept(tmp_path):
    folder = tmp_path / "reports"
    made = [
        fault_reports.keep_report(folder, f"report {minute}", datetime(2026, 3, 2, 9, minute, tzinfo=UTC))
        for minute in range(25)
    ]
    assert fault_reports.reports(folder) == made[:4:-1]

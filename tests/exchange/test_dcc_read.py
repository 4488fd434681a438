"""Facts are read as they were written, ours and other people's."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from labcal.errors.exchange import NotADccError
from labcal.exchange.dcc import facts


def test_ours_come_back(lab: ModuleType, issued) -> None:
    read = facts(issued.signed)
    whole = lab.sample()
    assert read.number == whole.number
    assert read.software == "LabCal"
    assert (read.issuer, read.country) == (whole.laboratory.name, "KE")
    assert (read.item, read.serial, read.customer) == ("Weight 10 kg", "4471", whole.customer.name)
    assert (read.issued_on, read.performed_to) == (whole.issued_on, whole.performed_to)
    assert (read.signed_by, read.verdict, read.job) == ("Dr Fatou Ndiaye", "pass", whole.job)
    assert (read.journal_entry, read.journal_head) == ("412", whole.journal_head)


def test_results_come_back_with_unit_and_uncertainty(issued) -> None:
    """EA-4/02 M:2022, S2."""
    nominal, value, error = facts(issued.signed).results
    assert (nominal.value, nominal.unit, nominal.expanded) == (Decimal(10), "kg", None)
    assert (value.value, value.unit) == (Decimal("10.000025"), "kg")
    assert (value.expanded, value.coverage_factor) == (Decimal("0.000059"), Decimal(2))
    assert (error.value, error.expanded, error.unit, error.verdict) == (
        Decimal(25),
        Decimal(59),
        "mg",
        "pass",
    )


def test_lists_of_older_releases_are_read(dcc_folder: Path) -> None:
    """PTB, typical temperature certificate 1.2: five points in K and in °C, one U for all."""
    read = facts((dcc_folder / "examples" / "dcc_gp_temperature_typical_v12.xml").read_bytes())
    errors = [result for result in read.results if result.ref_type == "basic_measurementError"]
    assert [result.value for result in errors] == [
        Decimal(number) for number in ("0.072", "0.089", "0.107", "-0.009", "-0.084")
    ]
    assert {(r.expanded, r.coverage_factor, r.unit, r.verdict) for r in errors} == {
        (Decimal("0.061"), Decimal(2), "K", "pass")
    }
    assert read.performed_to == date(1957, 8, 13)
    assert read.issued_on is None
    assert read.signed_by == "Michaela Musterfrau"


def test_a_certificate_without_number_is_none(issued) -> None:
    with pytest.raises(NotADccError, match="no number"):
        facts(issued.xml.replace(b"uniqueIdentifier>2026-0001<", b"uniqueIdentifier><"))

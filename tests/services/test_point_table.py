"""Values of a certificate as lines: read, written and read again; a wrong line says which and why."""

import pytest
from tests.services.record_cases import POINTS

from labcal.errors.equipment import BadPointLineError, ShortPointLineError
from labcal.services.point_table import read_points, write_points


def test_what_is_written_is_read_again():
    assert read_points(write_points(POINTS)) == POINTS


def test_a_spreadsheet_and_blank_lines_are_understood():
    (point,) = read_points("\n10 kg\t10,000 005 kg\t±45 mg\t2,1\t\n\n")
    assert (str(point.coverage_factor), point.drift, point.expanded.unit) == ("2.1", None, "mg")


@pytest.mark.parametrize("line", ["10 kg; 10 kg; 1 mg", "1;2;3;4;5;6"])
def test_a_line_with_too_few_or_too_many_parts_is_named(line):
    with pytest.raises(ShortPointLineError, match="Line 2 has"):
        read_points(f"10 kg; 10 kg; 1 mg; 2\n{line}")


@pytest.mark.parametrize("line", ["x; 10 kg; 1 mg; 2", "10 kg; 10 m; 1 mg; 2", "10 kg; 10 kg; -1 mg; 2"])
def test_a_part_that_cannot_be_read_says_why(line):
    with pytest.raises(BadPointLineError, match="Line 1: "):
        read_points(line)

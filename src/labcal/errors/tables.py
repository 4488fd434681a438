"""Tables of numbers (CSV) that cannot be read."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.text import Text, mark


class TableFileError(LabCalError):
    """A table cannot be read."""

    template = mark("{file} cannot be read as a table.")


class TableEncodingError(TableFileError):
    """The file is not UTF-8."""

    template = mark("{file} is not UTF-8 text (byte {byte}): save it as “CSV UTF-8”.")


class TableSyntaxError(TableFileError):
    """A line breaks the rules of CSV."""

    template = mark(
        "{file} is not readable as CSV in row {row}: a quotation mark or a delimiter is out of place."
    )


class TableTooLargeError(TableFileError):
    """The file is larger than what is read."""

    template = mark("{file} has {size} bytes; at most {limit} are read.")


class EmptyTableError(TableFileError):
    """There is no row under the head."""

    template = mark("{file} has no rows of data under its first row, which names the columns.")


class MissingColumnError(TableFileError):
    """A column that was asked for is not there."""

    template = mark("{file} has no column “{column}”; its columns are {columns}.")


class RepeatedColumnError(TableFileError):
    """Two columns bear the same name."""

    template = mark("{file} has {count} columns named “{column}”; give each a name of its own.")


class LongRowError(TableFileError):
    """A row has more cells than there are columns, as decimal commas between commas make."""

    template = mark(
        "{file}, row {row} has {count} cells, and {wanted} columns have names: "
        "write decimal points, or put semicolons between the cells."
    )


class CellError(TableFileError):
    """A cell cannot be taken; ``reason`` is a failure with a sentence of its own."""

    template = mark("{file}, row {row}, column “{column}”: {reason}")

    def shown(self, text: Text) -> str:
        """Return the sentence, with that of the reason, in the language of ``text``."""
        fields = {
            name: value.shown(text) if isinstance(value, LabCalError) else value
            for name, value in self.fields.items()
        }
        return text(self.template, **fields)


class EmptyCellError(LabCalError):
    """A cell that names a group is empty."""

    template = mark("The cell is empty.")

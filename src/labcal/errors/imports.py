"""Files of records from outside that cannot be taken: tables of words, workbooks, their rows and cells."""

from __future__ import annotations

from labcal.errors import LabCalError
from labcal.errors.quantities import WordedError
from labcal.errors.tables import TableFileError
from labcal.text import Text, mark


class UnknownTableKindError(TableFileError):
    """The ending of the file's name says nothing that can be read."""

    template = mark("{file} is neither CSV nor XLSX: save it from the spreadsheet as one of these.")


class HugeTableError(TableFileError):
    """The file is larger than an import can be."""

    template = mark("{file} has {size} MB; at most {limit} MB are read: split it into several files.")


class EmptyFileError(TableFileError):
    """The file has no byte, or nothing but empty rows."""

    template = mark("{file} is empty.")


class UncertainEncodingError(TableFileError):
    """The file is not UTF-8; it may be of one of the Western encodings, which only a person can tell."""

    template = mark(
        "{file} is not UTF-8 text (byte {byte}). If its accents come out right as {guess}, "
        "choose that encoding; else save it as “CSV UTF-8”."
    )


class WrongEncodingError(TableFileError):
    """The file is not in the encoding that was chosen."""

    template = mark("{file} is not {encoding} text (byte {byte}): choose another encoding.")


class NoTextError(TableFileError):
    """The file holds bytes that no text has."""

    template = mark("{file} is no text: it has a zero byte at {byte}.")


class LongLineError(TableFileError):
    """A line is longer than any row of records."""

    template = mark("{file}, row {row} is longer than {limit} characters: this is no table of records.")


class WideTableError(TableFileError):
    """There are more columns than any table of records has."""

    template = mark("{file} has {count} columns; at most {limit} are read: remove those not needed.")


class DisguisedWorkbookError(TableFileError):
    """A workbook bears the name of a text."""

    template = mark("{file} is a workbook, not text: let its name end in .xlsx.")


class DisguisedTextError(TableFileError):
    """A text or something else bears the name of a workbook."""

    template = mark("{file} is no workbook: if it is text, let its name end in .csv.")


class LockedWorkbookError(TableFileError):
    """The workbook is encrypted."""

    template = mark("{file} is protected by a password: save it without one.")


class OldWorkbookError(TableFileError):
    """The workbook is of the format before 2007."""

    template = mark("{file} is a workbook of the old format .xls: save it as .xlsx.")


class OtherWorkbookError(TableFileError):
    """The workbook is of another program's format."""

    template = mark("{file} is a ZIP archive without an Excel workbook in it: save the table as .xlsx.")


class BombError(TableFileError):
    """The workbook unpacks to far more than it should."""

    template = mark(
        "{file} would unpack to {size} MB, {ratio} times its size: it is broken or made to do harm, "
        "and was not opened."
    )


class BrokenWorkbookError(TableFileError):
    """The workbook contradicts itself."""

    template = mark("{file} is damaged and cannot be read as a workbook: save it again from the spreadsheet.")


class EntityError(TableFileError):
    """A part of the workbook declares a document type, within which entities could multiply."""

    template = mark("{file} has a document type in {part}, which no workbook needs: it was not opened.")


class MergedCellsError(TableFileError):
    """Cells are merged, so that it is not said to which rows a value belongs."""

    template = mark("{file}, sheet “{sheet}”: the cells {cells} are merged. Unmerge them and fill each one.")


class NoSuchSheetError(TableFileError):
    """The workbook has no sheet of that name."""

    template = mark("{file} has no sheet “{sheet}”; its sheets are {sheets}.")


class NoVisibleSheetError(TableFileError):
    """Every sheet is hidden."""

    template = mark("{file} shows no sheet: unhide the one that is meant.")


class FormulaHeadingError(TableFileError):
    """The name of a column cannot be told."""

    template = mark("{file}, row {row}: the name of column {column} is a formula or an error. Type it.")


class RepeatedHeadingError(TableFileError):
    """Two columns bear the same name."""

    template = mark("{file} has {count} columns named “{column}”; give each a name of its own.")


class FormulaError(LabCalError):
    """A cell is computed: what it showed last may be stale, and nothing would tell where it came from."""

    template = mark("Cell {cell} holds a formula: copy the column and paste it as values.")


class CellFailureError(LabCalError):
    """A cell shows an error of the spreadsheet."""

    template = mark("Cell {cell} shows the error {error}.")


class WideRowError(LabCalError):
    """A row has more cells than there are columns, as decimal commas between commas make."""

    template = mark(
        "The row has {count} cells, and {wanted} columns have names: write decimal points, "
        "or put semicolons between the cells."
    )


class UnreadableDayError(LabCalError):
    """A cell is no date, or one of two."""

    template = mark("“{keyed}” is no date that can be told for sure: write it as 2026-03-31.")


class TwoDaysError(LabCalError):
    """A date may be read with the day or with the month first."""

    template = mark("“{keyed}” may be {first} or {second}: say whether the day or the month comes first.")


class UnknownWordError(LabCalError):
    """A cell has to hold one of a few words."""

    template = mark("“{keyed}” is none of: {words}.")


class HighNumberError(LabCalError):
    """A record's number is so high that the numbers after it would not end where they should."""

    template = mark(
        "“{keyed}” has more than {figures} figures: the book counts on from the highest number there is, "
        "so take a lower one."
    )


class BadNumberError(LabCalError):
    """A record's number is not written as the book writes it."""

    template = mark("“{keyed}” is no number of this book: such as {example}, or left empty.")


class NeededColumnError(LabCalError):
    """A cell that a record cannot do without is empty."""

    template = mark("This may not be empty.")


class RepeatedRowError(LabCalError):
    """Two rows of the file mean the same record."""

    template = mark("Row {row} of the file means the same record.")


class KnownRecordError(WordedError):
    """The book has the record already."""

    template = mark("The book has it already: {kind} {number}.")
    words = frozenset({"kind"})


class OtherRecordError(WordedError):
    """What the row says of a record of the book is not what the book says."""

    template = mark("In the book {kind} {number} is “{known}”, not “{told}”.")
    words = frozenset({"kind"})


class UnknownReferenceError(WordedError):
    """The row refers to a record that is not there."""

    template = mark("There is no {kind} “{told}” in the book: enter or import it first.")
    words = frozenset({"kind"})


class ManyReferencesError(WordedError):
    """The row refers to one of several records."""

    template = mark("Several records ({kind}) are called “{told}”: give the number.")
    words = frozenset({"kind"})


class NoReferenceError(LabCalError):
    """The row does not say which item it is about."""

    template = mark("It is not said which item is meant: give its number, or its serial number.")


class UnmappedColumnError(WordedError):
    """A column that a record cannot do without is not in the file."""

    template = mark("No column of {file} holds “{column}”: say which one it is.")
    words = frozenset({"column"})


class UnknownColumnError(LabCalError):
    """A mapping names a column that is not there."""

    template = mark("There is no column “{column}”; the columns are {columns}.")


class NothingToImportError(LabCalError):
    """No row is good, or none was chosen."""

    template = mark("There is no row to write: every one is bad or was left out.")


class ChangedSinceError(LabCalError):
    """The book changed between the dry run and the writing; ``reason`` has a sentence of its own."""

    template = mark("Row {row} can no longer be written, so none was: {reason} Check the file again.")

    def shown(self, text: Text) -> str:
        """Return the sentence, with that of the reason, in the language of ``text``."""
        reason = self.fields["reason"]
        told = reason.shown(text) if isinstance(reason, LabCalError) else reason
        return text(self.template, **{**self.fields, "reason": told})


class MappingFileError(LabCalError):
    """A file of remembered columns cannot be read."""

    template = mark("{path} is no file of remembered columns: {why}")

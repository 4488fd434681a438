"""Notes and files of a record."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from labcal.domain.kept import Kept
from labcal.domain.subject import Attachment, Note, Subject
from labcal.services.files import write
from labcal.services.papers import WriteNote, attach, attached, attachments, notes
from labcal.services.personal import shown_name
from labcal.text import Text, mark
from labcal_app.cells import Kind, State
from labcal_app.dates import shown_instant
from labcal_app.desk import Desk, Errand
from labcal_app.forms.entries import Entry, EntryKind
from labcal_app.models.table import Column
from labcal_app.theme.look import Look
from labcal_app.views.files import FileDialogs
from labcal_app.views.records.shelf import Shelf, ShelfTab, kept_key, kept_version
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button


class NoteLine(NamedTuple):
    """A note with what became of it."""

    kept: Kept[Note]
    superseded: bool


def note_lines(records: Any, subject: Subject) -> list[NoteLine]:
    """Return the notes of a record, newest first."""
    kept = notes(records, subject)
    gone = {one.value.replaces for one in kept}
    return [NoteLine(one, one.key in gone) for one in reversed(kept)]


def _note_columns(text: Text) -> tuple[Column[NoteLine], ...]:
    return (
        Column[NoteLine](
            title=mark("When"),
            value=lambda line: shown_instant(line.kept.value.at.astimezone(), text),
            kind=Kind.DATE,
            width=150,
        ),
        Column[NoteLine](
            title=mark("Who"), value=lambda line: shown_name(line.kept.value.by, text), width=140
        ),
        Column[NoteLine](
            title=mark("Note"),
            value=lambda line: line.kept.value.words,
            grows=True,
            tone_of=lambda line: "text3" if line.superseded else "",
        ),
        Column[NoteLine](
            title=mark("Stands"),
            value=lambda line: text(mark("superseded")) if line.superseded else text(mark("yes")),
            width=110,
            tone="text2",
        ),
    )


NOTES = Shelf[NoteLine](
    title=mark("Notes"),
    icon="file-text",
    empty=mark("No note yet."),
    columns=_note_columns,
    question=note_lines,
    shows=frozenset({"note"}),
    key=lambda line: line.kept.key,
    version=lambda line: line.kept.version,
    entries=(
        Entry(
            name="words",
            label=mark("Note"),
            kind=EntryKind.WORDS,
            needed=True,
            help=mark("A note stays for good: it is never edited, only superseded by another."),
        ),
    ),
    add=mark("Write note"),
    value=lambda line: {"words": line.kept.value.words},
    made=lambda subject, told: WriteNote(subject=subject, words=told["words"]),
    edited=lambda subject, line, _seen, told: WriteNote(
        subject=subject, words=told["words"], replaces=line.kept.key
    ),
)


def _file_columns(text: Text) -> tuple[Column[Kept[Attachment]], ...]:
    return (
        Column[Kept[Attachment]](
            title=mark("File"), value=lambda kept: kept.value.name, kind=Kind.STRONG, width=240, grows=True
        ),
        Column[Kept[Attachment]](
            title=mark("Kind"), value=lambda kept: kept.value.media, width=150, tone="text2"
        ),
        Column[Kept[Attachment]](
            title=mark("Size"), value=lambda kept: f"{max(kept.value.size // 1000, 1)} kB", width=90
        ),
        Column[Kept[Attachment]](
            title=mark("When"),
            value=lambda kept: shown_instant(kept.value.at.astimezone(), text),
            kind=Kind.DATE,
            width=150,
        ),
        Column[Kept[Attachment]](
            title=mark("Who"), value=lambda kept: shown_name(kept.value.by, text), width=140
        ),
    )


FILES = Shelf[Kept[Attachment]](
    title=mark("Files"),
    icon="paperclip",
    empty=mark("No file yet."),
    columns=_file_columns,
    question=attachments,
    shows=frozenset({"attachment"}),
    key=kept_key,
    version=kept_version,
    barred=True,
)


class FilesTab(ShelfTab):
    """Files of a record: attached from a folder, saved into one."""

    def __init__(self, look: Look, text: Text, desk: Desk, dialogs: FileDialogs) -> None:
        super().__init__(look, text, desk, FILES)
        self._dialogs = dialogs
        self.banner = Banner(look, text, closable=True)
        self.attach = Button(look, text(mark("Attach file…")), "paperclip")
        self.save = Button(look, text(mark("Save a copy…")), "download")
        for place, widget in enumerate((self.attach, self.save, self.banner)):
            self.bar.insertWidget(place, widget, 1 if widget is self.banner else 0)
        self.attach.clicked.connect(self._attach)
        self.save.clicked.connect(self._save)
        self.table.opened.connect(lambda _key: self._save())
        self.table.chosen.connect(lambda _key: self._offer())
        self.model.modelReset.connect(self._offer)
        self._offer()

    def _offer(self) -> None:
        self.save.setEnabled(self.table.current is not None)

    def _attach(self) -> None:
        path = self._dialogs.any_file(self)
        if path is not None and self.subject is not None:
            errand = Errand(title=mark("Attach file"), refused=self._say)
            self._desk.work(errand, partial(_attach, subject=self.subject, path=path))

    def _save(self) -> None:
        kept, folder = self.table.current, None
        if kept is not None:
            folder = self._dialogs.folder(self)
        if kept is not None and folder is not None:
            errand = Errand(title=mark("Save a copy"), then=self._saved, refused=self._say)
            self._desk.work(errand, partial(_save, key=kept.key, folder=folder))

    def _saved(self, path: object) -> None:
        self.banner.say(State.PASS, self._text(mark("Saved as {path}."), path=path))

    def _say(self, error: Any) -> None:
        self.banner.say(State.FAIL, error.shown(self._text))


def _attach(book: Any, who: Any, subject: Subject, path: Any) -> Any:
    return attach(book, who, subject, path)


def _save(book: Any, _who: Any, key: int, folder: Any) -> Any:
    told, content = attached(book, key)
    path = folder / told.name
    write(path, content)
    return path

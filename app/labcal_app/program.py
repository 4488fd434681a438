"""The program: one window, one book, one person at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication

from labcal import __version__, resources
from labcal.domain.backup_rule import Moment
from labcal.domain.laboratory import Laboratory
from labcal.domain.party import Party
from labcal.domain.person import PersonName
from labcal.errors import LabCalError
from labcal.services.accounts import Session, sign_in
from labcal.services.backup_rules import back_up_now, backup_is_due, standing
from labcal.services.books import Book, create_book, laboratory_of, open_book
from labcal.text import SOURCE, mark
from labcal_app.cells import State
from labcal_app.desk import Desk, Errand
from labcal_app.faults import Faults
from labcal_app.keeping import Keeping
from labcal_app.lock import Lock
from labcal_app.pages import Dialogs, Ways
from labcal_app.rescue import Rescue, needs_renewal
from labcal_app.screen_text import ScreenText, own_names
from labcal_app.theme.look import Look
from labcal_app.views.books import BookDialogs, Chooser
from labcal_app.views.door import Door, DoorPage
from labcal_app.views.files import FileDialogs
from labcal_app.views.found import Found, Founding
from labcal_app.views.sign_in import SignIn
from labcal_app.views.workbench.files import BudgetDialogs
from labcal_app.window import Frame, Seat, Window

RECENT = 5
"""Books that the program remembers."""


class Program(QObject):
    """Opens books, lets people in and out, and closes when the last command is in the book.

    Attributes:
        window: The one window; another one takes its place when the language changes.
        dialogs: The questions about files, which a test answers otherwise.
    """

    def __init__(
        self,
        application: QApplication,
        settings_path: Path,
        book_path: Path | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        """Start on the book at ``book_path``, or on the one open last; ``clock`` stands for the machine's."""
        super().__init__(application)
        self._clock = clock or _now
        self._settings = QSettings(str(settings_path), QSettings.Format.IniFormat)
        self.look = Look(application, resources.path())
        self._languages = own_names()
        self.text = ScreenText(self._language())
        self._settings.setValue("look/own_name", dict(self._languages)[self.text.language])
        self.dialogs = Dialogs(
            books=BookDialogs(self.text), files=FileDialogs(self.text), budgets=BudgetDialogs(self.text)
        )
        self.book: Book | None = None
        self.desk: Desk | None = None
        self._session: Session | None = None
        self.door: DoorPage | None = None
        self.faults = Faults(settings_path.with_name("reports"), self)
        self.faults.met.connect(self.fault)
        self.keeping: Keeping | None = None
        self.rescue = Rescue(self._clock, self)
        self.rescue.opened.connect(self._renewed)
        self.rescue.refused.connect(self._refuse_book)
        self.rescue.restored.connect(self.open)
        self.ways: Ways | None = None
        self.lock = Lock(self.look, self._settings, self)
        self.window = self._window()
        wanted = book_path or self._last()
        if wanted is None:
            self.choose_book()
        else:
            self.open(wanted)

    @property
    def sign_in(self) -> SignIn | None:
        """The sign-in page; None where another page is shown."""
        return self.door if isinstance(self.door, SignIn) else None

    def open(self, path: Path) -> None:
        """Open the book at ``path`` in the place of the one that is open; or say why it does not open."""
        if needs_renewal(path):
            self.choose_book()
            if isinstance(self.door, Chooser):
                self.rescue.renew(path, self.door, self.text)
        else:
            self._take(partial(open_book, path, self._clock), path)

    def begin(self, path: Path) -> None:
        """Begin a new book at ``path``."""
        self._take(partial(create_book, path, self._clock), path)

    def choose_book(self, sentence: str = "") -> None:
        """Ask for a book; ``sentence`` says why the one wanted did not open."""
        chooser = Chooser(self.look, self.text, self._told("", ""), self._recent())
        chooser.chosen.connect(lambda known: self.open(Path(known)))
        chooser.restore_wanted.connect(self._restore)
        chooser.salvage_wanted.connect(self._salvage)
        self._show(chooser)
        if sentence:
            chooser.refuse(sentence)

    def fault(self, kind: str, report: Path | None) -> None:
        """Say in one sentence that the program met what no one foresaw, and where its report lies."""
        told = mark(
            "This is a fault of the program ({kind}); what was kept before is safe, and you can go on. "
            "A report of it without personal data is {path}: please send it to whoever looks after LabCal."
        )
        silent = mark(
            "This is a fault of the program ({kind}); what was kept before is safe, and you can go on."
        )
        sentence = self.text(told if report else silent, kind=kind, path=report)
        if report is not None:
            self._settings.setValue("faults/told", report.name)
        if self.window.frame is not None:
            self.window.frame.say(State.FAIL, sentence)
        elif isinstance(self.door, SignIn | Found | Chooser):
            self.door.refuse(sentence)

    def close(self) -> None:
        """Wait for the last command, make the backup of the day's end where it is due, let go of the book."""
        self._stand_up()
        if self.book is not None:
            self._back_up_at_end(self.book)
            self.book.close()
            self.book = None
        self._settings.sync()

    def _back_up_at_end(self, book: Book) -> None:
        """Make the backup while the window is out of sight; what hinders it is told at the next start."""
        try:
            if backup_is_due(book, Moment.END):
                self.window.hide()
                back_up_now(book)
        except LabCalError as error:
            self._settings.setValue("backups/hindered", error.shown(self.text))

    def _tell_what_happened(self, frame: Frame) -> None:
        """Tell, once, what the last session could not tell any more."""
        hindered = str(self._settings.value("backups/hindered", ""))
        newest = self.faults.newest()
        if hindered:
            self._settings.remove("backups/hindered")
            frame.say(State.FAIL, self.text(mark("The last backup was not made: {why}"), why=hindered))
        elif newest is not None and newest.name > str(self._settings.value("faults/told", "")):
            self._settings.setValue("faults/told", newest.name)
            told = mark("LabCal ended unexpectedly the last time. What was kept is safe; {path} tells more.")
            show = partial(self.dialogs.files.show, newest)
            frame.offer(self.text(told, path=newest), self.text(mark("Show the report")), show)

    def _language(self) -> str:
        kept = str(self._settings.value("look/language", SOURCE))
        return kept if kept in dict(self._languages) else SOURCE

    def _last(self) -> Path | None:
        recent = self._recent()
        return Path(recent[0]) if recent else None

    def _recent(self) -> list[str]:
        kept = self._settings.value("books/recent", [])
        listed = [kept] if isinstance(kept, str) else kept if isinstance(kept, list) else []
        return [str(known) for known in listed if known]

    def _window(self) -> Window:
        window = Window(self.look, self.text, self._settings)
        window.signed_out.connect(self.sign_out)
        window.language_chosen.connect(self._speak)
        window.book_wanted.connect(lambda path: self.open(Path(path)))
        window.closing.connect(self.close)
        self.lock.other_wanted.connect(window.sign_out)
        return window

    def _take(self, opened: partial[Book], path: Path) -> None:
        try:
            book = opened()
            laboratory = laboratory_of(book)
        except LabCalError as error:
            self._refuse_book(error, path)
            return
        self._use(book, path, laboratory)

    def _renewed(self, book: Book, path: Path) -> None:
        self._take(partial(_given, book), path)

    def _refuse_book(self, error: LabCalError, path: Path) -> None:
        """Say why a book does not open, with the ways out that there are."""
        self.choose_book(error.shown(self.text))
        kept = str(self._settings.value(f"backups/{path.stem}", ""))
        if isinstance(self.door, Chooser):
            self.rescue.offer(error, path, self.door, [Path(kept)] if kept else [])

    def _restore(self, backup: Path, damaged: Path) -> None:
        target = self.dialogs.books.restored(
            self.window, damaged.with_name(f"{damaged.stem}-restored.labcal")
        )
        if target is not None and isinstance(self.door, Chooser):
            self.rescue.restore(backup, target, self.door)

    def _salvage(self, damaged: Path) -> None:
        folder = self.dialogs.books.folder(self.window)
        if folder is not None and isinstance(self.door, Chooser):
            self.rescue.salvage(damaged, folder, self.door, self.text)

    def _use(self, book: Book, path: Path, laboratory: str) -> None:
        self.close()
        self._settings.setValue(f"backups/{path.stem}", str(standing(book).folder))
        self._settings.setValue(f"laboratories/{path.stem}", laboratory)
        self.book = book
        kept = str(path.absolute())
        recent = [kept, *(known for known in self._recent() if known != kept)]
        self._settings.setValue("books/recent", recent[:RECENT])
        self._show_door(laboratory)

    def _show_door(self, laboratory: str) -> None:
        if self.book is None:
            return
        self.desk = Desk(self.book, PersonName(""), self)
        told = self._told(self.book.path.name, laboratory)
        if laboratory:
            page = SignIn(self.look, self.text, told)
            page.asked.connect(self._ask_in)
            self._show(page)
        else:
            first = Found(self.look, self.text, told)
            first.founded.connect(self._found)
            self._show(first)

    def _told(self, book: str, laboratory: str) -> Door:
        return Door(
            book=book,
            laboratory=laboratory,
            person=str(self._settings.value("person/last", "")),
            languages=self._languages,
            version=__version__,
        )

    def _show(self, door: DoorPage) -> None:
        door.language_chosen.connect(self.window.choose_language)
        door.theme_toggled.connect(self.window.toggle_theme)
        door.other_book.connect(self._other_book)
        door.new_book.connect(self._new_book)
        self.door = door
        self.window.show_door(door)

    def _other_book(self) -> None:
        path = self.dialogs.books.existing(self.window)
        if path is not None:
            self.open(path)

    def _new_book(self) -> None:
        path = self.dialogs.books.new(self.window)
        if path is not None:
            self.begin(path)

    def _ask_in(self, name: str, password: str) -> None:
        if self.desk is not None:
            errand = Errand(title=mark("Sign in"), then=self._enter, refused=self._refuse)
            self.desk.work(errand, lambda book, _who: sign_in(book, name, password))

    def _found(self, told: Founding) -> None:
        if self.desk is not None:
            errand = Errand(title=mark("Found laboratory"), then=self._enter, refused=self._refuse)
            self.desk.work(errand, lambda book, _who: _begun(book, told))

    def _refuse(self, error: LabCalError) -> None:
        if isinstance(self.door, SignIn | Found):
            self.door.refuse(error.shown(self.text))

    def _enter(self, session: Session) -> None:
        self._stand_up()
        if self.book is None:
            return
        self._settings.setValue("person/last", session.person)
        self._session = session
        self.desk = Desk(self.book, session.person, self)
        self._seat(self.desk, session, self.book)

    def _seat(self, desk: Desk, session: Session, book: Book) -> None:
        self.door = None
        seat = Seat(person=session.person, role=session.role, book=book.path.name, languages=self._languages)
        frame = self.window.enter(desk, seat)
        self.ways = Ways(self.look, self.window, frame, desk, self.dialogs)
        self.ways.open(self._languages)
        desk.busy.connect(self._note)
        self.keeping = Keeping(desk, frame)
        self._tell_what_happened(frame)
        self.lock.guard(self.window, desk, session.person)

    def sign_out(self) -> None:
        """Show the sign-in again, once the last command is in the book."""
        self._stand_up()
        if self.book is not None:
            self._show_door(laboratory_of(self.book))

    def _speak(self, code: str) -> None:
        """Make the window anew in another language, for whoever sits at it."""
        if code not in dict(self._languages) or code == self.text.language:
            return
        self.text = ScreenText(code)
        self.dialogs.speak(self.text)
        old, self.window = self.window, self._window()
        page = old.frame.current if old.frame is not None else ""
        old.closing.disconnect(self.close)
        self.lock.other_wanted.disconnect(old.sign_out)
        if self._session is not None and self.desk is not None and self.book is not None:
            self._seat(self.desk, self._session, self.book)
            if page and self.window.frame is not None:
                self.window.frame.open_page(page)
        elif self.book is not None:
            self._show_door(laboratory_of(self.book))
        else:
            self.choose_book()
        self.window.show()
        old.close()
        old.deleteLater()

    def _note(self, busy: bool, title: str) -> None:
        if busy:
            self.faults.note(title)

    def _stand_up(self) -> None:
        self.lock.release()
        self._session = None
        if self.desk is not None:
            self.desk.close()
            self.desk.deleteLater()
            self.desk = None


def _given(book: Book) -> Book:
    return book


def _now() -> datetime:
    return datetime.now(UTC)


def _begun(book: Book, told: Founding) -> Session:
    """Found the laboratory, and let its first person in."""
    from labcal.services.laboratory import Founder, found

    party = Party(
        name=told.laboratory,
        street=told.street,
        post_code=told.post_code,
        city=told.city,
        country=told.country,
    )
    founder = Founder(
        person=PersonName(told.person), role=told.role, password=told.password, passphrase=told.passphrase
    )
    found(book, Laboratory(party=party, zone=told.zone), founder)
    return sign_in(book, told.person, told.password)

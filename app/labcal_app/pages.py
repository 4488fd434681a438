"""The pages of the window, and the ways that lead from one to another.

Each page is imported when it is first opened: what draws and signs certificates takes its time to load.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from labcal.domain.finding import Subject
from labcal.domain.listing import Wanted
from labcal.domain.subject import Subject as Record
from labcal.domain.subject import SubjectKind
from labcal.domain.verification import is_verification
from labcal.text import Text, mark
from labcal_app.actions import Action
from labcal_app.desk import Desk
from labcal_app.finder import Finder, Opener
from labcal_app.forms.beside import Beside
from labcal_app.lock import CHOICES, KEY, lock_minutes
from labcal_app.theme.look import Look
from labcal_app.views.batches.ways import BatchWays
from labcal_app.views.books import BookDialogs
from labcal_app.views.files import FileDialogs
from labcal_app.views.records.dossier import Covered, Dossier, RecordDoor
from labcal_app.views.workbench.files import BudgetDialogs
from labcal_app.widgets.page_head import PageHead
from labcal_app.window import Frame, Page, Window

ICONS = {"import": "table-2"}
"""Icons of pages that bear another name than the page."""


@dataclass(slots=True, kw_only=True)
class Dialogs:
    """The questions about files: of books, of certificates, and of budgets."""

    books: BookDialogs
    files: FileDialogs
    budgets: BudgetDialogs

    def speak(self, text: Text) -> None:
        """Ask in the language of ``text`` from now on."""
        self.books, self.files = BookDialogs(text), FileDialogs(text)
        self.budgets = BudgetDialogs(text)


class Ways:
    """Makes each page when it is first opened, and leads from one to another."""

    def __init__(self, look: Look, window: Window, frame: Frame, desk: Desk, dialogs: Dialogs) -> None:
        self._look, self._text, self._window = look, window.text, window
        self._frame, self._desk, self._dialogs = frame, desk, dialogs
        self._languages: tuple[tuple[str, str], ...] = ()
        self._doors: dict[SubjectKind, RecordDoor] = {}
        self._batches = BatchWays(look, window.text, desk, frame, dialogs.files)

    def open(self, languages: tuple[tuple[str, str], ...]) -> None:
        """Add all pages to the frame, with what can be done from anywhere, and open the first."""
        self._languages = languages
        self._frame.actions_table.add(*self._actions())
        self._frame.add_pages(
            [
                Page(id=known, title=title, icon=ICONS.get(known, known), build=made, group=group)
                for known, (title, made, group) in self._builders().items()
            ]
        )
        self._finder = Finder(self._desk, self._text, self._frame.palette_view, self._openers())

    def _actions(self) -> tuple[Action, ...]:
        """Return what can be done from anywhere."""
        return (
            Action(
                id="job.receive", title=mark("Receive item"), run=self.receive, icon="new", shortcut="Ctrl+N"
            ),
            Action(
                id="certificate.verify", title=mark("Verify a file…"), run=self.verify, icon="shield-check"
            ),
            Action(
                id="verification.begin",
                title=mark("Begin verification"),
                run=self.begin_verification,
                icon="inspections",
                shortcut="Ctrl+Shift+N",
            ),
            Action(
                id="person.add",
                title=mark("Add person"),
                run=partial(self.press, "people", "add"),
                icon="people",
            ),
            Action(
                id="person.authorise",
                title=mark("Authorise"),
                run=partial(self.press, "people", "authorise"),
                icon="shield-check",
            ),
            Action(
                id="standard.add",
                title=mark("Add standard"),
                run=partial(self.press, "standards", "add"),
                icon="standards",
            ),
            *self._batches.actions(),
        )

    def _builders(self) -> dict[str, tuple[str, Callable[[], QWidget], int]]:
        """Return title, maker and group of each page, by its name."""
        return {
            "today": (mark("Today"), self._today, 0),
            "calibrations": (mark("Calibrations"), self._calibrations, 0),
            "batches": (mark("Batches"), partial(self._batches.build, self.open_job), 0),
            "instruments": (mark("Instruments"), self._instruments, 0),
            "standards": (mark("Standards"), self._standards, 0),
            "customers": (mark("Customers"), self._customers, 0),
            "certificates": (mark("Certificates"), self._certificates, 0),
            "inspections": (mark("Inspections"), self._inspections, 0),
            "people": (mark("People"), self._people, 1),
            "library": (mark("Library"), self._library, 1),
            "workbench": (mark("Workbench"), self._workbench, 2),
            "import": (mark("Import"), self._import, 2),
            "laboratory": (mark("Laboratory"), self._laboratory, 2),
            "settings": (mark("Settings"), self._settings, 2),
        }

    def _openers(self) -> dict[Subject, Opener]:
        """Return what opens each kind of record that can be found."""
        return {
            Subject.JOB: self.open_job,
            Subject.CERTIFICATE: self.open_certificate,
            Subject.INSTRUMENT: partial(self.open_record, SubjectKind.INSTRUMENT),
            Subject.STANDARD: self.open_standard,
            Subject.CUSTOMER: partial(self.open_record, SubjectKind.CUSTOMER),
            Subject.PERSON: self.open_person,
            Subject.VERIFICATION: self.open_verification,
        }

    def open_person(self, name: str) -> None:
        """Open what is known of a person."""
        from labcal_app.views.people import PeoplePage

        page = self._frame.open_page("people")
        if isinstance(page, PeoplePage):
            page.open_person(name)

    def open_verification(self, number: str) -> None:
        """Open the sheet of a verification."""
        from labcal_app.views.inspections.page import InspectionsPage

        page = self._frame.open_page("inspections")
        if isinstance(page, InspectionsPage):
            page.open_verification(number)

    def begin_verification(self) -> None:
        """Open the form of a new verification."""
        from labcal_app.views.inspections.page import InspectionsPage

        page = self._frame.open_page("inspections")
        if isinstance(page, InspectionsPage):
            page.begin()

    def open_job(self, number: str) -> None:
        """Open the worksheet of a job, or the sheet of a verification where the number is one's."""
        if is_verification(number):
            self.open_verification(number)
            return
        from labcal_app.views.calibrations import CalibrationsPage

        page = self._frame.open_page("calibrations")
        if isinstance(page, CalibrationsPage):
            page.open_job(number)

    def receive(self, instrument: str = "") -> None:
        """Open the form that takes an item in; ``instrument`` is one that comes again."""
        from labcal_app.views.calibrations import CalibrationsPage

        page = self._frame.open_page("calibrations")
        if isinstance(page, CalibrationsPage):
            page.receive(instrument)

    def open_certificate(self, number: str) -> None:
        """Open a certificate."""
        from labcal_app.views.certificates import CertificatesPage

        page = self._frame.open_page("certificates")
        if isinstance(page, CertificatesPage):
            page.open_certificate(number)

    def open_record(self, kind: SubjectKind, number: str) -> None:
        """Open the whole record of an instrument, a standard or a customer."""
        places = {
            SubjectKind.INSTRUMENT: "instruments",
            SubjectKind.STANDARD: "standards",
            SubjectKind.CUSTOMER: "customers",
            SubjectKind.PERSON: "people",
        }
        self._frame.open_page(places[kind])
        self._doors[kind].open(number)

    def open_subject(self, subject: Record) -> None:
        """Open the whole of whatever record is meant: of a job its worksheet."""
        if subject.kind is SubjectKind.JOB:
            self.open_job(subject.number)
        else:
            self.open_record(subject.kind, subject.number)

    def open_standard(self, number: str) -> None:
        """Open a reference standard."""
        from labcal_app.views.standards import StandardsPage

        page = self._frame.open_page("standards")
        if isinstance(page, StandardsPage):
            page.open_standard(number)

    def open_due(self) -> None:
        """Open the list of what has to be done with the laboratory's own equipment."""
        from labcal_app.views.records.laboratory import DUE

        page = self._frame.open_page("laboratory")
        if isinstance(page, Dossier):
            page.tabs.bar.choose(DUE)

    def verify(self) -> None:
        """Ask for a file, and show what is found of it."""
        from labcal_app.views.certificates import CertificatesPage

        page = self._frame.open_page("certificates")
        if isinstance(page, CertificatesPage):
            page.verify.click()

    def import_records(self, kind: str) -> None:
        """Open the page that brings records of ``kind`` in."""
        from labcal_app.views.importing.page import ImportPage

        page = self._frame.open_page("import")
        if isinstance(page, ImportPage):
            page.take(kind)

    def press(self, page: str, button: str) -> None:
        """Open a page, and press one of its buttons."""
        pressed = getattr(self._frame.open_page(page), button)
        if isinstance(pressed, QPushButton):
            pressed.click()

    def _today(self) -> QWidget:
        from labcal_app.views.today import TodayPage

        page = TodayPage(self._look, self._text, self._desk)
        page.job_wanted.connect(self.open_job)
        page.standard_wanted.connect(self.open_standard)
        page.receive_wanted.connect(self.receive)
        page.page_wanted.connect(self._frame.open_page)
        page.record_wanted.connect(self.open_subject)
        page.due_wanted.connect(self.open_due)
        page.counted.connect(lambda number: self._frame.count("today", number))
        return page

    def _calibrations(self) -> QWidget:
        from labcal_app.views.calibrations import CalibrationsPage

        page = CalibrationsPage(self._look, self._text, self._desk, self._dialogs.files)
        page.remember(self._window.settings)
        page.certificate_wanted.connect(self.open_certificate)
        page.width_wanted.connect(lambda needed: self._frame.needs_width("calibrations", needed=needed))
        return page

    def _instruments(self) -> QWidget:
        from labcal_app.views.instruments import InstrumentsPage

        page = InstrumentsPage(self._look, self._text, self._desk)
        page.remember(self._window.settings, "instruments")
        page.job_wanted.connect(self.open_job)
        page.receive_wanted.connect(self.receive)
        self._exchange(page.head, "instruments", "calibrations", model=page.model)
        self._door(page, page.beside, SubjectKind.INSTRUMENT)
        return page

    def _customers(self) -> QWidget:
        from labcal_app.views.customers import CustomersPage

        page = CustomersPage(self._look, self._text, self._desk)
        page.remember(self._window.settings, "customers")
        self._exchange(page.head, "customers", model=page.model)
        door = self._door(page, page.beside, SubjectKind.CUSTOMER)
        page.record_wanted.connect(door.open)
        return page

    def _door(self, page: Covered, beside: Beside, kind: SubjectKind) -> RecordDoor:
        """Lead from a list to the whole of its records."""
        from labcal_app.views.records.items import Dossiers

        made = Dossiers(self._look, self._text, self._desk, self._dialogs.files)
        make = {
            SubjectKind.INSTRUMENT: made.instrument,
            SubjectKind.STANDARD: made.standard,
            SubjectKind.CUSTOMER: made.customer,
            SubjectKind.PERSON: made.person,
        }
        door = RecordDoor(self._text, page, beside, make[kind], kind)
        door.wanted.connect(self.open_subject)
        self._doors[kind] = door
        return door

    def _standards(self) -> QWidget:
        from labcal_app.views.standards import StandardsPage

        page = StandardsPage(self._look, self._text, self._desk)
        page.remember(self._window.settings, "standards")
        self._exchange(page.head, "standards", model=page.model)
        door = self._door(page, page.beside, SubjectKind.STANDARD)
        page.table.opened.connect(lambda number: door.open(str(number)))
        return page

    def _import(self) -> QWidget:
        from labcal_app.views.importing.page import ImportPage

        files = self._dialogs.files
        return ImportPage(self._look, self._text, self._desk, files.table, self._window.settings)

    def _exchange(self, head: PageHead, *kinds: str, model: object = None) -> None:
        """Put the menu of import and export at the head of a list."""
        from labcal.services.importing.kinds import KINDS
        from labcal_app.models.paged import PagedModel
        from labcal_app.views.importing.menu import ExchangeMenu

        def shown() -> Wanted | None:
            return model.wanted if isinstance(model, PagedModel) else None

        menu = ExchangeMenu(self._look, self._text, self._desk, head, self._dialogs.files)
        menu.offer(*((KINDS[name], shown if name == kinds[0] else lambda: None) for name in kinds))
        menu.import_wanted.connect(self.import_records)

    def _certificates(self) -> QWidget:
        from labcal_app.views.certificates import CertificatesPage

        page = CertificatesPage(self._look, self._text, self._desk, self._dialogs.files)
        page.remember(self._window.settings, "certificates")
        page.job_wanted.connect(self.open_job)
        return page

    def _inspections(self) -> QWidget:
        from labcal_app.views.inspections.page import InspectionsPage

        page = InspectionsPage(self._look, self._text, self._desk, self._dialogs.files)
        page.remember(self._window.settings)
        page.certificate_wanted.connect(self.open_certificate)
        page.width_wanted.connect(lambda needed: self._frame.needs_width("inspections", needed=needed))
        return page

    def _people(self) -> QWidget:
        from labcal_app.views.people import PeoplePage

        page = PeoplePage(self._look, self._text, self._desk)
        self._exchange(page.head, "people")
        self._door(page, page.person, SubjectKind.PERSON)
        return page

    def _library(self) -> QWidget:
        from labcal_app.views.library.whole import Library

        page = Library(self._look, self._text, self._desk)
        page.procedures.refused.connect(self._frame.refuse)
        self._frame.needs_width("library", needed=True)
        return page

    def _workbench(self) -> QWidget:
        from labcal_app.views.workbench.page import WorkbenchPage

        page = WorkbenchPage(self._look, self._text, self._desk, self._dialogs.budgets)
        page.remember(self._window.settings)
        page.refused.connect(self._frame.refuse)
        self._frame.keep_steps("workbench", page.bench.steps)
        self._frame.needs_width("workbench", needed=True)
        return page

    def _laboratory(self) -> QWidget:
        from labcal_app.views.records.laboratory import laboratory_page

        page = laboratory_page(self._look, self._text, self._desk, self._dialogs.files)
        page.wanted.connect(self.open_subject)
        return page

    def _settings(self) -> QWidget:
        from labcal_app.views.settings import SettingsPage

        page = SettingsPage(self._look, self._text, self._desk, self._dialogs.files, self._languages)
        page.theme_chosen.connect(self._dress)
        page.language_chosen.connect(self._window.choose_language)
        page.backups.restored.connect(self._window.book_wanted)
        page.offer_lock(CHOICES, lock_minutes(self._window.settings))
        page.lock_chosen.connect(lambda minutes: self._window.settings.setValue(KEY, minutes))
        return page

    def _dress(self, theme: str) -> None:
        if theme != self._look.theme.name:
            self._window.toggle_theme()

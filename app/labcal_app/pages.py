"""The pages of the window, and the ways that lead from one to another.

Each page is imported when it is first opened: what draws and signs certificates takes its time to load.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from labcal.domain.subject import SubjectKind
from labcal.text import Text, mark
from labcal_app.actions import Action
from labcal_app.desk import Desk
from labcal_app.forms.beside import Beside
from labcal_app.lock import CHOICES, KEY, lock_minutes
from labcal_app.theme.look import Look
from labcal_app.views.books import BookDialogs
from labcal_app.views.files import FileDialogs
from labcal_app.views.records.dossier import RecordDoor
from labcal_app.views.workbench.files import BudgetDialogs
from labcal_app.widgets.list_page import ListPage
from labcal_app.window import Frame, Page, Window


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

    def open(self, languages: tuple[tuple[str, str], ...]) -> None:
        """Add all pages to the frame, with what can be done from anywhere, and open the first."""
        self._languages = languages
        self._frame.actions_table.add(
            Action(
                id="job.receive", title=mark("Receive item"), run=self.receive, icon="new", shortcut="Ctrl+N"
            ),
            Action(
                id="certificate.verify", title=mark("Verify a file…"), run=self.verify, icon="shield-check"
            ),
            Action(id="person.add", title=mark("Add person"), run=self.add_person, icon="people"),
            Action(id="person.authorise", title=mark("Authorise"), run=self.authorise, icon="shield-check"),
            Action(id="standard.add", title=mark("Add standard"), run=self.add_standard, icon="standards"),
        )
        build = {
            "today": (mark("Today"), self._today, 0),
            "calibrations": (mark("Calibrations"), self._calibrations, 0),
            "instruments": (mark("Instruments"), self._instruments, 0),
            "standards": (mark("Standards"), self._standards, 0),
            "customers": (mark("Customers"), self._customers, 0),
            "certificates": (mark("Certificates"), self._certificates, 0),
            "people": (mark("People"), self._people, 1),
            "workbench": (mark("Workbench"), self._workbench, 2),
            "settings": (mark("Settings"), self._settings, 2),
        }
        self._frame.add_pages(
            [
                Page(id=known, title=title, icon=known, build=made, group=group)
                for known, (title, made, group) in build.items()
            ]
        )

    def open_job(self, number: str) -> None:
        """Open the worksheet of a job."""
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
        }
        self._frame.open_page(places[kind])
        self._doors[kind].open(number)

    def open_standard(self, number: str) -> None:
        """Open a reference standard."""
        from labcal_app.views.standards import StandardsPage

        page = self._frame.open_page("standards")
        if isinstance(page, StandardsPage):
            page.open_standard(number)

    def verify(self) -> None:
        """Ask for a file, and show what is found of it."""
        from labcal_app.views.certificates import CertificatesPage

        page = self._frame.open_page("certificates")
        if isinstance(page, CertificatesPage):
            page.verify.click()

    def add_person(self) -> None:
        """Open the form for someone new."""
        from labcal_app.views.people import PeoplePage

        page = self._frame.open_page("people")
        if isinstance(page, PeoplePage):
            page.add.click()

    def authorise(self) -> None:
        """Open the form of an authorisation."""
        from labcal_app.views.people import PeoplePage

        page = self._frame.open_page("people")
        if isinstance(page, PeoplePage):
            page.authorise.click()

    def add_standard(self) -> None:
        """Open the form for a new standard."""
        from labcal_app.views.standards import StandardsPage

        page = self._frame.open_page("standards")
        if isinstance(page, StandardsPage):
            page.add.click()

    def _today(self) -> QWidget:
        from labcal_app.views.today import TodayPage

        page = TodayPage(self._look, self._text, self._desk)
        page.job_wanted.connect(self.open_job)
        page.standard_wanted.connect(self.open_standard)
        page.receive_wanted.connect(self.receive)
        page.page_wanted.connect(self._frame.open_page)
        page.counted.connect(lambda number: self._frame.count("today", number))
        return page

    def _calibrations(self) -> QWidget:
        from labcal_app.views.calibrations import CalibrationsPage

        page = CalibrationsPage(self._look, self._text, self._desk)
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
        self._door(page, page.beside, SubjectKind.INSTRUMENT)
        return page

    def _customers(self) -> QWidget:
        from labcal_app.views.customers import CustomersPage

        page = CustomersPage(self._look, self._text, self._desk)
        page.remember(self._window.settings, "customers")
        door = self._door(page, page.beside, SubjectKind.CUSTOMER)
        page.record_wanted.connect(door.open)
        return page

    def _door(self, page: ListPage, beside: Beside, kind: SubjectKind) -> RecordDoor:
        """Lead from a list to the whole of its records."""
        from labcal_app.views.records.items import Dossiers

        made = Dossiers(self._look, self._text, self._desk, self._dialogs.files)
        make = {
            SubjectKind.INSTRUMENT: made.instrument,
            SubjectKind.STANDARD: made.standard,
            SubjectKind.CUSTOMER: made.customer,
        }
        door = RecordDoor(self._text, page, beside, make[kind], kind)
        self._doors[kind] = door
        return door

    def _standards(self) -> QWidget:
        from labcal_app.views.standards import StandardsPage

        page = StandardsPage(self._look, self._text, self._desk)
        page.remember(self._window.settings, "standards")
        door = self._door(page, page.beside, SubjectKind.STANDARD)
        page.table.opened.connect(lambda number: door.open(str(number)))
        return page

    def _certificates(self) -> QWidget:
        from labcal_app.views.certificates import CertificatesPage

        page = CertificatesPage(self._look, self._text, self._desk, self._dialogs.files)
        page.remember(self._window.settings, "certificates")
        page.job_wanted.connect(self.open_job)
        return page

    def _people(self) -> QWidget:
        from labcal_app.views.people import PeoplePage

        return PeoplePage(self._look, self._text, self._desk)

    def _workbench(self) -> QWidget:
        from labcal_app.views.workbench.page import WorkbenchPage

        page = WorkbenchPage(self._look, self._text, self._desk, self._dialogs.budgets)
        page.remember(self._window.settings)
        page.refused.connect(self._frame.refuse)
        self._frame.keep_steps("workbench", page.bench.steps)
        self._frame.needs_width("workbench", needed=True)
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

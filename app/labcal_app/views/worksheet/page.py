"""The worksheet of one job, put together: head, path, readings, result, tabs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from labcal.domain.job import JobNumber, State
from labcal.domain.person import PersonName
from labcal.errors import LabCalError
from labcal.services.certificates import LANGUAGE, CommitCertificate, issue, preview
from labcal.services.checks import CheckJob, ExcuseSecondPerson, HandOver, ReturnFromSigning
from labcal.services.jobs import NameMentor
from labcal.services.readings import Countersign
from labcal.services.supervision import sign_supervised
from labcal.services.worksheet import Worksheet, worksheet
from labcal.text import Text, mark
from labcal_app.cells import State as Shown
from labcal_app.desk import Desk, Errand
from labcal_app.models.sheet_layout import Spot
from labcal_app.pictures import pages_of
from labcal_app.theme.look import Look
from labcal_app.views.files import FileDialogs
from labcal_app.views.opening import OpeningFields
from labcal_app.views.signing import SigningDialog
from labcal_app.views.worksheet.as_before import AsBefore
from labcal_app.views.worksheet.head import Head
from labcal_app.views.worksheet.live import LivePoint
from labcal_app.views.worksheet.points import PointsPanel
from labcal_app.views.worksheet.remarks import received
from labcal_app.views.worksheet.result import ResultStrip
from labcal_app.views.worksheet.side import SidePanel
from labcal_app.views.worksheet.step import Move, next_step
from labcal_app.views.worksheet.tabs import WorksheetTabs
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.card import SectionTitle
from labcal_app.widgets.facts import Facts
from labcal_app.widgets.labels import Label, Panel, hairline
from labcal_app.widgets.notice import Question, ReasonBar
from labcal_app.widgets.pages import Pages

SHOWS = frozenset(
    {
        "job", "reading", "room", "job_standard", "result", "review", "policy_exception", "certificate",
        "standard", "standard_certificate", "authorisation", "procedure", "instrument", "customer",
        "agreement", "delay", "comparison", "adjustment", "outlier", "excuse", "coefficients", "room_record",
        "cmc", "certified_point", "attachment",
    }
)  # fmt: skip
FORM, LABELS, PREVIEW = 420, 150, 700
WORK, OPENING, DRAFT = 0, 1, 2


class WorksheetPage(Panel):
    """One job; it asks anew whenever a command touched what it shows.

    Signals:
        left: Back to the list.
        certificate_wanted: The number of a certificate to be opened.
        shown: The number of the job that has just been drawn.
    """

    left = Signal()
    certificate_wanted = Signal(str)
    shown = Signal(str)

    def __init__(self, look: Look, text: Text, desk: Desk, dialogs: FileDialogs | None = None) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk = look, text, desk
        self.job = JobNumber("")
        self.sheet: Worksheet | None = None
        self._answer: Callable[[str], None] | None = None
        self.dialog: SigningDialog | None = None
        self.head = Head(look, text)
        self.question = ReasonBar(look, text)
        self.refusal = Banner(look, text, closable=True)
        self.side = SidePanel(look, text)
        self.points = PointsPanel(look, text, desk)
        self.live = LivePoint(desk, self.points.keying, self)
        self.strip = ResultStrip(look, text)
        self.tabs = WorksheetTabs(look, text, desk, dialogs)
        self.opening = OpeningFields(look, text)
        self.as_before = AsBefore(look, text, desk, self.opening)
        self.receipt = Facts(look, LABELS)
        self.pages = Pages(look, text)
        self.stack = QStackedWidget()
        self._lay_out()
        self._wire()

    def show_job(self, number: JobNumber) -> None:
        """Show the job ``number``."""
        if number != self.job:
            self.sheet = None
            self._drop_question()
            self.refusal.clear()
        self.job = number
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.points.fit(self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        work = Panel("surface")
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.points, hairline(), self.strip, hairline()):
            column.addWidget(part)
        column.addWidget(self.tabs, 1)
        for place in (work, self._opening_panel(), self.pages):
            self.stack.addWidget(place)
        close = Button(self._look, self._text(mark("Close preview")), "close", small=True)
        close.clicked.connect(self._escape)
        self.pages.bar.addWidget(close)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.side)
        body.addWidget(self.stack, 1)
        notices = QVBoxLayout()
        notices.setContentsMargins(20, 0, self._look.space("l"), 0)
        for notice in (self.question, self.refusal):
            notice.hide()
            notices.addWidget(notice)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(notices)
        whole.addLayout(body, 1)

    def _opening_panel(self) -> QWidget:
        text, look = self._text, self._look
        panel = Panel("surface")
        title = Label(look, text(mark("Open the job")), "section")
        more = Label(look, text(mark(
            "Choose the procedure agreed with the customer. Its version and text stay pinned in the job."
        )), "body", "text2").wrapped()  # fmt: skip
        form = QWidget()
        form.setFixedWidth(FORM)
        inner = QVBoxLayout(form)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(look.space("m"))
        for widget in (title, more, self.opening, self.as_before):
            inner.addWidget(widget)
        column = QVBoxLayout(panel)
        column.setContentsMargins(40, look.space("xxl"), 40, look.space("xl"))
        column.addWidget(form)
        column.addSpacing(look.space("l"))
        column.addWidget(SectionTitle(look, text(mark("As received"))))
        column.addWidget(hairline())
        column.addWidget(self.receipt)
        column.addStretch(1)
        return panel

    def _wire(self) -> None:
        self._desk.changed.connect(self._reload)
        self._desk.refused.connect(self._refuse)
        self.head.back_wanted.connect(self.left)
        self.head.pressed.connect(self._take_step)
        self.head.preview_wanted.connect(self.show_preview)
        self.head.return_wanted.connect(self._ask_return)
        self.head.exception_wanted.connect(self._ask_exception)
        self.head.mentor_named.connect(self._name_mentor)
        self.question.given.connect(self._answered)
        self.question.dropped.connect(self._drop_question)
        self.side.wanted.connect(self.go_to)
        self.points.drafts_changed.connect(self._tell)
        self.live.evaluated.connect(self._show_live)
        self.points.point_chosen.connect(lambda _point: self._show_point())
        self.opening.changed.connect(self._offer_opening)
        self.as_before.begun.connect(lambda: self.tabs.go_to("standard"))
        self.as_before.left_out.connect(partial(self.refusal.say, Shown.CONDITIONAL))

    def _reload(self, tables: frozenset[str]) -> None:
        if self.job and tables & SHOWS:
            self._ask()

    def _ask(self) -> None:
        question = partial(worksheet, number=self.job, who=self._desk.who, language=self._text.language)
        self._desk.ask(self, question, self._show)

    def _show(self, sheet: Worksheet) -> None:
        first = self.sheet is None
        self.sheet = sheet
        self.live.show(sheet)
        self.points.show_sheet(sheet)
        point = self._point_told(sheet)
        self.strip.show_sheet(sheet, point)
        self.tabs.show_sheet(sheet, point)
        self.opening.show_ways(sheet.ways)
        self.as_before.show_sheet(sheet)
        self.receipt.show_facts(received(sheet, self._text))
        waiting = sheet.sheet.job.state is State.RECEIVED
        if self.stack.currentIndex() != DRAFT or first:
            self.stack.setCurrentIndex(OPENING if waiting else WORK)
        self._tell()
        if first:
            self.tabs.begin(sheet)
            self._begin(waiting=waiting)
        self.shown.emit(self.job)

    def _show_live(self, sheet: Worksheet) -> None:
        """Show the point that is typed at as it will be, before the book has it."""
        self.sheet = sheet
        self.points.show_sheet(sheet)
        point = self._point_told(sheet)
        self.strip.show_sheet(sheet, point)
        self.tabs.show_live(sheet, point)

    def _show_point(self) -> None:
        """Have result and tabs follow the point that is looked at."""
        if self.sheet is not None:
            point = self._point_told(self.sheet)
            self.strip.show_sheet(self.sheet, point)
            self.tabs.show_point(self.sheet, point)

    def _point_told(self, sheet: Worksheet) -> int:
        """Return the point that result and tabs are about: the one looked at, or the last one begun."""
        begun = [one.number for one in sheet.sheet.evaluated if one.is_begun]
        if self.points.point in begun or not begun:
            return self.points.point
        return max((number for number in begun if number < self.points.point), default=begun[0])

    def _begin(self, *, waiting: bool) -> None:
        """Put the focus where work goes on."""
        if waiting:
            self.opening.procedure.editor.setFocus()
        else:
            self.points.go_to()

    def _tell(self) -> None:
        """Show what is asked for and what is next, with what is typed and not in the book."""
        if self.sheet is None:
            return
        bad = self.points.bad_cells()
        self.side.show_sheet(self.sheet, bad)
        self.head.show_sheet(self.sheet, next_step(self.sheet, self._desk.who, len(bad)), self._desk.who)
        self._offer_opening()

    def _offer_opening(self) -> None:
        if self.sheet is not None and self.sheet.sheet.job.state is State.RECEIVED:
            obstacle = self.opening.obstacle
            self.head.enable(possible=not obstacle, why=obstacle)

    def go_to(self, where: str) -> None:
        """Go to the part that ``where`` names: of a requirement, of a cell, or of a stage."""
        self._close_preview()
        if where.startswith("cell "):
            self.points.go_to(Spot(*(int(part) for part in where.split()[1:])))
        elif self.sheet is not None and self.sheet.sheet.job.state is State.RECEIVED:
            self.opening.procedure.editor.setFocus()
        elif where in ("readings", "measure"):
            self.points.go_to()
        elif where in ("mentor", "issue"):
            self.head.primary.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.tabs.go_to(where)

    def _take_step(self, move: Move) -> None:
        steps: dict[Move, Callable[[], None]] = {
            Move.OPEN: self._open,
            Move.COUNTERSIGN: self._countersign,
            Move.HAND_OVER: lambda: self._desk.run(HandOver(job=self.job)),
            Move.ACCEPT: lambda: self._desk.run(CheckJob(job=self.job, accepted=True)),
            Move.SIGN: self._sign,
            Move.READ: self._read,
        }
        self.refusal.clear()
        steps[move]()

    def _open(self) -> None:
        command = self.opening.command(self.job)
        if command is not None:
            self._desk.run(command, lambda _value: self.tabs.go_to("standard"))

    def _read(self) -> None:
        if self.sheet is not None and self.sheet.sheet.job.certificate:
            self.certificate_wanted.emit(self.sheet.sheet.job.certificate)

    def _countersign(self) -> None:
        sentence = self._text(
            mark("You stood beside the supervised readings of job {job}, and sign for them."), job=self.job
        )
        self._ask_password(sentence, Countersign.title, sign_supervised)

    def _sign(self) -> None:
        sentence = self._text(
            mark(
                "You authorise the certificate of job {job}. It is numbered, signed with your key and filed; "
                "what is issued is never changed."
            ),
            job=self.job,
        )
        self._ask_password(sentence, CommitCertificate.title, partial(issue, text=Text(LANGUAGE)))

    def _ask_password(self, sentence: str, title: str, deed: Callable[..., object]) -> None:
        """Have the person sign, and do ``deed`` on the writer's thread with the password."""
        dialog = SigningDialog(self._look, self._text, sentence, self)
        job = self.job

        def send(password: str) -> None:
            errand = Errand(
                title=title,
                tables=SHOWS,
                then=lambda _value: dialog.finish(),
                refused=lambda error: dialog.refuse(error.shown(self._text)),
            )
            self._desk.work(errand, lambda book, who: deed(book, who, job, password))

        dialog.signed.connect(send)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._dialog_gone)
        self.dialog = dialog
        dialog.open()

    def _dialog_gone(self) -> None:
        self.dialog = None
        self.head.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_return(self) -> None:
        question = Question(
            self._text(mark("What has to be mended?")), self._text(mark("Return")), self._text(mark("Remark"))
        )
        self._ask_reason(question, self._returned)

    def _returned(self, remark: str) -> CheckJob | ReturnFromSigning:
        """Return the command that sends the job back from where it stands."""
        shown = self.sheet
        if shown is not None and shown.sheet.job.state is State.SIGNING:
            return ReturnFromSigning(job=self.job, remark=remark)
        return CheckJob(job=self.job, accepted=False, remark=remark)

    def _ask_exception(self) -> None:
        question = Question(
            self._text(mark("Why may this job go without a second person?")),
            self._text(mark("Grant exception")),
            self._text(mark("Reason of the exception")),
        )
        self._ask_reason(question, lambda reason: ExcuseSecondPerson(job=self.job, reason=reason))

    def _ask_reason(
        self, question: Question, command: Callable[[str], CheckJob | ReturnFromSigning | ExcuseSecondPerson]
    ) -> None:
        self._answer = lambda words: self._desk.run(command(words))
        self.question.show()
        self.question.ask(question)

    def _answered(self, words: str) -> None:
        answer = self._answer
        self._drop_question()
        if answer is not None:
            answer(words)

    def _drop_question(self) -> None:
        self._answer = None
        self.question.hide()

    def _name_mentor(self, name: str) -> None:
        self._desk.run(NameMentor(job=self.job, mentor=PersonName(name)))

    def show_preview(self) -> None:
        """Show the certificate as it would be issued now, page by page."""
        question = partial(preview, job=self.job, who=self._desk.who, text=Text(LANGUAGE))
        self._desk.ask(self.pages, question, self._show_draft)

    def _show_draft(self, pdf: bytes) -> None:
        self.pages.show_pages(pages_of(pdf, PREVIEW))
        self.stack.setCurrentIndex(DRAFT)
        self.pages.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_preview(self) -> bool:
        if self.stack.currentIndex() != DRAFT:
            return False
        self.stack.setCurrentIndex(WORK)
        self.points.go_to()
        return True

    def _escape(self) -> None:
        """Close what is open above the worksheet; else go back to the list."""
        if not self._close_preview():
            self.left.emit()

    def _refuse(self, error: LabCalError) -> None:
        """Show a refusal in place, where there is no window around with its own message bar."""
        if not isinstance(self.window(), QMainWindow):
            self.refusal.say(Shown.FAIL, error.shown(self._text))

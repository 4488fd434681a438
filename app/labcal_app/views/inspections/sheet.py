"""One verification as a short path: identify, examine, measure, decide, document."""

from __future__ import annotations

from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout

from labcal.domain.job import HistoryLine
from labcal.domain.person import Level
from labcal.domain.verification import TESTS, VerificationNumber, VerificationState, WeighingTest
from labcal.errors import LabCalError
from labcal.services.verification_documents import CommitDocument, issue_document
from labcal.services.verification_sheet import VerificationSheet, verification_history, verification_sheet
from labcal.services.verifications import NoteAdjustment
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.desk import Desk, Errand
from labcal_app.models.history import COLUMNS, Event, events
from labcal_app.models.table import TableModel
from labcal_app.theme.look import Look
from labcal_app.views.files import FileDialogs
from labcal_app.views.inspections.decide import DecidePanel
from labcal_app.views.inspections.document import DocumentPanel
from labcal_app.views.inspections.examine import ExaminePanel
from labcal_app.views.inspections.identify import IdentifyPanel
from labcal_app.views.inspections.measure import MeasurePanel
from labcal_app.views.signing import SigningDialog
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button, IconButton
from labcal_app.widgets.checklist import Checklist, Requirement
from labcal_app.widgets.labels import IconLabel, Panel, Short, hairline
from labcal_app.widgets.notice import Question, ReasonBar
from labcal_app.widgets.page_head import RecordHead
from labcal_app.widgets.stages import StageLine, StagePath
from labcal_app.widgets.table import Table

SHOWS = frozenset(
    {
        "verification", "verification_reading", "verification_finding", "verification_standard", "seal",
        "certificate", "standard", "standard_certificate", "authorisation", "item_status",
    }
)  # fmt: skip
IDENTIFY, EXAMINE, MEASURE, DECIDE, DOCUMENT, HISTORY = range(6)
STEPS = (mark("Identify"), mark("Examine"), mark("Measure"), mark("Decide"), mark("Document"))
PANEL = 232
MET = {True: State.PASS, False: State.FAIL, None: State.WAITING}


class VerificationPage(Panel):
    """The sheet; it asks anew whenever a command touched what it shows.

    Signals:
        left: Back to the list.
        certificate_wanted: The number of a document to be opened.
        shown: The number of the verification that has just been drawn.
    """

    left = Signal()
    certificate_wanted = Signal(str)
    shown = Signal(str)

    def __init__(self, look: Look, text: Text, desk: Desk, dialogs: FileDialogs | None = None) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk = look, text, desk
        self.number = VerificationNumber("")
        self.sheet: VerificationSheet | None = None
        self.dialog: SigningDialog | None = None
        self.head = RecordHead(look)
        self.back = IconButton(look, "back", text(mark("Back to the list")))
        self.facts = Short(look, "", "small", "text2")
        self.log = Button(look, text(mark("History")), "history")
        self.next = Button(look, text(mark("Next")), "next", "primary")
        self.question = ReasonBar(look, text)
        self.refusal = Banner(look, text, closable=True)
        self.path = StagePath(look, text(mark("Steps of the verification")))
        self.checklist = Checklist(look, text, text(mark("Ready to decide?")))
        self.identify = IdentifyPanel(look, text, desk)
        self.examine = ExaminePanel(look, text, desk)
        self.measure = MeasurePanel(look, text, desk)
        self.decide = DecidePanel(look, text, desk)
        self.document = DocumentPanel(look, text, desk, dialogs)
        self.events = TableModel[Event](text, COLUMNS, lambda event: event.entry, self)
        self.history = Table(look, text, self.events, text(mark("History")))
        self.stack = QStackedWidget()
        self._lay_out()
        self._wire()

    def show_verification(self, number: VerificationNumber) -> None:
        """Show the verification ``number``, at the step where work goes on."""
        if number != self.number:
            self.sheet = None
            self.question.hide()
            self.refusal.clear()
        self.number = number
        self._ask()

    def go(self, step: int) -> None:
        """Go to a step, with the keyboard where work goes on there."""
        self.stack.setCurrentIndex(step)
        self._tell()
        begin = {
            IDENTIFY: self.identify.begin,
            EXAMINE: self.examine.begin,
            MEASURE: self.measure.begin,
            DECIDE: self.decide.begin,
        }
        if step in begin:
            begin[step]()
        elif step == HISTORY:
            question = partial(verification_history, number=self.number)
            self._desk.ask(self.history, question, self._show_history)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        ):
            self.next.click()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.head.lead(self.back)
        self.head.facts.addWidget(IconLabel(self._look, "users", "text2", 14))
        self.head.facts.addWidget(self.facts)
        self.head.facts.addStretch(1)
        self.head.add(self.log)
        self.head.add(self.next)
        side = Panel("side")
        side.setFixedWidth(PANEL)
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 1, 0)
        left.setSpacing(0)
        left.addWidget(self.path)
        left.addWidget(hairline())
        left.addWidget(self.checklist, 1)
        panels = (self.identify, self.examine, self.measure, self.decide, self.document, self.history)
        for panel in panels:
            self.stack.addWidget(panel)
        notices = QVBoxLayout()
        notices.setContentsMargins(20, 0, self._look.space("l"), 0)
        for notice in (self.question, self.refusal):
            notice.hide()
            notices.addWidget(notice)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(side)
        body.addWidget(self.stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(notices)
        whole.addLayout(body, 1)

    def _wire(self) -> None:
        self._desk.changed.connect(self._reload)
        self._desk.refused.connect(self._refuse)
        self.back.clicked.connect(self.left)
        self.log.clicked.connect(lambda: self.go(HISTORY))
        self.next.clicked.connect(lambda: self.go(min(self.stack.currentIndex() + 1, DOCUMENT)))
        self.path.chosen.connect(self.go)
        self.checklist.chosen.connect(self._go_to)
        self.decide.adjusted.connect(self._ask_adjustment)
        self.question.given.connect(self._adjust)
        self.question.dropped.connect(self.question.hide)
        self.document.sign_wanted.connect(self._sign)
        self.document.certificate_wanted.connect(self.certificate_wanted)

    def _reload(self, tables: frozenset[str]) -> None:
        if self.number and tables & SHOWS:
            self._ask()

    def _ask(self) -> None:
        question = partial(verification_sheet, number=self.number, who=self._desk.who)
        self._desk.ask(self, question, self._show)

    def _show(self, sheet: VerificationSheet) -> None:
        before = self.sheet
        self.sheet = sheet
        records, signs = Level.RECORDS in sheet.rights, Level.SIGNS in sheet.rights
        for panel in (self.identify, self.examine, self.measure, self.decide):
            panel.show_sheet(sheet, opened=records)
        self.document.show_sheet(sheet, signs=signs)
        self._tell()
        state = sheet.verification.state
        if before is None or before.verification.state is not state:
            self.go(self._step(sheet) if before is None or state is not VerificationState.OPEN else DECIDE)
        self.shown.emit(self.number)

    def _step(self, sheet: VerificationSheet) -> int:
        """Return the step where work goes on."""
        if sheet.verification.state is not VerificationState.OPEN:
            return DOCUMENT
        steps = [one.step for one in sheet.missing]
        if not steps:
            return DECIDE
        return {"identify": IDENTIFY, "examine": EXAMINE}.get(steps[0], MEASURE)

    def _tell(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        known, text = sheet.verification, self._text
        item = known.instrument
        self.head.title.setText(known.number)
        grade = text(mark("{item}, class {grade}"), item=item.name, grade=known.told.grade)
        self.head.name.setText(f"{grade}, Max {known.told.maximum}, e = {known.told.interval}")
        serial = text(mark("SN {serial}"), serial=item.serial) if item.serial else ""
        parts = (known.customer.party.name, known.told.premises, serial)
        self.facts.setText("  ·  ".join(part for part in parts if part))
        self.path.show_stages([StageLine(text(name)) for name in STEPS], self._reached(sheet))
        self.checklist.show_requirements(self._requirements(sheet))
        self.next.setVisible(self.stack.currentIndex() < DECIDE)

    def _reached(self, sheet: VerificationSheet) -> int:
        if sheet.verification.state is VerificationState.ISSUED:
            return DOCUMENT + 1
        return min(self._step(sheet), DOCUMENT)

    def _requirements(self, sheet: VerificationSheet) -> list[Requirement]:
        """Return what a decision stands on, each with the step that it belongs to."""
        text, known = self._text, sheet.verification
        missing = {one.step: one.says for one in sheet.missing}
        kit = missing.get("identify")
        found = [
            Requirement(
                "identify",
                State.WAITING if kit else State.PASS,
                text(kit) if kit else text(mark("Kit in date")),
                "3.7.1",
            )
        ]
        examined = missing.get("examine")
        fails = any(one.answer.value == "fails" for one in known.findings)
        state = State.FAIL if fails else State.WAITING if examined else State.PASS
        said = text(examined) if examined else text(mark("Visual examination"))
        found.append(Requirement("examine", state, said, "7.1"))
        for test in sheet.tests:
            told = text(mark("{label}: {value}"), label=text(TESTS[test.test]), value=text(test.says))
            found.append(Requirement(test.test.value, MET[test.passed], told, test.clause.split(";")[0]))
        return found

    def _go_to(self, where: str) -> None:
        if where in ("identify", "examine"):
            self.go(IDENTIFY if where == "identify" else EXAMINE)
            return
        self.stack.setCurrentIndex(MEASURE)
        self._tell()
        self.measure.begin(WeighingTest(where))

    def _ask_adjustment(self) -> None:
        self.question.show()
        self.question.ask(
            Question(
                self._text(mark("What was adjusted or repaired?")),
                self._text(mark("Test again")),
                self._text(mark("Adjustment")),
            )
        )

    def _adjust(self, words: str) -> None:
        self.question.hide()
        command = NoteAdjustment(verification=self.number, adjustment=words)
        self._desk.run(command, lambda _value: self.go(MEASURE))

    def _sign(self, language: str) -> None:
        sentence = self._text(
            mark(
                "You issue the document of verification {number}. It is numbered, signed with your key and "
                "filed; what is issued is never changed."
            ),
            number=self.number,
        )
        dialog, number = SigningDialog(self._look, self._text, sentence, self), self.number

        def send(password: str) -> None:
            errand = Errand(
                title=CommitDocument.title,
                tables=SHOWS,
                then=lambda _value: dialog.finish(),
                refused=lambda error: dialog.refuse(error.shown(self._text)),
            )
            deed = partial(issue_document, verification=number, password=password, text=Text(language))
            self._desk.work(errand, deed)

        dialog.signed.connect(send)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._dialog_gone)
        self.dialog = dialog
        dialog.open()

    def _dialog_gone(self) -> None:
        self.dialog = None

    def _show_history(self, told: tuple[list[HistoryLine], ZoneInfo]) -> None:
        lines, zone = told
        self.events.show_lines(events(lines, zone, self._text))

    def _refuse(self, error: LabCalError) -> None:
        """Show a refusal in place, where there is no window around with its own message bar."""
        if not isinstance(self.window(), QMainWindow):
            self.refusal.say(State.FAIL, error.shown(self._text))

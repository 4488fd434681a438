"""People: who they are, what each may do and how long still, as a list and as a matrix."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from labcal.domain.person import PersonLine, PersonName
from labcal.services.accounts import Unlock, attempts_of
from labcal.services.books import Book
from labcal.services.due import LeaveDue, Register, Standing, register
from labcal.services.enrolment import enrol, open_account
from labcal.services.keys import Secrets, make_signing_key
from labcal.services.people import AddPerson, Authorise, Leave, Suspend
from labcal.services.personal import Anonymise, Details, KeepDetails, anonymise, details, shown_name
from labcal.services.roles import GiveRole, TakeRole, all_roles
from labcal.text import Text, mark
from labcal_app.cells import Chip, Kind, State, TwoLines
from labcal_app.desk import Desk, Errand
from labcal_app.forms.beside import Form, SideStack
from labcal_app.models.table import Column, TableModel
from labcal_app.theme.look import Look
from labcal_app.views.matrix import MatrixView
from labcal_app.views.people_forms import AccountForm, AuthoriseForm, KeyForm, PersonForm
from labcal_app.views.people_rights import AnonymiseDialog, DetailsForm, RolesForm
from labcal_app.views.person import PersonSide
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.labels import Panel
from labcal_app.widgets.page_head import PageHead
from labcal_app.widgets.table import Table
from labcal_app.widgets.tabs import Tabs

SHOWS = frozenset({"person", "person_role", "account", "authorisation", "signing_key", "procedure"})
LIST, MATRIX = 0, 1


def columns(text: Text) -> tuple[Column[PersonLine], ...]:
    """Return the columns of the list."""

    def chip(has: bool) -> Chip:
        if has:
            return Chip(State.PASS, text(mark("yes")))
        return Chip(State.NONE, text(mark("none")))

    def roles(line: PersonLine) -> str:
        return ", ".join(text(role.title) for role in line.roles)

    def post(line: PersonLine) -> str:
        return text(mark("left {day}"), day=line.left) if line.left else text(mark("in post"))

    return (
        Column[PersonLine](
            title=mark("Person"),
            value=lambda line: TwoLines(shown_name(line.name, text), line.role),
            kind=Kind.TWO_LINES,
            grows=True,
        ),
        Column[PersonLine](title=mark("Roles"), value=roles, width=190, tone="text2"),
        Column[PersonLine](title=mark("In post"), value=post, width=130, tone="text2"),
        Column[PersonLine](
            title=mark("Account"), value=lambda line: chip(line.account), kind=Kind.CHIP, width=100
        ),
        Column[PersonLine](
            title=mark("Signing key"), value=lambda line: chip(line.signing_key), kind=Kind.CHIP, width=110
        ),
    )


class PeoplePage(Panel):
    """List and matrix; beside them the chosen person, or a form."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        super().__init__("surface")
        self._look, self._text, self._desk = look, text, desk
        self._register: Register | None = None
        self._wanted = ""
        self.over = QStackedWidget()
        self.head = PageHead(look, text(mark("People")))
        self.filter = self.head.add_filter(text(mark("Filter: name, role")))
        self.add = Button(look, text(mark("Add person")), "new")
        self.authorise = Button(look, text(mark("Authorise")), "shield-check", "primary")
        self.model = TableModel[PersonLine](text, columns(text), lambda line: line.name, self)
        self.table = Table(look, text, self.model, text(mark("People"))).sortable()
        self.matrix = MatrixView(look, text)
        self.person = PersonSide(look, text)
        self.forms = SideStack(self.person)
        self.person_form, self.account_form = PersonForm(look, text), AccountForm(look, text)
        self.authorise_form, self.key_form = AuthoriseForm(look, text), KeyForm(look, text)
        self.roles_form, self.details_form = RolesForm(look, text), DetailsForm(look, text)
        self.tabs = Tabs(look)
        self._lay_out()
        self._wire()
        desk.changed.connect(self._changed)
        self._changed(SHOWS)

    def want(self, name: str) -> None:
        """Choose the person called ``name``."""
        self.open_person(name)

    def cover(self, page: QWidget) -> None:
        """Show ``page``, the whole of one person, in the place of the list."""
        if self.over.indexOf(page) < 0:
            self.over.addWidget(page)
        self.over.setCurrentWidget(page)

    def uncover(self) -> None:
        """Show the list again."""
        self.over.setCurrentIndex(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_person(self, name: str) -> None:
        """Choose a person, now or as soon as the list knows them."""
        self.filter.clear()
        self._wanted = "" if self.table.choose(name) else name

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _lay_out(self) -> None:
        self.tabs.add(self._text(mark("List")), self.table)
        self.tabs.add(self._text(mark("Matrix")), self.matrix)
        for button in (self.add, self.authorise):
            self.head.add(button)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.tabs, 1)
        row.addWidget(self.forms)
        front = Panel("surface")
        column = QVBoxLayout(front)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(row, 1)
        self.over.addWidget(front)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.over)
        self.setFocusProxy(self.table)

    def _wire(self) -> None:
        self.filter.textChanged.connect(self.model.filter)
        self.filter.textChanged.connect(self.matrix.filter)
        self.filter.asked_down.connect(self.table.setFocus)
        self.tabs.bar.chosen.connect(lambda _place: self._fit())
        self.forms.currentChanged.connect(lambda _place: self._fit())
        self.table.chosen.connect(lambda key: self._show(str(key) if key else "", None))
        self.matrix.chosen.connect(self._show)
        self.add.clicked.connect(lambda: self.forms.open(self.person_form))
        self.authorise.clicked.connect(self._begin_authorising)
        self.person.account.clicked.connect(partial(self._open, self.account_form))
        self.person.key.clicked.connect(partial(self._open, self.key_form))
        self.person.leaves.clicked.connect(self._leave)
        self.person.suspended.connect(self._suspend)
        self.person.roles.clicked.connect(self._open_roles)
        self.person.details.clicked.connect(self._ask_details)
        self.person.anonymise.clicked.connect(self._ask_to_anonymise)
        self.person.unlocked.connect(
            lambda: self._desk.run(Unlock(person=self._chosen), self._look_at_attempts)
        )
        for form, then in (
            (self.person_form, self._add),
            (self.account_form, self._open_account),
            (self.authorise_form, self._authorise),
            (self.key_form, self._make_key),
            (self.roles_form, self._change_roles),
            (self.details_form, self._keep_details),
        ):
            form.submitted.connect(then)

    def _fit(self) -> None:
        """Give the matrix the whole width where there is little, as long as no form is open."""
        form = self.forms.currentIndex() > 0
        narrow = self.width() + self._look.size("nav") < self._look.tokens.wide
        self.forms.setVisible(form or self.tabs.bar.current == LIST or not narrow)
        for button in (self.add, self.authorise):
            button.setVisible(not form)

    def _changed(self, tables: frozenset[str]) -> None:
        if SHOWS & tables:
            self._desk.ask(self, register, self._take)

    def _take(self, found: Register) -> None:
        self._register = found
        self.model.show_lines(found.people)
        self.matrix.show_matrix(found.matrix)
        self.head.say(self._text(mark("People")), str(len(found.people)))
        self.authorise_form.offer([line.name for line in found.people if not line.left], found.procedures)
        if self._wanted and self.table.choose(self._wanted):
            self._wanted = ""
        if self.table.current is None and found.people:
            self.table.selectRow(0)
        self._show(self.person.name, None)

    def _show(self, name: str, chosen: LeaveDue | None) -> None:
        found = self._register
        line = next((line for line in found.people if line.name == name), None) if found else None
        if found is None or line is None:
            return
        self.person.show_person(line, [leave for leave in found.leaves if leave.line.person == name], chosen)
        self._look_at_attempts()

    @property
    def _chosen(self) -> PersonName:
        return PersonName(self.person.name)

    def _look_at_attempts(self, _none: object = None) -> None:
        question = partial(attempts_of, who=self._desk.who, person=self._chosen)
        self._desk.ask(self.person, question, self.person.show_attempts)

    def _open_roles(self) -> None:
        held = next((line.roles for line in self._lines() if line.name == self.person.name), ())
        self.roles_form.show_roles(held, all_roles())
        self._open(self.roles_form)

    def _change_roles(self) -> None:
        form = self.roles_form
        given, taken = form.give.value, form.take.value
        commands = [GiveRole(person=self._chosen, role=given)] if given else []
        later = [TakeRole(person=self._chosen, role=taken)] if taken else []
        self._run_in_turn([*commands, *later], form)

    def _run_in_turn(self, commands: list[GiveRole | TakeRole], form: Form) -> None:
        if not commands:
            self._done(form)
            return
        form.wait(waiting=True)
        first, *others = commands
        self._desk.run(first, lambda _none: self._run_in_turn(others, form), form.refuse)

    def _ask_details(self) -> None:
        question = partial(details, who=self._desk.who, person=self._chosen)
        self._desk.ask(self.details_form, question, self._show_details)

    def _show_details(self, found: Details) -> None:
        self.details_form.show_details(found)
        self.forms.open(self.details_form)

    def _keep_details(self) -> None:
        form = self.details_form
        kept = form.details()
        if kept is not None:
            form.wait(waiting=True)
            command = KeepDetails(person=self._chosen, personal=kept[0], seen=kept[1])
            self._desk.run(command, lambda _none: self._done(form), form.refuse)

    def _ask_to_anonymise(self) -> None:
        line = next((line for line in self._lines() if line.name == self.person.name), None)
        if line is None:
            return
        self.sure = AnonymiseDialog(self._look, self._text, line, self.window())
        self.sure.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.sure.agreed.connect(partial(self._anonymise, self.sure))
        self.sure.open()

    def _anonymise(self, dialog: AnonymiseDialog, why: str) -> None:
        def done(handle: str) -> None:
            self._wanted = handle
            dialog.accept()

        errand = Errand(
            title=Anonymise.title,
            then=done,
            refused=lambda error: dialog.refuse(error.shown(self._text)),
        )
        self._desk.work(errand, partial(anonymise, person=self._chosen, why=why))

    def _lines(self) -> tuple[PersonLine, ...]:
        return self._register.people if self._register is not None else ()

    def _open(self, form: Form) -> None:
        form.say(form.title.text(), self.person.name)
        self.forms.open(form)

    def _begin_authorising(self) -> None:
        if self._register is not None:
            self.authorise_form.propose(self.person.name, self._register.today)
        self.forms.open(self.authorise_form)

    def _add(self) -> None:
        form = self.person_form
        new = form.newcomer()
        if new is None:
            return
        command = AddPerson(person=new.name, role=new.role, roles=new.roles)
        self._wanted = new.name
        if not new.password:
            form.wait(waiting=True)
            self._desk.run(command, lambda _none: self._done(form), form.refuse)
            return
        self._send(
            form,
            Errand(title=AddPerson.title, tables=frozenset({"person", "account"})),
            partial(enrol, person=command, password=new.password),
        )

    def _open_account(self) -> None:
        password = self.account_form.password()
        if password is not None:
            function = partial(open_account, person=PersonName(self.person.name), password=password)
            self._send(self.account_form, Errand(title=mark("Open account")), function)

    def _make_key(self) -> None:
        form = self.key_form
        secrets = Secrets(password=form.password.value, passphrase=form.passphrase.value)
        function = partial(make_signing_key, signatory=PersonName(self.person.name), secrets=secrets)
        self._send(form, Errand(title=mark("Make signing key")), function)

    def _authorise(self) -> None:
        form = self.authorise_form
        leave = form.leave()
        if leave is None:
            return
        form.wait(waiting=True)
        command = Authorise(person=PersonName(form.person.value), leave=leave)
        self._wanted = command.person
        self._desk.run(command, lambda _none: self._done(form), form.refuse)

    def _suspend(self, leave: LeaveDue) -> None:
        if leave.standing is not Standing.SUSPENDED:
            self._desk.run(Suspend(key=leave.line.key, seen=leave.line.version))

    def _leave(self) -> None:
        self._desk.run(Leave(person=PersonName(self.person.name)))

    def _send(self, form: Form, errand: Errand, function: Callable[[Book, PersonName], Any]) -> None:
        form.wait(waiting=True)
        told = Errand(
            title=errand.title,
            tables=errand.tables,
            then=lambda _none: self._done(form),
            refused=form.refuse,
        )
        self._desk.work(told, function)

    def _done(self, form: Form) -> None:
        form.clear()
        self.forms.back()
        self.table.setFocus()

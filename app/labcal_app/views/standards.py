"""Reference standards: how long their certificates serve, and the forms to add and certify them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QWidget

from labcal.domain.instrument import StandardCertificate, StandardLine
from labcal.domain.quantity import decimal_of
from labcal.errors import LabCalError
from labcal.services.due import StandardDue, Standing
from labcal.services.lists import STANDINGS, standard_page
from labcal.services.standards import AddStandard, CertifyStandard, SuspendStandard
from labcal.text import Text, mark
from labcal_app.cells import Kind, TwoLines
from labcal_app.dates import shown_date
from labcal_app.desk import Desk
from labcal_app.figures import with_own_sign
from labcal_app.forms.beside import Beside, Form, SideStack, quantity_check
from labcal_app.models.paged import PagedModel, PagedSource
from labcal_app.models.table import Column
from labcal_app.spans import standard_chip
from labcal_app.theme.look import Look
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.chip import ChipLabel
from labcal_app.widgets.date_field import DateField
from labcal_app.widgets.facts import Facts
from labcal_app.widgets.fields import Hint, LineField
from labcal_app.widgets.list_page import ListPage, ListWords
from labcal_app.widgets.narrow import shown_choices
from labcal_app.widgets.quantity import QuantityField

CLAUSE = "ISO/IEC 17025:2017, 6.4.13"
TRACEABILITY = "ISO/IEC 17025:2017, 6.5"
USUAL_FACTOR = "2"

STANDARDS = PagedSource[StandardDue](
    question=standard_page,
    shows=frozenset({"standard", "standard_certificate"}),
    key=lambda one: one.line.number,
)


def columns(text: Text) -> tuple[Column[StandardDue], ...]:
    """Return the columns of the list."""
    return (
        Column[StandardDue](
            title=mark("Number"),
            value=lambda one: one.line.number,
            kind=Kind.STRONG,
            width=80,
            order="number",
        ),
        Column[StandardDue](
            title=mark("Standard"),
            value=lambda one: TwoLines(one.line.name, _joined(one.line.identification, one.line.grade)),
            kind=Kind.TWO_LINES,
            grows=True,
            order="item",
        ),
        Column[StandardDue](
            title=mark("Value and uncertainty"),
            value=lambda one: TwoLines(*_figures(one.line, text)),
            kind=Kind.TWO_LINES,
            width=150,
        ),
        Column[StandardDue](
            title=mark("Certificate"),
            value=lambda one: TwoLines(one.line.certificate, one.line.laboratory),
            kind=Kind.TWO_LINES,
            width=190,
        ),
        Column[StandardDue](
            title=mark("Due"),
            value=lambda one: standard_chip(one, text),
            kind=Kind.CHIP,
            width=132,
            order="due",
        ),
    )


def _figures(line: StandardLine, text: Text) -> tuple[str, str]:
    """Return value and expanded uncertainty of a standard; both are empty without a certificate."""
    expanded = f"± {line.expanded}" if line.expanded else ""
    return with_own_sign(line.value, text), with_own_sign(expanded, text)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


class CertificateFields:
    """The fields of a standard's certificate, put into a form."""

    def __init__(self, look: Look, text: Text, form: Form) -> None:
        self._text, self._form = text, form
        self.number = form.field(
            LineField(look, Hint(text(mark("Certificate no.")), clause=TRACEABILITY)), needed=True
        )
        issuer = Hint(text(mark("Issued by")), text(mark("The laboratory that calibrated it.")), TRACEABILITY)
        self.laboratory = form.field(LineField(look, issuer), needed=True)
        self.calibrated = DateField(look, Hint(text(mark("Calibrated on")), clause=CLAUSE), text)
        last = text(mark("Last day on which it is used on the strength of this certificate."))
        self.due = DateField(look, Hint(text(mark("Due on")), last, CLAUSE), text)
        form.pair(self.calibrated, self.due)
        valued = Hint(
            text(mark("Conventional value")), text(mark("As the certificate prints it, with unit."))
        )
        example = Hint(valued.label, valued.help, placeholder=with_own_sign("10 000.005 g", text))
        self.value = form.field(QuantityField(look, example, check=quantity_check(text)), needed=True)
        spread = quantity_check(text, half_width=True)
        told = Hint(text(mark("Expanded uncertainty U")), placeholder="45 mg")
        self.expanded = QuantityField(look, told, check=spread)
        self.factor = LineField(look, Hint(text(mark("k of U"))), USUAL_FACTOR)
        form.pair(self.expanded, self.factor)
        why = text(mark("Half of the interval within which the value may have drifted since; may be empty."))
        self.drift = form.field(
            QuantityField(look, Hint(text(mark("Drift, ±")), why, placeholder="15 mg"), check=spread)
        )

    def certificate(self) -> StandardCertificate | None:
        """Return what was filled in; None where a field is refused, with its sentence beside it."""
        form, missing = self._form, self._text(mark("This is missing."))
        value = form.quantity(self.value)
        expanded = form.quantity(self.expanded, half_width=True)
        drift = form.quantity(self.drift, half_width=True)
        factor, days = self._factor(), [self._day(field) for field in (self.calibrated, self.due)]
        if not self.expanded.value:
            self.expanded.refuse(missing)
        wrong = next((field for field in form.fields if field.refused), None)
        if wrong is not None or value is None or expanded is None or factor is None:
            form.go(wrong or self.value)
            return None
        calibrated, due = days
        if calibrated is None or due is None:
            return None
        return StandardCertificate(
            number=self.number.value,
            laboratory=self.laboratory.value,
            calibrated_on=calibrated,
            due_on=due,
            value=value,
            expanded=expanded,
            coverage_factor=factor,
            drift=drift,
        )

    def _day(self, field: DateField) -> date | None:
        if not field.value:
            field.refuse(self._text(mark("This is missing.")))
        elif field.day is None:
            field.refuse(self._text(mark("“{typed}” is not a date."), typed=field.value))
        return field.day

    def _factor(self) -> Decimal | None:
        try:
            return decimal_of(self.factor.value.replace(",", "."))
        except LabCalError as error:
            self.factor.refuse(error.shown(self._text))
            return None


class AddForm(Form):
    """A new standard with its first certificate."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text, text(mark("Add standard")), text(mark("Add standard")))
        self.name = self.field(
            LineField(look, Hint(text(mark("Name")), placeholder=text(mark("Weight 10 kg")))), needed=True
        )
        self.identification = LineField(look, Hint(text(mark("Identification")), clause=CLAUSE))
        self.grade = LineField(look, Hint(text(mark("Class")), placeholder="F2"))
        self.pair(self.identification, self.grade, needed=True)
        self.section(text(mark("Its certificate")))
        self.certificate = CertificateFields(look, text, self)


class CertifyForm(Form):
    """A new certificate of a known standard."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text, text(mark("New certificate")), text(mark("Add certificate")))
        self.certificate = CertificateFields(look, text, self)


class StandardsPage(ListPage):
    """The list; beside it the facts of the chosen one, or a form."""

    def __init__(self, look: Look, text: Text, desk: Desk) -> None:
        model = PagedModel[StandardDue](text, columns(text), STANDARDS, desk)
        words = ListWords(
            title=text(mark("Standards")),
            filter=text(mark("Filter: name, identification, certificate")),
            empty=text(mark("No reference standard yet.")),
            empty_more=text(mark("Every result is traced to one: enter it with its certificate.")),
            empty_action=text(mark("Add standard")),
            icon="standards",
        )
        super().__init__(look, text, model, words)
        model.setParent(self)
        self._look, self._told, self._desk = look, text, desk
        self.add = Button(look, text(mark("Add standard")), "new", "primary")
        self.head.add(self.add)
        self.chip, self.facts = ChipLabel(look), Facts(look, label_width=104)
        self.certify = Button(look, text(mark("New certificate")), "file-badge")
        self.suspend = Button(look, text(mark("Suspend")), "stopped")
        self.beside = self._beside()
        self.forms = SideStack(self.beside)
        self.add_form, self.certify_form = AddForm(look, text), CertifyForm(look, text)
        self.side.addWidget(self.forms)
        self._wire()
        self.narrow_by("standing", text(mark("State")), shown_choices(STANDINGS, text))
        model.read_from(desk)

    def open_standard(self, number: str) -> None:
        """Choose the standard ``number``."""
        self.want(number)

    def _beside(self) -> Beside:
        beside = Beside(self._look)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.chip)
        row.addStretch(1)
        beside.add(holder)
        beside.add(self.facts)
        beside.foot.addWidget(self.certify)
        beside.foot.addWidget(self.suspend)
        beside.foot.addStretch(1)
        beside.foot_panel.show()
        return beside

    def _wire(self) -> None:
        for signal in (self.add.clicked, self.empty.started):
            signal.connect(self._begin)
        self.certify.clicked.connect(lambda: self.forms.open(self.certify_form))
        self.suspend.clicked.connect(self._suspend)
        self.add_form.submitted.connect(self._add)
        self.certify_form.submitted.connect(self._certify)
        self.forms.currentChanged.connect(lambda place: self.add.setVisible(place == 0))
        self.table.chosen.connect(self._chosen)
        self.model.arrived.connect(self._arrived)
        self.begin_with_first()

    def _begin(self) -> None:
        self.forms.show()
        self.forms.open(self.add_form)

    def _arrived(self) -> None:
        self._chosen(self.table.current_key)

    def _chosen(self, _key: object) -> None:
        one = self.table.current
        self.forms.setVisible(isinstance(one, StandardDue) or self.forms.currentIndex() > 0)
        if not isinstance(one, StandardDue):
            return
        line, chip = one.line, standard_chip(one, self._told)
        self.beside.say(line.name, _joined(line.identification, line.grade))
        self.certify_form.say(self._told(mark("New certificate")), f"{line.number} · {line.name}")
        self.chip.show_state(chip.state, chip.word)
        self.facts.show_facts(self._facts(line))
        suspended = one.standing is Standing.SUSPENDED
        self.suspend.rename(self._told(mark("Reinstate") if suspended else mark("Suspend")))

    def _facts(self, line: StandardLine) -> list[tuple[str, str]]:
        told = (
            (mark("Number"), line.number),
            *zip((mark("Value"), mark("Uncertainty")), _figures(line, self._told), strict=True),
            (mark("Certificate"), line.certificate),
            (mark("Issued by"), line.laboratory),
            (mark("Calibrated"), _shown(line.calibrated_on, self._told)),
            (mark("Due"), _shown(line.due_on, self._told)),
        )
        return [(self._told(label), value or "—") for label, value in told]

    def _add(self) -> None:
        form, told = self.add_form, self.add_form.certificate.certificate()
        if told is None:
            return
        command = AddStandard(
            name=form.name.value,
            identification=form.identification.value,
            grade=form.grade.value,
            certificate=told,
        )
        form.wait(waiting=True)
        self._desk.run(command, self._added, form.refuse)

    def _added(self, number: str) -> None:
        self._done(self.add_form)
        self.want(number)

    def _certify(self) -> None:
        form, line, told = self.certify_form, self.table.current, self.certify_form.certificate.certificate()
        if told is None or not isinstance(line, StandardDue):
            return
        form.wait(waiting=True)
        command = CertifyStandard(standard=line.line.number, certificate=told)
        self._desk.run(command, lambda _none: self._done(form), form.refuse)

    def _done(self, form: AddForm | CertifyForm) -> None:
        form.clear()
        form.certificate.factor.set_value(USUAL_FACTOR)
        self.forms.back()
        self.table.setFocus()

    def _suspend(self) -> None:
        one = self.table.current
        if isinstance(one, StandardDue):
            wanted = one.standing is not Standing.SUSPENDED
            number, seen = one.line.number, one.line.version
            self._desk.run(SuspendStandard(standard=number, suspended=wanted, seen=seen))


def _shown(day: date | None, text: Text) -> str:
    return "" if day is None else shown_date(day, text)

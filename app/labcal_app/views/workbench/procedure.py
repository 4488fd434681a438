"""Use in a procedure: what a budget does not say is asked for, then a version waits for approval."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from labcal.domain.conformity import RULES
from labcal.domain.procedure import ConformityRule, Origin, Procedure
from labcal.domain.quantity import QuantityValue
from labcal.errors import LabCalError
from labcal.services.methods import ReviseProcedure, WriteProcedure
from labcal.services.plans import NAME, SCHEMES, Basis, Plan, basis, procedure_text
from labcal.services.sheet import parsed
from labcal.text import Text, mark
from labcal_app.cells import State
from labcal_app.desk import Desk
from labcal_app.forms.beside import Form, quantity_check
from labcal_app.theme.look import Look
from labcal_app.views.workbench.bench import Bench
from labcal_app.views.workbench.procedure_fields import OriginFields, RoomFields
from labcal_app.widgets.banner import Banner
from labcal_app.widgets.buttons import Button
from labcal_app.widgets.fields import ChoiceField, Hint, LineField, WordsField
from labcal_app.widgets.quantity import QuantityField

NEW, NONE = "new", "none"
USUAL_CYCLES = "3"
METHOD = "ISO/IEC 17025:2017, 7.2.1"


class ProcedureForm(Form):
    """The form; its button has the version wait for somebody else's approval.

    Signals:
        written: The text of the procedure, wanted as a file.
    """

    written = Signal(str)

    def __init__(self, look: Look, text: Text, desk: Desk, bench: Bench) -> None:
        super().__init__(look, text, text(mark("Use in a procedure")), text(mark("Submit for approval")))
        self._desk, self._bench = desk, bench
        self._basis = Basis((), (), ())
        self._into_file = False
        self._about = ("", "")
        self.banner = Banner(look, text)
        self.add(self.banner)
        self._make_names(look)
        self._make_range(look)
        self.section(text(mark("Where each input comes from")))
        self.origins = OriginFields(look, text)
        self.add(self.origins)
        self._make_readings(look)
        self.section(text(mark("Limits of the room")))
        self.room = RoomFields(look, text, self)
        self._make_conformity(look)
        self._make_reason(look)
        self.save = Button(look, text(mark("Save as a file")), "export")
        self.foot.insertWidget(1, self.save)
        self._wire()

    def take(self) -> None:
        """Ask for what the budget on the bench needs, and for what the book knows."""
        draft = self._bench.draft
        self.banner.clear()
        self.origins.ask_for(draft.inputs)
        output = draft.outputs[0]
        unit = output.report_unit or output.unit
        if (draft.title, output.unit) != self._about:
            self._about = draft.title, output.unit
            self.title_field.set_value(draft.title)
            self.result.set_value(output.name)
            self.uncertainty_unit.set_value(output.unit)
        for field in (self.lowest, self.highest, self.nominal):
            field.set_unit(unit)
        self._show_needed()
        self._desk.ask(self, partial(basis, language=self._text.language), self._offer)

    def _make_names(self, look: Look) -> None:
        text = self._text
        self.version_of = self.field(
            ChoiceField(
                look,
                Hint(
                    text(
                        mark("As a version of"),
                    )
                ),
            )
        )
        self.version_of.offer([(NEW, text(mark("a new procedure")))])
        self.version_of.set_value(NEW)
        told = text(mark("Kind and name in small letters; certificates and authorisations name it so."))
        name = Hint(text(mark("Kind and name")), told, METHOD, "mass/substitution")
        self.name = self.field(LineField(look, name), needed=True)
        self.title_field = self.field(LineField(look, Hint(text(mark("Title")))), needed=True)
        self.result = self.field(
            LineField(
                look, Hint(text(mark("What is certified")), placeholder=text(mark("Conventional mass")))
            ),
            needed=True,
        )

    def _make_range(self, look: Look) -> None:
        text = self._text
        self.section(text(mark("Range")))
        check = quantity_check(text)
        self.lowest = QuantityField(look, Hint(text(mark("Nominal value from"))), check=check)
        self.highest = QuantityField(look, Hint(text(mark("to"))), check=check)
        self.pair(self.lowest, self.highest, needed=True)
        self._needed.append(self.highest)
        told = text(mark("For which this budget was made; parts of the nominal value are reckoned from it."))
        self.nominal = QuantityField(look, Hint(text(mark("Nominal value of the budget")), told), check=check)
        self.field(self.nominal)
        self.uncertainty_unit = self.field(LineField(look, Hint(text(mark("Unit of U")))), needed=True)

    def _make_readings(self, look: Look) -> None:
        text = self._text
        self.section(text(mark("Readings")))
        self.scheme = self.field(ChoiceField(look, Hint(text(mark("Scheme")))))
        self.scheme.offer([(name, name) for name in SCHEMES])
        self.scheme.set_value(next(iter(SCHEMES)))
        self.cycles = LineField(look, Hint(text(mark("Cycles planned"))), USUAL_CYCLES)
        self.least = LineField(look, Hint(text(mark("at least"))), USUAL_CYCLES)
        self.pair(self.cycles, self.least, needed=True)
        self._needed.append(self.least)
        told = text(mark("By how much of the nominal value a suitable standard differs at most."))
        within = Hint(text(mark("Standard within")), told, "ISO/IEC 17025:2017, 6.4.5", "100 ppm")
        self.within = self.field(QuantityField(look, within, check=quantity_check(text, "1")))

    def _make_conformity(self, look: Look) -> None:
        text = self._text
        self.section(text(mark("Conformity")))
        self.limits = self.field(ChoiceField(look, Hint(text(mark("Limits")))))
        self.limits.offer([(NONE, text(mark("none")))])
        self.limits.set_value(NONE)
        rules = [(name, f"{name} · {rule.source}") for name, rule in RULES.items()]
        self.rule = self.field(
            ChoiceField(look, Hint(text(mark("Decision rule")), clause="ISO/IEC 17025:2017, 7.8.6.1"), rules)
        )
        self.rule.set_value("simple")

    def _make_reason(self, look: Look) -> None:
        text = self._text
        self.section(text(mark("Version")))
        told = text(mark("Why the procedure, or this version of it, was made."))
        self.reason = self.field(WordsField(look, Hint(text(mark("Reason")), told, METHOD), 2), needed=True)

    def _wire(self) -> None:
        self.submitted.connect(self._hand_over)
        self.save.clicked.connect(self._save)
        self.version_of.changed.connect(self._begin_with)
        self.origins.changed.connect(self._show_needed)
        self.limits.changed.connect(lambda _name: self._show_needed())
        self._bench.changed.connect(self._follow_bench)

    def _follow_bench(self) -> None:
        if self.isVisible():
            self.origins.ask_for(self._bench.draft.inputs)

    def _show_needed(self) -> None:
        """Show the fields that what was chosen needs."""
        origins = self.origins.origins.values()
        self.nominal.setVisible(Origin.NOMINAL in origins)
        self.within.setVisible(Origin.STANDARD in origins)
        self.rule.setVisible(self.limits.value != NONE)

    def _offer(self, found: Basis) -> None:
        self._basis = found
        text = self._text
        told = mark("{title}, version {version}")
        known = [(one.name, text(told, title=one.title, version=one.version)) for one in found.known]
        self.version_of.offer([(NEW, text(mark("a new procedure"))), *known])
        self.limits.offer([(NONE, text(mark("none"))), *found.limits])

    def _begin_with(self, name: str) -> None:
        """Show what the newest version of a procedure says."""
        known = next((one for one in self._basis.known if one.name == name), None)
        self.name.setEnabled(known is None)
        if known is None:
            self.name.set_value("")
            return
        procedure = parsed(known.body)
        words = procedure.words
        self.title_field.set_value(known.title)
        self.result.set_value(words.result if words else self.result.value)
        self.name.set_value(known.name)
        self._follow(procedure)

    def _follow(self, procedure: Procedure) -> None:
        shown = (
            (self.lowest, str(procedure.lowest)),
            (self.highest, str(procedure.highest)),
            (self.uncertainty_unit, procedure.uncertainty_unit),
            (self.cycles, str(procedure.readings.cycles)),
            (self.least, str(procedure.readings.least_cycles)),
            (self.within, str(procedure.standard_within) if procedure.standard_within else ""),
        )
        for field, value in shown:
            field.set_value(value)
        if procedure.readings.scheme in SCHEMES:
            self.scheme.set_value(procedure.readings.scheme)
        rule = procedure.conformity
        self.limits.set_value(rule.limits if rule else NONE)
        self.rule.set_value(rule.rule if rule else "simple")
        self.room.follow(procedure)
        self.origins.follow(procedure)

    def _plan(self) -> Plan | None:
        """Return what was filled in; None where a field is refused, with its sentence beside it."""
        lowest, highest = self.quantity(self.lowest), self.quantity(self.highest)
        nominal = self._shown_quantity(self.nominal)
        within = self._shown_quantity(self.within)
        cycles, least, room = self._whole(self.cycles), self._whole(self.least), self.room.limits()
        if not NAME.fullmatch(self.name.value):
            self.name.refuse(self._text(mark("Write it as mass/substitution, in small letters.")))
        wrong = next((field for field in self.fields if field.isVisibleTo(self) and field.refused), None)
        if wrong is not None or lowest is None or highest is None or room is None:
            self.go(wrong or self.lowest)
            return None
        rule = ConformityRule(limits=self.limits.value, rule=self.rule.value)
        return Plan(
            id=self.name.value,
            version=self._basis.next_version(self.name.value),
            title=self.title_field.value,
            result=self.result.value,
            reason=self.reason.value,
            lowest=lowest,
            highest=highest,
            nominal=nominal,
            uncertainty_unit=self.uncertainty_unit.value,
            origins=self.origins.origins,
            scheme=self.scheme.value,
            cycles=cycles,
            least_cycles=least,
            within=within,
            room=room,
            conformity=None if self.limits.value == NONE else rule,
        )

    def _shown_quantity(self, field: QuantityField) -> QuantityValue | None:
        return self.quantity(field) if field.isVisibleTo(self) else None

    def _whole(self, field: LineField) -> int:
        words = field.value
        if words.isascii() and words.isdigit() and int(words) > 0:
            return int(words)
        field.refuse(self._text(mark("Write a whole number above 0.")))
        return 1

    def _text_of_it(self) -> str:
        """Return the text of the procedure; empty where something is refused, and said."""
        plan = self._plan()
        if plan is None:
            return ""
        try:
            return procedure_text(self._bench.draft, plan, self._text)
        except LabCalError as error:
            self.refuse(error)
            return ""

    def _hand_over(self) -> None:
        body = self._text_of_it()
        if body and self._into_file:
            self.written.emit(body)
        elif body:
            self.wait(waiting=True)
            is_new = self._basis.next_version(self.name.value) == 1
            command = WriteProcedure if is_new else ReviseProcedure
            written = command(body=body, reason=self.reason.value)
            self._desk.run(written, self._written, self.refuse)

    def _written(self, name: str) -> None:
        self.wait(waiting=False)
        version = self._basis.next_version(name)
        told = mark("Version {version} of {procedure} waits in the library for approval.")
        self.banner.say(State.PASS, self._text(told, version=version, procedure=name))
        self.area.verticalScrollBar().setValue(0)
        self._desk.ask(self, partial(basis, language=self._text.language), self._offer)

    def _save(self) -> None:
        self._into_file = True
        self.submit()
        self._into_file = False

"""What the editor of a procedure asks for, as data: sections, their fields, and the tables of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from labcal.catalog.component_cells import STATED
from labcal.text import mark

NONE: Mapping[str, str] = {}


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A field, or a column of a table of rows.

    Attributes:
        name: In the draft, such as "result.model".
        label: Marked words above it.
        help: Marked sentence that says what is wanted.
        example: What the empty field shows.
        choices: Of a closed list: each word of the file with its marked words.
        lines: How many lines of words it takes; 0 for a single line.
        wide: Whether the field takes the whole width.
        width: Of a column, in px; 0 for the one that grows.
        clause: Of the standard that asks for it.
    """

    name: str
    label: str
    help: str = ""
    example: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    lines: int = 0
    wide: bool = False
    width: int = 120
    clause: str = ""


@dataclass(frozen=True, kw_only=True)
class Rows:
    """A table of rows."""

    name: str
    title: str
    columns: tuple[Ask, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """A tab of the editor: fields first, then tables of rows."""

    title: str
    fields: tuple[Ask, ...] = ()
    rows: tuple[Rows, ...] = ()


METHOD = "ISO/IEC 17025:2017, 7.2.1"
ORIGINS = {
    "readings": mark("readings"),
    "standard": mark("standard's certificate"),
    "drift": mark("drift of the standard"),
    "room": mark("room"),
    "nominal": mark("nominal value"),
    "constant": mark("constant"),
}
HOWS = {
    "mean": mark("mean, s/√n"),
    "value": mark("mean alone"),
    "half-width": mark("± its size"),
    "span": mark("± half the span"),
    "correction": mark("correction"),
}
OBJECTS = {
    "standard": mark("standard"),
    "item": mark("item"),
    "zero": mark("zero"),
    "auxiliary": mark("auxiliary"),
    "nominal": mark("nominal value"),
}
SHARES = {"cycle": mark("cycle"), "point": mark("point")}
DIRECTIONS = {"up": mark("up"), "down": mark("down")}
FAMILY = {
    "normal": mark("normal"),
    "t": mark("t"),
    "rectangular": mark("rectangular"),
    "triangular": mark("triangular"),
    "arcsine": mark("arcsine"),
    "trapezoidal": mark("trapezoidal"),
    "curvilinear-trapezoid": mark("curvilinear trapezoid"),
    "resolution": mark("resolution"),
    "exponential": mark("exponential"),
    "gamma": mark("gamma"),
    "lognormal": mark("lognormal"),
}
STATED_AS = (mark("as a quantity"), mark("as a part of the nominal value"), mark("by a formula"))
SIZES = dict(zip(STATED, STATED_AS, strict=True))
ROUNDINGS = {"nearest": mark("to nearest"), "ea": mark("up above 5 %"), "up": mark("always up")}
REPORTS = {"value": mark("a value"), "error": mark("an error of the item")}
DOF_RULES = {"interpolate": mark("between whole numbers"), "truncate": mark("cut to a whole number")}
FACTOR_RULES = {
    "t": mark("t at the effective degrees of freedom"),
    "convolved": mark("true quantile"),
    "ea-rectangular": mark("one rectangular dominates"),
    "ea-trapezoid": mark("two rectangular dominate"),
}
YES = {"yes": mark("our own"), "": mark("published")}

FIRST_NAME = Ask(name="words_name", label=mark("In English"), width=170)
SECOND_NAME = Ask(name="translation_name", label=mark("In French"), width=170)

ABOUT = Section(
    title=mark("About"),
    fields=(
        Ask(
            name="id", label=mark("Kind and name"), example="length/dial-gauge", clause=METHOD,
            help=mark("Kind and name in small letters; certificates and authorisations name it so."),
        ),
        Ask(name="quantity", label=mark("Quantity"), example="length", help=mark("What is measured.")),
        Ask(name="range.lowest", label=mark("Nominal value from"), example="0 mm"),
        Ask(name="range.highest", label=mark("Nominal value to"), example="10 mm"),
        Ask(name="words.title", label=mark("Title in English"), wide=True),
        Ask(name="translation.title", label=mark("Title in French"), wide=True),
        Ask(name="words.purpose", label=mark("Purpose in English"), lines=2, wide=True),
        Ask(name="translation.purpose", label=mark("Purpose in French"), lines=2, wide=True),
        Ask(
            name="references", label=mark("Documents it follows"), wide=True, example="DKD-R 4-3; VDI 2618",
            help=mark("Published methods and standards, separated by semicolons."), clause=METHOD,
        ),
        Ask(name="source", label=mark("Where its figures come from"), wide=True),
        Ask(
            name="confidence", label=mark("How sure they are"), wide=True,
            help=mark("What was compared with the document, and what was not."),
        ),
        Ask(name="comment", label=mark("What a reader should know"), lines=2, wide=True),
    ),
)  # fmt: skip
MODEL = Section(
    title=mark("Model"),
    fields=(
        Ask(name="result.symbol", label=mark("Symbol of the result"), example="E"),
        Ask(name="words.result", label=mark("What is certified, in English"), example="Error of indication"),
        Ask(name="translation.result", label=mark("What is certified, in French")),
        Ask(name="result.reports", label=mark("The result is"), choices=REPORTS),
        Ask(
            name="result.model", label=mark("Model"), wide=True, example="x - x_N + dx",
            help=mark("A formula in the symbols of the inputs: + - * / ^ ( ) sqrt exp log sin cos …"),
            clause="JCGM 100:2008, 4.1",
        ),
        Ask(name="result.unit", label=mark("Unit of the budget"), example="um"),
        Ask(name="result.value_unit", label=mark("Unit of the value"), example="mm"),
        Ask(name="result.uncertainty_unit", label=mark("Unit of U"), example="um"),
        Ask(name="result.greatest", label=mark("Greatest U allowed"), example="5 um"),
        Ask(name="coverage.k", label=mark("Coverage factor k"), example="2"),
        Ask(name="coverage.probability", label=mark("or coverage probability"), example="0.9545"),
        Ask(name="coverage.factor_rule", label=mark("k from"), choices=FACTOR_RULES),
        Ask(name="coverage.dof_rule", label=mark("Degrees of freedom"), choices=DOF_RULES),
        Ask(name="result.digits", label=mark("Digits of U"), example="2"),
        Ask(name="result.rounding", label=mark("U is rounded"), choices=ROUNDINGS),
    ),
    rows=(
        Rows(
            name="derived",
            title=mark("Derived quantities: a formula that stands for its symbol in the model"),
            columns=(
                Ask(name="symbol", label=mark("Symbol"), width=110),
                Ask(name="unit", label=mark("Unit"), width=110),
                Ask(name="expression", label=mark("Formula"), width=0,
                    help=mark("In the symbols of inputs, and of what was derived above.")),
            ),
        ),
    ),
)  # fmt: skip
INPUTS = Section(
    title=mark("Inputs"),
    rows=(
        Rows(
            name="input",
            title=mark("Inputs of the model"),
            columns=(
                Ask(name="symbol", label=mark("Symbol"), width=90),
                FIRST_NAME,
                Ask(name="unit", label=mark("Unit"), width=70),
                Ask(name="origin", label=mark("Comes from"), choices=ORIGINS, width=150),
                Ask(name="what", label=mark("Value, formula or room"), width=0,
                    help=mark(
                        "Of readings: a formula in the symbols of the columns. Of a constant: its value. "
                        "Of the room: the name of the influence quantity."
                    )),
                Ask(name="how", label=mark("Taken as"), choices=HOWS, width=110),
                SECOND_NAME,
                Ask(name="standard", label=mark("Part of the standard"), width=130,
                    help=mark("Of several standards of a job: which, such as “reference meter”.")),
                Ask(name="simultaneous", label=mark("Together with"), width=100,
                    help=mark("A name: the readings of the inputs that bear it were taken together.")),
                Ask(name="pooled_standard", label=mark("Pooled s"), width=90,
                    help=mark("Standard deviation of one reading, known from earlier work.")),
                Ask(name="pooled_dof", label=mark("νₚ"), width=50),
                Ask(name="pooled_greatest_ratio", label=mark("s/sₚ up to"), width=80,
                    help=mark("Above this ratio of observed to pooled deviation a person is warned.")),
            ),
        ),
        Rows(
            name="component",
            title=mark("Components of their uncertainty"),
            columns=(
                Ask(name="input", label=mark("Input"), width=90),
                Ask(name="name", label=mark("Comes from"), width=170),
                Ask(name="distribution", label=mark("Distribution"), choices=FAMILY, width=130),
                Ask(name="size", label=mark("Size"), width=0,
                    help=mark(
                        "Half-width, step, standard or, with k, expanded uncertainty; or a formula in the "
                        "symbols of inputs and columns and in “nominal”."
                    )),
                Ask(name="stated", label=mark("Stated"), choices=SIZES, width=150,
                    help=mark("Left empty, a quantity is taken as such and anything else as a formula.")),
                Ask(name="k", label="k", width=60, help=mark("Factor, or probability such as 95 %.")),
                Ask(name="shape", label=mark("Shape"), width=80,
                    help=mark("Top of a trapezoid over its base, or the uncertainty of a half-width.")),
                Ask(name="dof", label=mark("νᵢ"), width=60),
            ),
        ),
    ),
)  # fmt: skip
READINGS = Section(
    title=mark("Readings"),
    fields=(
        Ask(name="readings.scheme", label=mark("Scheme"), example="direct"),
        Ask(name="readings.unit", label=mark("Unit of a bare number"), example="mm"),
        Ask(name="readings.cycles", label=mark("Cycles planned"), example="3"),
        Ask(name="readings.least_cycles", label=mark("at least"), example="3"),
        Ask(name="points.nominal", label=mark("Points"), wide=True, example="0 mm; 2 mm; 5 mm; 10 mm",
            help=mark("Nominal values, separated by semicolons; left empty, the nominal value of the item.")),
        Ask(name="points.parts", label=mark("or parts of the nominal value"), example="0; 0.5; 1"),
        Ask(name="points.most", label=mark("or as the job asks, up to"), example="10"),
        Ask(name="item.acclimatisation", label=mark("Item acclimatised for"), example="4 h",
            help=mark("How long an item stands in the room before it is measured.")),
        Ask(name="standard.within", label=mark("Standard within"), example="100 ppm",
            help=mark("By how much of the nominal value a suitable standard differs at most.")),
    ),
    rows=(
        Rows(
            name="column",
            title=mark("Columns of readings"),
            columns=(
                Ask(name="symbol", label=mark("Symbol"), width=90),
                FIRST_NAME,
                SECOND_NAME,
                Ask(name="object", label=mark("On"), choices=OBJECTS, width=110),
                Ask(name="unit", label=mark("Unit"), width=80),
                Ask(name="per", label=mark("Once a"), choices=SHARES, width=90),
                Ask(name="default", label=mark("Empty cell is"), width=110),
                Ask(name="direction", label=mark("Gone through"), choices=DIRECTIONS, width=0),
            ),
        ),
    ),
)  # fmt: skip
ROOM = Section(
    title=mark("Limits"),
    fields=(
        Ask(name="conformity.limits", label=mark("Limits"), choices=NONE, wide=True),
        Ask(name="conformity.rule", label=mark("Decision rule"), choices=NONE, wide=True,
            clause="ISO/IEC 17025:2017, 7.8.6.1"),
    ),
    rows=(
        Rows(
            name="room",
            title=mark("Limits of the room"),
            columns=(
                Ask(name="name", label=mark("Influence quantity"), width=150,
                    help=mark("Such as temperature, relative humidity, pressure.")),
                FIRST_NAME,
                SECOND_NAME,
                Ask(name="unit", label=mark("Unit"), width=70),
                Ask(name="lowest", label=mark("Lowest"), width=80),
                Ask(name="highest", label=mark("Highest"), width=80),
                Ask(name="confidence", label=mark("Where they come from"), width=0),
            ),
        ),
    ),
)  # fmt: skip
CHECKS = Section(
    title=mark("Checks"),
    fields=(
        Ask(name="fit.degree", label=mark("Polynomial through the points, degree"), example="1"),
        Ask(name="fit.unit", label=mark("its x in"), example="mm"),
    ),
    rows=(
        Rows(
            name="check",
            title=mark("Checks: a quantity of the point that is warned of"),
            columns=(
                Ask(name="name", label=mark("Name"), width=130),
                FIRST_NAME,
                SECOND_NAME,
                Ask(name="expression", label=mark("Formula"), width=0),
                Ask(name="unit", label=mark("Unit"), width=70),
                Ask(name="greatest", label=mark("Greatest"), width=90),
            ),
        ),
        Rows(
            name="coefficient",
            title=mark("What is reported of the polynomial"),
            columns=(
                Ask(name="symbol", label=mark("Symbol"), width=110),
                Ask(name="unit", label=mark("Unit"), width=110),
                Ask(name="model", label=mark("Formula in a0, a1 …"), width=0),
            ),
        ),
    ),
)  # fmt: skip
EXAMPLE = Section(
    title=mark("Example"),
    fields=(
        Ask(name="example.title", label=mark("Title of the example"), wide=True),
        Ask(name="example.source", label=mark("Source of the example"), wide=True),
        Ask(name="example.own", label=mark("The example is"), choices=YES),
        Ask(name="example.confidence", label=mark("How sure its figures are"), example="high"),
        Ask(name="example.item.grade", label=mark("Class of the item")),
        Ask(name="example.standard.value", label=mark("Value of the standard")),
        Ask(name="example.standard.expanded", label=mark("its U")),
        Ask(name="example.standard.k", label=mark("its k")),
        Ask(name="example.standard.drift", label=mark("its drift ±")),
    ),
    rows=(
        Rows(
            name="reading",
            title=mark("Readings: a row for each cycle, a nominal value where a point begins"),
            columns=(
                Ask(name="nominal", label=mark("Nominal value"), width=140),
                Ask(name="cells", label=mark("Readings, separated by semicolons"), width=0,
                    help=mark("In the order of the columns; nothing between semicolons is an empty cell.")),
            ),
        ),
        Rows(
            name="expected",
            title=mark("What is expected"),
            columns=(
                Ask(name="point", label=mark("Point"), width=60),
                Ask(name="name", label=mark("Figure"), width=180,
                    help=mark(
                        "value, standard uncertainty, expanded uncertainty, coverage factor, mean difference."
                    )),
                Ask(name="printed", label=mark("As printed"), width=120),
                Ask(name="tolerance", label=mark("Tolerance ±"), width=120),
                Ask(name="differs", label=mark("Why it differs"), width=0),
            ),
        ),
        Rows(
            name="certified",
            title=mark("Further values of the standard"),
            columns=(
                Ask(name="nominal", label=mark("Nominal value"), width=120),
                Ask(name="value", label=mark("Value"), width=0),
                Ask(name="expanded", label=mark("U"), width=120),
                Ask(name="k", label="k", width=60),
                Ask(name="drift", label=mark("Drift, ±"), width=120),
            ),
        ),
        Rows(
            name="read",
            title=mark("Read in the room"),
            columns=(
                Ask(name="name", label=mark("Influence quantity"), width=170),
                Ask(name="value", label=mark("Value"), width=0),
            ),
        ),
    ),
)  # fmt: skip
SECTIONS = (ABOUT, MODEL, INPUTS, READINGS, ROOM, CHECKS, EXAMPLE)


def labels() -> dict[tuple[str, str], str]:
    """Return the marked words of each field (table "") and of each column of a table of rows."""
    found = {("", ask.name): ask.label for section in SECTIONS for ask in section.fields}
    for section in SECTIONS:
        for rows in section.rows:
            found |= {(rows.name, ask.name): ask.label for ask in rows.columns}
    return found

"""The model of a measurement as a frozen tree, read by our own parser: nothing is ever executed as code."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from labcal.domain import units
from labcal.domain.dimension import Dimension
from labcal.errors.models import (
    ArgumentCountError,
    MissingOperatorError,
    ModelEndError,
    ModelSyntaxError,
    ModelTooDeepError,
    ModelTooLongError,
    UnknownFunctionError,
    UnknownSymbolError,
)

DEEPEST = 100
"""Levels of brackets, signs and powers that are read."""

LONGEST = 20_000
"""Characters that are read."""

LONGEST_NUMBER = 60
"""Characters of the longest number that is read."""

FURTHEST = 200
"""Powers of ten, up and down, within which a constant lies."""

ALIASES = {"arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctan2": "atan2"}

ONE = [
    "sqrt",
    "exp",
    "log",
    "log10",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "sinh",
    "cosh",
    "tanh",
    "abs",
]
ARGUMENTS = dict.fromkeys(ONE, (1, 1)) | {"atan2": (2, 2), "min": (2, LONGEST), "max": (2, LONGEST)}
"""Least and greatest number of arguments of what may be called."""

BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 4}
NEGATION = 3
NAMES = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "^": "power"}

SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹"
UNIT_NAME = rf"(?:°C|[°℃%‰]|[^\W\d_{SUPER}]+)"
UNIT_POWER = rf"(?:\s*(?:\^|\*\*)\s*[-−]?[0-9]+|[⁻{SUPER}]+|[0-9]+)?"
FIRST_UNIT = re.compile(rf"\s*(?P<name>{UNIT_NAME}){UNIT_POWER}(?![\w(])")
FURTHER_UNIT = re.compile(rf"\s*[*/·]\s*(?P<name>{UNIT_NAME}){UNIT_POWER}(?![\w(])")
TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<name>[^\W\d{SUPER}][^\W{SUPER}]*)|(?P<sign>\*\*|[-+*/^(),−·×]))"
)
NAMED = re.compile(rf"(?<![\w.])[^\W\d{SUPER}][^\W{SUPER}]*")
"""A symbol, the name of a function or of a unit."""
SIGNS = {"**": "^", "−": "-", "·": "*", "×": "*"}


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, or a number with a unit, in the coherent SI unit; ``start`` and ``end`` are its place."""

    value: float
    dimension: Dimension
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Symbol:
    """An input of the model."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Operation:
    """A function of other nodes: add, subtract, multiply, divide, power, negate, or one that is called."""

    function: str
    arguments: tuple[Node, ...]
    start: int
    end: int


Node = Constant | Symbol | Operation


@dataclass(frozen=True, slots=True)
class Expression:
    """A model, read.

    Attributes:
        source: Its text.
        root: Its tree.
    """

    source: str
    root: Node

    def place(self, node: Node) -> str:
        """Return the part of the text that ``node`` was read from."""
        return self.source[node.start : node.end]


def parse(source: str, symbols: frozenset[str]) -> Expression:
    """Read a model.

    Args:
        source: Its text, such as "l_s + d - l_s*(dalpha*theta + alpha_s*dtheta)".
        symbols: The symbols of its inputs; no other names are allowed but ``pi``.

    Raises:
        ModelSyntaxError: The text does not follow the grammar (a subclass says why and where).
        UnknownUnitError: A number is followed by a name that is no unit.
    """
    text = unicodedata.normalize("NFC", source)
    if len(text) > LONGEST:
        raise ModelTooLongError(length=len(text), limit=LONGEST)
    parser = _Parser(text, symbols)
    root = parser.expression(0, 0)
    parser.expect_end()
    return Expression(text, root)


def replaced(source: str, symbol: str, formula: str) -> str:
    """Return a model with a formula in brackets in the place of each ``symbol``.

    Args:
        source: The model.
        symbol: Neither a unit, nor anything that may be called.
        formula: Another model.
    """
    parts: list[str] = []
    position = 0
    for found in NAMED.finditer(source):
        if found[0] == symbol:
            parts += [source[position : found.start()], f"({formula})"]
            position = found.end()
    return "".join([*parts, source[position:]])


class _Parser:
    """A Pratt parser over one text."""

    def __init__(self, text: str, symbols: frozenset[str]) -> None:
        self._text = text
        self._symbols = symbols
        self._position = 0

    def expression(self, least: int, depth: int) -> Node:
        """Read operands joined by signs that bind more strongly than ``least``."""
        if depth > DEEPEST:
            raise ModelTooDeepError(position=self._position + 1, limit=DEEPEST)
        left = self._operand(depth)
        while (sign := self._peek_sign()) in BINDING and BINDING[sign] > least:
            self._take()
            right = self.expression(BINDING[sign] - 1 if sign == "^" else BINDING[sign], depth + 1)
            left = Operation(NAMES[sign], (left, right), left.start, right.end)
        return left

    def expect_end(self) -> None:
        """Refuse anything that follows a whole expression."""
        if token := self._peek():
            raise ModelSyntaxError(sign=token[0].strip(), position=token.start() + 1)

    def _operand(self, depth: int) -> Node:
        token = self._take()
        start = token.end() - len(token[0].lstrip())
        if token["number"] is not None:
            return self._number(token["number"], start)
        if token["name"] is not None:
            return self._named(token["name"], start, depth)
        sign = SIGNS.get(token["sign"], token["sign"])
        if sign in "+-":
            operand = self.expression(NEGATION, depth + 1)
            return operand if sign == "+" else Operation("negate", (operand,), start, operand.end)
        if sign != "(":
            raise ModelSyntaxError(sign=token["sign"], position=start + 1)
        inner = self.expression(0, depth + 1)
        self._close()
        return _widened(inner, start, self._position)

    def _number(self, digits: str, start: int) -> Node:
        """Read a number, and the unit that may follow it."""
        begin = self._position
        if unit := FIRST_UNIT.match(self._text, begin):
            if not units.known(unit[0].strip()) and unit["name"] in self._symbols:
                raise MissingOperatorError(left=digits, right=unit["name"], position=begin + 1)
            self._position = unit.end()
            while (further := FURTHER_UNIT.match(self._text, self._position)) and self._is_unit(
                further["name"]
            ):
                self._position = further.end()
        unit_text = self._text[begin : self._position].strip()
        value = units.in_base(_bounded(digits, start), unit_text)
        return Constant(value, units.dimension(unit_text), start, self._position)

    def _is_unit(self, name: str) -> bool:
        return name not in self._symbols and units.known(name)

    def _named(self, name: str, start: int, depth: int) -> Node:
        if self._peek_sign() == "(" and (ALIASES.get(name, name) in ARGUMENTS or name not in self._symbols):
            return self._call(name, start, depth)
        if name in self._symbols:
            return Symbol(name, start, self._position)
        if name == "pi":
            return Constant(math.pi, Dimension(), start, self._position)
        raise UnknownSymbolError(symbol=name, position=start + 1)

    def _call(self, name: str, start: int, depth: int) -> Node:
        function = ALIASES.get(name, name)
        if function not in ARGUMENTS:
            raise UnknownFunctionError(function=name, position=start + 1)
        self._take()
        arguments = [self.expression(0, depth + 1)]
        while self._peek_sign() == ",":
            self._take()
            arguments.append(self.expression(0, depth + 1))
        self._close()
        least, greatest = ARGUMENTS[function]
        if not least <= len(arguments) <= greatest:
            place = self._text[start : self._position]
            wanted = str(least) if least == greatest else f"≥ {least}"
            raise ArgumentCountError(place=place, count=len(arguments), function=name, wanted=wanted)
        return Operation(function, tuple(arguments), start, self._position)

    def _close(self) -> None:
        token = self._take()
        if token["sign"] != ")":
            raise ModelSyntaxError(sign=token[0].strip(), position=token.end() - len(token[0].lstrip()) + 1)

    def _peek(self) -> re.Match[str] | None:
        if not self._text[self._position :].strip():
            return None
        token = TOKEN.match(self._text, self._position)
        if token is None:
            rest = self._text[self._position :]
            place = self._position + len(rest) - len(rest.lstrip())
            raise ModelSyntaxError(sign=self._text[place], position=place + 1)
        return token

    def _peek_sign(self) -> str:
        token = self._peek()
        return SIGNS.get(token["sign"], token["sign"]) if token and token["sign"] else ""

    def _take(self) -> re.Match[str]:
        token = self._peek()
        if token is None:
            raise ModelEndError
        self._position = token.end()
        return token


def _bounded(digits: str, start: int) -> Decimal:
    """Return the number, unless it is longer, larger or smaller than any constant of a model."""
    _, _, power = digits.lower().partition("e")
    if len(digits) <= LONGEST_NUMBER and len(power) <= len("+999"):
        number = Decimal(digits)
        if not number or abs(number.adjusted()) <= FURTHEST:
            return number
    raise ModelSyntaxError(sign=digits[:LONGEST_NUMBER], position=start + 1)


def _widened(node: Node, start: int, end: int) -> Node:
    """Return the node with its brackets counted to its place."""
    if isinstance(node, Constant):
        return Constant(node.value, node.dimension, start, end)
    if isinstance(node, Symbol):
        return Symbol(node.name, start, end)
    return Operation(node.function, node.arguments, start, end)

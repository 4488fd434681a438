"""Every sentence of the program is marked, is in each catalogue, and fills the same fields everywhere."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from labcal import errors, resources
from labcal.errors import LabCalError
from labcal.text import SOURCE, languages

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted(file for folder in ("src", "app") for file in (ROOT / folder).rglob("*.py"))
OTHERS = [language for language in languages() if language != SOURCE]
UNSPACED = re.compile(
    r"[^\s\u202f\u00a0(]»|[^\s\u202f\u00a0][;!?](?!\w)|«[^\u202f\u00a0]|[^\u202f\u00a0]:(?=\s|$)"
)


def marked(file: Path) -> set[str]:
    """Return the templates that ``file`` marks, as the extraction of ``make words`` sees them."""
    found = extract("python", BytesIO(file.read_bytes()), keywords={"mark": None})
    return {template for _line, template, _comments, _context in found if isinstance(template, str)}


def catalogue(language: str) -> Catalog:
    with resources.path("locale", language, "LC_MESSAGES", "labcal.po").open("rb") as file:
        return read_po(file, locale=language)


def fields(template: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(template) if name is not None}


def calls(file: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, ast.Call))


def name_of(call: ast.Call) -> str:
    """Return the last name of what is called: "mark" of mark(), "_text" of self._text()."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


@pytest.fixture(scope="module")
def templates() -> set[str]:
    return set().union(*(marked(file) for file in FILES))


@pytest.mark.parametrize("language", OTHERS)
def test_every_marked_sentence_is_translated(templates, language):
    told = {message.id: message.string for message in catalogue(language) if message.id}
    assert templates - told.keys() == set(), "make words brings the catalogue up to date"
    assert {template for template, words in told.items() if not words} == set()


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_holds_nothing_that_is_not_said(templates, language):
    catalogue_ = catalogue(language)
    assert {message.id for message in catalogue_ if message.id} - templates == set()
    assert not catalogue_.obsolete
    assert not [message.id for message in catalogue_ if message.id and message.fuzzy]


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_fills_the_same_fields(language):
    differing = {
        message.id: message.string
        for message in catalogue(language)
        if message.id and message.string and fields(message.id) != fields(message.string)
    }
    assert differing == {}


def test_french_is_set_as_french_is():
    """No-break spaces stand before the high signs and within guillemets; no typewriter's apostrophe."""
    told = [message.string for message in catalogue("fr") if message.id]
    assert [words for words in told if UNSPACED.search(words)] == []
    assert [words for words in told if re.search(r"\w'\w", words)] == []


def built(file: Path) -> list[str]:
    """Return where a template is put together before it is marked or said: no catalogue can hold it."""
    found, literals = [], set()
    for call in calls(file):
        first = call.args[0] if call.args else None
        literal = first.value if isinstance(first, ast.Constant) else None
        if name_of(call) == "mark" and isinstance(call.func, ast.Name):
            literals.add(literal)
            if not isinstance(literal, str) or len(call.args) != 1 or call.keywords:
                found.append(f"{file.relative_to(ROOT)}:{call.lineno}: marks no literal")
        elif name_of(call) in ("text", "_text", "phrase") and isinstance(first, ast.JoinedStr):
            found.append(f"{file.relative_to(ROOT)}:{call.lineno}: fills a template before it is translated")
    if unseen := literals - marked(file):
        found.append(f"{file.relative_to(ROOT)}: marks where the extraction sees nothing: {unseen}")
    return found


def test_what_is_marked_is_a_whole_literal():
    assert [line for file in FILES for line in built(file)] == []


def families(error: type[LabCalError]) -> Iterator[type[LabCalError]]:
    yield error
    for kind in error.__subclasses__():
        yield from families(kind)


def test_every_failure_says_a_marked_sentence(templates):
    for module in pkgutil.walk_packages(errors.__path__, f"{errors.__name__}."):
        importlib.import_module(module.name)
    for kind in families(LabCalError):
        if kind.__module__.startswith("labcal"):
            assert kind.template in templates, f"{kind.__name__} in {inspect.getfile(kind)}"

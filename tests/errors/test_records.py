"""What the book refuses, in another language than it was written in."""

import pytest

from labcal.errors.book import FullDiskError
from labcal.errors.jobs import NumberGoneError
from labcal.errors.records import KINDS, NotFoundError, NotUndoableError, StaleError, TakenError
from labcal.text import Text

SENTENCES = [
    (NotFoundError(kind="job", number="2026-0001"), "Introuvable\u202f: dossier 2026-0001."),
    (TakenError(kind="person", number="Ana"), "Existe déjà\u202f: personne Ana."),
    (
        NotUndoableError(entry=7, command="Issue certificate"),
        "L’entrée 7 (Émettre le certificat) ne peut pas être annulée.",
    ),
    (
        FullDiskError(path="a.labcal", command="Record reading"),
        "recommencez «\u202fEnregistrer une lecture\u202f».",
    ),
    (NumberGoneError(number="CAL-2026-0001", status="void"), "est déjà annulé\u202f"),
    (
        StaleError(
            kind="standard", number="S-0001", changed="suspended", person="Ana", command="Add standard"
        ),
        "étalon S-0001\u202f: modifié depuis que vous l’avez vu\u202f; Suspendue "
        "(en dernier par Ana, Ajouter un étalon).",
    ),
]


@pytest.mark.parametrize(("error", "sentence"), SENTENCES, ids=lambda value: type(value).__name__)
def test_the_words_within_a_sentence_are_translated_too(error, sentence):
    assert sentence in error.shown(Text("fr"))


def test_in_english_the_kinds_stand_as_they_are():
    assert [NotFoundError(kind=kind, number=1).shown(Text("en")) for kind in KINDS] == [
        f"There is no {kind} 1." for kind in KINDS
    ]

"""Every procedure that ships is written, and read back as the same, with its worked example."""

from dataclasses import replace

import pytest

from labcal.catalog.procedure_file import parse_procedure, parse_with_example
from labcal.catalog.procedure_writer import write_procedure
from labcal.catalog.procedures import all_procedures, example_of, load_example, load_words, words_of
from labcal.domain.procedure import Procedure


@pytest.mark.parametrize("procedure", all_procedures(), ids=lambda procedure: procedure.id)
def test_what_is_written_reads_back(procedure: Procedure) -> None:
    own = replace(procedure, words=load_words(procedure.id, "fr"), verified_by="Ana")
    if own.form == 1:
        own = replace(own, verified_by="")
        assert replace(parse_procedure(write_procedure(own).encode()), digest="") == replace(own, digest="")
        return
    own = replace(own, translation=load_words(procedure.id, "en"))
    body = write_procedure(own, load_example(own.id)).encode()
    again, example = parse_with_example(body)
    assert replace(again, digest="") == replace(own, digest="")
    assert example == example_of(body) == load_example(own.id)
    assert [words_of(again, language).language for language in ("fr", "en", "es")] == ["fr", "en", "fr"]

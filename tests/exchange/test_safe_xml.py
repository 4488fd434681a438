"""XML from outside is read without entities and network, and has one canonical form."""

from pathlib import Path

import pytest

from labcal.errors.exchange import NotADccError
from labcal.exchange.safe_xml import DCC, canonical, parse, words

EMPTY = f'<dcc:digitalCalibrationCertificate xmlns:dcc="{DCC}">%s</dcc:digitalCalibrationCertificate>'


def test_entities_and_document_types_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    for declared in (
        '<!DOCTYPE x [<!ENTITY e "y">]>',
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>',
        '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">',
    ):
        for inside in ("", "&e;"):
            with pytest.raises(NotADccError):
                parse((declared + EMPTY % inside).encode())


def test_a_tree_too_deep_is_refused() -> None:
    deep = "<dcc:a>" * 5000 + "</dcc:a>" * 5000
    with pytest.raises(NotADccError, match="well-formed"):
        parse((EMPTY % deep).encode())


def test_the_canonical_form_is_one() -> None:
    written = (EMPTY % '<dcc:a  b = "1"></dcc:a>').encode()
    assert canonical(parse(written)) == (EMPTY % '<dcc:a b="1"></dcc:a>').encode()


def test_words_of_what_is_not_there_are_empty() -> None:
    root = parse((EMPTY % "<dcc:a> x </dcc:a>").encode())
    assert words(root, "dcc:a") == "x"
    assert words(root, "dcc:b") == ""
    assert words(None) == ""

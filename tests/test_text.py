from pathlib import Path

from labcal.text import Text, languages, phrase

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: fr\\n"

msgid "{name} may not {work}."
msgstr "{name} n’est pas habilité à {work}."

msgid "sign"
msgstr "signer"

msgid "not yet translated"
msgstr ""
"""


def catalogue(folder: Path) -> Path:
    place = folder / "fr" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "labcal.po").write_text(PO, encoding="utf-8")
    return folder


def test_phrases_are_put_into_words_only_where_they_are_shown(tmp_path):
    told = phrase("{name} may not {work}.", name="Ana", work=phrase("sign"))
    assert str(told) == "Ana may not sign."
    assert Text("en")(told) == "Ana may not sign."
    assert Text("fr", catalogue(tmp_path))(told) == "Ana n’est pas habilité à signer."


def test_what_is_not_translated_stays_in_english(tmp_path):
    text = Text("fr", catalogue(tmp_path))
    assert text("not yet translated") == "not yet translated"
    assert text("never heard of") == "never heard of"
    assert languages(tmp_path) == ("en", "fr")

from labcal.domain.sentence import Sentence
from labcal.text import Text


def test_words_and_figures() -> None:
    sentence = Sentence(
        "{given} of {wanted} are {what}.", (("given", "1"), ("wanted", "3"), ("what", "complete"))
    )
    assert str(sentence) == "1 of 3 are complete."
    assert sentence.shown(Text("en")) == str(sentence)
    assert Sentence("Done.").shown(Text("en")) == "Done."

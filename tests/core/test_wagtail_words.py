"""Wagtail's screens speak Vietnamese where its own catalogue does not."""

from django.utils import translation

from network.core.wagtail_words import WORDS


def texts(language: str) -> list[str]:
    """Return the words in a language."""
    with translation.override(language):
        return [str(word) for word in WORDS]


def test_every_word_is_translated():
    pairs = zip(texts("en"), texts("vi"), strict=True)
    assert [english for english, vietnamese in pairs if english == vietnamese] == []

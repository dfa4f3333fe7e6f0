"""One word for one thing, on all screens: docs/glossary.md is kept."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

GLOSSARY = Path(settings.BASE_DIR) / "docs" / "glossary.md"


def rows() -> Iterator[tuple[str, list[str], list[str]]]:
    """Return (term, words for it, words not to be used) of the table."""
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 3 and cells[1] not in ("", "Tiếng Việt"):
            refused = [word.strip() for word in cells[2].split(",") if word.strip()]
            words = [word.strip().lower() for word in cells[1].split(";")]
            yield cells[0].lower(), words, refused


def messages() -> Iterator[tuple[str, str]]:
    """Return (English, Vietnamese) of all catalogues."""
    for folder in settings.LOCALE_PATHS:
        for path in sorted(Path(folder).glob("vi/LC_MESSAGES/*.po")):
            with path.open("rb") as source:
                for entry in read_po(source):
                    english = entry.id if isinstance(entry.id, str) else entry.id[0]
                    text = entry.string if isinstance(entry.string, str) else entry.string[0]
                    if english:
                        yield english, text


@pytest.fixture(scope="module")
def translations() -> list[tuple[str, str]]:
    return list(messages())


def test_a_message_that_is_a_term_has_its_word(translations):
    words = {term: allowed for term, allowed, _refused in rows()}
    assert len(words) > 100
    assert [
        (english, text, words[english.lower()])
        for english, text in translations
        if english.lower() in words and text.lower() not in words[english.lower()]
    ] == []


def test_no_message_uses_a_refused_word(translations):
    refused = [word for _term, _allowed, words in rows() for word in words]
    assert len(refused) > 20
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, refused))})(?!\w)", re.IGNORECASE)
    # What stands in a tag or a placeholder is a name for programs.
    plain = ((english, re.sub(r"<[^>]*>|%\(\w+\)s", "", text)) for english, text in translations)
    assert [(english, text) for english, text in plain if pattern.search(text)] == []

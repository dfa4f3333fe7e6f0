"""Pasted text of old fonts is pointed out with what it means."""

from network.moderation.hints import Content, ContentPart, HintCode
from network.moderation.hints.legacy_text import find_legacy_text_hints

GOOD = "Bà con cần mang theo căn cước khi đến bộ phận một cửa."
BAD = "Céng hßa x· héi chñ nghÜa ViÖt Nam"


def test_only_the_broken_line_is_shown_with_a_suggestion() -> None:
    content = Content(title="Tin", texts=(GOOD, f"{GOOD}\n{BAD}\n{GOOD}"))
    (hint,) = find_legacy_text_hints(content)
    assert (hint.code, hint.count) == (HintCode.LEGACY_ENCODING, 1)
    passage = hint.passages[0]
    assert (passage.part, passage.index, passage.snippet) == (ContentPart.TEXT, 1, BAD)
    assert passage.suggestion == "Cộng hòa xã hội chủ nghĩa Việt Nam"


def test_short_lines_of_a_broken_table_are_judged_together() -> None:
    (hint,) = find_legacy_text_hints(Content(texts=("Hä tªn\nQuª\nLíp\nTuæi",)))
    assert [passage.suggestion for passage in hint.passages] == ["Họ tên", "Quê Lớp Tuổi"]


def test_a_damaged_title_is_seen() -> None:
    (hint,) = find_legacy_text_hints(Content(title="Nghá»‹ Ä‘á»‹nh má»›i"))
    assert (hint.passages[0].part, hint.passages[0].suggestion) == (
        ContentPart.TITLE,
        "Nghị định mới",
    )


def test_sound_text_gives_no_hint() -> None:
    assert find_legacy_text_hints(Content(title=GOOD, texts=(GOOD, "Ñu nao pơ plơi"))) == []

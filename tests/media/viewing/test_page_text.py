"""Text that is not readable is never published; another language goes to a person."""

import pytest

from network.media.viewing.legibility import are_same, is_mostly_foreign, is_vietnamese
from network.media.viewing.page_text import (
    Fate,
    RecognisedPage,
    add_notes,
    must_be_read,
    settled,
)
from network.media.viewing.results import FileReading, NoteKind, ReadingPart

LAW = (
    "Căn cứ Luật Hòa giải ở cơ sở số 35/2013/QH13 ngày 20 tháng 6 năm 2013; UBND xã Ia Pa, "
    "HĐND và các thôn, làng chịu trách nhiệm thi hành Quyết định này."
)
ENGLISH = "Everyone has the right to recognition everywhere as a person before the law."
JRAI = "Amăng thun anai, ană plei pơla hrăm pơhra hăng mơnuih mơnam kơ tơlơi juăt phiăn."


def page(text: str, **fields: object) -> ReadingPart:
    return ReadingPart(text=text, html=f"<p>{text}</p>" if text else "", width=9, **fields)


def seen(text: str, *, trusted: bool = True, turned: int = 0) -> RecognisedPage:
    return RecognisedPage(page(text, confidence=95), trusted, is_blank=not text, turned=turned)


def scrambled(text: str) -> str:
    return text.translate(str.maketrans("aeiouhntcgộệảđ", "xqzkwpbmvytfsl"))


@pytest.mark.parametrize(
    "text",
    [
        LAW,
        "UBND XÃ IA PA",
        "Điều 1. Phạm vi: 12.500 đồng/người/ngày",
        "Xem tại https://a.example/x",
    ],
)
def test_vietnamese_is_taken_as_it_is(text):
    assert is_vietnamese(text)
    assert not must_be_read(page(text))


@pytest.mark.parametrize(
    "text",
    [
        *(scrambled(LAW), ENGLISH, JRAI, "2024 2025 2026 1.374 86,5", ""),
        "Can cu Luat Hoa giai o co so so 35/2013/QH13 cua Quoc hoi va quy dinh cua Chinh phu do",
        "\ue001\ue002\ue003 \ue004\ue005 \ue006",
        "C¨n cø LuËt Hßa gi¶i ë c¬ së",
    ],
)
def test_everything_else_is_compared_with_its_picture(text):
    assert must_be_read(page(text))


def test_text_that_agrees_with_the_picture_stays_exact():
    names = "Plei Rbai, Kon Sơ Lăl, Ia Drăng, Chư Prông, Rơ Châm H'Bluên, Ksor Phước"
    own = page(names)
    assert settled(own, seen(names.replace("Kon", "Kan"), trusted=False)) == own


def test_wrong_letters_give_way_to_what_the_picture_shows():
    part = settled(page(scrambled(LAW)), seen(LAW))
    assert (part.text, part.fate) == (LAW, Fate.REPLACED)


def test_wrong_letters_are_held_where_the_picture_cannot_be_read():
    part = settled(page(scrambled(LAW)), seen(LAW, trusted=False))
    assert (part.text, part.html, part.fate) == ("", "", Fate.UNREADABLE)
    assert part.draft == f"<p>{LAW}</p>"


def test_another_language_stays_and_goes_to_a_person():
    part = settled(page(JRAI), seen(JRAI.replace("ơ", "o").replace("ă", "a")))
    assert (part.text, part.fate) == (JRAI, Fate.OTHER_LANGUAGE)
    reading = FileReading([part, page(f"{ENGLISH} {ENGLISH}")])
    add_notes(reading)
    assert reading.notes == [(NoteKind.OTHER_LANGUAGE, "1–2")]


def test_a_scan_in_another_language_is_held_with_a_draft():
    part = settled(page(""), seen(ENGLISH))
    assert (part.text, part.fate, part.draft) == ("", Fate.UNREADABLE, f"<p>{ENGLISH}</p>")


def test_a_signature_on_a_scan_does_not_hide_its_text():
    signed = page("Ký bởi: Ủy ban nhân dân xã Ia Pa", fate=Fate.SCAN)
    assert must_be_read(signed)
    assert settled(signed, seen(LAW)).text == LAW
    assert settled(signed, seen(LAW, trusted=False)).fate == Fate.UNREADABLE


def test_a_title_on_a_picture_stays():
    title = page("Thuốc lá điện tử bị cấm", fate=Fate.SCAN)
    assert settled(title, seen("x ~ oO", trusted=False)) == page("Thuốc lá điện tử bị cấm")


def test_a_page_without_print_needs_no_words():
    assert settled(page(""), seen("")) == page("")


def test_the_officer_is_told_which_pages_they_are():
    turned = settled(page(""), seen(LAW, turned=180))
    lost = settled(page(""), None)
    reading = FileReading([page(LAW), lost, lost, lost, turned, lost])
    add_notes(reading)
    assert reading.notes == [
        (NoteKind.READ_BY_MACHINE, "1/6, 95 %"),
        (NoteKind.UNREADABLE, "2–4, 6"),
        (NoteKind.TURNED, "5"),
    ]


def test_words_are_compared_in_any_order_and_as_often_as_they_are_there():
    assert are_same("một hai ba bốn năm sáu bảy", "bảy sáu năm bốn ba hai một")
    assert not are_same("một hai ba bốn", "một một một một")


def test_a_long_text_of_other_words_is_foreign_and_a_short_one_is_not():
    assert is_mostly_foreign(f"{ENGLISH} {ENGLISH}")
    assert not is_mostly_foreign("Microsoft Excel 365")

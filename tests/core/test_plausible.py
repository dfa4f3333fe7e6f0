"""What cannot be meant is refused in a sentence; what only a person can judge is not."""

import datetime as dt

import pytest
from django import forms
from django.utils import timezone

from network.core.fields import (
    ContactField,
    LineField,
    PaperNumberField,
    PastDateField,
    PhoneField,
    TextField,
    WebAddressField,
)
from network.core.plausible import TextReading, is_phone_number, read_text

R = TextReading
JRAI = "Ơi adơi amai, pơtô phiăn kơ ană plei"
BAHNAR = "Bok đe bơngai kơ plei, khei phe\u0306"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        *((text, R.WORDLESS) for text in ("x", "....", "aaaa", "x x x", "xx yy", "12", "1 2 3")),
        *((text, R.WORDLESS) for text in ("abc abc", "Xong", "😀😀", "ok ok")),
        *((text, R.VIETNAMESE) for text in ("Đã xem.", "UBND xã", "Ba làng, mỗi làng một buổi.")),
        *((text, R.OTHER_LANGUAGE) for text in (JRAI, BAHNAR, "asdf qwer")),
        *((text, R.FIGURES) for text in ("214; 35; 12", "1.200.000\n300.000\n45.000")),
    ],
)
def test_a_text_is_told_by_its_words(text, read):
    assert read_text(text) is read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, True) for text in ("0269.3821.596", "+84 269 3821596", "1022", "111")),
        *((text, True) for text in ("0269 3821 596 (máy lẻ 12)", "0269.3821.596; 0905 000 111")),
        *((text, False) for text in ("1", "12345", "00000000", "abc", "0269 x", "")),
    ],
)
def test_a_number_has_as_many_digits_as_a_telephone_asks(text, expected):
    assert is_phone_number(text) is expected


class Everything(forms.Form):
    """One field of each kind; none is needed."""

    line = LineField(words=2, required=False)
    text = TextField(words=2, required=False)
    number = PaperNumberField(required=False)
    phone = PhoneField(required=False)
    contact = ContactField(required=False)
    day = PastDateField(required=False)
    link = WebAddressField(required=False, assume_scheme="https")


TOMORROW = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
FOOLISH = {
    "line": "x",
    "text": "....",
    "number": "aaaa",
    "phone": "1",
    "contact": "x",
    "day": TOMORROW,
    "link": "https://www.example.com/abc",
}
MEANT = {
    "line": JRAI,
    "text": "214; 35; 12",
    "number": "24/KH-SYT",
    "phone": "1022",
    "contact": "Văn thư, 0269.3821.596",
    "day": timezone.localdate().isoformat(),
    "link": "https://moj.gov.vn/",
}


def test_each_field_refuses_in_one_sentence_and_takes_what_may_be_meant():
    form = Everything(FOOLISH)
    assert {name: len(errors) for name, errors in form.errors.items()} == dict.fromkeys(FOOLISH, 1)
    assert Everything(MEANT).is_valid(), Everything(MEANT).errors


def test_an_old_value_stays_until_it_is_changed():
    stored = FOOLISH | {"day": dt.date.fromisoformat(TOMORROW)}
    assert Everything(FOOLISH, initial=stored).is_valid()
    changed = Everything(FOOLISH | {"line": "xx"}, initial=stored)
    assert [*changed.errors] == ["line"]

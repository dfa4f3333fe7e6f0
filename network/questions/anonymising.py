"""Remove from a question everything that identifies the asker. Pure; an officer checks the result.

It rather removes too much than too little: missing words are noticed at once. It uses the patterns
of the appraisal hints (personal numbers, phones, accounts, emails, parcels), and also removes long
numbers, house numbers, and names after words with which people introduce themselves or others. All
patterns have bounded repeats.
"""

import re
from collections.abc import Iterable, Iterator

from network.core.text import nfc
from network.moderation.hints.personal_data import personal_spans

GAP = "[…]"
_TITLE_LENGTH = 120

_LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ .-]?\d){8,18}(?!\d)")
_MONEY = re.compile(r"\d{1,3}(?:\.\d{3})+(?= ?(?:đồng|đ\b|vnđ|triệu|tỷ))", re.IGNORECASE)
_MAIL = re.compile(r"[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_PARCEL_NUMBER = re.compile(
    r"(?:thửa|tờ bản đồ|sổ đỏ|giấy chứng nhận|sổ hộ khẩu)(?: đất)?(?: số)? ?:? ?"
    r"(?:[A-ZĐ]{1,3} ?)?\d{1,12}\w?",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    r"số nhà ?:? ?\d{1,5}[a-z]?(?:/\d{1,5}[a-z]?){0,4}"
    r"|(?:số |nhà )?(?<![\w/])\d{1,5}[a-z]?(?:/\d{1,5}[a-z]?){0,4}"
    r"(?= (?:đường|phố|ngõ|hẻm|kiệt)\b)",
    re.IGNORECASE,
)
# A name follows these words, if it is capitalised.
_NAMED = re.compile(
    r"\b(?:(?:họ (?:và )?)?tên(?: \w{1,12}){0,3}?(?: là)?|có tên|gọi là) ?:? ?(?=[^\W\d_])",
    re.IGNORECASE,
)
# Longer words first; otherwise "cô" would match within "cô giáo".
_KIN = re.compile(
    r"\b(?:cô giáo|thầy giáo|con trai|con gái|hàng xóm|già làng|trưởng thôn|bác sĩ|thầy|tôi"
    r"|ông|bà|anh|chị|em|cô|chú|bác|dì|cậu|mợ|thím|cháu|con|vợ|chồng|bố|ba|má|mẹ|cha)"
    r"(?: là)? (?=[^\W\d_])",
    re.IGNORECASE,
)
# Titles that may stand between a kinship word and the name.
_NOT_NAMES = """
    ủy uỷ nhà nước bộ sở luật nghị chính công phòng chi cục tòa toà viện đảng hội đoàn tỉnh huyện
    xã phường thành phố việt gia jrai bahnar kinh ê-đê rịa nội ngoại
"""
_NO_NAMES = frozenset(_NOT_NAMES.split())
_LETTER_WORD = re.compile(r"[^\W\d_][\w'’\u0300-\u036f-]{0,20}")
_LONGEST_NAME = 6
_SENTENCE = re.compile(r"(?<=[.?!])\s|\n")


def anonymise(text: str) -> str:
    """Return `text` in NFC, with GAP in place of everything that may identify a person."""
    text = nfc(text)
    kept_sums = [found.span() for found in _MONEY.finditer(text)]
    spans = [
        *personal_spans(text),
        *(found.span() for found in _MAIL.finditer(text)),
        *(found.span() for found in _PARCEL_NUMBER.finditer(text)),
        *(found.span() for found in _HOUSE.finditer(text)),
        *(
            span
            for span in map(re.Match.span, _LONG_NUMBER.finditer(text))
            if span not in kept_sums
        ),
        *_names(text),
    ]
    return _cut_out(text, spans)


def title_of(text: str) -> str:
    """Return the first question of an anonymised text (or its first sentence), shortened to a
    title."""
    sentences = [" ".join(each.split()) for each in _SENTENCE.split(text)]
    asked = [each for each in sentences if each.endswith("?")]
    title = next(iter([*asked, *filter(None, sentences)]), "")
    if len(title) <= _TITLE_LENGTH:
        return title
    return f"{title[: _TITLE_LENGTH - 1].rsplit(' ', 1)[0]}…"


def _names(text: str) -> Iterator[tuple[int, int]]:
    for pattern, at_least in ((_NAMED, 1), (_KIN, 1)):
        for found in pattern.finditer(text):
            words = _capitalised(text, found.end())
            introduced = found[0].casefold().split()[0] == "tôi"
            if len(words) >= (2 if introduced else at_least):
                yield words[0][0], words[-1][1]


def _capitalised(text: str, start: int) -> list[tuple[int, int]]:
    """Return the spans of the consecutive capitalised words from `start` on."""
    spans: list[tuple[int, int]] = []
    while len(spans) < _LONGEST_NAME:
        word = _LETTER_WORD.match(text, start)
        if word is None or not word[0][0].isupper():
            break
        if not spans and word[0].casefold() in _NO_NAMES:
            break
        spans.append(word.span())
        if text[word.end() : word.end() + 1] != " ":
            break
        start = word.end() + 1
    return spans


def _cut_out(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces: list[str] = []
    end = 0
    for start, stop in sorted(spans):
        if stop <= end:
            continue
        if start >= end:
            pieces += [text[end:start], GAP]
        end = stop
    return "".join([*pieces, text[end:]])

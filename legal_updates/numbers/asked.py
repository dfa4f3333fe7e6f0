"""Parse a document number typed into a search box, in any spelling. Pure.

Accepts "nd 100 2019", "100/2019/nd-cp", "Nghị định số 100", "45/2013/qh13 luật". Used by the hub
search, the register's public and admin lists, and its choosers. Less strict than
`legal_updates.citations`, which reads running text.
"""

import re

from network.core.syllables import is_vietnamese_syllable
from network.core.text import clean_input, fold, strip_marks

# First character of every mark; no word in the search index starts with it.
NUMBER_MARK = "#"

# Spoken document types, with their letters in a number.
_KINDS = {
    "thong tu lien tich": "ttlt",
    "van ban hop nhat": "vbhn",
    "nghi dinh": "nd",
    "nghi quyet": "nq",
    "quyet dinh": "qd",
    "thong tu": "tt",
    "chi thi": "ct",
    "ke hoach": "kh",
    "huong dan": "hd",
    "thong bao": "tb",
    "bao cao": "bc",
    "ket luan": "kl",
    "cong dien": "cd",
    "cong van": "",
    "phap lenh": "",
    "bo luat": "",
    "luat": "",
}
_KIND = re.compile(rf"\b(?:{'|'.join(_KINDS)})\b")
_TOKEN = re.compile(r"[a-z]+[0-9]*|[0-9]+(?:\.[0-9]{1,3}(?![0-9]))?")
_GLUED = re.compile(r"[a-z]+|[0-9]+")
_YEAR = re.compile(r"(?:19[4-9]|20[0-9])[0-9]")
_FILLERS = frozenset({"so", "nam", "cua"})
# Letters of numbers that are also Vietnamese syllables.
_LETTERS = frozenset({"tu", "ub", "ca", "qa", "y", "nq", "qh"})
_LONGEST = 60
_ALNUM = re.compile(r"[a-z0-9]+")


def read_asked_number(question: str) -> str:
    """Return the mark of the number if the query is nothing but a number, else "".

    `number_marks` of matching documents contain this mark.
    """
    plain = strip_marks(clean_input(question[:_LONGEST])).lower()
    said = _KIND.search(plain)
    rest = _KIND.sub(" ", plain, count=1) if said else plain
    tokens = [token for token in _TOKEN.findall(rest) if token not in _FILLERS]
    if not tokens or not tokens[0][0].isdecimal():
        # "nd168/2024": split the digits off, since they are the number, unlike in QH13.
        tokens = [token for each in tokens for token in _GLUED.findall(each)]
    figures = [token for token in tokens if token[0].isdecimal()]
    letters = [token for token in tokens if not token[0].isdecimal()]
    if not 1 <= len(figures) <= 2 or not all(map(_is_letters, letters)):
        return ""
    number, year = figures[0], figures[1] if len(figures) == 2 else ""
    # Digits alone are a number only with a year: "168/2024", "168 2024".
    if not (said or letters or year) or (year and not _YEAR.fullmatch(year)):
        return ""
    kind = "".join(letters) or (_KINDS[said[0]] if said else "")
    return NUMBER_MARK + "/".join(filter(None, (number.lstrip("0") or "0", year, kind)))


def _is_letters(token: str) -> bool:
    if token in _LETTERS or any(char.isdecimal() for char in token):
        return True
    return len(token) <= 12 and not is_vietnamese_syllable(token)


def number_marks(number_key: str) -> list[str]:
    """Return all marks of a number key, one for each way to give the number partly.

    "100/2019/nđcp" is found by 100, 100/2019, 100/nd, 100/cp, 100/ndcp, 100/2019/nd, ...
    """
    number, *rest = [
        part if part.replace(".", "").isdecimal() else "".join(_ALNUM.findall(fold(part)))
        for part in number_key.split("/")
    ]
    year = next((part for part in rest if part.isdecimal() and len(part) == 4), "")
    letters = "".join(part for part in rest if part != year)
    starts = [number, f"{number}/{year}"] if year else [number]
    pieces = dict.fromkeys(letters[:end] for end in range(1, len(letters) + 1))
    endings = dict.fromkeys(letters[begin:] for begin in range(1, len(letters)))
    marks = [*starts, *(f"{start}/{each}" for start in starts for each in (pieces | endings))]
    return [NUMBER_MARK + mark for mark in marks]

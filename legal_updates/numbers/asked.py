"""Read the document number that somebody typed into a search box, however it is written. Pure.

"nd 100 2019", "100/2019/nd-cp", "Nghị định số 100", "45/2013/qh13 luật" all are numbers. Used by
the hub search, the register's list, its admin list and its choosers. It is looser than
`legal_updates.citations`, which reads numbers out of running text and must not be mistaken.
"""

import re

from network.core.syllables import is_vietnamese_syllable
from network.core.text import clean_input, fold, strip_marks

# Begins every mark: no word of a text can begin so in the search index.
NUMBER_MARK = "#"

# How each kind of document is said, and the letters that stand for it in a number.
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
# Letters of numbers that are Vietnamese syllables as well.
_LETTERS = frozenset({"tu", "ub", "ca", "qa", "y", "nq", "qh"})
_LONGEST = 60
_ALNUM = re.compile(r"[a-z0-9]+")


def read_asked_number(question: str) -> str:
    """Return the mark of the number that the question is; "" where it says anything beside it.

    Documents of this number have the mark among their `number_marks`.
    """
    plain = strip_marks(clean_input(question[:_LONGEST])).lower()
    said = _KIND.search(plain)
    rest = _KIND.sub(" ", plain, count=1) if said else plain
    tokens = [token for token in _TOKEN.findall(rest) if token not in _FILLERS]
    if not tokens or not tokens[0][0].isdecimal():
        # "nd168/2024": the figures are the number, not a part of the letters as in QH13.
        tokens = [token for each in tokens for token in _GLUED.findall(each)]
    figures = [token for token in tokens if token[0].isdecimal()]
    letters = [token for token in tokens if not token[0].isdecimal()]
    if not 1 <= len(figures) <= 2 or not all(map(_is_letters, letters)):
        return ""
    number, year = figures[0], figures[1] if len(figures) == 2 else ""
    # Figures alone are a number where the second one is a year: "168/2024", "168 2024".
    if not (said or letters or year) or (year and not _YEAR.fullmatch(year)):
        return ""
    kind = "".join(letters) or (_KINDS[said[0]] if said else "")
    return NUMBER_MARK + "/".join(filter(None, (number.lstrip("0") or "0", year, kind)))


def _is_letters(token: str) -> bool:
    if token in _LETTERS or any(char.isdecimal() for char in token):
        return True
    return len(token) <= 12 and not is_vietnamese_syllable(token)


def number_marks(number_key: str) -> list[str]:
    """Return the marks of a number key: one for every way to name the number in part.

    "100/2019/nđcp" is found by 100, 100/2019, 100/nd, 100/cp, 100/ndcp and by 100/2019/nd, ...
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

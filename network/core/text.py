"""Vietnamese text: normal forms for storing, comparing, searching and sorting.

Pure, without Django. Every function takes and returns `str`, accepts composed and decomposed
Unicode, and never raises.
"""

import re
import unicodedata
from functools import lru_cache

# These have no decomposition in Unicode, since the bar belongs to the letter, so removing marks
# does not change them. ETH looks like Đ and is often typed instead. ƀ is a letter of Jrai and
# Bahnar.
_BARRED = {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ƀ": "b", "Ƀ": "B"}
# Controls except tab and line ends, soft hyphen, zero-width and direction characters, lone
# surrogates, tags.
_INVISIBLE_RANGES = (
    *((0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x34F, 0x34F)),
    *((0x61C, 0x61C), (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F)),
    *((0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xD800, 0xDFFF), (0xE0000, 0xE007F)),
)
_INVISIBLE = re.compile(
    "[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _INVISIBLE_RANGES) + "]"
)
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
_ETH = str.maketrans({"ð": "đ", "Ð": "Đ"})
# PostgreSQL's parser reads "100/2019/N" as a file name, "a-b" as an extra word and the modifier
# apostrophe of Bahnar as a letter, so split them.
_SPLIT = dict.fromkeys(map(ord, "/-.\u02bc\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), " ")


def _unmarked_letters() -> dict[int, str | None]:
    """Return a table from Latin letters with marks to base letters; combining marks map to None."""
    table: dict[int, str | None] = dict.fromkeys(range(0x0300, 0x0370))
    for code in (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)):
        bare = unicodedata.normalize("NFD", chr(code))[0]
        if bare.isascii():
            table[code] = bare
    return table | {ord(letter): bare for letter, bare in _BARRED.items()}


def _fold_table() -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for first, last in _INVISIBLE_RANGES:
        table |= dict.fromkeys(range(first, last + 1))
    return {**table, **_UNMARK, **_SPLIT}


_UNMARK = _unmarked_letters()
_FOLD = _fold_table()
# The same for text that is ASCII once decomposed, where bytes are three times as fast.
_FOLD_BYTES = bytes.maketrans(b"/-.", b"   ")
_UNSEEN_BYTES = bytes(code for code, seen in _FOLD.items() if seen is None and code < 128)
_SHORT = 500
_NOT_SLUG = re.compile("[^a-z0-9]+")


def nfc(text: str) -> str:
    """Return `text` composed (NFC), the form in which all text is stored."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def strip_marks(text: str) -> str:
    """Return `text` without tone and vowel marks; đ and ETH become d, ƀ becomes b. Case is kept.

    The usual NFKD to ASCII conversion loses đ: "Huyện Đăk Đoa" would become "Huyen ak oa".
    """
    if text.isascii():
        return text
    return text.translate(_UNMARK)


def fold(text: str) -> str:
    """Return the search form: no marks, lower case, `/ - .` as spaces, single spaces.

    "Nghị định 100/2019/NĐ-CP" gives "nghi dinh 100 2019 nd cp". Use it for indexed text and
    queries, but never for topic classification, where "báo" must differ from "bão".
    """
    return _fold_again(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    lower = text.lower()
    bare = unicodedata.normalize("NFD", lower.replace("đ", "d")).encode("ascii", "ignore")
    # Unless each character left exactly one, some were not letters with marks.
    if len(bare) != len(lower):
        return " ".join(lower.translate(_FOLD).split())
    return " ".join(bare.translate(_FOLD_BYTES, _UNSEEN_BYTES).decode("ascii").split())


# Cached, because a title is folded several times: for its number, its policy, its words, the
# search.
_fold_again = lru_cache(maxsize=2048)(_fold)


def slugify_vi(text: str) -> str:
    """Return an ASCII slug of words joined by single hyphens, or "" if no letter is left."""
    return _NOT_SLUG.sub("-", strip_marks(text).lower()).strip("-")


def clean_input(text: str) -> str:
    """Return typed or pasted text ready to store: NFC, ETH as Đ, no invisible characters, trimmed.

    Removes zero-width, control and direction characters and lone surrogates, which UTF-8 cannot
    encode. Keeps tabs and line feeds; every line end becomes a line feed.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_ETH))
    return text.strip()


# --- comparing: where the tone sits -----------------------------------------------------------

_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # ngang … nặng, in their order


def _tone_moves() -> dict[str, str]:
    moves = {}
    for pair in ("oa", "oe", "uy"):
        for first in (pair[0], pair[0].upper()):
            for second in (pair[1], pair[1].upper()):
                for tone in _TONES[1:]:
                    moves[nfc(first + second + tone)] = nfc(first + tone + second)
    return moves


_TONE_MOVES = _tone_moves()
_MARKED = "".join({moved[1] for moved in _TONE_MOVES})
# Open syllables only ("hoà", not "hoàn"). After q the u belongs to the consonant ("quý"). Here and
# below what may not stand before is looked at last: expressions that begin with it take five times
# as long.
_NEW_STYLE = re.compile(rf"[oOuU][{_MARKED}](?![^\W\d_])(?<![qQ][uU].)")
_Y_TO_I = {nfc(y + tone): nfc(i + tone) for y, i in ("yi", "YI") for tone in _TONES}
_FINAL_Y = re.compile(rf"([hklmstHKLMST])([{''.join(_Y_TO_I)}])(?![^\W\d_])(?<![^\W\d_]..)")


def unify_tones(text: str) -> str:
    """Return `text` with the old tone placement ("hòa") and i for a final y ("lí").

    Only for comparisons and the exact search form; stored text keeps its spelling. The y becomes i
    only after h k l m s t, so that "thy", "vy" and "quy" do not change.
    """
    if text.isascii():
        return _FINAL_Y.sub(_as_i, text)
    text = _NEW_STYLE.sub(lambda found: _TONE_MOVES.get(found[0], found[0]), nfc(text))
    return _FINAL_Y.sub(_as_i, text)


def _as_i(found: re.Match[str]) -> str:
    return found[1] + _Y_TO_I[found[2]]


# --- sorting ----------------------------------------------------------------------------------

# The 29 letters in order, with foreign letters and those of Jrai and Bahnar at their place in
# dictionaries. Each gets one ASCII character, so that a plain byte comparison (and PostgreSQL's "C"
# collation) sorts the keys.
_ALPHABET = "aăâbƀcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: chr(ord("A") + rank) for rank, letter in enumerate(_ALPHABET)}
_LETTER_RANK |= {digit: digit for digit in "0123456789"}
_TONE_RANK = {tone: str(rank) for rank, tone in enumerate(_TONES) if tone}
_NO_TONE, _FOREIGN_MARK = "0", "6"
_INSIDE_WORD = str.maketrans(dict.fromkeys("'\u2019\u02bc\u2018`"))


def sort_key(name: str) -> str:
    """Return a key that sorts names as a Vietnamese dictionary does.

    Syllable by syllable: first the letters (a ă â b c d đ e ê …), then the tone (ngang, huyền, hỏi,
    ngã, sắc, nặng), so "Hoa Lư" comes before "Hòa Bình". Case and punctuation are ignored. The key
    is ASCII: compare it bytewise, or store it under the collation "C".
    """
    text = nfc(name).lower().translate(_ETH).translate(_INSIDE_WORD)
    syllables: list[str] = []
    letters, tones = "", ""
    for char in text + " ":
        rank, tone = _letter_key(char)
        if rank:
            letters, tones = letters + rank, tones + tone
        elif tone:  # a mark that has no composed letter, as in ơ̆: it belongs to the letter before
            tones = tones[:-1] + tone
        elif letters:
            syllables.append(f"{letters} {tones}")
            letters, tones = "", ""
    return " ".join(syllables)


@lru_cache(maxsize=1024)
def _letter_key(char: str) -> tuple[str, str]:
    """Return (rank, tone) of one NFC character. The rank is "" for marks and separators."""
    base, tone = "", _NO_TONE
    for part in unicodedata.normalize("NFD", char):
        composed = nfc(base + part)
        if part in _TONE_RANK:
            tone = _TONE_RANK[part]
        elif composed in _LETTER_RANK:
            base = composed
        elif unicodedata.combining(part):
            tone = _FOREIGN_MARK
        else:
            base = part
    if base in _LETTER_RANK:
        return _LETTER_RANK[base], tone
    if base.isalnum():
        return f"~{ord(base):06x}", tone
    return "", "" if base else tone


def person_sort_key(full_name: str) -> str:
    """Return the sort key of people: by given name, the LAST word, then by the words before it.

    "Lê Thị Ngọc Lam" is sorted under L for Lam.
    """
    words = full_name.split()
    return sort_key(" ".join(words[-1:] + words[:-1]))

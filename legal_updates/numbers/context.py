"""Use the words around a number to decide whether it is a document number, and of which type."""

import re
from typing import NamedTuple

from legal_updates.numbers import symbols
from legal_updates.numbers.document_number import Symbol, is_party
from legal_updates.numbers.symbols import KINDS, TypeWord
from network.core.text import strip_marks

_NEAR, _FAR, _AFTER = 60, 240, 60
_MAX_WORDS = max(len(words.split()) for words in symbols.WORDS)
# Compared with diacritics: "bảng 12/…" is a table, "bằng 12/…" replaces a document.
_NO_DOCUMENT = {
    *("mẫu", "biểu", "bảng", "phiếu", "km", "lô", "thửa", "tờ", "hẻm", "ngõ", "nhà", "iso"),
    *("qcvn", "tcvn", "tcxdvn", "phụ lục", "tờ khai", "hợp đồng", "án lệ", "bản án"),
    *("giấy phép", "chứng nhận", "hóa đơn", "hoá đơn"),
}
_NO_DOCUMENT_NEAR = re.compile(r"\b(?:hợp đồng|bản án|giấy phép|mẫu)\b[^.;:]{0,40}\bsố[\s:.]{0,3}$")
_LAW_WORDS = r"(hien phap|bo luat|luat|nghi quyet|phap lenh)(?![a-z])"
_LAW_WORD = re.compile(
    rf"(?<![a-z])(?<!phap )(?<!ky )(?<!du ){_LAW_WORDS}(?! (?:su|gia|khoa)(?![a-z]))"
)
_LAW_WORD_AFTER = re.compile(rf"[\s,:()\-]{{1,4}}{_LAW_WORDS}")
_LOCAL_BODY = re.compile(
    r"(?:hdnd|hoi dong nhan dan|ubnd|uy ban nhan dan) "
    r"(xa|phuong|thi tran|huyen|quan|thi xa)(?![a-z])"
)


class Context(NamedTuple):
    """The context of a number.

    `code`: the type word directly before it, as a code of `symbols.KINDS`, or ""; `said`: a word
    like "số" comes before; `denied`: a word shows that it is no document number; `before`, `after`:
    the surrounding text.
    """

    code: str = ""
    said: bool = False
    denied: bool = False
    before: str = ""
    after: str = ""

    @property
    def law_code(self) -> str:
        """Return the code of the nearest word for law, code, resolution or ordinance in the
        sentence, or ""."""
        sentence = _plain(re.split(r"[.;] ", self.before)[-1])
        words = _LAW_WORD.findall(sentence)
        if not words:
            following = _LAW_WORD_AFTER.match(_plain(self.after))
            words = [following[1]] if following else []
        return symbols.WORDS[words[-1]] if words else ""

    @property
    def local(self) -> str:
        """Return the level of the council or committee named after the number: "xa", "huyen", or
        ""."""
        body = _LOCAL_BODY.search(_plain(self.after))
        return body[1] if body else ""


def context_at(text: str, start: int, end: int, floor: int) -> Context:
    """Return the context of text[start:end], ignoring everything before position `floor`."""
    before = text[max(floor, start - _FAR) : start]
    written = before[-_NEAR:].lower()
    words = written.rstrip(" \t\r\n\xa0:.").split()
    folded = strip_marks(" ".join(words[-_MAX_WORDS - 2 :])).split()
    said = _number_words(folded)
    if said:
        words, folded = words[:-said], folded[:-said]
    code = _type_code(folded)
    return Context(
        code=code,
        said=bool(code or said),
        denied=not code and (_names_no_document(words) or bool(_NO_DOCUMENT_NEAR.search(written))),
        before=before,
        after=text[end : end + _AFTER],
    )


def _plain(text: str) -> str:
    return " ".join(strip_marks(text).lower().split())


def _number_words(folded: list[str]) -> int:
    """Return how many words at the end only announce a number: "số", "số hiệu", "ký hiệu"."""
    if folded[-2:] in (["so", "hieu"], ["ky", "hieu"], ["van", "ban"]):
        return 2
    return 1 if folded[-1:] == ["so"] else 0


def _type_code(folded: list[str]) -> str:
    for count in range(min(_MAX_WORDS, len(folded)), 0, -1):
        words = " ".join(folded[-count:]).lstrip("(\"'[“‘,;-–/")
        if words in symbols.WORDS and not (words == "luat" and folded[-2:-1] == ["phap"]):
            return symbols.WORDS[words]
    return ""


def _names_no_document(words: list[str]) -> bool:
    return bool(words) and (words[-1] in _NO_DOCUMENT or " ".join(words[-2:]) in _NO_DOCUMENT)


# (type code, body) with a more specific type than the code alone.
_BY_BODY = {
    ("QĐ", "TTg"): "quyet_dinh_ttg",
    ("QĐ", "CTN"): "quyet_dinh_ctn",
    ("NQ", "CP"): "nghi_quyet_cp",
    ("NQ", "QH"): "nghi_quyet_qh",
    ("NQ", "UBTVQH"): "nghi_quyet_ubtvqh",
    ("NQ", "HĐTP"): "nghi_quyet_hdtp",
    ("NQ", "HĐND"): "nghi_quyet_hdnd",
    ("CT", "TTg"): "chi_thi_ttg",
    ("CT", "UBND"): "chi_thi_ubnd",
    ("CT", "UB"): "chi_thi_ubnd",
}
# Normative only with a year in the number (Nghị định 30/2020 compared with Luật 64/2025).
_BY_BODY_WITH_YEAR = {
    ("QĐ", "UBND"): "quyet_dinh_ubnd",
    ("QĐ", "UB"): "quyet_dinh_ubnd",
    ("QĐ", "KTNN"): "quyet_dinh_ktnn",
}
_IN_COMMUNE = {
    "quyet_dinh_ubnd": "quyet_dinh_ubnd_xa",
    "nghi_quyet_hdnd": "nghi_quyet_hdnd_xa",
}
_OF_SOME_LEVEL = {*_IN_COMMUNE, "chi_thi_ubnd"}
_COMMUNE_LEVEL = {"xa", "phuong", "thi tran"}
_LAWS = {"HP", "BL", "LUAT", "NQ", "PL"}
_MAY_ISSUE = {"QH": _LAWS, "UBTVQH": {"NQ", "PL"}}
_NO_KIND = TypeWord(None, "")


def kind_of(symbol: Symbol, year: int | None, context: Context) -> TypeWord:
    """Return the document type given by symbol, year and context. Its key is None if they do not
    decide."""
    code, body = _code_and_body(symbol, context)
    if code == "TT" and not year and context.code == "TTr":
        code = "TTr"  # before 2004 "TT" also meant Tờ trình
    kind = KINDS.get(code, _NO_KIND)
    if is_party(symbol):
        return TypeWord("van_ban_dang", kind.word)
    key = _BY_BODY.get((code, body))
    if year:
        key = key or _BY_BODY_WITH_YEAR.get((code, body))
    if key in _OF_SOME_LEVEL and context.local:
        key = _IN_COMMUNE.get(key) if context.local in _COMMUNE_LEVEL else None
    return TypeWord(key or kind.key, kind.word)


def _code_and_body(symbol: Symbol, context: Context) -> tuple[str, str]:
    """Return the document type's code and the issuing body of a symbol, each "" if it cannot be
    told."""
    first = symbol.groups[0]
    body = (symbol.groups[1] if len(symbol.groups) > 1 else first).rstrip("0123456789")
    code = symbols.TYPE_OF.get(first, "")
    if code == "SL" and context.code in _LAWS:
        return context.code, body
    if code == "L" and context.code != "L":
        # laws and ordinances from before 1997 carry the number of their promulgation
        named = context.code if context.code in _LAWS else context.law_code
        return named or code, body
    if len(symbol.groups) == 1 and code and context.code:
        return context.code, body  # Quyết định 327-CT: CT was the chairman's symbol
    if code == "QĐ" and context.code == "QyĐ":
        return "QyĐ", body  # the Party also uses QĐ for its regulations (Quy định)
    if code and not (code == "TC" and context.code != "TC"):
        return code, body
    body = first.rstrip("0123456789")
    if body in _MAY_ISSUE:
        named = context.code if context.code in _LAWS else context.law_code
        return (named if named in _MAY_ISSUE[body] else ""), body
    if context.code:
        return context.code, body
    return ("CV", body) if len(symbol.groups) > 1 else ("", body)

"""Words and abbreviations used in document numbers. Pure, without Django.

Sources: Nghị định 30/2020/NĐ-CP, annexes I and III (type abbreviations, exact case), and the
symbols of present and former central bodies. A symbol consists of groups of letters: "QĐ-TTg" has
two.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from network.core.text import nfc, strip_marks


class TypeWord(NamedTuple):
    """A document type: key of document_types.csv (or None), and its word."""

    key: str | None
    word: str


# A None key means that the register has no such type ("Chỉ thị" of a ministry), but the word is
# known. QĐ without a more specific entry gets the general type, including old normative decisions
# of ministries.
KINDS = {
    "HP": TypeWord("hien_phap", "Hiến pháp"),
    "BL": TypeWord("bo_luat", "Bộ luật"),
    "LUAT": TypeWord("luat", "Luật"),
    "PL": TypeWord("phap_lenh", "Pháp lệnh"),
    "L": TypeWord("lenh", "Lệnh"),
    "SL": TypeWord(None, "Sắc lệnh"),
    "NĐ": TypeWord("nghi_dinh", "Nghị định"),
    "NQ": TypeWord(None, "Nghị quyết"),
    "NQLT": TypeWord("nghi_quyet_lien_tich", "Nghị quyết liên tịch"),
    "QĐ": TypeWord("quyet_dinh_ca_biet", "Quyết định"),
    "CT": TypeWord(None, "Chỉ thị"),
    "TT": TypeWord("thong_tu", "Thông tư"),
    "TTLT": TypeWord("thong_tu_lien_tich", "Thông tư liên tịch"),
    "VBHN": TypeWord("van_ban_hop_nhat", "Văn bản hợp nhất"),
    "KL": TypeWord(None, "Kết luận"),
    "CV": TypeWord("cong_van", "Công văn"),
    "KH": TypeWord("ke_hoach", "Kế hoạch"),
    "TB": TypeWord("thong_bao", "Thông báo"),
    "HD": TypeWord("huong_dan", "Hướng dẫn"),
    "TTr": TypeWord("to_trinh", "Tờ trình"),
    "BC": TypeWord("bao_cao", "Báo cáo"),
    "CĐ": TypeWord("cong_dien", "Công điện"),
    "QC": TypeWord("quy_che", "Quy chế"),
    "QyĐ": TypeWord(None, "Quy định"),
    "CTr": TypeWord(None, "Chương trình"),
    "ĐA": TypeWord(None, "Đề án"),
    "DA": TypeWord(None, "Dự án"),
    "PA": TypeWord(None, "Phương án"),
    "TC": TypeWord(None, "Thông cáo"),
    "BB": TypeWord(None, "Biên bản"),
    "BGN": TypeWord(None, "Bản ghi nhớ"),
    "BTT": TypeWord(None, "Bản thỏa thuận"),
    "GUQ": TypeWord(None, "Giấy ủy quyền"),
    "GM": TypeWord(None, "Giấy mời"),
    "GGT": TypeWord(None, "Giấy giới thiệu"),
    "GNP": TypeWord(None, "Giấy nghỉ phép"),
    "PG": TypeWord(None, "Phiếu gửi"),
    "PC": TypeWord(None, "Phiếu chuyển"),
    "PB": TypeWord(None, "Phiếu báo"),
    "SY": TypeWord(None, "Bản sao y"),
    "TrS": TypeWord(None, "Bản trích sao"),
}
# Abbreviations with the same meaning as another one.
_SAME_KIND = {
    "TTLB": "TTLT",
    "TTLN": "TTLT",
    "TTLTg": "TTLT",
    "LCT": "L",
    "QĐLT": "QĐ",
    "CTLT": "CT",
    "KHLT": "KH",
    "KHPH": "KH",
    "HDLT": "HD",
    "HDLN": "HD",
    "QCPH": "QC",
    "QCLT": "QC",
    "CTPH": "CTr",
}
_WORD_ONLY = {"HP", "BL", "LUAT"}  # never start a symbol
TYPE_OF = {code: code for code in KINDS if code not in _WORD_ONLY} | _SAME_KIND
JOINT = {"TTLT", "TTLB", "TTLN", "TTLTg", "NQLT", "QĐLT", "CTLT", "KHLT", "QCPH", "VBHN"}

STATE = ("CP", "TTg", "CTN", "HĐBT", "HĐCP", "HĐNN", "UBTVQH", "QH")
_PARTY_OFFICES = ("", "BTC", "BTG", "BTGDV", "BDV", "UBKT", "VP", "BNC", "BTV", "BKT", "TV")
_PARTY_BODIES = ("TW", "TU", "TƯ", "HU", "ĐU", "ThU")
PARTY = (*(office + body for office in _PARTY_OFFICES for body in _PARTY_BODIES), "BCSĐ", "ĐUK")
_OTHER_BODIES = """
HĐND UBND UB UBHC TWĐTN VPĐOÀN HĐTP HĐQT HĐTV HĐPH BCĐ BCH
BTP BNV BTC BTTTT BCA BQP BGDĐT BGD&ĐT BGD BYT BCT BXD BKHCN BKHCNMT BVHTTDL BVHTT&DL BVHTT
BNNMT BNN&MT BNNPTNT BNN&PTNT BNN BTNMT BTN&MT BDTTG BGTVT BLĐTBXH BLĐTB&XH BLĐ BKHĐT BKH&ĐT
BKH BTM BCN BNG BTS BBCVT UBDT UBTDTT UBDSGĐTE UBCKNN
NHNN TTCP TTNN VPCP VPQH VPCTN TANDTC VKSNDTC VKSTC TATC KTNN BTCCBCP BTCCP
BHXH BHXHVN TCTK TCHQ TCT TCĐC TCDL TCBĐ TLĐ TLĐLĐVN MTTQ MTTW UBTWMTTQVN ĐCTUBTWMTTQVN
HLHPN HND HCCB TTXVN UBQLV BCĐTW CAT BCHQS BĐBP
STP SNV STC SXD SNNPTNT SNN&PTNT SNNMT SKHCN SVHTTDL SVHTT SGDĐT SGD&ĐT SYT SCT SDTTG SNGV
SKHĐT SGTVT STNMT STTTT SLĐTBXH VPUBND
"""
ISSUERS = (*STATE, *PARTY, *_OTHER_BODIES.split())


def _by_fold(tokens: Iterable[str]) -> dict[str, str]:
    table: dict[str, str] = {}
    for token in tokens:
        table.setdefault(strip_marks(token).lower(), token)
    return table


TYPES_BY_FOLD = _by_fold(TYPE_OF)
ISSUERS_BY_FOLD = _by_fold(ISSUERS)
_EXACT_TYPES = {token.casefold(): token for token in TYPE_OF}
_EXACT_ISSUERS = {token.casefold(): token for token in ISSUERS}
_STATE_BODY = re.compile(r"(qh|ubtvqh|hdnn)(\d{1,2})")
_GLUED = re.compile(r"(nd|qd|nq|ct|kh)(cp|ttg|hdnd|ubnd|ctn)")

# Contracts, judicial precedents, roads, licences: they look like document numbers.
_DENIED = re.compile(
    r"HĐ(?:LĐ|MB|MBHH|KT|KTKT|TD|TC|XD|DV|TT|NT|LV|HT|CN|TN|GK|VC)?|PLHĐ|AL|GP|GPTTĐT|GCN"
    r"|(?:QL|TL|ĐT|ĐH)\d{0,3}|H\d{1,2}N\d{1,2}|(?:HS|DS|HC|LĐ|KT|KDTM|HNGĐ)(?:ST|PT)"
)
_COUNCIL = re.compile(r"HĐ(?:ND|TP|PH|QT|BT|NN|BC|GD|TĐ|TV)")

# Short type words before the number: "NĐ 100/2019/NĐ-CP".
_SHORT_WORDS = ("NĐ", "QĐ", "TT", "TTLT", "NQ", "CT", "KH", "CV", "TB", "TTr", "CĐ", "VBHN", "KL")
WORDS = {
    "hien phap": "HP",
    "bo luat": "BL",
    "luat": "LUAT",
    "phap lenh": "PL",
    "sac lenh": "SL",
    "lenh": "L",
    "nghi dinh": "NĐ",
    "nghi quyet lien tich": "NQLT",
    "nghi quyet": "NQ",
    "quyet dinh": "QĐ",
    "chi thi": "CT",
    "thong tu lien tich": "TTLT",
    "thong tu lien bo": "TTLT",
    "thong tu": "TT",
    "van ban hop nhat": "VBHN",
    "ket luan": "KL",
    "cong van": "CV",
    "ke hoach": "KH",
    "thong bao": "TB",
    "huong dan": "HD",
    "to trinh": "TTr",
    "bao cao": "BC",
    "cong dien": "CĐ",
    "quy che": "QC",
    "quy dinh": "QyĐ",
    "chuong trinh": "CTr",
    "de an": "ĐA",
    "thong cao": "TC",
}
WORDS |= {strip_marks(code).lower(): code for code in _SHORT_WORDS}


def is_type(token: str) -> bool:
    """Return whether a group is a type abbreviation, in any case and with or without đ."""
    return strip_marks(token).lower() in TYPES_BY_FOLD


def is_denied(token: str, following: str) -> bool:
    """Return whether a symbol starting with `token` (and `following`) belongs to no document."""
    if _COUNCIL.match(token):
        return False
    return bool(_DENIED.fullmatch(token)) or following in {"ST", "PT", "GĐT"}


@lru_cache(maxsize=4096)
def restore(token: str, *, first: bool = False) -> str:
    """Return a group in exact spelling with đ: "TTG" gives "TTg", "QD" "QĐ", "qh15" "QH15".

    `first` says that the group opens the symbol, where types are preferred. Unknown groups stay as
    they are; all-lower-case ones become upper case.
    """
    folded = strip_marks(token).lower()
    body = _STATE_BODY.fullmatch(folded)
    if body:
        return ISSUERS_BY_FOLD[body[1]] + body[2]
    exact = (_EXACT_TYPES, _EXACT_ISSUERS) if first else (_EXACT_ISSUERS, _EXACT_TYPES)
    for known in exact:
        if token.casefold() in known:
            return known[token.casefold()]
    by_fold = (TYPES_BY_FOLD, ISSUERS_BY_FOLD) if first else (ISSUERS_BY_FOLD, TYPES_BY_FOLD)
    for known in by_fold:
        if token.isascii() and folded in known:
            return known[folded]
    return token.upper() if token.islower() else token


def split_glued(token: str) -> list[str]:
    """Return ["NĐ", "CP"] for "NĐCP", or [token] if it is a single group."""
    folded = strip_marks(token).lower()
    glued = _GLUED.fullmatch(folded)
    return [TYPES_BY_FOLD[glued[1]], ISSUERS_BY_FOLD[glued[2]]] if glued else [token]


def is_known_issuer(token: str) -> bool:
    """Return whether a group is a known body, in any case and with or without đ."""
    folded = strip_marks(token).lower()
    return folded in ISSUERS_BY_FOLD or bool(_STATE_BODY.fullmatch(folded))


_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SYLLABLE = re.compile(
    "(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)


@lru_cache(maxsize=4096)
def is_abbreviation(token: str) -> bool:
    """Return whether a group looks like initials: two capitals, few small letters, no tone mark."""
    capitals = sum(char.isupper() for char in token)
    small = sum(char.islower() for char in token)
    return (
        (capitals >= 2 or (capitals == 1 and any(char.isdigit() for char in token)))
        and small <= 2
        and not _TONE.search(unicodedata.normalize("NFD", nfc(token)))
    )


@lru_cache(maxsize=4096)
def is_syllable(token: str) -> bool:
    """Return whether a group could be a Vietnamese word ("QUY", "ban"), unlike initials ("BNV")."""
    return bool(_SYLLABLE.fullmatch(strip_marks(token).lower()))


_AGENCY = re.compile(
    r"(?:UB|VP|HĐ|BQL|BCĐ|BCH|TAND|VKS|BHXH|KBNN|C?THADS|MTTQ|LĐLĐ|HLHPN)[^\W\d_]{1,8}"
)


def is_agency(token: str) -> bool:
    """Return whether a group can open the symbol of an official letter without a word before it."""
    return is_known_issuer(token) or bool(_AGENCY.fullmatch(token))

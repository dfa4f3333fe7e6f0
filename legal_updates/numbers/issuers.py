"""Find the issuing body of a document number. Pure, without Django.

"TT-BTC" can only be the Ministry of Finance, but every province, commune and department numbers its
own "24/KH-UBND" from 1 each year (Nghị định 30/2020/NĐ-CP, annex I). Then the words beside the
number decide, or the portal's owner; otherwise the body is unknown.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from legal_updates.numbers import symbols
from legal_updates.numbers.document_number import DocumentNumber
from legal_updates.numbers.places import PROVINCES
from network.core.text import fold

_STATE = {
    "qh": "quoc hoi",
    "ubtvqh": "uy ban thuong vu quoc hoi",
    "ctn": "chu tich nuoc",
    "cp": "chinh phu",
    "ttg": "thu tuong chinh phu",
    "hdbt": "hoi dong bo truong",
    "hdcp": "hoi dong chinh phu",
    "hdnn": "hoi dong nha nuoc",
    "tw": "trung uong dang",
    "hdtp": "hoi dong tham phan toa an nhan dan toi cao",
}
_MINISTRIES = {
    "btp": "bo tu phap",
    "bnv": "bo noi vu",
    "btc": "bo tai chinh",
    "btttt": "bo thong tin va truyen thong",
    "bca": "bo cong an",
    "bqp": "bo quoc phong",
    "bgddt": "bo giao duc va dao tao",
    "byt": "bo y te",
    "bct": "bo cong thuong",
    "bxd": "bo xay dung",
    "bkhcn": "bo khoa hoc va cong nghe",
    "bvhttdl": "bo van hoa the thao va du lich",
    "bnnmt": "bo nong nghiep va moi truong",
    "bnnptnt": "bo nong nghiep va phat trien nong thon",
    "btnmt": "bo tai nguyen va moi truong",
    "bdttg": "bo dan toc va ton giao",
    "bgtvt": "bo giao thong van tai",
    "bldtbxh": "bo lao dong thuong binh va xa hoi",
    "bkhdt": "bo ke hoach va dau tu",
    "bng": "bo ngoai giao",
}
# Ministry names without "Bộ": "tai chinh", "lao dong thuong binh va xa hoi".
MINISTRY_NAMES = tuple(name.removeprefix("bo ") for name in _MINISTRIES.values())
# Other central bodies: the symbol alone identifies the body.
_OTHER_CENTRAL = """
bgd bkhcnmt bvhtt bnn btnm bld bkh btm bcn bts bbcvt ubdt ubtdtt ubdsgdte ubcknn
nhnn ttcp ttnn vpcp vpqh vpctn tandtc vksndtc vkstc tatc ktnn btccbcp btccp bhxhvn tctk tchq
tct tcdc tcdl tcbd tld tldldvn ubtwmttqvn dctubtwmttqvn mttw ttxvn twdtn
"""
_CENTRAL = _STATE | _MINISTRIES | {code: code for code in _OTHER_CENTRAL.split()}

# Types of local bodies by their symbol, with the words for them.
_LOCAL_WORDS = {
    "ubnd": ("ubnd", "uy ban nhan dan", "chu tich ubnd", "chu tich uy ban nhan dan"),
    "hdnd": ("hdnd", "hoi dong nhan dan"),
    "tu": ("tinh uy", "thanh uy", "ban thuong vu tinh uy"),
    "stp": ("so tu phap",),
    "snv": ("so noi vu",),
    "stc": ("so tai chinh",),
    "sxd": ("so xay dung",),
    "syt": ("so y te",),
    "sct": ("so cong thuong",),
    "sgddt": ("so giao duc va dao tao", "so gd dt"),
    "skhcn": ("so khoa hoc va cong nghe",),
    "svhttdl": ("so van hoa the thao va du lich",),
    "snnmt": ("so nong nghiep va moi truong",),
    "snnptnt": ("so nong nghiep va phat trien nong thon",),
    "sdttg": ("so dan toc va ton giao",),
    "stnmt": ("so tai nguyen va moi truong",),
    "sldtbxh": ("so lao dong thuong binh va xa hoi",),
    "skhdt": ("so ke hoach va dau tu",),
    "sgtvt": ("so giao thong van tai",),
    "stttt": ("so thong tin va truyen thong",),
    "sngv": ("so ngoai vu",),
}
_SAME_LOCAL = {"ub": "ubnd", "ubhc": "ubnd", "vpubnd": "ubnd"}
_LEVELS = {
    "tinh": "tinh",
    "thanh pho": "tinh",
    "tp": "tinh",
    "huyen": "huyen",
    "quan": "huyen",
    "thi xa": "huyen",
    "xa": "xa",
    "phuong": "xa",
    "thi tran": "xa",
    "dac khu": "xa",
}
_LEVEL = "|".join(sorted(_LEVELS, key=len, reverse=True))
# Words that follow a commune's name in a title and do not belong to it.
_NOT_IN_NAME = {
    *("tinh", "ban", "ve", "quy", "sua", "bai", "phe", "cong", "thong", "trien", "nam", "ngay"),
    *("so", "ky", "trong", "tai", "thuoc", "vua", "cua", "va", "da", "se"),
    *("cac", "phuong", "thi", "dac", "huyen", "xa"),
}
_LONGEST_NAME = 3
_NAMES = "|".join(sorted(PROVINCES, key=len, reverse=True))
_PROVINCE = re.compile(rf"\b({_NAMES})\b")
_IN_PROVINCE = re.compile(rf"\b(?:tinh|thanh pho|tp) ({_NAMES})\b")
_OFFICIAL = re.compile(r"\b(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan|so|cong thong tin)\b")
_BELOW_PROVINCE = re.compile(r"\b(?:xa|phuong|thi tran|dac khu|huyen|quan|thi xa) ")


def issuer_of(number: DocumentNumber, text: str, owner: str = "") -> str | None:
    """Return the key of the issuing body, or None if it is unclear.

    `text` is the title or excerpt with the number, `owner` the body that runs the portal. The key
    is the folded name ("bo tai chinh"), with the place for local bodies ("ubnd tinh gia lai");
    joint documents have all keys joined by " + ".
    """
    bodies = _bodies(number.symbol)
    if not bodies:
        return None
    if all(body in _CENTRAL for body in bodies):
        return " + ".join(_CENTRAL[body] for body in bodies)
    local = _SAME_LOCAL.get(bodies[0], bodies[0])
    if local not in _LOCAL_WORDS:
        return None
    return _local_issuer(local, text, owner)


@lru_cache(maxsize=2048)
def _bodies(symbol: str) -> tuple[str, ...]:
    """Return the groups of a symbol that stand for bodies, folded and without term numbers."""
    groups = [fold(group.replace("&", "")) for group in re.split(r"[-/]", symbol)]
    groups = [re.sub(r"(?<=[a-z])\d+$", "", group) for group in groups]
    while len(groups) > 1 and groups[0] in symbols.TYPES_BY_FOLD:
        groups = groups[1:]
    if len(groups) > 1 and not all(group in _CENTRAL for group in groups):
        # An official letter names the drafting unit after the body: STP-PBGDPL, UBND-NC.
        groups = groups[:1]
    return tuple(group for group in groups if group)


def _local_issuer(local: str, text: str, owner: str) -> str | None:
    folded, (province, own) = fold(text), _home(owner)
    places = set(_places(local, folded, province))
    if len(places) == 1:
        return f"{local} {places.pop()}"
    # The portal's own place, if the text names none. Not for communes, whose portals also show
    # their province's documents.
    unsaid = not places and not _mentions(local, folded)
    return f"{local} {province}" if province and own and unsaid else None


@lru_cache(maxsize=2048)
def _home(owner: str) -> tuple[str, bool]:
    """Return the province of a portal's owner (or ""), and whether the owner is a provincial
    body."""
    owned = fold(owner)
    home = _PROVINCE.search(owned)
    own = bool(_OFFICIAL.search(owned)) and not _BELOW_PROVINCE.search(owned)
    return f"tinh {PROVINCES[home[1]]}" if home else "", own


def _mentions(local: str, folded: str) -> list[re.Match[str]]:
    """Return the places where `folded` names the local body `local` with its level or directly
    with a province."""
    if not any(words in folded for words in _LOCAL_WORDS[local]):
        return []
    found = _named(local).finditer(folded)
    return [each for each in found if each["level"] or _PROVINCE.match(each["rest"].strip())]


@cache
def _named(local: str) -> re.Pattern[str]:
    words = "|".join(_LOCAL_WORDS[local])
    return re.compile(
        rf"\b(?:{words})(?: (?P<level>{_LEVEL}))?\b(?=(?P<rest>(?:,? [^\W_]+){{0,8}}))"
    )


def _places(local: str, folded: str, province: str) -> Iterator[str]:
    """Yield the places of the named bodies. `province` is that of the portal, or ""."""
    for found in _mentions(local, folded):
        rest = found["rest"].strip()
        at_once, level = _PROVINCE.match(rest), _LEVELS.get(found["level"] or "tinh")
        if level == "tinh" and at_once:
            yield f"tinh {PROVINCES[at_once[1]]}"
        elif found["level"] == "tinh" and province:
            yield province
        elif level in ("xa", "huyen"):
            beside = _IN_PROVINCE.search(rest)
            around = f"tinh {PROVINCES[beside[1]]}" if beside else province
            name = _name(rest)
            if name and around:
                yield f"{level} {name} {around}"


def _name(rest: str) -> str:
    """Return the commune name at the start of `rest`, or ""."""
    words: list[str] = []
    for word in rest.split(",")[0].split()[:_LONGEST_NAME]:
        if word in _NOT_IN_NAME or (word.isdigit() and words):
            break
        words.append(word)
    return " ".join(words)

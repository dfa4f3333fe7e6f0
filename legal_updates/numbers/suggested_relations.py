"""Extract from a heading what the document does to others: replaces, repeals, amends, ... Pure.

Only active statements beside a number count: "Nghị định 1/2020/NĐ-CP được sửa đổi bởi ..." says
nothing about the heading's own document. A person must confirm every suggestion.
"""

import re
from dataclasses import dataclass

from legal_updates.numbers.document_number import DocumentNumber
from legal_updates.numbers.mentions import find_document_numbers
from network.core.text import nfc

# Phrase and key of document_relations.csv.
_VERBS = (
    ("sửa đổi", "sua_doi_bo_sung"),
    ("thay thế", "thay_the"),
    ("bãi bỏ", "bai_bo"),
    ("đính chính", "dinh_chinh"),
    ("hợp nhất", "hop_nhat"),
    ("quy định chi tiết", "quy_dinh_chi_tiet"),
    ("hướng dẫn thi hành", "quy_dinh_chi_tiet"),
    ("hướng dẫn thực hiện", "quy_dinh_chi_tiet"),
    ("đình chỉ", "dinh_chi"),
    ("tạm ngưng hiệu lực", "tam_ngung"),
    ("ngưng hiệu lực", "tam_ngung"),
)
_KEYS = dict(_VERBS)
_VERB = re.compile(rf"\b(?:{'|'.join(phrase for phrase, _ in _VERBS)})\b", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:được|bị|đã|theo|sẽ)\s{1,3}$", re.IGNORECASE)
# Matches "... về chăn nuôi theo Nghị quyết 57/NQ-CP", but not "Nội quy ban hành kèm theo Nghị quyết
# ...".
_BY_ANOTHER = re.compile(r"(?<!kèm )\btheo\b", re.IGNORECASE)
_SET_OFF = re.compile(r"(?:[;,]|\bvà)\s{0,3}$", re.IGNORECASE)
# "sửa đổi, bổ sung, bãi bỏ một số điều của" counts as one relation, the first verb.
_SAME_BREATH = re.compile(r"[\s,]{0,3}(?:bổ sung)?[\s,]{0,3}(?:và|hoặc)?\s{0,2}", re.IGNORECASE)
# A list of numbers, each possibly with date and body.
_ONLY_JOINED = re.compile(
    r"(?:[\s,]{0,3}ngày [\d/]{8,10}|[\s,]{0,3}ngày \d{1,2} tháng \d{1,2} năm \d{4})?"
    r"(?: của (?:chính phủ|thủ tướng chính phủ|quốc hội|(?:bộ trưởng )?bộ [^,;]{2,45}?))?"
    r"[\s,;]{0,3}(?:(?:và|hoặc|cùng)\s{1,2})?(?:(?:các|những)\s{1,2})?"
    r"(?:(?:nghị định|thông tư|thông tư liên tịch|quyết định|nghị quyết|luật|bộ luật|pháp lệnh"
    r"|chỉ thị)\s{1,2})?(?:số\s{0,2}:?\s{0,2})?",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\b(?:một số|một phần|điều|khoản|điểm|phụ lục|mục)\b", re.IGNORECASE)
_TARGET_WORD = re.compile(
    r"\s{0,2}(?:của\s{1,2}|tại\s{1,2})?(?:nghị định|thông tư(?: liên tịch)?|quyết định|nghị quyết"
    r"|(?:bộ )?luật|pháp lệnh|chỉ thị)[^,;]{0,160}$",
    re.IGNORECASE,
)
_WORDS_BEFORE, _WORDS_AFTER = 40, 120
_LONGEST_PARTS = 300


@dataclass(frozen=True, slots=True)
class SuggestedRelation:
    """A suggested relation. `relation` is a key of document_relations.csv.

    `words` is the text around the other number; `parts` names the parts concerned, or "" for the
    whole document.
    """

    relation: str
    number: str
    words: str
    parts: str = ""


def suggest_relations(heading: str) -> list[SuggestedRelation]:
    """Return the relations stated in a document's heading, in order, without duplicates.

    The first number is the document's own; numbers mentioned without a verb are ignored.
    """
    text = nfc(heading)
    numbers = find_document_numbers(text)
    if not numbers:
        return []
    own, *others = numbers
    found: dict[tuple[str, str], SuggestedRelation] = {}
    begin = own.span[1]
    before: tuple[str, str] | None = None
    for position, other in enumerate(others):
        between = text[begin : other.span[0]]
        if position and not _ONLY_JOINED.fullmatch(between):
            before = _relation_in(between, anew=True)
        elif not position:
            before = _relation_in(between)
        if before and other.key != own.key:
            later = others[position + 1].span[0] if position + 1 < len(others) else len(text)
            made = _made(before, other, text, (begin, later))
            found.setdefault((made.relation, other.key), made)
        begin = other.span[1]
    return list(found.values())


def _relation_in(between: str, *, anew: bool = False) -> tuple[str, str] | None:
    """Return (relation, parts) stated by the words before a number, or None.

    `anew` means that another number with its own title comes before; then only a phrase set off
    from that title ("; bãi bỏ ...", "và thay thế ...") counts.
    """
    said = list(_VERB.finditer(between))
    if not said or _BY_ANOTHER.search(between[said[-1].end() :]):
        return None
    last = len(said) - 1
    while last and _SAME_BREATH.fullmatch(between, said[last - 1].end(), said[last].start()):
        last -= 1
    first = said[last]
    lead = between[: first.start()]
    if _PASSIVE.search(lead) or (anew and not _SET_OFF.search(lead)):
        return None
    return _KEYS[first[0].lower()], _parts(between[said[-1].end() :])


def _parts(words: str) -> str:
    """Return the parts of the other document that are concerned, or ""."""
    said = _TARGET_WORD.sub("", words).strip(" ,;")
    said = re.sub(r"^bổ sung\s+", "", said.strip(" ,;")).removesuffix(" của").strip()
    return said[:_LONGEST_PARTS] if _PARTS.search(said) else ""


def _made(
    found: tuple[str, str], other: DocumentNumber, text: str, around: tuple[int, int]
) -> SuggestedRelation:
    """Return the suggestion, with the surrounding words up to the neighbouring numbers."""
    relation, parts = found
    start, end = other.span
    left = text[around[0] : start][-_WORDS_BEFORE:]
    if start - around[0] > _WORDS_BEFORE:
        left = left.partition(" ")[2]
    words = f"{left}{text[start : min(around[1], end + _WORDS_AFTER)]}".strip()
    # An amendment always concerns parts; for a repeal, the parts decide that the whole does not
    # expire.
    return SuggestedRelation(
        relation, str(other), words, parts if relation != "sua_doi_bo_sung" else ""
    )

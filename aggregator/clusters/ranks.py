"""Rank of sources: official texts lead a cluster before authorities, and authorities before the
press."""

import re
from urllib.parse import urlsplit

from network.core.text import fold, nfc

from ..models import Publisher, Source

# The fields of a source that determine its rank.
RANKED_BY = ("publisher", "name", "owner", "url")
_RANKS = {publisher: rank for rank, publisher in enumerate(Publisher)}
_GAZETTE_HOST = re.compile(r"(?:^|\.)(?:congbao|vbpl|vanban)\b")
_GAZETTE_NAME = re.compile(
    r"\b(?:cong bao|co so du lieu (?:quoc gia )?(?:ve )?(?:van ban|phap luat))\b"
)
# Matched with diacritics, because "Bảo hiểm" (insurance) is not "Báo" (newspaper).
_PRESS_NAME = re.compile(
    r"\b(?:báo(?! cáo)|thông tấn xã|tạp chí|đài (?:truyền hình|phát thanh))\b", re.IGNORECASE
)


def rank_of(source: Source) -> int:
    """Return the rank of a source's texts, 0 for the best. Without a chosen publisher kind, name
    and host determine it."""
    return _RANKS[Publisher(source.publisher or publisher_by_name(source))]


def publisher_by_name(source: Source) -> Publisher:
    """Guess the kind of publisher from the source's name, owner and host."""
    host = urlsplit(source.url).hostname or ""
    name = nfc(f"{source.name} {source.owner}")
    if _GAZETTE_HOST.search(host) or _GAZETTE_NAME.search(fold(name)):
        return Publisher.GAZETTE
    return Publisher.PRESS if _PRESS_NAME.search(name) else Publisher.AUTHORITY

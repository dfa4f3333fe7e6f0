"""Hints about attribution: source, links, picture credits and files (domain rule R24)."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from network.core.text import fold

from .types import (
    Content,
    ContentPart,
    Hint,
    HintCode,
    ImageFacts,
    LinkStatus,
    Passage,
    hint_at,
    shorten,
)

# "Nguồn: Internet" names no source. The whole field must equal one of these values.
_NAMES_NOBODY = frozenset(
    {
        *("internet", "mang", "mang internet", "suu tam", "tong hop", "suu tam internet"),
        *("nguon internet", "nguon suu tam", "nguon tong hop", "anh internet", "anh suu tam"),
        *("nguon mang", "tren mang", "facebook", "google", "zalo", "youtube", "nhieu nguon"),
        *("khong ro", "khong co", "chua ro", "st", "s t", "na", "n a", "none", "x", "khuyet danh"),
    }
)
_NAME_LENGTH = 60
_FILE_NAME = re.compile(
    r".{1,200}\.(?:jpe?g|png|gif|webp|heic|bmp|tiff?)|(?:IMG|DSC|DSCN|Screenshot|z)[_-]?\d[\w-]*",
    re.IGNORECASE,
)


def find_source_hints(content: Content) -> list[Hint]:
    """Return hints for missing, vague or unreachable particulars of the source (the five of
    R24)."""
    source = content.source
    fields = {
        ContentPart.SOURCE_NAME: source.name.strip(),
        ContentPart.SOURCE_AUTHOR: source.author.strip(),
        ContentPart.SOURCE_AGENCY: source.agency.strip(),
        ContentPart.SOURCE_WEBSITE: source.website.strip() if _is_address(source.website) else "",
        ContentPart.SOURCE_DATE: str(source.published or ""),
    }
    missing = [Passage(part) for part, value in fields.items() if not value]
    all_missing = len(missing) == len(fields)
    vague = [Passage(part, 0, shorten(value)) for part, value in fields.items() if _is_vague(value)]
    dead = source.link_status is LinkStatus.DEAD and bool(fields[ContentPart.SOURCE_WEBSITE])
    website = Passage(ContentPart.SOURCE_WEBSITE, 0, shorten(source.website))
    code = HintCode.SOURCE_MISSING if all_missing else HintCode.SOURCE_INCOMPLETE
    return [
        *hint_at(code, missing),
        *hint_at(HintCode.SOURCE_VAGUE, vague),
        *hint_at(HintCode.SOURCE_LINK_DEAD, [website] if dead else []),
    ]


def find_link_hints(content: Content) -> list[Hint]:
    """Return a hint for dead links in the text."""
    dead = [
        Passage(ContentPart.LINK, index, shorten(address))
        for index, (address, status) in enumerate(content.links.items())
        if status is LinkStatus.DEAD
    ]
    return hint_at(HintCode.LINK_DEAD, dead)


def find_image_hints(content: Content) -> list[Hint]:
    """Return hints for pictures without credit, alt text or licence: one hint per code."""
    return [
        hint
        for code, is_wrong in _IMAGE_CHECKS.items()
        for hint in hint_at(
            code,
            [
                Passage(ContentPart.IMAGE, index, shorten(image.title))
                for index, image in enumerate(content.images)
                if is_wrong(image)
            ],
        )
    ]


def find_file_hints(content: Content) -> list[Hint]:
    """Return hints for files without readable text: one hint per fault."""
    codes = dict.fromkeys(file.fault for file in content.files if file.fault)
    return [
        hint
        for code in codes
        for hint in hint_at(
            code,
            [
                Passage(ContentPart.FILE, index, shorten(file.title))
                for index, file in enumerate(content.files)
                if file.fault is code
            ],
        )
    ]


_IMAGE_CHECKS: dict[HintCode, Callable[[ImageFacts], object]] = {
    HintCode.IMAGE_WITHOUT_CREDIT: lambda image: not image.credit.strip(),
    HintCode.IMAGE_WITHOUT_ALT: lambda image: not image.decorative and not image.alt.strip(),
    HintCode.IMAGE_CREDIT_VAGUE: lambda image: _is_vague(image.credit),
    HintCode.IMAGE_ALT_IS_FILE_NAME: lambda image: _FILE_NAME.fullmatch(image.alt.strip()),
    HintCode.IMAGE_WITHOUT_LICENCE: lambda image: not image.licence.strip(),
}


def _is_address(text: str) -> bool:
    try:
        address = urlsplit(text.strip())
    except ValueError:
        return False
    return address.scheme in ("http", "https") and "." in (address.hostname or "")


def _is_vague(text: str) -> bool:
    if len(text) > _NAME_LENGTH:
        return False
    return fold(text.replace(":", " ").replace("/", " ")) in _NAMES_NOBODY

"""Sanitizer for the HTML of a converted file: structure and the file's own images only."""

import re

import nh3
from django.conf import settings

_TAGS = {
    *("h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "sup", "sub", "br", "a", "img"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "div"),
}
_ATTRIBUTES = {
    "a": {"href", "aria-label"},
    "img": {"src", "alt", "width", "height", "loading"},
    "li": {"value", "id"},
    "sup": {"id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    # Wide tables scroll sideways, also by keyboard.
    "div": {"class", "tabindex", "role", "aria-label"},
}
# Names of footnotes and of the marks that lead to them (`notes`).
_NOTE = re.compile(r"(?:ve-)?chu-thich-\d{1,4}")
_REL = "noopener noreferrer external"
_INNER_LINK = re.compile(rf'(<a href="#[^"]*"[^>]*?) rel="{_REL}"')
_PICTURE = re.compile(r"[a-z]+-\d{1,4}\.webp")


def cleaned(html: str, *, pictures: str) -> str:
    """Return the HTML with allowed elements only. Image names are resolved in the folder
    `pictures`."""

    def kept(tag: str, name: str, value: str) -> str | None:
        if (tag, name) == ("img", "src"):
            return f"{settings.MEDIA_URL}{pictures}/{value}" if _PICTURE.fullmatch(value) else None
        if (tag, name) == ("div", "class"):
            return "wide" if value == "wide" else None
        if name == "id":
            return value if _NOTE.fullmatch(value) else None
        if name == "href" and value.startswith("#"):
            return value if _NOTE.fullmatch(value[1:]) else None
        return value

    safe = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=kept,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=_REL,
    )
    # A link within the page leads to nobody else's page.
    return _INNER_LINK.sub(r"\1", safe)

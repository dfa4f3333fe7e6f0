"""In templates of public pages: how one passes them on."""

import base64
import json
from typing import Any
from urllib.parse import urlencode

from django import template
from django.db.models import Model
from wagtail.models import Page

from ..origin import whole_address
from ..short_codes import CodeKind, short_code

register = template.Library()
# Which part of a list is shown; whatever else is asked is another order or only counts clicks.
LIST_PARAMETERS = frozenset({"trang", "loai", "cap", "nguon", "linhvuc"})


@register.filter
def code_of(thing: Model) -> str:
    """Return the short code of a page or a legal document, "" for one that is not stored yet."""
    if thing.pk is None:
        return ""
    return short_code(CodeKind.PAGE if isinstance(thing, Page) else CodeKind.DOCUMENT, thing.pk)


@register.filter
def zalo_address(url: str) -> str:
    """Return where Zalo asks its user with whom to share `url`: what its share button opens."""
    told = base64.b64encode(json.dumps({"url": url}).encode()).decode()
    return f"https://button-share.zalo.me/share_external?{urlencode({'d': told})}"


@register.filter
def facebook_address(url: str) -> str:
    """Return where Facebook asks its user what to say about `url`."""
    return f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': url})}"


@register.simple_tag(takes_context=True)
def canonical(context: Any) -> str:
    """Return the whole address of the list that was asked for, by the parameters that count."""
    request = context["request"]
    asked = sorted((name, value) for name, value in request.GET.items() if value)
    kept = urlencode([pair for pair in asked if pair[0] in LIST_PARAMETERS])
    return whole_address(request, f"{request.path_info}?{kept}".removesuffix("?"))


@register.simple_tag(takes_context=True)
def absolute(context: Any, path: str) -> str:
    """Return an address of ours with the host that the page was asked for under."""
    return whole_address(context["request"], path)

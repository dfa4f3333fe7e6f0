"""Template tags to share public pages."""

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
# Parameters that select a part of a list. Others only sort it or are for tracking.
LIST_PARAMETERS = frozenset({"trang", "loai", "cap", "nguon", "linhvuc"})


@register.filter
def code_of(thing: Model) -> str:
    """Return the short code of a page or a legal document, or "" if it is not saved yet."""
    if thing.pk is None:
        return ""
    return short_code(CodeKind.PAGE if isinstance(thing, Page) else CodeKind.DOCUMENT, thing.pk)


@register.filter
def zalo_address(url: str) -> str:
    """Return the URL of Zalo's share dialog for `url`, as opened by its share button."""
    told = base64.b64encode(json.dumps({"url": url}).encode()).decode()
    return f"https://button-share.zalo.me/share_external?{urlencode({'d': told})}"


@register.filter
def facebook_address(url: str) -> str:
    """Return the URL of Facebook's share dialog for `url`."""
    return f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': url})}"


@register.simple_tag(takes_context=True)
def canonical(context: Any) -> str:
    """Return the canonical URL of the requested list, with LIST_PARAMETERS only."""
    request = context["request"]
    asked = sorted((name, value) for name, value in request.GET.items() if value)
    kept = urlencode([pair for pair in asked if pair[0] in LIST_PARAMETERS])
    return whole_address(request, f"{request.path_info}?{kept}".removesuffix("?"))


@register.simple_tag(takes_context=True)
def absolute(context: Any, path: str) -> str:
    """Return the absolute URL of `path`, with the host of the request."""
    return whole_address(context["request"], path)

"""The library for feed readers; no session, so that they can be cached."""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aggregator.opml_services import export_sources

from .channels import Channel
from .feed_formats import FORMATS
from .models import HubSettings

# Readers come every quarter of an hour or less often; the pipeline itself does.
_SECONDS = 900


@require_safe
def feed(
    request: HttpRequest, file: str, *, channel_of: Callable[..., Channel], **named: str
) -> HttpResponse:
    """Answer with the channel in the format that the file's name says, or with 304."""
    channel, written = channel_of(**named), FORMATS[file]
    base = request.build_absolute_uri("/").rstrip("/")
    body = written.write(channel, base, request.build_absolute_uri(request.path))
    return _answer(request, body, written.content_type, channel.updated)


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Answer with the feeds that the network reads, as OPML, or with 304."""
    hub = cast(HubSettings, HubSettings.load())
    body = export_sources(title=_("Sources of new policies, %s") % hub.province)
    response = _answer(request, body, "text/x-opml; charset=utf-8", None)
    response.headers["Content-Disposition"] = 'attachment; filename="nguon-chinh-sach-moi.opml"'
    return response


def _answer(
    request: HttpRequest, body: bytes, content_type: str, updated: dt.datetime | None
) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response.headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    stamp = int(updated.timestamp()) if updated else None
    if stamp is not None:
        response.headers["Last-Modified"] = http_date(stamp)
    patch_cache_control(response, public=True, max_age=_SECONDS)
    answer = get_conditional_response(
        request, etag=response.headers["ETag"], last_modified=stamp, response=response
    )
    return cast(HttpResponse, answer)

"""HTTP responses of feeds. No session is used, so that they can be cached."""

import datetime as dt
import hashlib
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date

from .channels import FeedChannel
from .formats import FORMATS

# Feed readers ask every quarter of an hour or less often, as our own fetcher does.
_SECONDS = 900


def answer_feed(request: HttpRequest, channel: FeedChannel, file: str) -> HttpResponse:
    """Return the channel in the format of FORMATS that `file` names, or 304 if it is unchanged."""
    written = FORMATS[file]
    base = request.build_absolute_uri("/").rstrip("/")
    body = written.write(channel, base, request.build_absolute_uri(request.path))
    return answer_cached(request, body, written.content_type, channel.updated)


def answer_cached(
    request: HttpRequest, body: bytes, content_type: str, updated: dt.datetime | None
) -> HttpResponse:
    """Return `body` with ETag and Last-Modified, or 304 if the client has it already."""
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

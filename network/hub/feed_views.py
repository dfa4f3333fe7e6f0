"""Feed views. They use no session, so that responses can be cached."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aggregator.opml_services import export_sources
from network.core.feeds import FeedChannel, answer_cached, answer_feed

from .models import HubSettings


@require_safe
def feed(
    request: HttpRequest, file: str, *, channel_of: Callable[..., FeedChannel], **named: str
) -> HttpResponse:
    """Return a channel in the format of the file name, or 304."""
    return answer_feed(request, channel_of(**named), file)


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Return the feeds read by the network as OPML, or 304."""
    hub = cast(HubSettings, HubSettings.load())
    body = export_sources(title=_("Sources of new policies, %s") % hub.province)
    response = answer_cached(request, body, "text/x-opml; charset=utf-8", None)
    response.headers["Content-Disposition"] = 'attachment; filename="nguon-chinh-sach-moi.opml"'
    return response

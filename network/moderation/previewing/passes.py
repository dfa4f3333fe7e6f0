"""Access to private pictures and files for visitors with a preview link."""

from django.http import HttpRequest
from django.utils import timezone

from network.agencies.references import referenced_keys
from network.media.models import AgencyDocument, AgencyImage

from .services import find_preview_link

PREVIEW_COOKIE = "preview"


def shown_in_preview(request: HttpRequest, file: AgencyImage | AgencyDocument) -> bool:
    """Return whether the visitor's opened preview shows `file`. Two queries."""
    token = request.COOKIES.get(PREVIEW_COOKIE)
    link = find_preview_link(token=token, now=timezone.now()) if token else None
    if link is None:
        return False
    return str(file.pk) in referenced_keys(link.revision.as_object()).get(type(file), ())

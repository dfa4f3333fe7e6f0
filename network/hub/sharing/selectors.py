"""Find the public page or legal document that a short code (/s/...) names.

Used by the redirect, the preview picture and the leaflet. Each lookup is one query.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Substr
from wagtail.models import Page

from legal_updates.models import LegalDocument
from network.agencies.models import Agency
from network.agencies.scope import SECTION_PATH_LENGTH
from network.core.short_codes import CodeKind
from network.moderation.models import Withdrawal

from ..models import HubSettings
from ..routing import may_be_restricted
from .codes import Code


@dataclass(frozen=True, slots=True)
class PictureTexts:
    """Texts of a preview picture. `who` is the agency, `place` the province."""

    title: str
    who: str
    place: str


def address_of(code: Code) -> str | None:
    """Return the current URL of the coded object, or None if it is not public. One query.

    Includes withdrawn pages, whose URL shows the withdrawal note.
    """
    if code.kind == CodeKind.DOCUMENT:
        document = LegalDocument.objects.filter(pk=code.key).only("slug").first()
        return document.get_absolute_url() if document else None
    page = _page(code.key)
    return page.url if page and (page.live or page.withdrawn) else None


def live_page(code: Code) -> Page | None:
    """Return the public page of a code with `agency_name`, or None. One query."""
    page = _page(code.key) if code.kind == CodeKind.PAGE else None
    return page if page and page.live else None


def picture_texts(code: Code) -> PictureTexts | None:
    """Return the texts of the preview picture, or None if the object is not public."""
    hub = HubSettings.load()
    if code.kind == CodeKind.DOCUMENT:
        found = LegalDocument.objects.with_register().filter(pk=code.key).first()
        return (
            PictureTexts(f"{found}: {found.title}", hub.contact_name, hub.province)
            if found
            else None
        )
    page = live_page(code)
    if page is None:
        return None
    return PictureTexts(page.title, page.agency_name or hub.contact_name, hub.province)


def _page(key: int) -> Any:
    """Return an unrestricted page with `agency_name` and `withdrawn`, or None."""
    section = Substr(OuterRef("path"), 1, SECTION_PATH_LENGTH)
    agency = Agency.objects.filter(home_page__path=section).values("name")
    withdrawals = Withdrawal.objects.filter(page=OuterRef("pk"), lifted_at=None)
    pages = Page.objects.annotate(
        agency_name=Subquery(agency[:1]),
        withdrawn=Exists(withdrawals),
        may_be_restricted=may_be_restricted(),
    )
    # Excludes the root of the tree.
    page: Any = pages.filter(pk=key, depth__gt=1).first()
    if page is None or (page.may_be_restricted and page.get_view_restrictions()):
        return None
    return page

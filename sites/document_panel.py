"""Panel on a legal document's page, listing the agencies' pages about it."""

import datetime as dt
from urllib.parse import urlencode

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from legal_updates.models import Citation, LegalDocument
from legal_updates.public.panels import Panel, PanelEntry
from network.core.frame import registered_url

from .models import ArticlePage, MaterialDocument, MaterialKind, UpdateDocument, UpdateKind
from .querysets import ArticleQuerySet

MOST_ENTRIES = 20
_KINDS: dict[str, object] = {each.value: each.label for each in (*UpdateKind, *MaterialKind)}


def articles_about(document: LegalDocument) -> Panel:
    """Return the panel of live pages about or citing the document. One query.

    Legal updates first, then materials in use, then articles; each newest first.
    """
    pages = list(pages_about(document, day=timezone.localdate())[: MOST_ENTRIES + 1])
    more = f"{registered_url('search')}?{urlencode({'q': document.number})}"
    return Panel(
        _("Articles and materials about this document"),
        [_entry(page) for page in pages[:MOST_ENTRIES]],
        order=10,
        more_url=more if len(pages) > MOST_ENTRIES else "",
    )


def pages_about(document: LegalDocument, *, day: dt.date) -> ArticleQuerySet:
    """Return the live pages about a document, with `agency_name`, `update_kind` and
    `material_kind`."""
    row = OuterRef("pk")
    is_update = Exists(UpdateDocument.objects.filter(page=row, document=document))
    is_material = Exists(MaterialDocument.objects.filter(page=row, document=document))
    cites = Exists(Citation.objects.filter(page=row, document=document, in_live=True))
    return (
        ArticlePage.objects.live()
        .in_use(day)
        .filter(is_update | is_material | cites)
        .with_agency()
        .annotate(
            update_kind=F("legalupdatepage__kind"),
            material_kind=F("materialpage__kind"),
            rank=Case(
                When(is_update, then=Value(0)),
                When(is_material, then=Value(1)),
                default=Value(2),
                output_field=IntegerField(),
            ),
        )
        .order_by("rank", "-date", "-pk")
    )


def _entry(page: ArticlePage) -> PanelEntry:
    kind = getattr(page, "update_kind", None) or getattr(page, "material_kind", None) or ""
    return PanelEntry(
        title=page.title,
        url=page.url or "",
        who=getattr(page, "agency_name", None) or "",
        date=page.date,
        kind=str(_KINDS.get(kind, "")),
        language=page.text_language,
    )

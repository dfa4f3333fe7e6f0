"""Requests to an author to correct a page that citizens know: published, withdrawn or expired."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page

from network.desks.models import Delegation

from ..models import Submission
from ..selectors import EditorialCase
from ..stages import Stage


def is_correctable(case: EditorialCase) -> bool:
    """Return whether an author may be asked to correct the page: it was published once, and waits
    for nobody's decision."""
    waits = case.submission or case.urgent or case.situation.stage is Stage.SCHEDULED
    return case.page.first_published_at is not None and not waits


def correction_requests() -> QuerySet[Delegation]:
    """Return the requests that nobody has met yet: no version was handed in since."""
    later = Submission.objects.filter(
        Q(closed_at=None) | Q(closed_at__gte=OuterRef("at")), page_id=OuterRef("about_id")
    )
    known = Page.objects.filter(pk=OuterRef("about_id"), first_published_at__isnull=False)
    about = ContentType.objects.get_for_model(Page)
    return Delegation.objects.filter(Exists(known), ~Exists(later), about_type=about)


def request_for(page_id: int) -> Delegation | None:
    """Return the open request to correct the page, or None. One query."""
    rows = correction_requests().filter(about_id=page_id)
    return rows.select_related("to", "by").first()

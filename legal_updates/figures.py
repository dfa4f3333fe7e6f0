"""Start page figures of the register, for network admins."""

import datetime as dt
from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from network.agencies.figures import Figure

from .list_filters import TO_CONFIRM
from .models import DocumentDraft, LegalDocument
from .models.choices import DraftStatus


def register_figures(request: HttpRequest, now: dt.datetime) -> Iterator[Figure]:
    """Count unconfirmed records and undecided drafts. Two queries."""
    unchecked = LegalDocument.objects.filter(confirmed_at__isnull=True).count()
    documents = reverse("legal_updates_legaldocument_modeladmin_index")
    drafts = DocumentDraft.objects.filter(status=DraftStatus.WAITING).count()
    yield Figure(drafts, _("documents to confirm"), reverse("legal_drafts:index"))
    yield Figure(unchecked, _("legal documents to check"), f"{documents}?standing={TO_CONFIRM}")

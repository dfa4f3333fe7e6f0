"""Figures of the pipeline on the network admin's start page."""

import datetime as dt
from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from network.agencies.figures import Figure

from .health import ILL
from .list_filters import ATTENTION
from .models import LibraryItem
from .proposals.selectors import waiting_proposals
from .selectors import sources_by_health


def pipeline_figures(request: HttpRequest, now: dt.datetime) -> Iterator[Figure]:
    """Yield the numbers of items to review, proposals to answer and sources that need attention.
    Three queries."""
    items = reverse("aggregator_libraryitem_modeladmin_index")
    yield Figure(LibraryItem.objects.waiting().count(), _("news to review for the library"), items)
    proposals = reverse("aggregator_proposals:waiting")
    yield Figure(waiting_proposals().count(), _("proposals to answer"), proposals)
    ill = sum(number for health, number in sources_by_health().items() if health in ILL)
    sources = f"{reverse('aggregator_source_modeladmin_index')}?state={ATTENTION}"
    yield Figure(ill, _("sources that need attention"), sources, serious=True)

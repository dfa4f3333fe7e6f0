"""Whose file is served next: agencies take turns, and so do the files of one agency.

The jobs of `network.media.tasks` ask here for the file to work on. Conversions and the text
recognition of scans are two queues with turns of their own (docs/adr/0084-fair-conversions.md).
"""

import datetime as dt

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber, Substr
from wagtail.models import Collection

from network.core.leases import free

from .models import ConversionStage, ConversionTurn, Rendering, RenderingState

# An agency's collection is a child of the root, and a path has four characters per level. All
# agencies share the turns of the shared collection.
_OWNER_PATH = 2 * Collection.steplen


def queue_of(stage: ConversionStage) -> QuerySet[Rendering]:
    """Return the waiting files of a stage in the order in which they are served.

    First comes one file of each agency, the least recently served agency first; then the second
    file of each, and so on. Files that a worker is processing are included.
    """
    owner = Substr("document__collection__path", 1, _OWNER_PATH)
    turns = ConversionTurn.objects.filter(stage=stage, collection__path=OuterRef("owner"))
    position = Window(RowNumber(), partition_by=F("owner"), order_by=["queued_at", "pk"])
    at_stage = Q(pages_unread=0) if stage == ConversionStage.CONVERT else Q(pages_unread__gt=0)
    return (
        Rendering.objects.filter(at_stage, state=RenderingState.WAITING)
        .annotate(owner=owner)
        .annotate(round=position, served_at=Subquery(turns.values("served_at")[:1]))
        .order_by("round", F("served_at").asc(nulls_first=True), "queued_at", "pk")
    )


def next_file(stage: ConversionStage, *, now: dt.datetime) -> int | None:
    """Return the id of the rendering to work on, or None. One query."""
    return queue_of(stage).filter(free(now)).values_list("pk", flat=True).first()


def record_turn(rendering: Rendering, stage: ConversionStage, *, now: dt.datetime) -> None:
    """Note that the agency of this file is being served, so that the others come next."""
    path = rendering.document.collection.path[:_OWNER_PATH]
    ConversionTurn.objects.update_or_create(
        collection=Collection.objects.get(path=path),
        stage=stage,
        defaults={"served_at": now},
    )


def files_before(rendering: Rendering) -> int:
    """Return how many files are served before this one, 0 if it no longer waits. One query."""
    order = list(queue_of(rendering.stage).values_list("pk", flat=True))
    return order.index(rendering.pk) if rendering.pk in order else 0

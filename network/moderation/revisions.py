"""Revisions of a page: the newest, their digests and their writers."""

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Func, QuerySet, Value
from django.db.models.functions import Cast
from wagtail.models import Page, Revision

# Query parameter of the desk: the revision that a mail is about. The desk tells if there is a newer
# one.
REVISION = "ban"
# Hex SHA-256 of the content as PostgreSQL serialises its jsonb. Computed in the database so that
# the publication trigger compares the same bytes (migration 0002).
_DIGEST = Func(
    Func(
        Func(Cast("content", CharField()), Value("UTF8"), function="convert_to"), function="sha256"
    ),
    Value("hex"),
    function="encode",
    output_field=CharField(),
)


def revisions_of(page_id: int | str) -> "QuerySet[Revision]":
    """Return the revisions of a page, newest first, with `content` deferred."""
    return (
        Revision.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page), object_id=str(page_id)
        )
        .order_by("-created_at", "-id")
        .defer("content")
    )


def newest_revision(page_id: int | str) -> Revision:
    """Return the newest revision of a page. Raises Revision.DoesNotExist if there is none."""
    newest = revisions_of(page_id).first()
    if newest is None:
        raise Revision.DoesNotExist
    return newest


def digest_of(revision_id: int) -> str:
    """Return the digest of a revision's content. Raises Revision.DoesNotExist if the revision is
    gone."""
    return str(
        Revision.objects.filter(pk=revision_id)
        .annotate(digest=_DIGEST)
        .values_list("digest")
        .get()[0]
    )


def digests_of(revision_ids: Collection[int]) -> dict[int, str]:
    """Return the digests of these revisions by id, leaving out those that no longer exist. One
    query."""
    rows = Revision.objects.filter(pk__in=revision_ids).annotate(digest=_DIGEST)
    return dict(rows.values_list("pk", "digest"))


def writers_since_publication(page: Page) -> set[int]:
    """Return the ids of everybody who saved a revision after the published one. One query.

    Without a published version, all writers count. An earlier appraisal does not remove its
    writers, since the whole text must be read by others.
    """
    rows = revisions_of(page.pk).filter(user__isnull=False)
    if page.live_revision_id:
        published = Revision.objects.filter(pk=page.live_revision_id)
        rows = rows.filter(created_at__gt=published.values("created_at")[:1])
    return set(rows.order_by().values_list("user_id", flat=True).distinct())

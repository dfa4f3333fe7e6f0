"""Make preview links, open them, end them."""

import datetime as dt

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F

from network.accounts.models import User

from ..models import PreviewLink
from ..selectors import EditorialCase

SALT = "moderation.preview"
LONGEST = dt.timedelta(days=7)


@transaction.atomic
def make_preview_link(
    *, case: EditorialCase, user: User, made_for: str, lasting: dt.timedelta, now: dt.datetime
) -> PreviewLink:
    """Make a link to the newest revision of a page, for one named reader.

    ValueError where it would last longer than a week.
    """
    if not dt.timedelta() < lasting <= LONGEST:
        raise ValueError("A preview link lasts a week at most.")
    return PreviewLink.objects.create(
        page=case.page,
        agency=case.agency,
        revision=case.revision,
        made_for=made_for,
        made_by=user,
        made_at=now,
        expires_at=now + lasting,
    )


def token_of(link: PreviewLink) -> str:
    """Return what stands in the link's address; it changes with the page and the revision."""
    return Signer(salt=SALT).sign_object([link.pk, link.page_id, link.revision_id])


def find_preview_link(*, token: str, now: dt.datetime) -> PreviewLink | None:
    """Return the link of a token that is whole, in time and not revoked; else None."""
    try:
        pk, page_id, revision_id = Signer(salt=SALT).unsign_object(token)
    except (BadSignature, ValueError):
        return None
    return (
        PreviewLink.objects.select_related("revision", "agency")
        .filter(pk=pk, page_id=page_id, revision_id=revision_id)
        .filter(revoked_at=None, expires_at__gt=now)
        .first()
    )


def count_opening(*, link: PreviewLink, now: dt.datetime) -> None:
    """Write down that the link was opened; who did is not known and not asked."""
    PreviewLink.objects.filter(pk=link.pk).update(
        times_opened=F("times_opened") + 1, last_opened_at=now
    )


def revoke_preview_link(*, link: PreviewLink, now: dt.datetime) -> None:
    """End a link before its time; twice changes nothing."""
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now)

"""Create, resolve, count and revoke preview links."""

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
    """Create a link to the newest revision of a page, for one named reader.

    Raises ValueError unless `lasting` is positive and at most a week.
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
    """Return the signed token for the link's URL. It covers the page and the revision too."""
    return Signer(salt=SALT).sign_object([link.pk, link.page_id, link.revision_id])


def find_preview_link(*, token: str, now: dt.datetime) -> PreviewLink | None:
    """Return the link of a token, or None if the token is invalid, expired or revoked."""
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
    """Count an opening of the link. The reader's identity is not recorded."""
    PreviewLink.objects.filter(pk=link.pk).update(
        times_opened=F("times_opened") + 1, last_opened_at=now
    )


def revoke_preview_link(*, link: PreviewLink, now: dt.datetime) -> None:
    """Revoke a link. Does nothing if it is revoked already."""
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now)

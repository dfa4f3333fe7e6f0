"""Put a previewed manuscript into an article: pictures, then blocks, then one revision."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.models import Agency
from network.core.text import slugify_vi
from network.media.models import AgencyImage
from network.media.word_import.services import ReadManuscript

from ..forms import free_slug
from ..models import ArticlePage
from .blocks import body_of

_IMAGE_TITLE = 255


@dataclass(frozen=True, slots=True)
class PictureTaken:
    """A picture that enters the article: its name in the manuscript, alternative text, source."""

    name: str
    alt: str
    source: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WordEntry:
    """What the user decided at the preview."""

    read: ReadManuscript
    file_name: str
    pictures: Sequence[PictureTaken] = ()
    boxes: frozenset[int] = field(default_factory=frozenset)


def own_source(agency: Agency, author: User, now: dt.datetime) -> dict[str, Any]:
    """Return the source fields of the agency's own pictures."""
    return {
        "source_name": agency.name,
        "source_agency": agency.name,
        "source_author": author.get_full_name() or author.get_username(),
        "source_url": f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/{agency.slug}/",
        "source_date": timezone.localdate(now),
        "licence": _("Own work"),
    }


def enter_draft(
    *, page_id: int, entry: WordEntry, replace: bool, revision_id: int | None, user: User
) -> ArticlePage:
    """Add the manuscript to the newest draft of an article as a new revision.

    Raises ValidationError if somebody saved the article after revision `revision_id`, which the
    preview was made for.
    """
    with _pictures_kept() as kept, transaction.atomic():
        Page.objects.select_for_update().get(pk=page_id)
        page = ArticlePage.objects.get(pk=page_id).specific
        if page.latest_revision_id != revision_id:
            raise ValidationError(
                _("The article was saved again meanwhile. Look at the preview, then press again.")
            )
        draft = page.get_latest_revision_as_object()
        block = draft.body.stream_block
        images = _store_pictures(entry, draft.agency_home.agency, user, kept)
        new = body_of(entry.read.manuscript, block, images=images, boxes=entry.boxes)
        before = [] if replace else list(block.get_prep_value(draft.body))
        draft.body = block.to_python([*before, *block.get_prep_value(new)])
        # Not validated: a draft may lack other fields, which are required on submission.
        draft.save_revision(user=user, log_action=True, clean=False)
    return draft


def begin_draft(
    *,
    parent: Page,
    model: type[ArticlePage],
    title: str,
    entry: WordEntry,
    agency: Agency,
    user: User,
    now: dt.datetime,
) -> ArticlePage:
    """Create a draft article below `parent` from the manuscript."""
    with _pictures_kept() as kept, transaction.atomic():
        draft = model(title=title, date=timezone.localdate(now), live=False, owner=user)
        draft.prefill(parent=parent, author=user, start="")
        images = _store_pictures(entry, agency, user, kept)
        draft.body = body_of(
            entry.read.manuscript, draft.body.stream_block, images=images, boxes=entry.boxes
        )
        draft.slug = free_slug(parent, slugify_vi(title))
        parent.add_child(instance=draft)
        # Not validated: the summary is still missing and is required on submission.
        draft.save_revision(user=user, log_action="wagtail.create", clean=False)
    return draft


@contextmanager
def _pictures_kept() -> Iterator[list[AgencyImage]]:
    """Delete the files of stored pictures if the block fails: a rollback removes only their
    rows."""
    images: list[AgencyImage] = []
    try:
        yield images
    except BaseException:
        for image in images:
            image.file.storage.delete(image.file.name)
        raise


def _store_pictures(
    entry: WordEntry, agency: Agency, user: User, kept: list[AgencyImage]
) -> dict[str, tuple[int, str]]:
    """Store the pictures in the agency's collection. Returns id and alternative text by name."""
    stored: dict[str, tuple[int, str]] = {}
    for number, picture in enumerate(entry.pictures, start=1):
        title = picture.alt or _("Picture %(number)d of %(file)s") % {
            "number": number,
            "file": entry.file_name,
        }
        image = AgencyImage(
            title=title[:_IMAGE_TITLE],
            description=picture.alt,
            file=ContentFile(entry.read.pictures[picture.name], picture.name),
            collection=agency.collection,
            uploaded_by_user=user,
            **picture.source,
        )
        image.full_clean()
        image._set_image_file_metadata()
        image.save()
        kept.append(image)
        stored[picture.name] = (image.pk, picture.alt)
    return stored

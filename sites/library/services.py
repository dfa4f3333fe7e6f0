"""Start a page from an item of the common library."""

import datetime as dt
from typing import Any, cast

from django.db import transaction
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from aggregator.models import LibraryItem
from aggregator.use_services import record_use
from network.accounts.models import User
from network.core.text import slugify_vi

from ..forms import free_slug
from ..models import ArticlePage, LegalUpdatePage, SectionIndexPage, UpdateDocument
from .selectors import documents_named

_TITLE_LENGTH = 255


@transaction.atomic
def begin_article(
    *, item: LibraryItem, place: SectionIndexPage, author: User, now: dt.datetime
) -> ArticlePage:
    """Create a draft article below `place` with the data of `item`, and record the use.

    The excerpt is quoted, because it is another author's text. The draft then goes through the
    usual workflow.
    """
    return _begin(ArticlePage(**_known(item, now)), item, place, author, now)


@transaction.atomic
def begin_legal_update(
    *, item: LibraryItem, place: SectionIndexPage, author: User, now: dt.datetime
) -> LegalUpdatePage:
    """Create a draft legal update like `begin_article`, with its documents and the day of arrival.

    Ambiguous numbers are left for the author to choose.
    """
    update = LegalUpdatePage(received_at=item.fetched_at, **_known(item, now))
    documents = documents_named(item.document_numbers)
    update.documents.add(
        *(UpdateDocument(document=each, sort_order=place) for place, each in enumerate(documents))
    )
    return _begin(update, item, place, author, now)


def _begin[Draft: ArticlePage](
    draft: Draft, item: LibraryItem, place: SectionIndexPage, author: User, now: dt.datetime
) -> Draft:
    draft.owner = author
    draft.slug = free_slug(place, slugify_vi(draft.title))
    draft.topics.add(*item.topics.all())
    place.add_child(instance=draft)
    # Not validated: summary and author are still missing and are required on submission.
    revision = draft.save_revision(user=author, log_action="wagtail.create", clean=False)
    record_use(item=item, agency=draft.agency_home.agency, page=draft, now=now)
    return cast(Draft, revision.as_object())


def _known(item: LibraryItem, now: dt.datetime) -> dict[str, Any]:
    """Return the fields that are filled from the item."""
    return {
        "title": _shortened(item.title, _TITLE_LENGTH),
        "date": localtime(now).date(),
        "body": _body_of(item),
        "live": False,
        **_source_of(item),
    }


def _source_of(item: LibraryItem) -> dict[str, object]:
    """Return the source fields required by R24, except the author, who is unknown."""
    published = item.published_at
    return {
        "source_name": item.source.name,
        "source_agency": item.source.owner,
        "source_url": item.href if len(item.href) <= 500 else item.source.url,
        "source_date": localtime(published).date() if published else None,
    }


def _body_of(item: LibraryItem) -> list[tuple[str, object]]:
    """Return the excerpt as a quote block, and links to the full text at every source."""
    links = [
        format_html('{}: <a href="{}">{}</a>', each.source.name, each.href, each.title)
        for each in item.attributions
        if each.href
    ]
    heading = _("Read the whole text at its source:")
    lines = [format_html("<p>{} {}</p>", heading, link) for link in links]
    body: list[tuple[str, object]] = []
    if item.excerpt:
        quote = {"text": item.excerpt, "attribution": _shortened(item.source.name, 200)}
        body.append(("quote", quote))
    return [*body, ("paragraph", "".join(lines))]


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"

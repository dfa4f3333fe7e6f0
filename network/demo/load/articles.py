"""Generated articles with revisions, topics, history and index entries."""

import datetime as dt
import itertools
import json
from collections.abc import Sequence
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from wagtail.models import Page, PageLogEntry, Revision

from legal_updates.models import Topic
from network.accounts.models import User
from network.moderation.publication import published_by_install
from sites.models import AgencyHomePage, ArticlePage, ArticleTopic, SectionIndexPage
from sites.services import index_new_pages, insert_pages, place_page

from .files import AgencyFiles
from .texts import AgencyText

# Of ten articles, one is a draft and one has unpublished changes.
CYCLE = 10
DRAFT, CHANGED = 8, 9
PLACES = 4


class WritingTeam(NamedTuple):
    """Section, users, images and files for the articles of one agency."""

    text: AgencyText
    home: AgencyHomePage
    people: list[User]
    shelf: AgencyFiles


def load_articles(*, desks: Sequence[WritingTeam], articles_each: int, now: dt.datetime) -> None:
    """Write the articles of all desks. The number of queries does not depend on the number of
    desks."""
    topics = list(Topic.objects.all())
    places = _places(desks)
    written = []
    for desk in desks:
        for position in range(articles_each):
            place = places[desk.home.path][position % PLACES]
            place.numchild += 1
            written.append(_article(desk, position, place, now))
    insert_pages(written)
    changed = [place for group in places.values() for place in group]
    Page.objects.bulk_update(changed, ["numchild"])
    for article, topic in zip(written, itertools.cycle(topics), strict=False):
        article.article_topics.set([ArticleTopic(tag=topic)])
    ArticleTopic.objects.bulk_create(
        link for article in written for link in article.article_topics.all()
    )
    _record_history(written, now)
    index_new_pages(written)


def _places(desks: Sequence[WritingTeam]) -> dict[str, list[SectionIndexPage]]:
    """Return the first menu sections without subsections, by the path of the front page."""
    places: dict[str, list[SectionIndexPage]] = {desk.home.path: [] for desk in desks}
    length = len(desks[0].home.path)
    # The sections of this batch are the newest, so they are the last in the tree.
    rows = SectionIndexPage.objects.filter(path__gte=desks[0].home.path, numchild=0)
    for page in rows.order_by("path"):
        group = places.get(page.path[:length])
        if group is not None and len(group) < PLACES:
            group.append(page)
    return places


def _article(
    desk: WritingTeam, position: int, place: SectionIndexPage, now: dt.datetime
) -> ArticlePage:
    text, people, shelf = desk.text, desk.people, desk.shelf
    written_at = now - dt.timedelta(hours=position)
    article = ArticlePage(
        title=text.title(position),
        slug=f"bai-{position + 1}",
        summary="Ai được hưởng, được gì, phải làm gì và từ khi nào.",
        date=written_at.date(),
        cover=shelf.images[position % len(shelf.images)],
        cover_alt_text="Buổi tuyên truyền pháp luật",
        body=json.dumps(text.body(position, _shown(shelf) if position == 0 else {})),
        owner=people[0],
        source_name=desk.home.title,
        source_author=people[0].get_full_name(),
        source_agency=desk.home.title,
        source_url=f"https://{text.code.lower()}.example.vn/bai/{position + 1}",
        source_date=written_at.date(),
    )
    path = Page._get_path(place.path, place.depth + 1, place.numchild)
    place_page(article, parent=place, path=path, now=written_at)
    article.show_in_menus = False
    article.live = position % CYCLE != DRAFT
    article.has_unpublished_changes = position % CYCLE in (DRAFT, CHANGED)
    if not article.live:
        article.first_published_at = article.last_published_at = None
    return article


def _shown(shelf: AgencyFiles) -> dict[str, int]:
    return {"image": shelf.images[0].pk, "document": shelf.documents[0].pk}


def _record_history(written: Sequence[ArticlePage], now: dt.datetime) -> None:
    """Add a revision to each article, a second one for unpublished changes, and history entries."""
    kept = Revision.objects.bulk_create(_revision(article, 0) for article in written)
    changed = [article for article in written if article.live and article.has_unpublished_changes]
    Revision.objects.bulk_create(_revision(article, 1) for article in changed)
    newest = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef("pk"), CharField()),
    ).order_by("-created_at", "-id")
    rows = Page.objects.filter(pk__in=[article.pk for article in written])
    rows.update(latest_revision=Subquery(newest.values("pk")[:1]))
    live = [article.pk for article in written if article.live]
    with published_by_install():
        rows.filter(pk__in=live).update(live_revision=Subquery(newest.reverse().values("pk")[:1]))
    PageLogEntry.objects.bulk_create(
        _log_entry(article, revision, action)
        for article, revision in zip(written, kept, strict=True)
        for action in ("wagtail.create", *(("wagtail.publish",) if article.live else ()))
    )


def _revision(article: ArticlePage, minutes: int) -> Revision:
    return Revision(
        content_type=ContentType.objects.get_for_model(ArticlePage),
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(article.pk),
        created_at=article.latest_revision_created_at + dt.timedelta(minutes=minutes),
        user=article.owner,
        object_str=article.title,
        content=article.serializable_data(),
    )


def _log_entry(article: ArticlePage, revision: Revision, action: str) -> PageLogEntry:
    return PageLogEntry(
        page=article,
        content_type=ContentType.objects.get_for_model(ArticlePage),
        label=article.title,
        action=action,
        timestamp=revision.created_at,
        user=article.owner,
        revision=revision,
        content_changed=True,
    )

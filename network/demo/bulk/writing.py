"""Write many articles with a fixed number of statements. Called by the demo loaders."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, PageLogEntry, Revision

from network.core.references import add_references
from network.moderation.publication import published_by_install
from sites.models import ArticlePage, ArticleTopic
from sites.pictures import shows_pictures
from sites.services import index_new_pages, insert_pages, place_page
from sites.tasks import make_pictures

from .citations import write_citations
from .decisions import record_decisions
from .drafts import Draft
from .workflow import lead_drafts

# Child relations stored with the page; topics are stored at publication.
_CHILDREN = ("documents", "files")
_SAVED = ("latest_revision", "latest_revision_created_at", "has_unpublished_changes")
_PUBLISHED = (*_SAVED, "live", "live_revision", "first_published_at", "last_published_at")


class BulkWritingRefused(Exception):
    """Bulk writing was refused because the settings allow no demo."""


@transaction.atomic
def write_articles(drafts: Sequence[Draft]) -> None:
    """Write the dated articles with all rows that the real workflow would have created.

    About 50 statements, however many articles. The database triggers stay enabled: an article
    without the required decisions cannot go live. No mail is sent, since the events are invented.
    Raises BulkWritingRefused if the settings allow no demo.
    """
    if not settings.DEMO_ALLOWED:
        raise BulkWritingRefused
    if not drafts:
        return
    _insert_pages(drafts)
    index_new_pages([draft.page for draft in drafts])
    _save_revisions(drafts)
    record_decisions(drafts)
    lead_drafts([draft for draft in drafts if draft.is_led])
    _publish(drafts)
    _write_history(drafts)
    write_citations(drafts)


def _insert_pages(drafts: Sequence[Draft]) -> None:
    """Insert the pages unpublished, as last children of their sections, with child rows."""
    sections = {draft.section.pk: draft.section for draft in drafts}
    paths = _last_child_paths(sections.values())
    for draft in drafts:
        section, page = draft.section, draft.page
        last = paths.get(section.path)
        path = Page(path=last)._inc_path() if last else _first_child_path(section)
        paths[section.path] = path
        place_page(page, parent=section, path=path, now=draft.at)
        page.live = page.show_in_menus = False
        page.first_published_at = page.last_published_at = page.latest_revision_created_at = None
        _know_children(page)
    pages = [draft.page for draft in drafts]
    insert_pages(pages)
    for pk, added in Counter(draft.section.pk for draft in drafts).items():
        sections[pk].numchild += added
    Page.objects.bulk_update(sections.values(), ["numchild"])
    for relation in _CHILDREN:
        _insert_children([page for page in pages if hasattr(page, relation)], relation)


def _know_children(page: ArticlePage) -> None:
    """Mark the child relations of a new page as loaded, because otherwise each would cost a
    query."""
    for relation in get_all_child_relations(type(page)):
        name = relation.get_accessor_name()
        setattr(page, name, list(getattr(page, name).all()))


def _last_child_paths(sections: Iterable[Page]) -> dict[str, str]:
    """Return the path of the last child by path of each section that has children. One query."""
    depths = {section.depth + 1 for section in sections}
    paths = Page.objects.filter(depth__in=depths).order_by("path").values_list("path", flat=True)
    return {path[: -Page.steplen]: path for path in paths}


def _first_child_path(parent: Page) -> str:
    return str(Page._get_path(parent.path, parent.depth + 1, 1))


def _insert_children(pages: Sequence[ArticlePage], relation: str) -> None:
    rows = []
    for page in pages:
        for row in getattr(page, relation).all():
            row.page = page
            rows.append(row)
    if rows:
        by_model = {type(row) for row in rows}
        for model in by_model:
            model._default_manager.bulk_create([row for row in rows if type(row) is model])


def _save_revisions(drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        draft.page.article_topics.set([ArticleTopic(tag=topic) for topic in draft.topics])
    page_type = ContentType.objects.get_for_model(Page)
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=ContentType.objects.get_for_model(type(draft.page)),
            base_content_type=page_type,
            object_id=str(draft.page.pk),
            created_at=draft.at,
            user=draft.page.owner,
            object_str=str(draft.page),
            content=draft.page.serializable_data(),
        )
        for draft in drafts
    )
    for draft, revision in zip(drafts, revisions, strict=True):
        draft.revision = draft.page.latest_revision = revision
        draft.page.latest_revision_created_at = draft.at
        draft.page.has_unpublished_changes = not draft.is_published


def _publish(drafts: Sequence[Draft]) -> None:
    """Publish the articles with decisions that the triggers accept, and those without a staff."""
    published = [draft for draft in drafts if draft.is_published]
    for draft in published:
        page = draft.page
        page.live, page.live_revision = True, draft.revision
        page.first_published_at = page.last_published_at = draft.published_at
    waiting = [draft.page for draft in drafts if not draft.is_published]
    Page.objects.bulk_update(waiting, _SAVED)
    Page.objects.bulk_update([each.page for each in published if each.staff], _PUBLISHED)
    with published_by_install():
        Page.objects.bulk_update([each.page for each in published if not each.staff], _PUBLISHED)
    ArticleTopic.objects.bulk_create(
        topic for draft in published for topic in draft.page.article_topics.all()
    )
    pages = [draft.page for draft in published]
    # Publishing saves a material's files again, after which Wagtail indexes the whole page again.
    add_references(page for page in pages if hasattr(page, "files") and page.files.exists())
    # Newest first, because the hub shows them.
    shown = sorted(filter(shows_pictures, pages), key=lambda page: page.date, reverse=True)
    jobs: list[dict[str, Any]] = [{"article_id": page.pk} for page in shown]
    make_pictures.batch_defer(*jobs)


def _write_history(drafts: Sequence[Draft]) -> None:
    PageLogEntry.objects.bulk_create(entry for draft in drafts for entry in _history_of(draft))


def _history_of(draft: Draft) -> list[PageLogEntry]:
    owner, approver = draft.page.owner, draft.staff.approver if draft.staff else None
    entries = [_log_entry(draft, "wagtail.create", user=owner, revision=None, content_changed=True)]
    for step in draft.steps:
        entries.append(_log_entry(draft, step.action, user=step.user, data=step.data))
    if draft.is_published:
        user = approver if draft.is_led else None
        entries.append(_log_entry(draft, "wagtail.publish", user=user, content_changed=True))
    return entries


def _log_entry(draft: Draft, action: str, **fields: Any) -> PageLogEntry:
    return PageLogEntry(
        page=draft.page,
        content_type=ContentType.objects.get_for_model(type(draft.page)),
        label=draft.page.title,
        action=action,
        timestamp=draft.at,
        **{"revision": draft.revision} | fields,
    )

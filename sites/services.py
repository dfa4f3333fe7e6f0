"""Create agencies' sections in bulk."""

import datetime as dt
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models, router, transaction
from django.db.models import F
from django.db.models.sql import InsertQuery
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from aggregator.models import SourceLevel
from network.agencies.models import Agency
from network.core.references import add_references
from network.core.text import slugify_vi
from network.moderation.publication import published_by_install

from .models import AgencyHomePage, LibraryRule, SectionIndexPage

MENUS = Path(__file__).resolve().parent / "data" / "menus.json"


@transaction.atomic
def build_sections(
    *, openings: Sequence[tuple[Agency, str]], hub: Page, now: dt.datetime
) -> list[AgencyHomePage]:
    """Create front page and menu of each agency below `hub`, all live.

    `openings` are pairs of agency and key of `sites/data/menus.json`. The number of queries does
    not depend on the number of agencies: created one by one, Wagtail takes about 300 queries per
    section.
    """
    # The lock keeps concurrent calls from using the same place in the tree.
    Page.objects.select_for_update().get(pk=hub.pk)
    homes: list[AgencyHomePage] = []
    sections: list[SectionIndexPage] = []
    path = _next_child_path(hub)
    for agency, menu in openings:
        home = AgencyHomePage(title=agency.name, slug=agency.slug, agency=agency)
        home.library_rules = [LibraryRule(level=SourceLevel.PROVINCIAL)]
        place_page(home, parent=hub, path=path, now=now)
        sections += _sections(home, default_menus()[menu], now)
        homes.append(home)
        path = home._inc_path()
    insert_pages([*homes, *sections])
    Page.objects.filter(pk=hub.pk).update(numchild=F("numchild") + len(homes))
    LibraryRule.objects.bulk_create(rule for home in homes for rule in home.library_rules.all())
    index_new_pages([*homes, *sections])
    return homes


@cache
def default_menus() -> dict[str, list[dict[str, Any]]]:
    """Return the default menus by name: lists of {"key", "title", "children"}."""
    menus: dict[str, list[dict[str, Any]]] = json.loads(MENUS.read_text(encoding="utf-8"))
    return menus


def _sections(
    parent: Page, entries: list[dict[str, Any]], now: dt.datetime
) -> list[SectionIndexPage]:
    pages: list[SectionIndexPage] = []
    for position, entry in enumerate(entries, start=1):
        page = SectionIndexPage(
            title=entry["title"], slug=slugify_vi(entry["title"]), key=entry["key"]
        )
        path = Page._get_path(parent.path, parent.depth + 1, position)
        place_page(page, parent=parent, path=path, now=now)
        children = _sections(page, entry.get("children", []), now)
        pages += [page, *children]
    parent.numchild = len(entries)
    return pages


def place_page(page: Page, *, parent: Page, path: str, now: dt.datetime) -> None:
    """Set the tree and publication fields of `page`. Writes nothing."""
    page.path = path
    page.depth = parent.depth + 1
    page.url_path = f"{parent.url_path}{page.slug}/"
    page.draft_title = page.title
    page.locale_id = parent.locale_id or Locale.get_default().pk
    page.live = page.show_in_menus = True
    page.has_unpublished_changes = False
    page.first_published_at = page.last_published_at = page.latest_revision_created_at = now
    # Code that iterates over child rows, such as the reference index, would otherwise query for
    # each page.
    page.wagtail_admin_comments = []


def _next_child_path(parent: Page) -> str:
    last = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).order_by(
        "path"
    )
    newest = last.last()
    if newest is None:
        return str(Page._get_path(parent.path, parent.depth + 1, 1))
    return str(newest._inc_path())


def insert_pages(pages: Sequence[Page]) -> None:
    """Insert pages prepared by `place_page`, with one INSERT per table.

    The caller must update the parents' `numchild`, child rows and indexes. Publishes without a
    decision: for installation code only.
    """
    names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    with published_by_install():
        bases = Page.objects.bulk_create(
            Page(**{name: getattr(page, name) for name in names}) for page in pages
        )
    for page, base in zip(pages, bases, strict=True):
        page.id = base.pk
        for model in _models_below_page(type(page)):
            for link in model._meta.parents.values():
                setattr(page, link.attname, base.pk)
        page._state.adding = False
    for model in dict.fromkeys(model for page in pages for model in _models_below_page(type(page))):
        _insert_own_rows(model, [page for page in pages if isinstance(page, model)])


def _models_below_page(kind: type[Page]) -> list[type[Page]]:
    """Return the models whose tables contain a part of this page type, most general first."""
    below = [parent for parent in kind._meta.get_parent_list() if issubclass(parent, Page)]
    return [*(parent for parent in reversed(below) if parent is not Page), kind]


def index_new_pages(pages: Sequence[Page]) -> None:
    """Add new pages to the search and reference indexes."""
    add_references(pages)
    search = get_search_backend()
    for model in dict.fromkeys(type(page) for page in pages):
        search.add_bulk(model, [page for page in pages if type(page) is model])


def _insert_own_rows(model: type[models.Model], rows: list[Page]) -> None:
    # bulk_create() refuses multi-table models; this runs the INSERT it would run.
    query = InsertQuery(model)
    query.insert_values(model._meta.local_concrete_fields, rows)
    query.get_compiler(using=router.db_for_write(model)).execute_sql()

"""Build an agency's section."""

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models, router, transaction
from django.db.models import F
from django.db.models.sql import InsertQuery
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail.search.backends import get_search_backend

from aggregator.models import Level
from network.agencies.models import Agency
from network.core.text import slugify_vi

from .models import AgencyHomePage, LibraryRule, SectionIndexPage

MENUS = Path(__file__).resolve().parent / "data" / "menus.json"


@transaction.atomic
def build_section(*, agency: Agency, hub: Page, menu: str, now: dt.datetime) -> AgencyHomePage:
    """Create the front page and the default menu of `agency` under `hub`, all live.

    `menu` is a key of `sites/data/menus.json`. The pages are written in bulk: page by page,
    Wagtail asks some 300 queries, and the more the larger the tree.
    """
    # Two openings at once would take the same place in the tree.
    Page.objects.select_for_update().get(pk=hub.pk)
    home = AgencyHomePage(title=agency.name, slug=agency.slug, agency=agency)
    _place(home, hub, _next_child_path(hub), now)
    sections = _sections(home, default_menus()[menu], now)
    _insert_pages([home, *sections])
    Page.objects.filter(pk=hub.pk).update(numchild=F("numchild") + 1)
    LibraryRule.objects.create(page=home, level=Level.PROVINCIAL)
    ReferenceIndex.create_or_update_for_object(home)
    search = get_search_backend()
    search.add_bulk(AgencyHomePage, [home])
    search.add_bulk(SectionIndexPage, sections)
    return home


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
        _place(page, parent, path, now)
        children = _sections(page, entry.get("children", []), now)
        pages += [page, *children]
    parent.numchild = len(entries)
    return pages


def _place(page: Page, parent: Page, path: str, now: dt.datetime) -> None:
    page.path = path
    page.depth = parent.depth + 1
    page.url_path = f"{parent.url_path}{page.slug}/"
    page.draft_title = page.title
    page.locale_id = parent.locale_id or Locale.get_default().pk
    page.live = page.show_in_menus = True
    page.has_unpublished_changes = False
    page.first_published_at = page.last_published_at = page.latest_revision_created_at = now


def _next_child_path(parent: Page) -> str:
    last = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).order_by(
        "path"
    )
    newest = last.last()
    if newest is None:
        return str(Page._get_path(parent.path, parent.depth + 1, 1))
    return str(newest._inc_path())


def _insert_pages(pages: list[Page]) -> None:
    """Insert the base rows, then one INSERT for the rows of each page class."""
    names = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    bases = Page.objects.bulk_create(
        Page(**{name: getattr(page, name) for name in names}) for page in pages
    )
    for page, base in zip(pages, bases, strict=True):
        page.pk = page.id = base.pk
        page._state.adding = False
    for model in dict.fromkeys(type(page) for page in pages):
        _insert_own_rows(model, [page for page in pages if type(page) is model])


def _insert_own_rows(model: type[models.Model], rows: list[Page]) -> None:
    # bulk_create() refuses multi-table models; this is the INSERT it would make.
    query = InsertQuery(model)
    query.insert_values(model._meta.local_concrete_fields, rows)
    query.get_compiler(using=router.db_for_write(model)).execute_sql()

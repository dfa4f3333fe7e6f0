"""A hub with sections, places and articles, built straight on the models."""

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from modelsearch import index
from wagtail.models import Page, Revision, Site

from aggregator.models import ItemStatus, LibraryItem, Source, SourceLevel
from legal_updates.models import LegalDocument
from network.agencies.models import Agency, AgencyKind
from network.core.text import slugify_vi
from network.hub.models import HubHomePage
from network.moderation.publication import published_by_install
from sites.models import (
    AgencyHomePage,
    ArticlePage,
    EventPage,
    LegalUpdatePage,
    MaterialDocument,
    MaterialPage,
    QuestionDocument,
    QuestionPage,
    SectionIndexPage,
    UpdateDocument,
    WarningPage,
)

NUMBER = itertools.count(1)
FOOTER = {
    "owner": "UBND tỉnh Gia Lai",
    "address": "17 Trần Hưng Đạo, Pleiku",
    "email": "soyte@example.gov.vn",
    "phone": "0269.3824.300",
    "responsible_person": "Rơ Châm Hiền",
}
SOURCE = {
    "source_name": "Sở Y tế tỉnh Gia Lai",
    "source_author": "Ksor H'Lan",
    "source_agency": "Phòng Nghiệp vụ Y",
    "source_url": "https://syt.example.gov.vn/tin/1",
    "source_date": dt.date(2026, 11, 18),
}


def make_hub() -> HubHomePage:
    """Return the one hub front page, made the root of the default Site on first use."""
    found = HubHomePage.objects.first()
    if found is not None:
        return found
    root = Page.objects.get(depth=1)
    hub = root.add_child(instance=HubHomePage(title="PBGDPL tỉnh Gia Lai", slug="hub"))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "root_page": hub, "site_name": "PBGDPL"},
    )
    Site.clear_site_root_paths_cache()
    return hub


def make_section(name: str = "", **fields: Any) -> AgencyHomePage:
    """Return the live front page of a new agency; `fields` are the agency's."""
    number = next(NUMBER)
    name = name or f"Sở thứ {number}"
    defaults = {
        "code": f"A-{number}",
        "short_name": name,
        "slug": slugify_vi(name),
        "kind": AgencyKind.SO,
    }
    agency = Agency.objects.create(name=name, **defaults | FOOTER | fields)
    page = AgencyHomePage(title=agency.short_name, slug=agency.slug, agency=agency)
    with published_by_install():
        return make_hub().add_child(instance=page)


def make_place(parent: Page, title: str = "Hỏi đáp", **fields: Any) -> SectionIndexPage:
    """Return a live menu entry under an agency's front page or another entry."""
    fields = {"slug": slugify_vi(title), "show_in_menus": True} | fields
    with published_by_install():
        return parent.add_child(instance=SectionIndexPage(title=title, **fields))


def make_article(place: Page, title: str = "", *, body: Any = (), **fields: Any) -> ArticlePage:
    """Return an article with its source, indexed for search; live unless told otherwise."""
    return _add_article(ArticlePage, place, title, body=body, **fields)


def make_update(
    place: Page, title: str = "", *, documents: Sequence[LegalDocument] = (), **fields: Any
) -> LegalUpdatePage:
    """Return a legal update about `documents`, as `make_article` does."""
    rows = [UpdateDocument(document=each) for each in documents]
    return _add_article(LegalUpdatePage, place, title, documents=rows, **fields)


def make_material(
    place: Page, title: str = "", *, documents: Sequence[LegalDocument] = (), **fields: Any
) -> MaterialPage:
    """Return a material that rests on `documents`, as `make_article` does."""
    rows = [MaterialDocument(document=each) for each in documents]
    return _add_article(MaterialPage, place, title, documents=rows, **fields)


def make_warning(place: Page, title: str = "", **fields: Any) -> WarningPage:
    """Return a warning, on the front page for some weeks, as `make_article` does."""
    return _add_article(WarningPage, place, title, **fields)


def make_event(section: Page, title: str = "", /, **fields: Any) -> EventPage:
    """Return an event of tomorrow, as `make_article` does."""
    when = {"begins": timezone.now() + dt.timedelta(days=1), "place": "Nhà văn hóa xã"}
    return _add_article(EventPage, section, title, **when | fields)


def make_answer(
    place: Page, title: str = "", *, documents: Sequence[LegalDocument] = (), **fields: Any
) -> QuestionPage:
    """Return a question with its answer, which rests on `documents`, as `make_article` does."""
    rows = [QuestionDocument(document=each) for each in documents]
    asked = {
        "question": "Gia đình tôi cần giấy tờ gì?",
        "asked_on": dt.date(2026, 11, 10),
        "answered_by": "Phòng Phổ biến, giáo dục pháp luật",
    }
    return _add_article(QuestionPage, place, title, documents=rows, **asked | fields)


def _add_article[Made: ArticlePage](
    model: type[Made], parent: Page, title: str, /, *, body: Any = (), **fields: Any
) -> Made:
    number = next(NUMBER)
    fields = (
        {
            "title": title or f"Bài viết số {number}",
            "slug": f"bai-{number}",
            "summary": "Ai, được gì, phải làm gì, từ khi nào.",
            "date": dt.date(2026, 11, 20),
        }
        | SOURCE
        | fields
    )
    body = body or [("paragraph", "<p>Nội dung của bài viết.</p>")]
    with published_by_install():
        article = parent.add_child(instance=model(body=body, **fields))
    index.insert_or_update_object(article)
    return article


def put_live(revision: Revision) -> None:
    """Publish a revision without the workflow, as the installation does."""
    with published_by_install():
        revision.publish()


def make_source(name: str = "Cổng Thông tin Chính phủ", **fields: Any) -> Source:
    """Return a source; its key and address follow a running number."""
    number = next(NUMBER)
    defaults = {
        "key": f"nguon-{number}",
        "owner": "Văn phòng Chính phủ",
        "level": SourceLevel.CENTRAL,
        "url": f"https://portal.example.vn/{number}.rss",
    }
    return Source.objects.create(name=name, **defaults | fields)


def make_item(title: str = "", *, source: Source | None = None, **fields: Any) -> LibraryItem:
    """Return a library item, published unless told otherwise, indexed for search."""
    number = next(NUMBER)
    defaults = {
        "title": title or f"Chính sách số {number}",
        "identity": str(number),
        "content_hash": str(number),
        "link": f"https://portal.example.vn/tin/{number}",
        "published_at": timezone.now(),
        "fetched_at": timezone.now(),
        "status": ItemStatus.PUBLISHED,
    }
    source = source or Source.objects.first() or make_source()
    item = LibraryItem.objects.create(source=source, **defaults | fields)
    index.insert_or_update_object(item)
    return item

"""Rows of the pages that a house owns: its section, and an article of every kind."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.models import Page, Revision

from legal_updates.models import Topic
from sites.models import (
    ArticlePage,
    Correction,
    EventPage,
    LegalUpdatePage,
    MaterialDocument,
    MaterialFile,
    MaterialPage,
    Pano,
    PanoPlacement,
    QuestionDocument,
    QuestionPage,
    SectionIndexPage,
    SectionLink,
    ShortTextPage,
    UpdateDocument,
    WarningPage,
)
from tests.factories.documents import make_document
from tests.factories.sections import SOURCE

if TYPE_CHECKING:
    from tests.tenancy.conftest import House

HOUR = dt.timedelta(hours=1)


def add_pages(house: "House", *, now: dt.datetime) -> None:
    """Put pages, their drafts and what hangs on them into the house."""
    own, author = house.contents, house.people["author"]
    place = house.home.get_children().get(slug="tin-tuc")
    own.section = house.home.add_child(
        instance=SectionIndexPage(
            title=f"Mục {house.secret}",
            introduction=f"<p>{house.secret}</p>",
            live=False,
            owner=author,
        )
    )
    own.live = place.add_child(
        instance=ArticlePage(
            title=f"Bài đăng {house.marker}",
            summary=house.marker,
            owner=author,
            cover=own.live_image,
            cover_alt_text="Ảnh",
            body=[("file", {"document": own.live_document, "title": ""})],
            **SOURCE,
        )
    )
    own.live.topics.add(Topic.objects.first())
    own.live.corrections.add(Correction(was=house.marker, now_reads=house.marker))
    link = {"title": f"Bộ {house.marker}", "url": f"https://{house.marker.lower()}.example.vn/"}
    SectionLink.objects.create(page=house.home, **link)
    banner = {"title": "Pano chung", "alt_text": "Pano", "url": "https://pano.example.vn/"}
    pano = Pano.objects.create(image=own.live_image, **banner)
    PanoPlacement.objects.create(page=house.home, pano=pano)
    own.live.save()
    _add_kinds_of_article(house, place)
    _save_change(own.live, f"Sửa {house.secret}", author)
    own.scheduled = place.add_child(
        instance=ArticlePage(
            title=f"Hẹn giờ {house.secret}",
            summary=house.secret,
            live=False,
            body=[],
            owner=author,
            go_live_at=now + HOUR,
            **SOURCE,
        )
    )
    own.scheduled.save_revision(user=author, approved_go_live_at=now + HOUR)
    house.home.introduction = f"<p>{house.marker}</p>"
    house.home.save()
    house.home.introduction = f"<p>{house.secret}</p>"
    house.home.save_revision(user=author)
    own.revision = Revision.objects.filter(object_id=str(house.article.pk)).first()


def _add_kinds_of_article(house: "House", place: Page) -> None:
    own, document = house.contents, make_document()
    update = LegalUpdatePage(
        title=f"Văn bản mới {house.marker}", who=house.marker, body=[], **SOURCE
    )
    update.documents.add(UpdateDocument(document=document))
    own.update = place.add_child(instance=update)
    _save_change(update, f"Sửa {house.secret}", house.people["author"])
    own.draft_update = place.add_child(
        instance=LegalUpdatePage(
            title=f"Nháp văn bản {house.secret}", who=house.secret, body=[], live=False, **SOURCE
        )
    )
    own.draft_update.save_revision(user=house.people["author"])
    material = MaterialPage(title=f"Tờ gấp {house.marker}", summary=house.marker, body=[], **SOURCE)
    material.documents.add(MaterialDocument(document=document))
    material.files.add(MaterialFile(file=own.live_document, title=house.marker))
    own.material = place.add_child(instance=material)
    # Its second file is one of the change that nobody has approved yet.
    material.files.add(MaterialFile(file=own.used_document, title=house.secret))
    _save_change(material, f"Sửa {house.secret}", house.people["author"])
    draft = MaterialPage(title=f"Nháp tờ gấp {house.secret}", body=[], live=False, **SOURCE)
    draft.files.add(MaterialFile(file=own.used_document, title=house.secret))
    own.draft_material = place.add_child(instance=draft)
    warning = WarningPage(title=f"Cảnh báo {house.marker}", summary=house.marker, body=[], **SOURCE)
    own.warning = place.add_child(instance=warning)
    short = ShortTextPage(title=f"Tin ngắn {house.marker}", summary=house.marker, body=[], **SOURCE)
    place.add_child(instance=short)
    event = EventPage(title=f"Sự kiện {house.marker}", summary=house.marker, body=[], **SOURCE)
    event.begins, event.place = timezone.now(), house.marker
    own.event = place.add_child(instance=event)
    answer = QuestionPage(
        title=f"Hỏi đáp {house.marker}",
        summary=house.marker,
        question=house.marker,
        answered_by=house.marker,
        body=[],
        **SOURCE,
    )
    answer.documents.add(QuestionDocument(document=document))
    own.answer = place.add_child(instance=answer)
    _save_change(answer, f"Sửa {house.secret}", house.people["author"])


def _save_change(page: Page, title: str, author: Any) -> None:
    page.title = title
    page.save_revision(user=author, log_action=True)
    page.refresh_from_db()

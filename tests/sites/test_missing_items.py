"""The list of what is missing before an article may be submitted, and what is filled in."""

import datetime as dt
import json
import re

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from network.agencies.models import Role
from network.agencies.services import grant_membership
from network.media.models import AgencyImage
from network.moderation.revisions import newest_revision
from sites.article_starts import article_starts
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_draft
from tests.factories.sections import SOURCE

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client, office):
    office.author.first_name, office.author.last_name = "H'Nga", "Rơ Châm"
    office.author.save()
    signed_in(client, office.author)
    return client


def form_of(client, office, start=""):
    place = office.home.get_children().get(slug="tin-tuc")
    address = reverse("wagtailadmin_pages:add", args=["agency_sites", "articlepage", place.pk])
    return BeautifulSoup(client.get(address, {"mau": start}).content, "html.parser")


def paths(page):
    return re.findall('data-missing="([^"]+)"', str(page))


def test_the_source_of_a_new_article_is_the_agency_itself(author, office):
    page = form_of(author, office)
    values = [page.select_one(f"[name={name}]")["value"] for name in SOURCE]
    assert values[:3] == [office.agency.name, "Rơ Châm H'Nga", office.agency.name]
    assert paths(page) == ["title", "summary", "body"]


def test_the_author_reads_who_decides_next(author, office):
    grant_membership(
        user=office.author,
        agency=office.agency,
        role=Role.APPROVER,
        valid_from=dt.date(2026, 1, 1),
    )
    office.appraiser.is_active = False
    office.appraiser.save()
    approver = office.approver.get_full_name() or office.approver.username
    said = f"Tiếp theo: chưa có ai thẩm định, rồi {approver} phê duyệt."
    assert said in form_of(author, office).text
    draft = reverse("wagtailadmin_pages:edit", args=[make_draft(office).pk])
    assert said in author.get(draft).content.decode()


def test_the_only_approver_reads_that_others_must_change_the_text(client, office):
    signed_in(client, office.approver)
    draft = reverse("wagtailadmin_pages:edit", args=[make_draft(office).pk])
    shown = client.get(draft).content.decode()
    assert "rồi chưa có ai phê duyệt. Chỉ có bạn giữ vai trò này" in shown


def test_five_kinds_of_articles_have_a_start(author, office):
    assert len(article_starts()) == 5
    for start in article_starts():
        page = form_of(author, office, start.key)
        assert page.select_one("[aria-current]").text == start.name
        blocks = json.loads(page.select_one("#body")["data-w-block-arguments-value"])[0]
        kinds = [block["type"] for block in blocks]
        assert kinds == [block["type"] for block in start.body]


def save(client, page, picture, **fields):
    form = {
        "title": "Mưa lũ",
        "slug": page.slug,
        "date": "25/11/2026",
        "body": streamfield([("image", {"image": picture.pk, "alt_text": "", "caption": ""})]),
        "comments": inline_formset([]),
        "corrections": inline_formset([]),
    }
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    headers = {"Accept": "application/json"}
    answer = client.post(address, nested_form_data(form | fields), headers=headers).json()
    return answer["html"], newest_revision(page.pk).as_object()


def test_a_block_that_still_holds_the_gaps_of_its_start_is_missing(office):
    page = make_draft(office)
    page.body = [("paragraph", "<p>Ngày …, tại …, cơ quan … tổ chức … cho … người.</p>")]
    assert "Ngày …" in page.missing_fields()["body"]
    page.body = [("paragraph", '<p data-block-key="a1">…</p>')]
    assert "body" in page.missing_fields()
    page.body = [("paragraph", "<p>Điều 5 … quy định:</p><p>…</p><p>Khoản 2.</p>")]
    assert "body" not in page.missing_fields()


def test_an_autosave_lists_what_is_missing_and_a_description_becomes_the_alt_text(author, office):
    draft = make_draft(office)
    file = {"file": get_test_image_file(), "collection": office.agency.collection}
    picture = AgencyImage.objects.create(title="Ảnh", **file, **SOURCE)
    answer, stored = save(author, draft, picture, cover=picture.pk)
    image = stored.body[0]
    assert image.value["alt_text"] == stored.cover_alt_text == ""
    assert {"summary", "cover_alt_text", f"body.{image.id}.alt_text"} <= set(paths(answer))
    picture.description = "Dân quân giúp dân dọn nhà"
    picture.save()
    answer, stored = save(author, draft, picture, cover=picture.pk)
    assert stored.body[0].value["alt_text"] == stored.cover_alt_text == picture.description
    assert not {"cover_alt_text"} & set(paths(answer))
    assert not [path for path in paths(answer) if path.startswith("body")]


def test_the_source_of_a_new_picture_is_the_agency_itself(author, office):
    page = BeautifulSoup(author.get(reverse("wagtailimages:add")).content, "html.parser")
    assert page.select_one("[name=source_author]")["value"] == "Rơ Châm H'Nga"
    assert not page.select_one("[name=elsewhere]").has_attr("checked")


def test_a_source_that_cannot_be_filled_in_is_asked_for(client, office):
    signed_in(client, office.author)
    page = BeautifulSoup(client.get(reverse("wagtailimages:add")).content, "html.parser")
    assert page.select_one("[name=elsewhere]").has_attr("checked")

"""What an author meets in the editor: addresses made of Vietnamese titles."""

import unicodedata

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from legal_updates.models import Topic
from network.agencies.models import Agency, Role
from network.media.models import AgencyImage
from sites.models import ArticlePage
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member
from tests.factories.sections import SOURCE

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency(client) -> Agency:
    agency = make_agency()
    signed_in(client, make_member(agency))
    return agency


def post_draft(client, agency: Agency, title: str, **fields) -> ArticlePage:
    place = agency.home_page.get_children().get(slug="tin-tuc")
    address = reverse("wagtailadmin_pages:add", args=["agency_sites", "articlepage", place.pk])
    # The slug is what the editor's own script makes of "Huyện Đăk Đoa".
    form = {"title": title, "slug": "huyn-djak-djoa", "date": "25/11/2026"}
    empty = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    more = {"body": streamfield([]), "comments": empty, "corrections": empty}
    response = client.post(address, nested_form_data(form | more | fields))
    assert response.status_code == 302, response.context["form"].errors
    return ArticlePage.objects.latest("pk")


def test_a_draft_may_lack_its_source_and_gets_a_readable_address(client, agency):
    draft = post_draft(client, agency, "Huyện Đăk Đoa: quyền của trẻ em")
    assert draft.slug == "huyen-dak-doa-quyen-cua-tre-em"
    assert not draft.live


@pytest.mark.parametrize(("title", "missing"), [("", {"title"}), ("?!", {"slug"})])
def test_an_address_is_not_demanded_of_whoever_has_typed_no_title(client, agency, title, missing):
    place = agency.home_page.get_children().get(slug="tin-tuc")
    address = reverse("wagtailadmin_pages:add", args=["agency_sites", "articlepage", place.pk])
    empty = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    form = {"title": title, "body": streamfield([]), "comments": empty, "corrections": empty}
    response = client.post(address, nested_form_data(form))
    assert {"title", "slug"} & set(response.context["form"].errors) == missing
    assert not ArticlePage.objects.exists()


def test_a_draft_is_stored_before_its_cover_is_described(client, agency):
    """Otherwise an open editor could not save by itself after a picture is chosen."""
    cover = AgencyImage.objects.create(
        title="Ảnh", file=get_test_image_file(), collection=agency.collection, **SOURCE
    )
    draft = post_draft(client, agency, "Quyền của trẻ em", cover=cover.pk)
    assert draft.cover == cover
    assert set(draft.missing_fields()) == {"cover_alt_text"}


def test_what_is_pasted_is_stored_clean_in_the_whole_page(client, agency):
    pasted = unicodedata.normalize("NFD", "\ufeffThuế\u200b hộ kinh doanh")
    body = streamfield(
        [
            ("paragraph", rich_text(f"<p>{pasted} <b>từ năm 2026</b></p>")),
            ("quote", {"text": pasted, "attribution": pasted}),
        ]
    )
    draft = post_draft(client, agency, pasted, summary=pasted, body=body)
    assert (draft.title, draft.summary) == ("Thuế hộ kinh doanh",) * 2
    paragraph, quote = draft.body
    assert "Thuế hộ kinh doanh <b>từ năm 2026</b>" in str(paragraph.value)
    assert set(quote.value.values()) == {"Thuế hộ kinh doanh"}


def test_the_same_title_twice_gets_a_number(client, agency):
    first = post_draft(client, agency, "Quyền của trẻ em")
    second = post_draft(client, agency, "Quyền của trẻ em")
    assert (first.slug, second.slug) == ("quyen-cua-tre-em", "quyen-cua-tre-em-2")


def test_topics_are_ticked_and_stay_whole(client, agency):
    """A field of typed tags took "Y tế, dược" for two words and lost both at the next save."""
    topic = Topic.objects.get(name__startswith="Y tế")
    assert "," in topic.name
    draft = post_draft(client, agency, "Tiêm chủng", topics=topic.pk)
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    page = BeautifulSoup(client.get(edit).content, "html.parser")
    ticked = page.select("input[name=topics][checked]")
    assert [box["value"] for box in ticked] == [str(topic.pk)]
    assert list(draft.get_latest_revision_as_object().topics.all()) == [topic]


def test_the_address_of_a_section_is_the_network_s_to_give(client, agency):
    signed_in(client, make_member(agency, Role.AGENCY_ADMIN))
    home = agency.home_page
    form = {"title": "Sở Mới", "slug": "co-quan", "introduction": rich_text("<p>Mới.</p>")}
    empty = inline_formset([])
    response = client.post(
        reverse("wagtailadmin_pages:edit", args=[home.pk]),
        nested_form_data(
            form
            | {
                "comments": empty,
                "library_rules": empty,
                "own_links": empty,
                "pano_placements": empty,
            }
        ),
    )
    assert response.status_code == 302, response.context["form"].errors
    home.refresh_from_db()
    saved = home.get_latest_revision_as_object()
    assert (saved.title, saved.slug) == ("Sở Mới", agency.slug)

"""Addresses of pages, whichever way a page comes to its name."""

import unicodedata

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from network.agencies.models import Role
from sites.models import ArticlePage
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member
from tests.factories.sections import make_article, make_place, put_live

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(client):
    """A place in a section whose author is signed in."""
    agency = make_agency()
    signed_in(client, make_member(agency, Role.AGENCY_ADMIN))
    return make_place(agency.home_page)


def copy(client, article, **fields):
    """Return the copy that the form of copying made of what was typed."""
    posted = {"new_parent_page": article.get_parent().pk, "new_title": "Bản sao"} | fields
    response = client.post(reverse("wagtailadmin_pages:copy", args=[article.pk]), posted)
    assert response.status_code == 302
    return ArticlePage.objects.exclude(pk=article.pk).get()


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Huyện Đăk Đoa", "huyen-dak-doa"),
        (unicodedata.normalize("NFD", "Đường LỐI mới.pdf"), "duong-loi-moi-pdf"),
        ("", "ban-sao"),
    ],
)
def test_a_copy_has_an_address_of_vietnamese_words(client, place, typed, slug):
    assert copy(client, make_article(place), new_slug=typed).slug == slug


def test_the_form_of_copying_proposes_a_free_address(client, place):
    article = make_article(place, slug="hoi-dap")
    form = client.get(reverse("wagtailadmin_pages:copy", args=[article.pk])).context["form"]
    assert form["new_slug"].value() == "hoi-dap-2"


def test_an_address_written_by_hand_loses_no_letters(client, place):
    article = make_article(place, live=False)
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    html = BeautifulSoup(client.get(address).content, "html.parser")
    assert not html.select_one("#id_slug").has_attr("data-controller")
    posted = {each["name"]: each.get("value", "") for each in html.select("#page-edit-form input")}
    posted |= {"title": article.title, "summary": article.summary, "slug": "Huyện Đăk Đoa"}
    response = client.post(address, posted | nested_form_data({"body": streamfield([])}))
    assert response.status_code == 302, response.context["form"].errors
    saved = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert saved.slug == "huyen-dak-doa"


def test_the_old_address_leads_to_the_new_one(client, place, django_capture_on_commit_callbacks):
    article = make_article(place, slug="cu")
    old = article.url
    article.slug = "moi"
    with django_capture_on_commit_callbacks(execute=True):
        put_live(article.save_revision())
    response = client.get(old)
    assert (response.status_code, response.url) == (301, old.replace("/cu/", "/moi/"))

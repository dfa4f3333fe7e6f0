"""A place of the menu in which nothing stands is shown to officers alone."""

import re

import pytest
from django.urls import reverse

from network.moderation.publication import published_by_install
from sites.models import AgencyHomePage
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_office
from tests.factories.sections import make_article, make_place, make_section

pytestmark = pytest.mark.django_db


def shown(client, page) -> str:
    return client.get(page.url).content.decode()


def addresses(client, home: AgencyHomePage) -> str:
    return client.get(reverse("hub:section_sitemap", args=[home.slug])).content.decode()


def test_menu_and_sitemap_show_a_place_from_its_first_page_on(client):
    home = make_section("Sở Y tế")
    news = make_place(home, "Tin tức")
    inside = make_place(news, "Tin hoạt động")
    draft = make_article(inside, "Bài nháp", live=False)
    contact = make_place(home, "Liên hệ", introduction="<p>Gọi trong giờ làm việc.</p>")
    page = shown(client, home)
    assert news.url not in page
    assert contact.url in page
    assert news.url not in addresses(client, home)
    with published_by_install():
        draft.save_revision().publish()
    assert news.url in shown(client, home)
    assert inside.url in shown(client, news)
    assert inside.url in addresses(client, home)


def test_its_address_answers_and_is_told_to_no_search_engine(client):
    home = make_section("Sở Y tế")
    page = shown(client, make_place(home, "Cuộc thi"))
    assert "chưa đăng gì ở mục này" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "noindex" not in shown(client, make_place(home, "Liên hệ", introduction="<p>A</p>"))


def test_a_title_names_its_agency(client):
    home = make_section("Sở Y tế tỉnh Gia Lai", short_name="Sở Y tế")
    place = make_place(home, "Hỏi đáp")
    for page in (place, make_article(place, "Ai được khám miễn phí?")):
        title = re.search(r"<title>(.*?)</title>", shown(client, page), re.DOTALL)[1]
        assert " ".join(title.split()).startswith(f"{page.title} | Sở Y tế | ")


def test_an_officer_is_led_to_writing_the_first_page(client):
    office = make_office()
    home = office.home
    signed_in(client, office.author)
    empty, filled = home.get_children()[:2]
    make_article(filled, "Bài đầu tiên")
    listed = client.get(reverse("wagtailadmin_explore", args=[home.pk])).content.decode()
    assert reverse("wagtailadmin_pages:add_subpage", args=[empty.pk]) in listed
    assert listed.count("Viết bài đầu tiên") == home.get_children().count() - 1

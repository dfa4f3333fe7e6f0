"""No page is stale, in whatever web process, once a second has passed since the change."""

import datetime as dt

import pytest
from django.utils import timezone

from legal_updates.models import Topic
from network.agencies.models import Succession
from network.channels.models import Announcement, Channel, ChannelState
from network.hub.models import HubSettings, Situation
from network.hub.search.keeping import refresh_changed
from network.moderation.publication import published_by_install
from sites.models import (
    AgencyHomePage,
    ArticlePage,
    MaterialPage,
    Pano,
    PanoPlacement,
    RequiredLink,
    WarningPage,
)
from tests.factories.accounts import make_user
from tests.factories.channels import add_channel
from tests.factories.sections import (
    make_answer,
    make_article,
    make_event,
    make_item,
    make_material,
    make_place,
    make_warning,
    put_live,
)
from tests.factories.served import (
    everywhere,
    within_a_second,
)

pytestmark = pytest.mark.usefixtures("warm")


def test_a_new_article(network):
    make_article(network.place, "Tin vừa đăng", date=dt.date(2026, 11, 25))
    everywhere(network, "hub, newest, section, place", lambda text: "Tin vừa đăng" in text)


def test_an_article_between_two_others(network):
    make_article(network.place, "Tin chen giữa", date=dt.date(2026, 11, 7))
    everywhere(network, "place, next to last", lambda text: "Tin chen giữa" in text)


def test_an_edited_article(network):
    article = ArticlePage.objects.get(pk=network.articles[3].pk)
    article.title, article.summary = "Tin đã sửa", "Tóm tắt mới."
    put_live(article.save_revision())
    names = "place, article, older article, topic"
    everywhere(network, names, lambda text: "Tin đã sửa" in text)
    everywhere(network, "article, place", lambda text: "Tóm tắt mới." in text)


def test_an_edited_article_on_the_front_page(network):
    article = ArticlePage.objects.get(pk=network.articles[7].pk)
    article.title = "Tin mới nhất đã sửa"
    put_live(article.save_revision())
    everywhere(network, "hub, section, place", lambda text: "Tin mới nhất đã sửa" in text)


def test_a_withdrawn_article(network):
    article = make_article(network.place, "Tin sẽ gỡ", date=dt.date(2026, 11, 26))
    everywhere(network, "hub, section, place", lambda text: "Tin sẽ gỡ" in text)
    assert [web.get(article.url).status for web in network.webs] == [200, 200]
    article.unpublish()
    everywhere(network, "hub, section, place", lambda text: "Tin sẽ gỡ" not in text)
    within_a_second(lambda: {web.get(article.url).status for web in network.webs} == {404})


def test_a_renamed_agency(network):
    agency = network.home.agency
    agency.name, agency.short_name = "Sở Y tế và Dân số", "Sở Y tế và Dân số"
    agency.save()
    names = "hub, section, place, article, far article, topic, directory"
    everywhere(network, names, lambda text: "Sở Y tế và Dân số" in text)


def test_an_agency_that_ends(network):
    names = "section, place, article, far article"
    former, heir = network.home.agency, network.other.agency
    make_item("Chính sách của cơ quan")
    everywhere(network, "section", lambda text: "Chính sách của cơ quan" in text)
    former.valid_to = timezone.localdate() - dt.timedelta(days=1)
    former.save()
    everywhere(network, names, lambda text: "đã kết thúc hoạt động" in text)
    everywhere(network, "section", lambda text: "Chính sách của cơ quan" not in text)
    Succession.objects.create(
        successor=heir, predecessor=former, predecessor_name=former.name, kind="sap_nhap"
    )
    everywhere(network, names, lambda text: "Cơ quan tiếp nhận" in text and heir.name in text)
    heir.name = "Sở Xây dựng và Giao thông"
    heir.save()
    everywhere(network, names, lambda text: heir.name in text)
    # At work again: what has ended shows no new policies.
    former.valid_to = None
    former.save()
    everywhere(network, names, lambda text: "đã kết thúc hoạt động" not in text)


def test_a_place_comes_into_the_menu_is_renamed_and_goes(network):
    place = make_place(network.home, "Lịch tiếp dân")
    names = "section, place"
    assert not any("Lịch tiếp dân" in text for text in network.texts("section"))
    only = make_article(place, "Thứ Năm hằng tuần")
    everywhere(network, names, lambda text: "Lịch tiếp dân" in text)
    place.title = "Lịch tiếp công dân"
    with published_by_install():
        place.save()
    everywhere(network, names, lambda text: "Lịch tiếp công dân" in text)
    only.unpublish()
    everywhere(network, names, lambda text: "Lịch tiếp công dân" not in text)


def test_a_translation(network):
    original = ArticlePage.objects.get(pk=network.articles[3].pk)
    fields = {"date": dt.date(2026, 12, 1), "language": "jra", "original": original}
    jrai = make_article(network.place, "Hră", translator="Ksor H'Lan", **fields)
    assert not any("hreflang" in text for text in network.texts("article"))
    ArticlePage.objects.filter(pk=jrai.pk).update(translation_reviewer="Siu Klơh")
    everywhere(network, "article", lambda text: f'href="{jrai.url}" hreflang="jra"' in text)
    ArticlePage.objects.filter(pk=jrai.pk).update(original=None)
    everywhere(network, "article", lambda text: "hreflang" not in text)


def test_a_warning_comes_and_goes(network):
    warning = make_warning(network.place, "Trang giả mạo")
    everywhere(network, "hub, warnings, section", lambda text: "Trang giả mạo" in text)
    WarningPage.objects.filter(pk=warning.pk).update(level="urgent")
    everywhere(network, "hub, warnings", lambda text: "warnings__one--urgent" in text)
    WarningPage.objects.filter(pk=warning.pk).update(shown_until=dt.date(2026, 1, 1))
    everywhere(network, "hub", lambda text: "warnings__one--urgent" not in text)
    warning.unpublish()
    everywhere(network, "hub, warnings", lambda text: "Trang giả mạo" not in text)


def test_an_answer_comes_is_edited_and_goes(network):
    answer = make_answer(network.place, "Khai sinh muộn")
    everywhere(network, "hub, answers", lambda text: "Khai sinh muộn" in text)
    answer.summary = "Làm ở xã nơi cư trú."
    answer.save()
    everywhere(network, "answers", lambda text: "Làm ở xã nơi cư trú." in text)
    answer.unpublish()
    everywhere(network, "hub, answers", lambda text: "Khai sinh muộn" not in text)


def test_a_material_comes_is_edited_and_leaves_the_lists(network):
    names = "hub, section, materials"
    material = make_material(network.place, "Tờ gấp về hộ tịch")
    everywhere(network, names, lambda text: "Tờ gấp về hộ tịch" in text)
    material.title = "Tờ gấp về cư trú"
    put_live(material.save_revision())
    everywhere(network, names, lambda text: "Tờ gấp về cư trú" in text)
    MaterialPage.objects.filter(pk=material.pk).update(still_valid=False)
    everywhere(network, names, lambda text: "Tờ gấp về cư trú" not in text)


def test_an_event_moves_and_is_called_off(network):
    event = make_event(network.place, "Ngày hội pháp luật", place="Làng Kép")
    everywhere(network, "hub, events", lambda text: "Làng Kép" in text)
    calendar = f"/su-kien/{event.pk}.ics"
    assert all("Làng Kép" in web.get(calendar).text for web in network.webs)
    event.place = "Làng Ốp"
    put_live(event.save_revision())
    everywhere(network, "hub, events", lambda text: "Làng Ốp" in text)
    within_a_second(lambda: all("Làng Ốp" in web.get(calendar).text for web in network.webs))
    with published_by_install():
        event.delete()
    everywhere(network, "hub, events", lambda text: "Ngày hội pháp luật" not in text)
    within_a_second(lambda: {web.get(calendar).status for web in network.webs} == {404})


def test_a_need_that_is_put_otherwise(network):
    need = Situation.objects.get(slug="dat-dai")
    need.label, need.short_label = "Đất và nhà", "Đất, nhà"
    need.save()
    everywhere(network, "needs, need", lambda text: "Đất và nhà" in text)
    everywhere(network, "hub, section", lambda text: "Đất, nhà" in text)
    need.agency_codes = [network.home.agency.code]
    need.save()
    everywhere(network, "section", lambda text: "Hỏi cơ quan này về" in text)
    need.topics.add(Topic.objects.get(slug="thong-ke"))
    everywhere(network, "need", lambda text: "/linh-vuc/thong-ke/" in text)


def test_what_is_about_a_need(network):
    article = make_article(network.place, "Làm sổ đỏ lần đầu")
    article.topics.add(Topic.objects.get(slug="dat-dai"))
    with published_by_install():
        article.save()
    everywhere(network, "topic", lambda text: "Làm sổ đỏ lần đầu" in text)
    refresh_changed()
    everywhere(network, "need", lambda text: article.url in text)
    everywhere(network, "sitemap", lambda text: article.url in text)
    article.unpublish()
    everywhere(network, "need, topic", lambda text: article.url not in text)
    everywhere(network, "sitemap", lambda text: article.url not in text)


def test_a_new_policy(network):
    make_item("Chính sách rất mới")
    everywhere(network, "hub, section, policies", lambda text: "Chính sách rất mới" in text)


def test_links_and_panos_at_the_foot(network):
    RequiredLink.objects.create(title="Cổng mới", url="https://a.example.vn/", kinds=["so"])
    everywhere(network, "section, far article, other article", lambda text: "Cổng mới" in text)
    pano = Pano.objects.create(
        title="Pano", image=network.picture, alt_text="Mời xem", url="https://b.example.vn/"
    )
    PanoPlacement.objects.create(page=network.home, pano=pano)
    everywhere(network, "section, far article", lambda text: "Mời xem" in text)
    Pano.objects.filter(pk=pano.pk).update(alt_text="Mời đọc")
    everywhere(network, "section, far article", lambda text: "Mời đọc" in text)


def test_a_text_that_announces_a_channel_that_has_ended(network):
    url = "https://www.facebook.com/soytegialai"
    agency = network.home.agency
    channel = add_channel(agency, make_user(), leader=make_user(), url=url)
    body = [("paragraph", f'<p>Trang mới: <a href="{url}">Sở Y tế</a></p>')]
    page = make_article(network.place, "Trang mới của Sở", body=body)
    Announcement.objects.create(channel=channel, page=page)

    def says_so() -> set[bool]:
        return {"không còn là trang chính thức" in web.get(page.url).text for web in network.webs}

    assert says_so() == {False}
    ended = {"state": ChannelState.CLOSED, "ended_on": timezone.localdate()}
    Channel.objects.filter(pk=channel.pk).update(**ended)
    within_a_second(lambda: says_so() == {True})


def test_a_logo(network):
    AgencyHomePage.objects.filter(pk=network.home.pk).update(logo=network.picture)
    everywhere(network, "section", lambda text: "<img" in text[text.index("page-head") :])


def test_the_settings_of_the_hub(network):
    settings = HubSettings.load()
    settings.province = "tỉnh Gia Lai mới"
    settings.save()
    names = "hub, section, place, article, policies, topic, directory"
    everywhere(network, names, lambda text: "tỉnh Gia Lai mới" in text)

"""What is meant, by who types without accents, half in Telex, or asks where an office is."""

import pytest

from legal_updates.models import Topic
from network.hub.search.keeping import refresh_changed
from network.hub.search.vocabulary import count_words
from tests.factories.sections import make_article, make_place, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(client):
    """The page of answers by its context."""

    def search(words: str) -> dict:
        refresh_changed()
        count_words()
        return client.get("/tim-kiem/", {"q": words}).context

    return search


def titles(context: dict) -> list[str]:
    return [answer.entry.title for answer in context["answers"]]


@pytest.mark.parametrize("words", ["nghia vu quan suw", "nghiax vu quaan suwj", "nghia vu quan su"])
def test_telex_for_some_words_and_none_for_others(shown, words):
    place = make_place(make_section())
    for title in ("Luật sư giúp miễn phí", "Đăng ký nghĩa vụ quân sự", "Quân trang và vũ khí"):
        make_article(place, title)
    assert titles(shown(words))[0] == "Đăng ký nghĩa vụ quân sự"


def test_syllables_without_accents_are_meant_beside_each_other(shown):
    place = make_place(make_section())
    make_article(place, "Bị chó cắn thì làm gì trong giờ đầu tiên và ai trả tiền tiêm?")
    make_article(place, "Cân thiếu ở chợ: giữ gì và báo ai?")
    assert titles(shown("cho can"))[0].startswith("Bị chó cắn")


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("bị hàng xóm chửi", True),
        ("tiền điện", True),
        ("mượn tên đăng ký xe", True),
        ("hàng xóm báo tin", False),
        ("điện thoại", False),
    ],
)
def test_words_far_from_each_other_carry_a_note(shown, words, near):
    body = (
        "Hàng xóm báo tin cho công an. Tên của người báo tin được giữ kín. " + "Làm tiếp. " * 20
    ) + "Nhận tiền qua điện thoại thì giữ lại điện thoại. Mang theo đăng ký xe."
    place = make_place(make_section())
    make_article(place, "Chửi mắng là bạo lực", body=[("paragraph", f"<p>{body}</p>")])
    for title in ("Hàng xóm hát to", "Nuôi cá cạnh nhà hàng xóm", "Đi chợ với hàng xóm"):
        make_article(place, title)
    assert shown(words)["near"] is near


def test_words_of_the_note_are_those_that_were_typed(shown):
    make_article(make_place(make_section()), "Đăng ký kết hôn")
    assert shown("lý lịch đăng ký")["missing"] == ["lý", "lịch"]


@pytest.mark.parametrize("words", ["số điện thoại Sở Y tế", "so dien thoai so y te"])
def test_who_asks_for_an_office_is_told_how_to_reach_it(shown, words):
    home = make_section("Sở Y tế", phone="0269 000 111", address="Phường Quy Nhơn")
    make_article(make_place(home), "Mất số điện thoại thì làm gì?")
    answer = shown(words)["answers"][0]
    assert answer.entry.title == "Sở Y tế"
    assert "0269 000 111" in answer.text


def test_a_situation_is_named_only_where_the_words_or_the_answers_are_its_own(shown):
    place = make_place(make_section())
    for title in ("Làm giấy tờ nhà đất", "Ranh giới thửa đất"):
        article = make_article(place, title)
        article.topics.add(Topic.objects.get(slug="dat-dai"))
        article.save()
    for title in ("Giá vé xe buýt", "Vàng mã ngày rằm"):
        make_article(place, title)
    assert str(shown("ranh giới đất")["situation"]) == "Đất đai"
    assert str(shown("tạm trú, giấy tờ")["situation"]) == "Hộ tịch, cư trú"
    assert shown("giá vàng hôm nay")["situation"] is None


def test_no_situation_is_named_where_two_fit_or_nothing_answers(shown):
    place = make_place(make_section())
    for title in ("Pháo hoa ngày Tết", "Pháo nổ và pháo hoa"):
        article = make_article(place, title)
        # A topic of two situations.
        article.topics.add(Topic.objects.get(slug="trat-tu-an-toan-xa-hoi"))
        article.save()
    assert shown("pháo hoa")["situation"] is None
    article.topics.set([Topic.objects.get(slug="dat-dai")])
    article.save()
    context = shown("pháo bông bắn thuê ngoài sân")
    assert context["near"] and context["situation"] is None


def test_single_syllables_name_no_situation(shown):
    # A situation speaks of "chuyển tiền" and "gọi điện".
    place = make_place(make_section())
    for title in ("Trả tiền mua máy phát điện", "Chuyển tiền cho con học xa"):
        make_article(place, title)
    assert shown("tiền điện")["situation"] is None
    assert str(shown("chuyển tiền")["situation"]) == "An ninh mạng, lừa đảo"

"""The search as visitors meet it."""

import datetime as dt
import re

import pytest
from django.core.management import call_command
from django.utils.http import urlencode
from wagtail.images.tests.utils import get_test_image_file

from legal_updates.models import DocumentType, Topic
from network.hub.models import EverydayWord, UnansweredQuery
from network.hub.search.keeping import refresh_changed
from network.hub.search.unanswered import forget_unanswered, record_unanswered
from network.hub.search.vocabulary import count_words
from network.media.models import AgencyImage
from tests.factories.documents import make_document
from tests.factories.sections import (
    SOURCE,
    make_article,
    make_hub,
    make_item,
    make_place,
    make_section,
)

pytestmark = pytest.mark.django_db


def search(client, words: str, **parameters: str):
    refresh_changed()
    response = client.get(f"/tim-kiem/?{urlencode({'q': words} | parameters)}")
    assert response.status_code == 200
    return response


def titles(response) -> list[str]:
    return [answer.entry.title for answer in response.context["answers"]]


@pytest.mark.parametrize("words", ["đất đai", "dat dai", "ĐẤT ĐAI", "đât đai"])
def test_accents_need_not_be_typed(client, words):
    make_article(make_place(make_section("Sở Tài nguyên")), "Tranh chấp đất đai ở thôn, làng")
    text = search(client, words).content.decode()
    assert "Tranh chấp <mark>đất đai</mark> ở thôn, làng" in text
    assert "<strong>Sở Tài nguyên</strong>" in text


def test_exact_accents_come_first(client):
    place = make_place(make_section())
    for title in ("Phòng bão lụt", "Họp báo", "Bảo vệ rừng", "Cái bao"):
        make_article(place, title)
    assert titles(search(client, "bảo"))[0] == "Bảo vệ rừng"
    assert titles(search(client, "bão"))[0] == "Phòng bão lụt"
    assert len(titles(search(client, "bao"))) == 4


def test_word_of_today_is_no_misspelling_of_a_known_one(client):
    refresh_changed()
    count_words()
    make_article(make_place(make_section()), "Bảo vệ rừng")
    assert titles(search(client, "bảo"))[0] == "Bảo vệ rừng"


@pytest.mark.parametrize(
    "words",
    ["nd 100 2019", "100/2019/nd-cp", "nghị định 100", "nđ100/2019", "NGHỊ ĐỊNH SỐ 100/2019/NĐ-CP"],
)
def test_number_leads_straight_to_the_document(client, words):
    document = make_document("100/2019/NĐ-CP")
    make_document("100/2015/NĐ-CP") if "2019" in words else None
    make_hub()
    refresh_changed()
    response = client.get("/tim-kiem/", {"q": words})
    assert (response.status_code, response["Location"]) == (302, f"/van-ban/{document.slug}/")


def test_number_of_two_documents_lists_both_first(client):
    make_document("100/2019/NĐ-CP")
    make_document("100/2015/NĐ-CP", issued_on=dt.date(2015, 10, 20))
    make_article(make_place(make_section()), "Nghị định 100 nói gì?")
    found = titles(search(client, "nghị định 100"))
    assert [title[:18] for title in found[:2]] == ["Nghị định 100/2019", "Nghị định 100/2015"]


@pytest.mark.parametrize("words", ["nghị định 100/2019/NĐ-CP", "100/2019", "nd-cp 100"])
def test_number_that_only_an_article_has_is_found_there(client, words):
    make_article(make_place(make_section()), "Mức phạt theo Nghị định 100/2019/NĐ-CP")
    assert search(client, words).context["total"] == 1


def test_expired_comes_after_valid_and_says_so(client):
    make_document("5/2026/NĐ-CP", title="Quy định về hộ tịch", validity="expired")
    make_document("6/2016/NĐ-CP", title="Quy định về hộ tịch", issued_on=dt.date(2016, 1, 1))
    response = search(client, "hộ tịch")
    assert [title[10:16] for title in titles(response)] == ["6/2016", "5/2026"]
    assert b"status--expired" in response.content


@pytest.mark.parametrize("words", ["ubnd xã", "ủy ban nhân dân xã", "UY BAN NHAN DAN xa"])
def test_abbreviation_and_its_words_are_one(client, words):
    place = make_place(make_section())
    make_article(place, "UBND xã Ia Hrung tiếp dân")
    make_article(place, "Ủy ban nhân dân xã Gào tiếp dân")
    assert {"UBND xã Ia Hrung tiếp dân", "Ủy ban nhân dân xã Gào tiếp dân"} <= set(
        titles(search(client, words, loai="article"))
    )


def test_typing_error_is_answered_and_right_words_are_not_doubted(client):
    make_article(make_place(make_section()), "Xử phạt nồng độ cồn")
    for words in ("xử phạc nồng độ cồn", "xuwr phatj noongf ddooj coonf"):
        assert titles(search(client, words)) == ["Xử phạt nồng độ cồn"]
    assert search(client, "nồng độ").context["near"] is False


@pytest.mark.parametrize("words", ["mức phạt", "xin phép", "thủ tục", "xin phep nuoi voi"])
def test_words_of_procedure_alone_are_no_answer(client, words):
    place = make_place(make_section())
    make_article(place, "Thủ tục xin phép nuôi cá với hàng xóm, mức phạt")
    response = search(client, words)
    assert response.context["near"] is True
    assert "Đặt câu hỏi" in response.content.decode()


def test_what_is_meant_is_found_by_everyday_words(client):
    title = "Cấp giấy chứng nhận quyền sử dụng đất"
    make_article(make_place(make_section()), title)
    assert titles(search(client, "làm sổ đỏ ở đâu")) == [title]
    EverydayWord.objects.create(said="mảnh giấy hồng", meant="giấy chứng nhận")
    assert titles(search(client, "mảnh giấy hồng")) == [title]


def test_what_no_article_answers_is_said_and_the_question_begun(client):
    make_hub()
    make_article(make_place(make_section()), "Đăng ký kết hôn")
    text = search(client, "đăng ký tàu cá").content.decode()
    assert "tàu cá" in text
    address = "/hoi-dap/gui/?noi-dung=%C4%91%C4%83ng%20k%C3%BD%20t%C3%A0u%20c%C3%A1"
    assert f'href="{address}"' in text
    assert "đăng ký tàu cá" in client.get(address).content.decode()


def test_what_is_searched_in_vain_is_kept_after_three_days_without_figures(client):
    for day in (1, 1, 2):
        record_unanswered("Đăng ký tàu GL 1234", today=dt.date(2026, 11, day))
    assert list(UnansweredQuery.objects.values_list("query", "days")) == [("", 2)]
    record_unanswered("Đăng ký tàu GL 1234", today=dt.date(2026, 11, 9))
    assert UnansweredQuery.objects.get().query == "đăng ký tàu gl ####"
    forget_unanswered(today=dt.date(2027, 6, 1))
    assert not UnansweredQuery.objects.exists()


def test_what_was_asked_seldom_is_forgotten_after_a_month(client):
    for day in (7, 8, 9):
        record_unanswered("đăng ký tàu cá", today=dt.date(2026, 11, day))
    record_unanswered("asdf qwer", today=dt.date(2026, 11, 9))
    forget_unanswered(today=dt.date(2026, 12, 20))
    assert UnansweredQuery.objects.get().query == "đăng ký tàu cá"


def test_what_is_searched_in_vain_is_counted(client):
    search(client, "đăng ký tàu cá")
    search(client, "đăng ký tàu cá", loai="article")
    assert UnansweredQuery.objects.get().days == 1


def test_labels_of_blocks_are_no_text(client):
    body = [("heading", {"text": "Hồ sơ", "level": "h2"})]
    make_article(make_place(make_section()), "Bài có nội dung", body=body)
    assert "Bài có nội dung" not in titles(search(client, "tiêu đề"))
    assert "Bài có nội dung" in titles(search(client, "hồ sơ"))


@pytest.mark.parametrize("title", ["Đất đai", "Luật Đất đai"])
def test_law_is_called_as_people_call_it(client, title):
    make_document(
        "31/2024/QH15",
        title=title,
        type=DocumentType.objects.get(key="luat"),
        issued_on=dt.date(2024, 1, 18),
    )
    response = search(client, "luật đất đai 2024")
    assert titles(response) == ["Luật Đất đai 2024"]
    assert "Luật số 31/2024/QH15" in re.sub("</?mark>", "", response.content.decode())


def test_what_a_picture_shows_is_no_text(client):
    place = make_place(make_section())
    picture = {"image": None, "alt_text": "Tranh vẽ cuốn sổ đỏ", "caption": "Ở một cửa"}
    make_article(place, "Nộp thuế ở đâu", body=[("image", picture)])
    assert "Nộp thuế ở đâu" not in titles(search(client, "sổ đỏ"))
    assert "Nộp thuế ở đâu" in titles(search(client, "một cửa"))


def test_withdrawn_titles_are_not_suggested(client):
    article = make_article(make_place(make_section()), "Xử phạt nồng độ cồn")
    search(client, "nồng độ")
    article.unpublish()
    told = client.get("/tim-kiem/goi-y/", {"q": "nong do"}).json()["suggestions"]
    assert told == []


def test_old_name_of_a_place_leads_to_its_agency(client):
    make_section("Ủy ban nhân dân phường Pleiku", code="23575", slug="phuong-pleiku")
    text = search(client, "xã trà đa").content.decode()
    assert 'href="/phuong-pleiku/"' in text
    assert "<mark>Xã Trà Đa</mark>" in text


def test_text_of_the_body_is_found_and_quoted(client):
    body = [("paragraph", "<p>Hồ sơ nộp tại bộ phận một cửa &amp; trả sau 5 ngày.</p>")]
    make_article(make_place(make_section()), "Bài có nội dung", body=body)
    text = search(client, "một cửa").content.decode()
    assert "<mark>một cửa</mark> &amp; trả" in text


def test_facets_count_and_narrow(client):
    place = make_place(make_section("Sở Nội vụ", slug="so-noi-vu"))
    article = make_article(place, "Bài về lao động", date=dt.date(2024, 5, 1))
    article.topics.add(Topic.objects.get(slug="lao-dong"))
    article.save()
    make_item("Tin về lao động")
    make_document("7/2020/NĐ-CP", title="Về lao động", validity="expired")
    facets = {
        facet.parameter: {choice.value: choice.hits for choice in facet.choices}
        for facet in search(client, "về lao động").context["facets"]
    }
    assert facets["loai"] == {"article": 1, "document": 1, "card": 1}
    assert facets["coquan"] == {"so-noi-vu": 1}
    assert facets["linhvuc"] == {"lao-dong": 1}
    assert facets["tinhtrang"] == {"expired": 1}
    for parameter, value, title in (
        ("loai", "card", "Tin về lao động"),
        ("coquan", "so-noi-vu", "Bài về lao động"),
        ("linhvuc", "lao-dong", "Bài về lao động"),
        ("nam", "2024", "Bài về lao động"),
        ("tinhtrang", "expired", "Nghị định 7/2020/NĐ-CP Về lao động"),
        ("cap", "provincial", "Bài về lao động"),
    ):
        assert titles(search(client, "về lao động", **{parameter: value})) == [title]


def test_news_without_a_date_is_of_the_day_it_was_first_seen(client):
    seen = dt.datetime(2025, 5, 1, 3, tzinfo=dt.UTC)
    make_item("Tin về hộ tịch", published_at=None, seen_at=seen)
    assert titles(search(client, "hộ tịch", nam="2025", loai="card")) == ["Tin về hộ tịch"]


def test_picture_of_an_article_stands_beside_it(client):
    picture = AgencyImage.objects.create(title="x", file=get_test_image_file(), **SOURCE)
    make_article(
        make_place(make_section()), "Tranh chấp đất đai", cover=picture, cover_alt_text="x"
    )
    assert b"<picture>" in search(client, "tranh chấp").content


@pytest.mark.parametrize("parameter", ["loai", "coquan", "linhvuc", "cap", "tinhtrang", "nam"])
def test_unknown_value_of_a_filter_narrows_nothing(client, parameter):
    make_article(make_place(make_section()), "Tranh chấp đất đai")
    assert search(client, "đất đai", **{parameter: "' OR 1=1"}).context["total"] == 1


def test_newest_first(client):
    place = make_place(make_section())
    for year in (2019, 2026, 2023):
        make_article(place, f"Hội nghị {year}", date=dt.date(year, 2, 3))
    assert titles(search(client, "hội nghị", sapxep="moi")) == [
        "Hội nghị 2026",
        "Hội nghị 2023",
        "Hội nghị 2019",
    ]


def test_unpublished_is_not_found(client):
    make_article(make_place(make_section()), "Bài nháp về hộ tịch", live=False)
    make_item("Tin chưa duyệt về hộ tịch", status="new")
    assert not any("hộ tịch" in title for title in titles(search(client, "hộ tịch")))


def test_pages_are_stable_and_complete(client):
    place = make_place(make_section())
    made = {make_article(place, f"Hội nghị tuyên truyền {n}").title for n in range(20)}
    shown = [
        title for number in ("1", "2") for title in titles(search(client, "hội nghị", trang=number))
    ]
    assert sorted(shown) == sorted(made)


def test_topic_of_that_name_is_offered(client):
    make_hub()
    assert b"/linh-vuc/dat-dai/" in search(client, "dat dai").content


def test_nothing_found_helps_on(client):
    make_hub()
    text = search(client, "xyzzy").content.decode()
    assert 'href="/co-quan/"' in text


@pytest.mark.parametrize(
    "words",
    [
        "a" * 10_000,
        "đất " * 3_000,
        "\x00\x01\x1b\x7f",
        "đất\x00đai",
        "' OR 1=1; DROP TABLE x --",
        "(((&|!:*<->",
        "!",
        "đất & ! đai <-> | (",
        '"chưa đóng',
        "<script>alert(1)</script>",
        "{{ 7|add:7 }}",
        "\u202e\u200b",
        "%",
        "\\",
        "\\' & '=",
        "~kind.article",
        "😀",
        "ơ̆ Jrai",
        "1" * 300,
    ],
)
def test_hostile_question_gets_an_ordinary_answer(client, words):
    make_article(make_place(make_section()), "Tranh chấp đất đai <script>alert(1)</script>")
    response = search(client, words)
    assert b"<script>" not in response.content
    assert len(response.content) < 20_000
    assert client.get("/tim-kiem/goi-y/", {"q": words}).status_code == 200


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "x", "\x00"])
def test_odd_page_number_gets_a_page(client, number):
    make_article(make_place(make_section()), "Tranh chấp đất đai")
    assert search(client, "đất đai", trang=number).context["total"] == 1


def test_the_number_of_results_costs_no_queries(client, django_assert_max_num_queries):
    make_hub()
    search(client, "đất đai")  # fills the caches of the process
    counts = []
    for number in (1, 12):
        for _ in range(number):
            make_article(make_place(make_section()), "Tranh chấp đất đai")
            make_item("Tranh chấp đất đai")
        refresh_changed()
        with django_assert_max_num_queries(17) as queries:
            client.get("/tim-kiem/?q=dat+dai")
        counts.append(len(queries))
    assert counts[0] >= counts[1]


def test_suggestions_while_typing(client):
    make_section("Sở Tư pháp tỉnh Gia Lai", slug="so-tu-phap")
    make_article(make_place(make_section()), "Đăng ký kết hôn ở đâu?")
    refresh_changed()
    told = client.get("/tim-kiem/goi-y/", {"q": "so tu ph"}).json()["suggestions"]
    assert {"text": "Sở Tư pháp tỉnh Gia Lai", "kind": "Cơ quan", "url": "/so-tu-phap/"} in told
    told = client.get("/tim-kiem/goi-y/", {"q": "đăng ký kết h"}).json()["suggestions"]
    assert "Đăng ký kết hôn ở đâu?" in [each["text"] for each in told]
    assert client.get("/tim-kiem/goi-y/", {"q": "đ"}).json() == {"suggestions": []}


def test_topic_page_lists_what_is_about_it(client):
    place, topic = make_place(make_section("Sở Lao động")), Topic.objects.get(slug="lao-dong")
    article = make_article(place, "Chậm trả lương thì sao?")
    article.topics.add(topic)
    article.save()
    make_item("Tin về lương").topics.add(topic)
    make_article(place, "Bài về chuyện khác")
    response = client.get("/linh-vuc/lao-dong/")
    assert (response.context["article_count"], response.context["item_count"]) == (1, 1)
    assert "Chậm trả lương thì sao?" in response.content.decode()
    assert "Bài về chuyện khác" not in response.content.decode()


def test_unknown_topic_is_not_found(client):
    make_hub()
    assert client.get("/linh-vuc/khong-co/").status_code == 404


@pytest.mark.parametrize("address", ["/tim-kiem/", "/tim-kiem/goi-y/"])
def test_search_only_reads(client, address):
    make_hub()
    assert client.post(address, {"q": "x"}).status_code == 405


def test_visitor_of_the_search_touches_no_session(client):
    make_hub()
    response = search(client, "đất đai")
    assert not response.cookies


def test_wrong_chunk_is_said_in_one_line():
    with pytest.raises(Exception, match="--chunk must be 1 or more"):
        call_command("rebuild_search", chunk=0)

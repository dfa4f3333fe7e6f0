"""The plain search over articles and library items."""

import pytest
from django.utils.http import urlencode

from legal_updates.models import Topic
from tests.factories.sections import make_article, make_hub, make_item, make_place, make_section

pytestmark = pytest.mark.django_db


def search(client, words: str, **parameters: str):
    response = client.get(f"/tim-kiem/?{urlencode({'q': words} | parameters)}")
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("words", ["đất đai", "dat dai", "ĐẤT ĐAI", "đât đai"])
def test_accents_need_not_be_typed(client, words):
    make_article(make_place(make_section("Sở Tài nguyên")), "Tranh chấp đất đai ở thôn, làng")
    text = search(client, words).content.decode()
    assert "Tranh chấp đất đai ở thôn, làng" in text
    assert "<strong>Sở Tài nguyên</strong>" in text


@pytest.mark.parametrize("words", ["nghị định 100/2019/NĐ-CP", "100/2019", "nd-cp 100"])
def test_document_number_is_found(client, words):
    make_article(make_place(make_section()), "Mức phạt theo Nghị định 100/2019/NĐ-CP")
    assert search(client, words).context["article_count"] == 1


def test_text_of_the_body_is_found(client):
    body = [("paragraph", "<p>Hồ sơ nộp tại bộ phận một cửa.</p>")]
    make_article(make_place(make_section()), "Bài có nội dung", body=body)
    assert search(client, "một cửa").context["article_count"] == 1


def test_both_tabs_count_and_only_one_is_shown(client):
    make_article(make_place(make_section()), "Bài về lao động")
    make_item("Tin về lao động", link="https://portal.example.vn/lao-dong")
    first = search(client, "lao động")
    assert (first.context["article_count"], first.context["item_count"]) == (1, 1)
    assert b"https://portal.example.vn/lao-dong" not in first.content
    second = search(client, "lao động", loai="chinh-sach")
    assert b"https://portal.example.vn/lao-dong" in second.content


def test_policies_are_shown_where_no_article_is_found(client):
    make_hub()
    make_item("Tăng lương tối thiểu vùng")
    assert search(client, "lương tối thiểu").context["shown"] == "chinh-sach"


def test_unpublished_is_not_found(client):
    make_article(make_place(make_section()), "Bài nháp về hộ tịch", live=False)
    make_item("Tin chưa duyệt về hộ tịch", status="new")
    found = search(client, "hộ tịch")
    assert (found.context["article_count"], found.context["item_count"]) == (0, 0)


def test_pages_are_stable_and_complete(client):
    place = make_place(make_section())
    titles = {make_article(place, f"Hội nghị tuyên truyền {n}").title for n in range(20)}
    shown = []
    for number in ("1", "2"):
        shown += [
            article.title for article in search(client, "hội nghị", trang=number).context["results"]
        ]
    assert sorted(shown) == sorted(titles)


def test_topic_of_that_name_is_offered(client):
    make_hub()
    assert b"/linh-vuc/dat-dai/" in search(client, "dat dai").content


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
        "😀",
    ],
)
def test_hostile_question_gets_an_ordinary_answer(client, words):
    make_article(make_place(make_section()), "Tranh chấp đất đai")
    response = search(client, words)
    assert b"<script" not in response.content
    assert len(response.content) < 20_000


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "x", "\x00"])
def test_odd_page_number_gets_a_page(client, number):
    make_article(make_place(make_section()), "Tranh chấp đất đai")
    assert search(client, "đất đai", trang=number).context["article_count"] == 1


def test_the_number_of_results_costs_no_queries(client, django_assert_max_num_queries):
    make_hub()
    search(client, "đất đai")  # fills the caches of the process
    counts = []
    for number in (1, 12):
        for _ in range(number):
            make_article(make_place(make_section()), "Tranh chấp đất đai")
            make_item("Tranh chấp đất đai")
        with django_assert_max_num_queries(12) as queries:
            search(client, "đất đai")
        counts.append(len(queries))
    assert counts[0] == counts[1]


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


def test_search_only_reads(client):
    make_hub()
    assert client.post("/tim-kiem/", {"q": "x"}).status_code == 405

"""What a reader sees of an article and of the section around it."""

import datetime as dt
import io
import json

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from legal_updates.models import Topic
from network.media.models import AgencyDocument, AgencyImage
from sites.models import ArticlePage, LibraryRule
from tests.factories.sections import (
    FOOTER,
    SOURCE,
    make_article,
    make_item,
    make_place,
    make_section,
    make_source,
)

pytestmark = pytest.mark.django_db


def shown(client, page) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def make_picture() -> AgencyImage:
    data = io.BytesIO()
    Image.new("RGB", (1200, 800), "#1a7f37").save(data, "PNG")
    return AgencyImage.objects.create(
        title="Nhà rông", file=ContentFile(data.getvalue(), "nha-rong.png"), **SOURCE
    )


def test_article_shows_text_agency_date_and_source(client):
    article = make_article(make_place(make_section("Sở Y tế")), "Tiêm chủng cho trẻ")
    text = shown(client, article)
    assert "<h1>Tiêm chủng cho trẻ</h1>" in text
    assert "Nội dung của bài viết." in text
    assert "<strong>Sở Y tế</strong>" in text
    assert '<time datetime="2026-11-20">20/11/2026</time>' in text
    source = text[text.index('class="fold source"') :]
    for fact in ("source_name", "source_agency", "source_url"):
        assert SOURCE[fact] in source
    assert "Ksor H&#x27;Lan" in source
    assert "18/11/2026" in source


def test_footer_names_who_answers_for_the_section(client):
    home = make_section("Sở Y tế")
    place = make_place(home)
    for page in (home, place, make_article(place)):
        text = shown(client, page)
        footer = text[text.index("<footer") :]
        for fact in FOOTER.values():
            assert fact in footer


@pytest.mark.parametrize("words", [{}, {"caption": None, "alt_text": None}])
def test_a_picture_stored_without_words_shows_none(client, words):
    article = make_article(make_place(make_section()), body=[])
    stored = [{"type": "image", "value": {"image": make_picture().pk, **words}}]
    ArticlePage.objects.filter(pk=article.pk).update(body=json.dumps(stored))
    text = shown(client, article)
    figure = text[text.index("<figure>") : text.index("</figure>")]
    assert ">None" not in figure.replace(" ", "").replace("\n", "")
    assert 'alt=""' in figure


def test_every_block_is_rendered_in_heading_order(client):
    document = AgencyDocument.objects.create(title="Tờ gấp", file=ContentFile(b"%PDF-", "a.pdf"))
    table = {
        "columns": [{"type": "text", "heading": "Tuổi"}],
        "rows": [{"values": ["Sơ sinh"]}],
        "caption": "Lịch tiêm",
    }
    picture = {"image": make_picture(), "alt_text": "Nhà rông làng Kép", "caption": ""}
    body = [
        ("heading", {"text": "Trẻ được gì?", "level": "h2"}),
        ("heading", {"text": "Ở đâu?", "level": "h3"}),
        ("quote", {"text": "Đúng lịch.", "attribution": "Bác sĩ Lan"}),
        ("table", table),
        ("image", picture),
        ("callout", {"kind": "warning", "text": "<p>Không ai được thu tiền.</p>"}),
        ("video", {"url": "https://youtu.be/abcdefghijk", "title": "Vì sao phải tiêm"}),
        ("file", {"document": document, "title": ""}),
    ]
    text = shown(client, make_article(make_place(make_section()), body=body))
    assert text.index("<h2>Trẻ được gì?</h2>") < text.index("<h3>Ở đâu?</h3>")
    for part in (
        "Bác sĩ Lan",
        '<th scope="col">Tuổi</th>',
        "Không ai được thu tiền.",
        document.url,
    ):
        assert part in text
    assert 'src="https://www.youtube-nocookie.com/embed/abcdefghijk"' in text
    assert 'href="https://youtu.be/abcdefghijk"' in text


def test_picture_has_sizes_alt_text_and_credit(client):
    article = make_article(
        make_place(make_section()), cover=make_picture(), cover_alt_text="Nhà rông làng Kép"
    )
    text = shown(client, article)
    picture = text[text.index("<picture") : text.index("</figure>")]
    assert "image/webp" in picture
    assert 'alt="Nhà rông làng Kép"' in picture
    assert 'width="' in picture and 'height="' in picture
    assert "Ksor H&#x27;Lan" in picture


def test_article_without_a_picture_has_no_gap(client):
    assert "<figure" not in shown(client, make_article(make_place(make_section())))


def test_breadcrumbs_lead_back(client):
    home = make_section("Sở Y tế")
    group = make_place(home, "Hỏi đáp pháp luật")
    text = shown(client, make_article(make_place(group, "Tình huống")))
    trail = text[text.index('class="breadcrumbs') : text.index("<main")]
    steps = [trail.index(f'href="{path}"') for path in ("/", home.url, group.url)]
    assert steps == sorted(steps)
    assert "Tình huống" in trail


def test_a_text_begun_without_a_day_can_be_looked_at(client):
    article = make_article(make_place(make_section()))
    article.date = None
    assert article.make_preview_request().status_code == 200


def test_neighbours_are_those_beside_it(client):
    place = make_place(make_section())
    days = [dt.date(2026, 11, day) for day in (1, 2, 3)]
    oldest, middle, newest = (make_article(place, f"Ngày {day.day}", date=day) for day in days)
    make_article(place, "Bản nháp", date=days[1], live=False)
    text = shown(client, middle)
    beside = text[text.index('class="neighbours"') :]
    assert oldest.url in beside and newest.url in beside
    assert "Bản nháp" not in beside


def test_topics_lead_to_their_pages(client):
    article = make_article(make_place(make_section()))
    article.topics.add(Topic.objects.get(slug="lao-dong"))
    article.save()
    assert "/linh-vuc/lao-dong/" in shown(client, article)


def test_unpublished_article_is_not_found(client):
    article = make_article(make_place(make_section()), live=False)
    assert client.get(article.url).status_code == 404


def test_section_lists_its_own_articles_alone(client):
    place = make_place(make_section("Sở Y tế"))
    make_article(make_place(place, "Tình huống"), "Bài của mục con")
    make_article(place, "Bài nháp", live=False)
    make_article(make_place(make_section("Sở Tư pháp")), "Bài của cơ quan khác")
    text = shown(client, place)
    assert "Bài của mục con" in text
    assert "Bài nháp" not in text
    assert "Bài của cơ quan khác" not in text


def test_section_is_paged_without_loss(client):
    place = make_place(make_section())
    titles = {make_article(place).title for _ in range(15)}
    pages = [client.get(place.url, {"trang": number}).context["articles"] for number in (1, 2)]
    assert {article.title for page in pages for article in page} == titles
    assert "?trang=2" in shown(client, place)


def test_empty_section_says_where_to_look(client):
    text = shown(client, make_place(make_section("Sở Y tế")))
    assert 'class="nothing"' in text
    assert 'id="empty-search"' in text


def test_menu_marks_where_the_reader_is(client):
    home = make_section()
    here, other = make_place(home, "Hỏi đáp"), make_place(home, "Tài liệu")
    article = make_article(here)
    make_article(other)
    text = shown(client, here)
    assert f'<a href="{here.url}" aria-current="page"' in text
    assert f'<a href="{other.url}">' in text
    # An article has the way up alone: the text comes first.
    assert f'<a href="{other.url}">' not in shown(client, article)


def test_section_shows_the_library_items_its_rules_ask_for(client):
    home = make_section()
    ministry = make_source("Bộ Y tế", key="byt")
    LibraryRule.objects.create(page=home, source=ministry)
    make_item("Tin của Bộ Y tế", source=ministry)
    make_item("Tin của nơi khác", source=make_source("Báo khác", key="khac"))
    new_documents = make_place(home, "Văn bản mới", key="van_ban_moi")
    for page in (home, new_documents):
        text = shown(client, page)
        assert "Tin của Bộ Y tế" in text
        assert "Tin của nơi khác" not in text


def test_logo_and_accent_are_all_that_differs(client):
    home = make_section()
    home.logo, home.accent = make_picture(), "#1A7F37"
    home.save()
    text = shown(client, home)
    assert 'fill="#1A7F37"' in text
    assert "style=" not in text


@pytest.mark.parametrize("kind", ["home", "place", "article"])
def test_reading_needs_no_session_and_a_fixed_number_of_queries(
    client, kind, django_assert_max_num_queries
):
    home = make_section()
    place = make_place(home)
    pages = {"home": home, "place": place, "article": make_article(place)}
    counts = []
    for number in (1, 20):
        for _ in range(number):
            make_article(place)
        client.get(pages[kind].url)  # fills the caches of the process
        with django_assert_max_num_queries(21) as queries:
            response = client.get(pages[kind].url)
        counts.append(len(queries))
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
    assert counts[0] == counts[1]

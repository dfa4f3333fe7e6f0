"""The files of a material are read on pages of the section, without saving them (R11)."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from network.hub.search.keeping import refresh_changed
from network.media.models import Rendering
from network.media.viewing.selectors import rendering_of
from network.media.viewing.services import render
from network.moderation.publication import published_by_install
from sites.models import MaterialFile, SectionKey
from tests.factories.documents import make_document
from tests.factories.files import LEAFLETS, make_file, make_readable, pdf_of
from tests.factories.office import outline_docx, slides_pptx, table_xlsx
from tests.factories.recordings import CAPTIONS, WEBM
from tests.factories.sections import make_article, make_material, make_place, make_section

pytestmark = pytest.mark.django_db
LEAFLET, OTHER = "muoi-viec-cua-hoa-giai-vien", "thuoc-la-dien-tu"


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def place(db):
    return make_place(make_section("Sở Y tế", slug="so-y-te"), "Sổ tay", key=SectionKey.SO_TAY)


@pytest.fixture
def handbook(place):
    document = make_readable(pdf_of(LEAFLET, OTHER, LEAFLET))
    return make_material(place, "Sổ tay hòa giải", files=[MaterialFile(file=document)])


def text_of(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_first_button_of_a_material_leads_to_its_text(client, handbook):
    text = text_of(client, handbook.url)
    assert f'href="{handbook.url}xem/"' in text
    assert handbook.files.get().file.url not in text
    # How long it takes to read the page about it says nothing of its pages.
    assert "phút đọc" not in text


def test_the_text_of_all_pages_is_read_on_one(client, handbook):
    text = text_of(client, f"{handbook.url}xem/")
    assert "<h2>Mười việc của hòa giải viên</h2>" in text
    assert text.count("Gặp riêng từng bên.") == 2
    # Its lists go on with the numbers that they have in print.
    assert '<li value="6">Nêu quy tắc' in text
    assert "Có nicotin" in text
    assert f'href="{handbook.url}xem/2/"' in text
    assert f'href="{handbook.url}xem/?trang=2#trang-2"' in text
    # Saving comes last.
    assert text.index("Có nicotin") < text.index(handbook.files.get().file.url)


def test_a_page_has_an_address_its_picture_and_its_own_text(client, handbook):
    text = text_of(client, f"{handbook.url}xem/2/")
    page = rendering_of(handbook.files.get().file).pages.get(number=2)
    assert f"/media/{page.small} 720w" in text
    assert f"/media/{page.large} 1440w" in text
    assert "Có nicotin" in text
    assert "Gặp riêng từng bên." not in text
    assert f'href="{handbook.url}xem/1/"' in text
    assert f'href="{handbook.url}xem/3/"' in text
    picture = client.get(f"/media/{page.small}")
    assert picture.headers["Content-Type"] == "image/webp"
    assert len(b"".join(picture.streaming_content)) > 1000


def test_a_file_of_one_page_has_nothing_to_jump_to(client, place, handbook):
    single = make_material(place, "Tờ gấp", files=[MaterialFile(file=make_readable(pdf_of(OTHER)))])
    assert 'name="trang"' in text_of(client, f"{handbook.url}xem/2/")
    assert 'name="trang"' not in text_of(client, f"{single.url}xem/1/")


def test_beside_a_page_stand_small_pictures_of_those_around_it(client, place):
    document = make_readable(pdf_of(*[LEAFLET] * 9))
    material = make_material(place, files=[MaterialFile(file=document)])
    for shown, around in ((1, range(1, 8)), (5, range(2, 9)), (9, range(3, 10))):
        text = text_of(client, f"{material.url}xem/{shown}/")
        row = text.partition('class="file-thumbs')[2].partition("</nav>")[0]
        assert [f'href="{material.url}xem/{n}/"' in row for n in range(1, 10)] == [
            n in around for n in range(1, 10)
        ]
        assert row.count("-120.webp") == 7
        assert "… 9 trang" in row
        assert row.count('aria-current="page"') == 1


def test_the_law_a_file_rests_on_stands_beside_its_text(client, place):
    decree, document = make_document(), make_readable(pdf_of(LEAFLET))
    material = make_material(
        place,
        documents=[decree],
        files=[MaterialFile(file=document)],
        last_reviewed_on=dt.date(2026, 11, 2),
    )
    beside = text_of(client, f"{material.url}xem/").partition("<aside>")[2]
    assert decree.get_absolute_url() in beside
    assert "02/11/2026" in beside
    assert "?co-quan=so-y-te" in beside


def test_sound_is_played_on_the_page_and_its_words_stand_below(client, place):
    document = make_file((LEAFLETS / "bon-cau-khong-noi.mp3").read_bytes(), "loa.mp3")
    files = [MaterialFile(file=document, alternative="Thưa bà con trong xã.")]
    text = text_of(client, make_material(place, files=files).url)
    player, words = text.index("<audio controls"), text.index("Thưa bà con trong xã.")
    assert player < text.index(f'src="{document.url}"') < words


def test_captions_right_below_a_film_are_shown_while_it_plays(client, place):
    film, captions = make_file(WEBM, "phim.webm"), make_file(CAPTIONS, "phim.vtt", title="Phụ đề")
    rows = [MaterialFile(file=film), MaterialFile(file=captions)]
    text = text_of(client, make_material(place, files=rows).url)
    video = text.partition("<video")[2].partition("</video>")[0]
    assert f'src="{film.url}"' in video
    assert f'src="{captions.url}"' in video
    assert 'srclang="vi"' in video
    assert text.count(captions.url) == 1
    sent = client.get(captions.url)
    assert sent.headers["Content-Type"] == "text/vtt; charset=utf-8"
    # Above the film they are nobody's.
    rows = [MaterialFile(file=captions), MaterialFile(file=film)]
    assert "<track" not in text_of(client, make_material(place, files=rows).url)


def test_whoever_asks_for_a_page_by_number_gets_the_nearest(client, handbook):
    for asked, shown in (("2", 2), ("99", 3), ("0", 1), ("hai", 1), ("", 1)):
        answer = client.get(f"{handbook.url}xem/den/", {"trang": asked})
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"{handbook.url}xem/{shown}/"


def test_what_is_not_there_is_missing(client, handbook):
    for below in ("4/", "0/", "tep-2/", "tep-1/", "1/2/", "x/", "?trang=9", "?trang=x"):
        assert client.get(f"{handbook.url}xem/{below}").status_code == 404, below


def test_an_article_has_nothing_to_read_below_it(client, place):
    article = make_article(place)
    assert client.get(f"{article.url}xem/").status_code == 404
    # A text may be called so.
    assert client.get(make_article(place, slug="xem").url).status_code == 200


@pytest.mark.parametrize(
    ("name", "make", "called"),
    [
        ("a.docx", outline_docx, "Phần 1"),
        ("a.xlsx", table_xlsx, "Bảng tính 1"),
        ("a.pptx", slides_pptx, "Trang chiếu 1"),
    ],
)
def test_a_part_of_an_office_file_is_called_what_it_is(client, place, name, make, called):
    document = make_readable(make(), name)
    text = text_of(client, f"{make_material(place, files=[MaterialFile(file=document)]).url}xem/1/")
    assert f"{called}: {document.title}" in text
    assert f"{called}</summary>" in text
    assert "Đọc chữ</a>" in text
    assert "trang 1" not in text


def test_each_file_has_its_own_address(client, place):
    files = [make_readable(pdf_of(name), title=name) for name in (LEAFLET, OTHER)]
    material = make_material(place, files=[MaterialFile(file=file) for file in files])
    assert f'href="{material.url}xem/tep-2/"' in text_of(client, material.url)
    assert "Có nicotin" in text_of(client, f"{material.url}xem/tep-2/1/")
    assert "Gặp riêng" in text_of(client, f"{material.url}xem/1/")


def test_a_draft_is_read_by_nobody_and_so_are_its_pictures(client, place):
    document = make_readable(pdf_of(LEAFLET))
    material = make_material(place, files=[MaterialFile(file=document)], live=False)
    page = rendering_of(document).pages.get()
    for address in (f"{material.url}xem/", f"{material.url}xem/1/", f"/media/{page.small}"):
        assert client.get(address).status_code == 404
    with published_by_install():
        type(material).objects.filter(pk=material.pk).update(live=True)
    assert client.get(f"/media/{page.large}").status_code == 200
    type(material).objects.filter(pk=material.pk).update(
        expire_at=timezone.now() - dt.timedelta(seconds=1)
    )
    assert Client().get(f"/media/{page.large}").status_code == 404


def test_what_is_not_ready_yet_is_linked_as_it_is_until_it_is(client, place):
    document = make_file(pdf_of(LEAFLET))
    material = make_material(place, files=[MaterialFile(file=document)])
    assert f'href="{document.url}"' in text_of(client, material.url)
    assert client.get(f"{material.url}xem/").status_code == 404
    render(rendering_id=Rendering.objects.get().pk, now=timezone.now())
    assert f'href="{material.url}xem/"' in text_of(client, material.url)


def test_what_may_no_longer_be_used_says_so_on_every_page(client, place):
    document = make_readable(pdf_of(LEAFLET))
    material = make_material(place, files=[MaterialFile(file=document)], still_valid=False)
    for below in ("xem/", "xem/1/"):
        assert "callout--warning" in text_of(client, f"{material.url}{below}")


def test_a_long_file_is_read_in_parts(client, place):
    document = make_readable(pdf_of(LEAFLET, OTHER, LEAFLET))
    rendering = rendering_of(document)
    rendering.pages.update(html="<p>" + "Điều luật. " * 4000 + "</p>")
    material = make_material(place, files=[MaterialFile(file=document)])
    first = client.get(f"{material.url}xem/").content
    assert len(first) < 150_000
    assert b"xem/?trang=2" in first
    assert b'id="trang-2"' not in first
    assert b'id="trang-2"' in client.get(f"{material.url}xem/?trang=2").content


def test_what_a_scan_says_is_told_in_words(client, place, read_nothing):
    material = make_material(
        place, files=[MaterialFile(file=read_nothing, alternative="Chữ trên tờ quét.")]
    )
    text = text_of(client, f"{material.url}xem/")
    assert "Chữ trên tờ quét." in text
    assert "1-720.webp" in text
    assert "Chữ trên tờ quét." in text_of(client, f"{material.url}xem/1/")


@pytest.fixture
def read_nothing(db):
    document = make_readable(pdf_of(LEAFLET))
    rendering = rendering_of(document)
    rendering.pages.update(html="", text="")
    Rendering.objects.filter(pk=rendering.pk).update(has_text=False)
    return document


def test_a_sentence_inside_a_file_finds_its_material_without_accents(client, place):
    document = make_file(pdf_of(OTHER))
    material = make_material(place, "Sổ tay của trạm", files=[MaterialFile(file=document)])
    refresh_changed()
    assert material.title not in text_of(client, "/tim-kiem/?q=co+nicotin+chat+gay+nghien")
    render(rendering_id=Rendering.objects.get().pk, now=timezone.now())
    refresh_changed()
    assert material.title in text_of(client, "/tim-kiem/?q=co+nicotin+chat+gay+nghien")


def test_a_page_costs_as_many_queries_for_one_page_as_for_three(
    client, handbook, django_assert_max_num_queries
):
    for below in ("xem/", "xem/2/"):
        text_of(client, f"{handbook.url}{below}")
        with django_assert_max_num_queries(15):
            text_of(client, f"{handbook.url}{below}")

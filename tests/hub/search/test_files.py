"""What stands inside a file is found, and the answer leads to its page."""

import re

import pytest
from django.utils.http import urlencode

from network.hub.search.keeping import refresh_changed
from network.hub.search.vocabulary import count_words
from network.media.models import RenderedPage, Rendering
from sites.models import MaterialFile
from tests.factories.files import make_file, make_readable, pdf_of
from tests.factories.sections import make_article, make_material, make_place, make_section

pytestmark = pytest.mark.django_db
FAMILY, MEDIATOR, TOBACCO = (
    "so-tay-phap-luat-cho-gia-dinh",
    "muoi-viec-cua-hoa-giai-vien",
    "thuoc-la-dien-tu",
)


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def place(db):
    return make_place(make_section("Sở Y tế"), "Sổ tay")


def search(client, words: str, **parameters: str):
    refresh_changed()
    response = client.get(f"/tim-kiem/?{urlencode({'q': words} | parameters)}")
    assert response.status_code == 200
    return response


def page_links(response) -> list[str]:
    """Return the addresses of pages of files, without what to mark there."""
    return re.findall(r'href="([^"#]+/xem/[^"#]*)#', response.content.decode())


def test_a_sentence_of_a_handbook_leads_to_its_page(client, place):
    make_article(place, "Hai nhà mượn nhau cái sân")
    handbook = make_material(
        place, "Sổ tay", files=[MaterialFile(file=make_readable(pdf_of(FAMILY)))], kind="handbook"
    )
    response = search(client, "sang nam hai nha con muon nhau cai cuoc khong")
    first = response.context["answers"][0]
    assert first.entry.title == "Sổ tay" and not response.context["near"]
    assert page_links(response) == [f"{handbook.url}xem/15/"]
    text = response.content.decode()
    assert "Trang 15: “" in text and "<mark>sang năm hai" in text
    assert "#:~:text=sang%20n%C4%83m%20hai" in text
    assert "Sổ tay" in re.search(r"Tài liệu</span>([^<]+)", text)[1]


def test_the_page_of_the_right_file_is_opened(client, place):
    files = [MaterialFile(file=make_readable(pdf_of(*names))) for names in ([MEDIATOR], [TOBACCO])]
    material = make_material(place, "Bộ tờ gấp", files=files)
    assert page_links(search(client, "gặp riêng từng bên")) == [f"{material.url}xem/1/"]
    assert page_links(search(client, "có nicotin")) == [f"{material.url}xem/tep-2/1/"]
    # What the title says leads to the material.
    assert page_links(search(client, "bộ tờ gấp")) == []


def test_words_written_for_what_no_machine_reads_are_found(client, place):
    sound = MaterialFile(file=make_file(b"ID3", "loa.mp3", title="Bản tin"))
    sound.alternative = "Bà con nhớ đội mũ bảo hiểm khi đi rẫy."
    material = make_material(place, "Phát thanh", kind="audio", files=[sound])
    text = search(client, "doi mu bao hiem khi di ray").content.decode()
    assert "Bản tin: “" in text
    assert f'href="{material.url}#:~:text=' in text


def test_the_last_page_of_a_handbook_with_more_words_than_a_vector_has_places(client, place):
    file = make_readable(pdf_of(MEDIATOR))
    [rendering] = Rendering.objects.filter(document=file)
    words = "Tổ hòa giải họp ở nhà rông, mời hai bên và già làng cùng dự. "
    rendering.pages.update(text=words * 40)
    # Drawing the pictures of fifty pages takes 6 CPU seconds, and the search reads none.
    RenderedPage.objects.bulk_create(
        RenderedPage(rendering=rendering, number=number, text=words * 40) for number in range(2, 51)
    )
    Rendering.objects.update(page_count=50, pages_made=50)
    rendering.pages.filter(number=50).update(
        text=f"{words * 40} Cóc kiện trời vì hạn hán lâu ngày."
    )
    material = make_material(place, "Hòa giải", files=[MaterialFile(file=file)])
    refresh_changed()
    count_words()
    response = search(client, "coc kien troi")
    assert page_links(response) == [f"{material.url}xem/50/"]
    assert not response.context["near"]


def test_materials_are_narrowed_by_kind_topic_and_language(client, place):
    make_article(place, "Hòa giải ở cơ sở là gì?")
    people = {"translator": "Ksor H'Lan", "translation_reviewer": "Siu Klơh"}
    make_material(place, "Hòa giải ở cơ sở", language="jra", **people)
    make_material(place, "Hòa giải ở cơ sở: sổ tay")
    assert len(search(client, "hòa giải", loai="material").context["answers"]) == 2
    response = search(client, "hòa giải", ngonngu="jra")
    assert [each.entry.language for each in response.context["answers"]] == ["jra"]
    assert 'lang="jra"' in response.content.decode()
    parameters = [facet.parameter for facet in search(client, "hòa giải").context["facets"]]
    assert "ngonngu" in parameters

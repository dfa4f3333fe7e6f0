"""Materials: files in the browser, the law they rest on, and whether they may still be used."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from network.agencies.services import shared_collection
from network.media.models import AgencyDocument
from sites.models import Language, MaterialFile, MaterialKind, MaterialPage, SectionKey
from tests.factories.documents import make_document
from tests.factories.files import make_file, scan_of
from tests.factories.sections import make_material, make_place, make_section

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def place(db):
    home = make_section("Sở Y tế", slug="so-y-te")
    return make_place(home, "Tờ gấp", key=SectionKey.TO_GAP)


def text_of(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_its_file_opens_in_the_browser(client, place):
    file = AgencyDocument.objects.create(
        title="Tờ gấp tiêm chủng",
        file=ContentFile(b"%PDF-1.4", name="to-gap.pdf"),
        collection=shared_collection(),
    )
    material = make_material(place, files=[MaterialFile(file=file)])
    assert f'href="{file.url}"' in text_of(client, material.get_url())
    opened = client.get(file.url)
    assert opened.status_code == 200
    assert opened.headers["Content-Disposition"].startswith("inline")


def test_it_says_what_it_is_and_on_which_law_it_rests(client, place):
    decree = make_document()
    material = make_material(
        place,
        documents=[decree],
        kind=MaterialKind.LEAFLET,
        purpose="Phát cho cha mẹ ở trạm y tế",
        last_reviewed_on=dt.date(2026, 11, 2),
    )
    text = text_of(client, material.get_url())
    assert material.purpose in text
    assert str(MaterialKind.LEAFLET.label) in text
    assert "02/11/2026" in text
    assert decree.get_absolute_url() in text
    assert material.url in text_of(client, decree.get_absolute_url())


@pytest.mark.parametrize(
    "fields", [{"still_valid": False}, {"valid_until": timezone.localdate() - DAY}]
)
def test_what_may_no_longer_be_used_leaves_the_lists_and_stays_in_the_archive(
    client, place, fields
):
    decree = make_document()
    old = make_material(place, "Tờ gấp năm cũ", documents=[decree], **fields)
    new = make_material(place, "Tờ gấp năm nay", documents=[decree])
    for address in ("/", "/so-y-te/", place.get_url(), decree.get_absolute_url()):
        text = text_of(client, address)
        assert new.title in text
        assert old.title not in text, address
    assert "?luu-tru" in text_of(client, place.get_url())
    archive = text_of(client, f"{place.get_url()}?luu-tru")
    assert old.title in archive
    assert new.title not in archive
    assert "callout--warning" in text_of(client, old.get_url())
    assert "callout--warning" not in text_of(client, new.get_url())


def test_its_last_day_counts():
    day = dt.date(2026, 12, 31)
    material = MaterialPage(valid_until=day)
    assert material.in_use_on(day)
    assert not material.in_use_on(day + DAY)


def test_another_language_is_told_to_whoever_reads_aloud(client, place):
    jrai = make_material(place, "Hră pơhing", language=Language.JRAI)
    text = text_of(client, jrai.get_url())
    assert '<h1 lang="jra">' in text
    assert 'class="prose" lang="jra"' in text
    assert "lang=" not in text_of(client, make_material(place).get_url()).partition("<main")[2]


def test_a_review_lies_in_the_past():
    material = MaterialPage(last_reviewed_on=timezone.localdate() + DAY)
    with pytest.raises(ValidationError, match="last_reviewed_on"):
        material.clean()


def test_a_file_that_shows_nothing_is_no_material(place):
    page = make_material(place)

    def saved(content: bytes) -> Any:
        file = make_file(content)
        told = {"title": page.title, "slug": page.slug, "kind": page.kind, "body": streamfield([])}
        rows = {name: inline_formset([]) for name in ("documents", "corrections", "comments")}
        rows["files"] = inline_formset([{"file": file.pk, "title": "", "alternative": ""}])
        form = page.get_edit_handler().get_form_class()
        found = form(nested_form_data(told | rows), instance=page, parent_page=place)
        found.is_valid()
        return found.formsets["files"].forms[0].errors.get("file", [])

    for content in (scan_of(" "), scan_of("x")):
        assert "Không đọc được" in str(saved(content))
    assert saved(scan_of()) == []

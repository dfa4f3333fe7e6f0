"""Why is it missing? A number that nobody has is told so, with who would bring it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from aggregator.missing import missing_number
from aggregator.models import ItemStatus
from legal_updates.models import DocumentDraft
from legal_updates.models.choices import DraftStatus
from legal_updates.recording import read_number
from legal_updates.selectors import numbered
from network.agencies.models import Role
from tests.factories.documents import make_document
from tests.factories.sections import make_hub, make_item, make_source

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
NUMBER = "999/2026/NĐ-CP"


@pytest.fixture(autouse=True)
def sources() -> None:
    """Portals of the State, of the province, and a newspaper."""
    now = timezone.now()
    make_source(
        "Cổng Chính phủ",
        owner="Văn phòng Chính phủ",
        level="central",
        succeeded_at=now - 20 * MINUTE,
        next_fetch_at=now + 10 * MINUTE,
    )
    make_source("Công báo nước", owner="Trung tâm Công báo", level="central")
    make_source("Cổng Bộ Y tế", owner="Bộ Y tế", level="central")
    make_source("Cổng Bộ Tài chính", owner="Bộ Tài chính", level="central", enabled=False)
    make_source("Cổng tỉnh Gia Lai", owner="UBND tỉnh Gia Lai", level="provincial")
    make_source("Báo Gia Lai", owner="Báo Gia Lai", level="provincial")


def would_bring(question: str) -> list[str] | None:
    missing = missing_number(question)
    return [source.name for source in missing.sources] if missing else None


@pytest.mark.parametrize(
    "question",
    [NUMBER, "nđ 999 2026", "Nghị định số 999/2026", "nghị định 999/2026/nd-cp quy định"],
)
def test_a_decree_would_come_by_the_government_and_the_gazette(question):
    assert would_bring(question) == ["Cổng Chính phủ", "Công báo nước"]


def test_a_circular_would_come_by_its_ministry_first():
    assert would_bring("30/2026/TT-BYT") == ["Cổng Bộ Y tế", "Cổng Chính phủ", "Công báo nước"]


@pytest.mark.parametrize("question", ["12/2026/QĐ-UBND", "Nghị quyết 20/2026/NQ-HĐND"])
def test_what_the_province_issues_would_come_by_its_portals_and_not_by_the_press(question):
    assert would_bring(question) == ["Cổng tỉnh Gia Lai"]


@pytest.mark.parametrize("question", ["", "đất đai", "100", "luật đất đai 2024"])
def test_what_is_no_number_misses_nothing(question):
    assert missing_number(question) is None


def test_what_the_register_or_the_library_has_is_not_missing():
    make_document(NUMBER)
    assert missing_number(NUMBER) is None
    item = make_item(document_numbers=["30/2026/TT-BYT"], status=ItemStatus.NEW)
    assert missing_number("30/2026/TT-BYT")
    item.status = ItemStatus.PUBLISHED
    item.save()
    assert missing_number("30/2026/TT-BYT") is None


@pytest.mark.parametrize("status", [DraftStatus.WAITING, DraftStatus.REFUSED])
def test_what_only_a_draft_of_the_register_names_is_missing_for_everybody(
    client, seat, desk, status
):
    make_hub()
    DocumentDraft.objects.create(
        number=NUMBER,
        number_key=read_number(NUMBER).key,
        issuer_key="chinh phu",
        year=2026,
        title="Quy định về việc thử",
        status=status,
        made_at=timezone.now(),
    )
    assert not numbered(NUMBER).exists()
    assert would_bring(NUMBER) == ["Cổng Chính phủ", "Công báo nước"]
    library = reverse("aggregator_libraryitem_modeladmin_index")
    readers = [
        (client, "/tim-kiem/"),
        (seat(Role.AUTHOR), reverse("agency_library:index")),
        (desk, library),
    ]
    for reader, address in readers:
        text = reader.get(address, {"q": NUMBER}).content.decode()
        assert f"Chưa có văn bản {NUMBER}" in text
        assert "Quy định về việc thử" not in text


def test_a_citizen_reads_when_each_source_was_read_and_is_read_next_and_may_ask(client):
    make_hub()
    text = client.get("/tim-kiem/", {"q": NUMBER}).content.decode()
    source = missing_number(NUMBER).sources[0]
    for moment in (source.succeeded_at, source.next_fetch_at):
        assert f"{timezone.localtime(moment):%H:%M}" in text
    assert f"Chưa có văn bản {NUMBER}" in text
    assert "noi-dung=999/2026/N" in text
    assert "Thử ít từ hơn" not in text


def test_an_officer_is_offered_to_propose_it(seat):
    author = seat(Role.AUTHOR)
    text = author.get(reverse("agency_library:index"), {"q": NUMBER}).content.decode()
    assert "Cổng Chính phủ" in text
    address = reverse("aggregator_proposals:propose", args=["link"])
    assert f"{address}?so=999/2026" in text
    form = author.get(address, {"so": NUMBER}).content.decode()
    assert NUMBER in form


def test_the_reviewer_is_told_in_the_list_of_the_library(desk):
    address = reverse("aggregator_libraryitem_modeladmin_index")
    assert "Cổng Chính phủ" in desk.get(address, {"q": NUMBER}).content.decode()

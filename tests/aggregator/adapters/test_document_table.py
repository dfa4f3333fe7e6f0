"""Official lists of documents, as portals print them, on their way to drafts of the register."""

import datetime as dt

import pytest

from aggregator.adapters.document_table import read
from aggregator.feeds.types import NotAFeed
from aggregator.item_services import store_entries
from aggregator.models import LibraryItem, Publisher
from legal_updates.citations import find_document_numbers
from legal_updates.drafts.sightings import sightings_of
from legal_updates.models import DocumentDraft, LegalDocument
from tests.factories.sections import make_source

NOW = dt.datetime(2026, 11, 25, 12, 0, tzinfo=dt.UTC)
BASE = "https://congbao.tinh.example.vn/van-ban/"
GAZETTE = """
<table class=layout><tr><td><table>
<tr><th>STT</th><th>Số/Ký hiệu</th><th>Loại văn bản</th><th>Cơ quan ban hành</th>
 <th>Ngày ban hành</th><th>Trích yếu</th></tr>
<tr><td>1</td><td><a href="7.htm">77/2026/NĐ-CP</a></td><td>Nghị định</td><td>Chính phủ</td>
 <td>05/03/2026</td><td><a href="77.htm">Quy định về việc thử</a></td></tr>
<tr><td>2</td><td>24/KH-UBND</td><td>Kế hoạch</td><td>UBND tỉnh Gia Lai</td>
 <td>12/01/2026</td><td><a href="/24.htm">Tuyên truyền pháp luật</a></td></tr>
<tr><td>3</td><td>lịch họp</td><td></td><td></td><td></td><td>Lịch họp tuần</td></tr>
</table></td></tr></table>
"""
COMMUNE = """
<table><thead><tr><td>Ký hiệu</td><td>Nội dung</td><td>Ngày ký</td></tr></thead>
<tbody><tr><td>03/QĐ-UBND</td><td><a href="?id=3">Về việc giao đất</a></td><td>2/2/2026</td></tr>
</tbody></table>
"""
GROUPED = """
<table><tr><th rowspan=2>Số, ký hiệu</th><th rowspan=2>Nội dung</th><th colspan=2>Ban hành</th></tr>
<tr><th>Ngày ban hành</th><th>Cơ quan ban hành</th></tr>
<tr><td colspan=4>Quyết định (2)</td></tr>
<tr><td>5/2026/QĐ-UBND</td><td><a href="5.htm">Giá đất</a></td><td rowspan=2>02/02/2026</td>
 <td rowspan="2">UBND tỉnh Gia Lai</td></tr>
<tr><td>6/2026/QĐ-UBND</td><td><a href="6.htm">Giá nước</a></td></tr>
<tr><td colspan=4>Trang 1 2 3</td></tr></table>
"""


def read_table(markup: str, **options: str):
    return read(
        f"<!doctype html><html><title>Văn bản</title><body>{markup}</body></html>".encode(),
        content_type="text/html",
        base_url=BASE,
        now=NOW,
        excerpt_length=300,
        options=options,
    )


def test_each_row_with_a_number_is_an_entry_with_its_heading():
    decree, plan = read_table(GAZETTE).entries
    assert decree.title == (
        "Nghị định số 77/2026/NĐ-CP ngày 05/03/2026 của Chính phủ: Quy định về việc thử"
    )
    assert (decree.link, decree.published.date()) == (f"{BASE}77.htm", dt.date(2026, 3, 4))
    assert plan.title.startswith("Kế hoạch số 24/KH-UBND ngày 12/01/2026 của UBND tỉnh Gia Lai")


def test_a_table_without_a_column_for_the_body_is_told_whose_it_is():
    (decision,) = read_table(COMMUNE, issuer="UBND xã Ia Mơ, tỉnh Gia Lai").entries
    assert "ngày 02/02/2026 của UBND xã Ia Mơ, tỉnh Gia Lai: Về việc giao đất" in decision.title
    assert find_document_numbers(decision.title)[0].canonical == "03/QĐ-UBND"


def test_a_day_and_a_body_that_stand_once_belong_to_each_row_they_stand_beside():
    said = "ngày 02/02/2026 của UBND tỉnh Gia Lai"
    assert [entry.title for entry in read_table(GROUPED).entries] == [
        f"số 5/2026/QĐ-UBND {said}: Giá đất",
        f"số 6/2026/QĐ-UBND {said}: Giá nước",
    ]


@pytest.mark.parametrize("markup", ["<p>Tin</p>", "<table><tr><td>Số</td><td>a</td></tr></table>"])
def test_a_page_without_such_a_table_is_none(markup):
    with pytest.raises(NotAFeed):
        read_table(markup)


def stored(markup: str = GAZETTE, **fields):
    source = make_source("Công báo tỉnh", publisher=Publisher.GAZETTE, kind="document_table")
    for name, value in fields.items():
        setattr(source, name, value)
    source.save()
    store_entries(source=source, entries=read_table(markup).entries, now=NOW)
    return source


@pytest.mark.django_db
def test_an_official_list_fills_the_desk_of_drafts():
    stored()
    texts = [text for draft in DocumentDraft.objects.all() for text in sightings_of(draft)]
    assert {(str(each.number), each.issuer, each.issued_on, each.title) for each in texts} == {
        ("77/2026/NĐ-CP", "chinh phu", dt.date(2026, 3, 5), "Quy định về việc thử"),
        ("24/KH-UBND", "ubnd tinh gia lai", dt.date(2026, 1, 12), "Tuyên truyền pháp luật"),
    }
    draft = DocumentDraft.objects.get(number="77/2026/NĐ-CP")
    assert (str(draft), draft.year) == ("Nghị định 77/2026/NĐ-CP", 2026)
    (text,) = sightings_of(draft)
    assert (text.official_url, text.who) == (f"{BASE}77.htm", "Công báo tỉnh")
    assert not LegalDocument.objects.exists()


@pytest.mark.django_db
def test_read_twice_it_tells_nothing_new():
    source = stored()
    store_entries(source=source, entries=read_table(GAZETTE).entries, now=NOW)
    assert (LibraryItem.objects.count(), DocumentDraft.objects.count()) == (2, 2)


@pytest.mark.django_db
def test_press_makes_no_draft():
    stored(publisher=Publisher.PRESS)
    assert LibraryItem.objects.count() == 2
    assert not DocumentDraft.objects.exists()

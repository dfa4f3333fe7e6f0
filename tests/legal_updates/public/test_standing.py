"""Superseded documents stand below current ones, and a draft relation says that it waits."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from legal_updates.models import Relation, RelationType
from legal_updates.models.choices import Validity
from legal_updates.standing import replacing_documents
from network.hub.search.keeping import refresh_changed
from tests.factories.documents import make_document
from tests.factories.sections import make_hub

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 25)
WAITS = "Đã có văn bản thay thế, chờ xác nhận"


@pytest.fixture(autouse=True)
def today(db, monkeypatch):
    make_hub()
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


def law(number, title, *, year, **fields):
    fields = {"validity": Validity.UNDETERMINED, "effective_on": dt.date(year, 7, 1)} | fields
    kind = fields.pop("kind", "nghi_dinh")
    return make_document(
        number, title=title, issued_on=dt.date(year, 1, 1), type=kind_of(kind), **fields
    )


def kind_of(key):
    from legal_updates.models import DocumentType

    return DocumentType.objects.get(key=key)


def relate(document, target, kind="thay_the", **fields) -> Relation:
    return Relation.objects.create(
        document=document, type=RelationType.objects.get(key=kind), target=target, **fields
    )


def listed(client, address="/van-ban/", **query) -> list[str]:
    return [each.number for each in client.get(address, query).context["documents"]]


@pytest.fixture
def laws():
    """The older decree was issued later than the one that replaces it came into the register."""
    old = law("45/2023/NĐ-CP", "Đất đai", year=2023)
    new = law("31/2020/NĐ-CP", "Đất đai", year=2020, validity=Validity.IN_FORCE)
    return old, new


def page(client, document) -> str:
    return client.get(document.get_absolute_url()).content.decode()


def test_a_draft_that_replaces_is_said_on_the_page_with_what_stands_in_its_place(client, laws):
    old, new = laws
    assert WAITS not in page(client, old)
    relate(new, old)
    text = page(client, old)
    assert WAITS in text
    assert "status--undetermined" in text
    assert f'href="{new.get_absolute_url()}"' in text.partition("Thay vào đó:")[2][:200]


@pytest.mark.parametrize(
    ("kind", "parts", "words"),
    [
        ("bai_bo", "", "Đã có văn bản bãi bỏ, chờ xác nhận"),
        ("bai_bo", "Điều 5", "Đã có văn bản bãi bỏ một phần, chờ xác nhận"),
        ("sua_doi_bo_sung", "", ""),
    ],
)
def test_the_words_follow_what_the_draft_says(client, laws, kind, parts, words):
    old, new = laws
    relate(new, old, kind, parts=parts)
    text = page(client, old)
    assert ("chờ xác nhận" in text) == bool(words)
    assert words in text


def test_a_draft_counts_from_the_day_on_which_the_other_comes_into_force(client, laws):
    old, new = laws
    relation = relate(new, old, takes_effect_on=TODAY + dt.timedelta(days=1))
    assert WAITS not in page(client, old)
    assert listed(client) == [old.number, new.number]
    Relation.objects.filter(pk=relation.pk).update(takes_effect_on=TODAY)
    assert WAITS in page(client, old)
    assert listed(client) == [new.number, old.number]


def test_nothing_waits_once_it_is_expired(client, laws):
    old, new = laws
    relate(new, old)
    type(old).objects.filter(pk=old.pk).update(validity=Validity.EXPIRED)
    assert WAITS not in page(client, old)


def test_a_chain_is_followed_to_its_end(client, laws, django_assert_num_queries):
    old, new = laws
    newest = law("1/2025/NĐ-CP", "Đất đai", year=2025)
    relate(new, old)
    relate(newest, new)
    with django_assert_num_queries(2):
        assert replacing_documents(old) == [new, newest]
    assert replacing_documents(newest) == []


def test_the_register_puts_what_is_replaced_or_repealed_last(client, laws):
    old, new = laws
    gone = law("2/2024/NĐ-CP", "Đất đai", year=2024, validity=Validity.EXPIRED)
    relate(new, old)
    for query in ({}, {"q": "đất đai"}, {"cap": "central"}):
        assert listed(client, **query) == [new.number, gone.number, old.number], query


def test_long_lists_keep_the_order(client, laws, monkeypatch):
    old, new = laws
    relate(new, old)
    monkeypatch.setattr("legal_updates.public.paging.MOST_COUNTED", 2)
    law("9/2010/NĐ-CP", "Khác", year=2010)
    assert listed(client) == [new.number, old.number]


def test_the_search_and_its_suggestions_put_it_last(client, laws):
    old, new = laws
    relate(new, old)
    refresh_changed()
    found = client.get(reverse("hub:search"), {"q": "đất đai"})
    numbers = [each.entry.url for each in found.context["answers"]]
    assert numbers.index(new.get_absolute_url()) < numbers.index(old.get_absolute_url())
    assert WAITS in found.content.decode()
    told = client.get(reverse("hub:suggest"), {"q": "đất đai"}).json()["suggestions"]
    urls = [each["url"] for each in told]
    assert urls.index(new.get_absolute_url()) < urls.index(old.get_absolute_url())


def test_the_search_learns_of_a_draft_and_of_its_end(laws):
    from network.hub.search.models import SearchEntry

    old, new = laws
    relation = relate(new, old)
    refresh_changed()
    entry = SearchEntry.objects.get(kind="document", key=old.pk)
    assert (entry.pending_change, entry.superseded) == ("replaced", True)
    relation.delete()
    refresh_changed()
    entry.refresh_from_db()
    assert (entry.pending_change, entry.superseded) == ("", False)


def test_a_situation_puts_it_last(laws):
    from network.hub.situation_pages.selectors import SituationPage
    from network.hub.situations.models import Situation

    old, new = laws
    relate(new, old)
    situation = Situation(laws=[old.number, new.number])
    assert SituationPage(situation, TODAY).laws == [new, old]


def test_a_shelf_puts_it_last(laws):
    from legal_updates.finding import documents_of

    old, new = laws
    relate(new, old)
    assert documents_of([old.pk, new.pk], day=TODAY) == [new, old]


@pytest.mark.parametrize(
    "typed",
    [
        *("nghị định 168/2024", "nghi dinh 168/2024", "168/2024", "168 2024", "nd 168 2024"),
        *("168 / 2024 / NĐ - CP", "168/2024/nd-cp", "NĐ168/2024", "nghị định số 168"),
    ],
)
def test_a_number_finds_its_document_first_and_then_what_names_it(client, typed):
    law("238/2026/NĐ-CP", "Sửa đổi Nghị định số 168/2024/NĐ-CP", year=2026)
    law("168/2024/NĐ-CP", "Xử phạt giao thông", year=2024, validity=Validity.EXPIRED)
    law("168/2019/TT-BTC", "Khác", year=2019, kind="thong_tu")
    found = listed(client, q=typed)
    assert found[0] == "168/2024/NĐ-CP"
    assert "168/2019/TT-BTC" not in found


def test_a_source_that_is_not_official_is_not_named(client, laws):
    document = law(
        "1/2026/NĐ-CP",
        "Thử",
        year=2026,
        validity=Validity.IN_FORCE,
        validity_source="https://github.com/a/b.md",
        validity_checked_on=TODAY,
    )
    text = page(client, document)
    assert "github" not in text
    assert "Nguồn xác định hiệu lực: chưa kiểm tra" in text
    assert "status--unchecked" in text
    assert "legislationLegalForce" not in text


@pytest.mark.parametrize(
    ("url", "confirmed", "offered"),
    [
        ("https://congbao.chinhphu.vn/van-ban/1.htm", True, "Xem bản chính thức"),
        ("https://congbao.chinhphu.vn/van-ban/1.htm", False, "Trang nguồn"),
        ("https://xaydungchinhsach.chinhphu.vn/1.htm", True, "Trang nguồn"),
        ("https://thuvienphapluat.vn/van-ban/1", True, "Văn bản chính thức: chưa kiểm tra"),
    ],
)
def test_only_a_text_of_the_state_is_the_official_copy(client, url, confirmed, offered):
    document = law("1/2026/NĐ-CP", "Thử", year=2026, official_url=url, confirmed=confirmed)
    text = page(client, document)
    words = {"Xem bản chính thức", "Trang nguồn", "Văn bản chính thức: chưa kiểm tra"}
    assert {each for each in words if each in text} == {offered}
    assert ("thuvienphapluat" in text) is False

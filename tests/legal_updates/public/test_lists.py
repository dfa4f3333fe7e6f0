"""The lists of documents: what is asked for is found, and nothing else."""

import datetime as dt
import json
import re

import feedparser
import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from legal_updates.models import DocumentType, Topic
from legal_updates.models.choices import BodyLevel, TerritorialScope, Validity
from network.core.reserved import reserved_names
from network.hub.models import Situation
from tests.factories.documents import make_document, make_issuer
from tests.factories.sections import make_hub

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 25)


@pytest.fixture(autouse=True)
def today(db, monkeypatch):
    make_hub()
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


def listed(client, address="/van-ban/", **query: str) -> set[str]:
    """Return the numbers of the documents that the list shows."""
    answer = client.get(address, query)
    assert answer.status_code == 200
    return {document.number for document in answer.context["documents"]}


@pytest.mark.parametrize(
    "words",
    [
        *("100/2019/NĐ-CP", "100/2019/nd-cp", "nghị định số 100/2019/NĐCP", "100 / 2019/NÐ-CP"),
        *("giao thông đường bộ", "giao thong duong bo", "GIAO THÔNG 100", "100/2019"),
    ],
)
def test_a_document_is_found_by_its_number_and_words_however_they_are_written(client, words):
    make_document(title="Quy định xử phạt về giao thông đường bộ, đường sắt")
    make_document("34/2020/NĐ-CP", title="Quy định về đất đai")
    assert listed(client, q=words) == {"100/2019/NĐ-CP"}


def test_a_document_is_found_by_the_name_people_use_and_by_what_it_is_for(client):
    make_document(
        "31/2024/QH15",
        title="Luật Đất đai",
        usual_name="Luật nhà đất mới",
        purpose="Sổ đỏ, sang tên, thu hồi.",
    )
    make_document()
    for words in ("luật nhà đất", "luat nha dat moi", "sổ đỏ", "so do sang ten"):
        assert listed(client, q=words) == {"31/2024/QH15"}, words


def test_a_chosen_order_holds_for_the_whole_list_and_for_what_was_found(client):
    for number, name, issued, effective in (
        ("1/2026/NĐ-CP", "Ăn ở", 1, 9),
        ("2/2026/NĐ-CP", "Bán hàng", 3, 5),
        ("3/2026/NĐ-CP", "An ninh", 2, 7),
    ):
        days = {
            "issued_on": dt.date(2026, 3, issued),
            "effective_on": dt.date(2026, 4, effective),
        }
        make_document(number, title="Quy định mới", usual_name=name, **days)
    orders = {"ten": "312", "ban-hanh": "231", "hieu-luc": "132"}
    for order, wanted in orders.items():
        for more in ({}, {"q": "quy định mới"}):
            answer = client.get("/van-ban/", {"sap_xep": order} | more)
            found = [each.number[0] for each in answer.context["documents"]]
            assert "".join(found) == wanted, (order, more)
            assert ("day-tile" in answer.content.decode()) == (order == "hieu-luc")


def test_each_choice_narrows_the_list(client):
    province = make_issuer("UBND tỉnh Gia Lai", BodyLevel.PROVINCIAL)
    own = make_document(
        "12/2026/QĐ-UBND",
        issuer=province,
        type=DocumentType.objects.get(key="quyet_dinh_ubnd"),
        issued_on=dt.date(2026, 3, 1),
        effective_on=dt.date(2026, 4, 1),
        validity=Validity.PARTLY_EXPIRED,
        scope=TerritorialScope.PROVINCE,
    )
    own.topics.add(Topic.objects.get(slug="dat-dai"))
    make_document()
    for query in (
        *({"loai": "quyet_dinh_ubnd"}, {"co_quan": str(province.pk)}, {"linh_vuc": "dat-dai"}),
        *({"cap": "provincial"}, {"pham_vi": "province"}, {"hieu_luc": "partly_expired"}),
        *({"tu": "2026-01-01"}, {"hieu_luc_tu": "01/01/2026", "hieu_luc_den": "2026-12-31"}),
    ):
        assert listed(client, **query) == {"12/2026/QĐ-UBND"}, query
    assert listed(client, den="31/12/2019") == {"100/2019/NĐ-CP"}
    assert len(listed(client)) == 2


def test_the_validity_asked_for_is_the_one_shown(client):
    day = dt.timedelta(days=1)
    states = {
        "1/2026/NĐ-CP": {"validity": Validity.NOT_YET, "effective_on": TODAY},
        "2/2026/NĐ-CP": {"validity": Validity.NOT_YET, "effective_on": TODAY + day},
        "3/2026/NĐ-CP": {"validity": Validity.IN_FORCE, "expires_on": TODAY},
        "4/2026/NĐ-CP": {"validity": Validity.IN_FORCE, "expires_on": TODAY + day},
        "5/2026/NĐ-CP": {"validity": Validity.IN_FORCE, "confirmed": False},
        "6/2026/NĐ-CP": {"validity": Validity.EXPIRED},
        "7/2026/NĐ-CP": {"validity": Validity.UNDETERMINED},
        "8/2026/NĐ-CP": {"validity": Validity.SUSPENDED},
        "9/2026/NĐ-CP": {"validity": Validity.PARTLY_EXPIRED, "expires_on": TODAY - day},
        "10/2026/NĐ-CP": {"validity": Validity.OBSOLETE, "expires_on": TODAY - day},
    }
    documents = [make_document(number, **fields) for number, fields in states.items()]
    for validity in Validity:
        shown = {each.number for each in documents if each.shown_validity(TODAY) == validity}
        assert listed(client, hieu_luc=validity.value) == shown, validity


def test_a_document_goes_by_its_usual_name_then_its_state_with_the_number_beneath(client):
    named = {"usual_name": "Nghị định 100 về phạt giao thông", "purpose": "Mức phạt trên đường."}
    make_document(**named)
    law = DocumentType.objects.get(key="luat")
    make_document("31/2024/QH15", type=law, title="Luật Đất đai", issued_on=dt.date(2024, 1, 18))
    make_document("7/2026/NĐ-CP", title="Nghị định 7/2026/NĐ-CP", confirmed=False)
    shown = " ".join(strip_tags(client.get("/van-ban/").content.decode()).split())
    assert (
        "Nghị định 100 về phạt giao thông Còn hiệu lực Chưa kiểm tra 100/2019/NĐ-CP · Chính phủ"
        " · ban hành 30/12/2019 Mức phạt trên đường." in shown
    )
    # People call a law by its subject and year.
    assert "Luật Đất đai 2024 Còn hiệu lực Chưa kiểm tra 31/2024/QH15 ·" in shown
    # Without a name it goes by the number, said once.
    assert shown.count("7/2026/NĐ-CP") == 1


def test_what_keepers_name_as_current_law_comes_first_and_only_on_the_front(client):
    Situation.objects.update(laws=[])
    Situation.objects.filter(slug="giao-thong").update(laws=["168/2024/NĐ-CP", "1/2020/NĐ-CP"])
    Situation.objects.filter(slug="dat-dai").update(laws=["31/2024/QH15", "2/2020/NĐ-CP"])
    make_document("168/2024/NĐ-CP")
    make_document("31/2024/QH15", type=DocumentType.objects.get(key="luat"))
    make_document("1/2020/NĐ-CP", validity=Validity.EXPIRED)
    make_document("2/2020/NĐ-CP", confirmed=False)
    shown = client.get("/van-ban/").context["looked_up"]
    assert [each.number for each in shown] == ["31/2024/QH15", "168/2024/NĐ-CP"]
    assert not client.get("/van-ban/", {"q": "168/2024"}).context["looked_up"]


def test_what_the_list_does_not_understand_is_left_out(client):
    make_document()
    answer = client.get(
        "/van-ban/", {"loai": "x", "cap": "any", "co_quan": "0 OR 1", "tu": "hôm qua"}
    )
    assert [each.number for each in answer.context["documents"]] == ["100/2019/NĐ-CP"]
    text = answer.content.decode()
    assert "filters__error" in text
    assert re.search(r'<details class="fold fold--boxed"\s+open', text)


def test_the_closed_line_of_the_fold_says_what_is_chosen(client):
    make_document()
    query = {"hieu_luc": "in_force", "co_quan": make_issuer().pk, "tu": "01/01/2019"}
    asked = client.get("/van-ban/", query).context["asked"]
    assert asked.chosen == ["Còn hiệu lực", "Chính phủ", "Ban hành từ ngày 01/01/2019"]


def test_nothing_found_shows_the_way_back(client):
    assert 'class="nothing"' in client.get("/van-ban/", {"q": "xyz"}).content.decode()
    assert client.get("/van-ban/", {"q": "\x00/-."}).status_code == 200


def test_the_latest_day_comes_first_and_those_without_one_last(client):
    make_document("1/2025/NĐ-CP", issued_on=TODAY, effective_on=dt.date(2025, 1, 1))
    make_document("2/2026/NĐ-CP", effective_on=dt.date(2026, 1, 1))
    make_document("3/2026/NĐ-CP", issued_on=None, confirmed=False)
    make_document("4/2026/NĐ-CP", effective_on=TODAY, validity=Validity.EXPIRED)
    answer = client.get("/van-ban/")
    numbers = [each.number for each in answer.context["documents"]]
    assert numbers == ["2/2026/NĐ-CP", "1/2025/NĐ-CP", "3/2026/NĐ-CP", "4/2026/NĐ-CP"]
    assert '<time datetime="2026-01-01"><strong>01</strong>' in answer.content.decode()
    # Whoever chooses gets the newest first.
    chosen = client.get("/van-ban/", {"cap": "central"}).context["documents"]
    assert chosen[0].number == "1/2025/NĐ-CP"


def test_long_lists_come_in_pages_that_keep_the_choice(client, monkeypatch):
    monkeypatch.setattr("legal_updates.public.paging.MOST_COUNTED", 40)
    for number in range(45):
        make_document(f"{number + 1}/2026/NĐ-CP")
    text = client.get("/van-ban/", {"cap": "central"}).content.decode()
    assert "cap=central&amp;trang=2" in text
    pages = client.get("/van-ban/", {"cap": "central", "trang": "9"}).context["documents"]
    assert (pages.number, pages.paginator.num_pages, pages.paginator.capped) == (2, 2, True)


def test_a_month_lists_what_comes_into_force_in_it(client):
    make_document("1/2026/NĐ-CP", effective_on=dt.date(2026, 11, 1))
    make_document("2/2026/NĐ-CP", effective_on=dt.date(2026, 11, 30))
    make_document("3/2026/NĐ-CP", effective_on=dt.date(2026, 12, 1))
    address = "/van-ban/co-hieu-luc-thang-nay/"
    assert listed(client, address) == {"1/2026/NĐ-CP", "2/2026/NĐ-CP"}
    assert listed(client, address, thang="2026-12") == {"3/2026/NĐ-CP"}
    text = client.get(address).content.decode()
    # From month to month in which something comes into force, so never without an end.
    assert "?thang=2026-10" not in text and "?thang=2026-12" in text
    make_document("4/2024/NĐ-CP", effective_on=dt.date(2024, 7, 1))
    assert 'rel="prev" href="?thang=2024-07"' in client.get(address).content.decode()
    assert 'rel="prev"' not in client.get(address, {"thang": "2024-07"}).content.decode()
    assert client.get(address, {"thang": "2026-13"}).status_code == 404


def test_sixty_days_ahead_one_sees_what_expires(client):
    for number, days in enumerate((0, 1, 60, 61)):
        make_document(f"{number + 1}/2026/NĐ-CP", expires_on=TODAY + dt.timedelta(days=days))
    assert listed(client, "/van-ban/sap-het-hieu-luc/") == {"2/2026/NĐ-CP", "3/2026/NĐ-CP"}


def test_the_list_asks_ten_queries_at_most(client, django_assert_max_num_queries):
    body = make_issuer("Bộ Y tế")
    for number in range(30):
        document = make_document(f"{number + 1}/2026/NĐ-CP", issuer=body, title="Về y tế")
        document.topics.add(Topic.objects.get(slug="y-te-duoc"))
    query = {"q": "y te", "linh_vuc": "y-te-duoc", "co_quan": str(body.pk), "cap": "central"}
    client.get("/van-ban/", query)
    with django_assert_max_num_queries(10):
        client.get("/van-ban/", query | {"hieu_luc": "in_force", "loai": "nghi_dinh"})


def test_no_session_and_nothing_that_stops_a_cache(client):
    document = make_document()
    for address in ("/van-ban/", document.get_absolute_url(), "/van-ban/sap-het-hieu-luc/"):
        answer = client.get(address)
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert "style=" not in answer.content.decode()


def test_feed_readers_get_all_documents_or_those_on_a_topic(client):
    document = make_document(title="Quy định <b>đất</b> đai")
    document.topics.add(Topic.objects.get(slug="dat-dai"))
    make_document("34/2020/NĐ-CP")
    for file in ("rss.xml", "atom.xml"):
        parsed = feedparser.parse(client.get(f"/van-ban/linh-vuc/dat-dai/{file}").content)
        assert not parsed.bozo
        assert [each.title for each in parsed.entries] == [f"{document}: {document.title}"]
        assert parsed.entries[0].link == f"http://testserver{document.get_absolute_url()}"
    everything = json.loads(client.get("/van-ban/feed.json").content)
    assert len(everything["items"]) == 2
    assert client.get("/van-ban/linh-vuc/khong-co/rss.xml").status_code == 404


def test_an_unchanged_feed_is_answered_with_304(client):
    make_document()
    first = client.get("/van-ban/atom.xml")
    again = client.get("/van-ban/atom.xml", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_no_section_takes_the_address():
    assert "van-ban" in reserved_names()

"""The register and what it says of a pasted link: never more than it knows."""

import csv
import datetime as dt
import io
import json

import pytest
from django.utils import timezone

from network.agencies.models import Agency
from network.channels.models import Attestation, Channel, ChannelState
from tests.factories.channels import add_channel, secure

pytestmark = pytest.mark.django_db
FAKE_WORDS = ("giả", "mạo", "lừa", "fake")


@pytest.fixture
def channel(office):
    channel = add_channel(
        office.agency, office.author, leader=office.approver, url="facebook.com/pbgdplgialai"
    )
    secure(channel, office.author, office.agency_admin)
    return channel


def said(client, link):
    answer = client.post("/trang-chinh-thuc/kiem-tra/", {"link": link})
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("link", ["fb.com/PBGDPL.GiaLai", "m.facebook.com/pbgdplgialai/about"])
def test_an_official_page_is_named_with_its_agency(client, channel, link):
    text = said(client, link)
    assert "Chính thức" in text
    assert channel.agency.name in text
    assert channel.name in text


def test_an_unknown_link_is_never_called_fake(client, channel):
    text = said(client, "facebook.com/so-tu-phap-ho-tro")
    assert "Chưa có trong danh sách" in text
    assert "Chính thức" not in text
    assert not [word for word in FAKE_WORDS if word in text.lower()]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ChannelState.PLANNED, "Chưa có trong danh sách"),
        (ChannelState.AWAITING, "Chưa có trong danh sách"),
        (ChannelState.PAUSED, "Tạm dừng"),
        (ChannelState.CLOSED, "Không còn là trang chính thức"),
    ],
)
def test_each_state_is_told_as_it_is(client, office, state, words):
    leader = None if state in {"planned", "awaiting"} else office.approver
    ended = {"ended_on": timezone.localdate()} if state == ChannelState.CLOSED else {}
    channel = add_channel(
        office.agency, office.author, leader=leader, url="zalo.me/0905123456", state=state, **ended
    )
    secure(channel, office.author, office.agency_admin)
    assert words in said(client, "https://zalo.me/84905123456")


def test_a_page_of_an_agency_that_ended_is_to_be_closed_until_it_is_handed_over(client, channel):
    last_day = timezone.localdate() - dt.timedelta(days=1)
    Agency.objects.filter(pk=channel.agency_id).update(valid_to=last_day, status="merged")
    text = client.get("/trang-chinh-thuc/").content.decode()
    assert "Sẽ đóng" in text
    assert f"{last_day:%d/%m/%Y}" in text
    assert f'href="{channel.url}"' not in text
    assert "Sẽ đóng" in said(client, "fb.com/pbgdplgialai")
    Channel.objects.filter(pk=channel.pk).update(
        state=ChannelState.HANDED_OVER,
        ended_on=timezone.localdate(),
        ending_note="Sở Nội vụ tiếp nhận theo biên bản ngày 30/6.",
    )
    text = client.get("/trang-chinh-thuc/").content.decode()
    assert "Đã bàn giao: Sở Nội vụ tiếp nhận theo biên bản ngày 30/6." in text


def test_what_lapsed_is_to_be_confirmed_again(client, channel):
    Attestation.objects.filter(item__is_required=True).first().delete()
    assert "Cần xác nhận lại" in said(client, "fb.com/pbgdplgialai")
    assert "Cần xác nhận lại" in client.get("/trang-chinh-thuc/").content.decode()


def test_what_is_no_link_is_told_how_to_find_one(client):
    answer = client.post("/trang-chinh-thuc/kiem-tra/", {"link": "Sở Tư pháp"})
    assert answer.status_code == 422
    assert "chép địa chỉ của trang" in answer.content.decode()


def test_the_register_is_found_by_name_without_accents_and_by_platform(client, channel):
    text = client.get("/trang-chinh-thuc/", {"q": "pho bien phap luat"}).content.decode()
    assert channel.url in text
    assert channel.url not in client.get("/trang-chinh-thuc/", {"q": "xyz"}).content.decode()
    answer = client.get("/trang-chinh-thuc/", {"nen-tang": "zalo"}).content.decode()
    assert channel.url not in answer


def test_open_data_names_no_person(client, channel, office):
    [row] = json.loads(client.get("/trang-chinh-thuc/du-lieu.json").content)["channels"]
    assert row["standing"] == "official"
    assert row["url"] == channel.url
    table = b"".join(client.get("/trang-chinh-thuc/du-lieu.csv").streaming_content).decode()
    assert [line[4] for line in csv.reader(io.StringIO(table))][1:] == [channel.url]
    pages = table + json.dumps(row) + client.get("/trang-chinh-thuc/").content.decode()
    for person in office.people.values():
        assert person.email not in pages
    assert channel.signer not in pages


def test_citizens_read_what_was_registered_of_a_page(client, channel):
    values = (channel.intro, channel.office, channel.website, channel.email, channel.phone)
    [row] = json.loads(client.get("/trang-chinh-thuc/du-lieu.json").content)["channels"]
    names = ("intro", "office", "website", "email", "phone")
    assert tuple(row[name] for name in names) == values
    for address in ("/trang-chinh-thuc/", f"/trang-chinh-thuc/{channel.pk}/"):
        page = client.get(address).content.decode()
        assert all(value in page for value in values), address
    table = b"".join(client.get("/trang-chinh-thuc/du-lieu.csv").streaming_content).decode()
    assert all(value in table for value in values)


def test_lists_cost_the_same_for_many(client, office, django_assert_max_num_queries):
    for number in range(25):
        secure(
            add_channel(
                office.agency,
                office.author,
                leader=office.approver,
                url=f"facebook.com/trang{number}",
            ),
            office.author,
        )
    with django_assert_max_num_queries(12):
        assert client.get("/trang-chinh-thuc/").status_code == 200
    assert Channel.objects.count() == 25


def test_a_pasted_link_comes_by_post_alone(client, channel, caplog):
    """Nothing that was pasted stands in an address, which browsers and servers remember."""
    by_address = client.get("/trang-chinh-thuc/kiem-tra/", {"link": channel.url}).content.decode()
    assert "Chính thức</h2>" not in by_address
    assert channel.url not in by_address
    text = said(client, "facebook.com/bi-mat-cua-toi")
    assert "bi-mat-cua-toi" in text
    assert not [part for part in text.split('"') if "bi-mat" in part and part.startswith("/")]
    assert "bi-mat-cua-toi" not in caplog.text


def test_the_report_form_takes_the_checked_link_along_without_an_address(client):
    answer = client.post("/trang-chinh-thuc/bao-trang-gia/", {"begin": "facebook.com/la"})
    assert answer.status_code == 200
    assert 'value="facebook.com/la"' in answer.content.decode()


@pytest.mark.parametrize(
    "link",
    ["fb.com/pbgdplgialai/posts/1", "facebook.com/pbgdplgialai?id=100099999999999"],
)
def test_what_only_holds_an_official_address_is_to_be_opened_first(client, channel, link):
    text = said(client, link)
    assert "Cần mở để xem" in text
    assert "Chính thức" not in text


def test_a_message_is_answered_for_all_its_links_and_numbers(client, channel):
    text = said(client, f"Trang {channel.url}, nộp tại https://nop.example/a, gọi 0905 111 222.")
    assert text.count("<section") == 3
    assert "nop.example/a" in text
    assert "0905111222" in text

"""What the register answers to links and numbers that were written down before the code."""

import json
from collections import Counter
from pathlib import Path

import pytest
from django.urls import reverse

from network.channels.links.address_errors import AddressError
from network.channels.models import CaseState
from network.channels.public import link_check
from network.channels.public.link_check import LinkFinding, check_text
from tests.factories.cases import make_case
from tests.factories.channels import add_channel

pytestmark = pytest.mark.django_db
LINKS = json.loads((Path(__file__).parent / "data" / "links.json").read_text(encoding="utf-8"))
REGISTERED = {
    "facebook.com/sotuphapgialai": "100064812345678",
    "facebook.com/groups/phapluatgialai": "",
    "zalo.me/2461234567890123456": "",
    "youtube.com/@sotuphapgialai": "UCaBcDeFgHiJkLmNoPqRsTuV",
    "tiktok.com/@sotuphapgialai": "",
}
OFFICIAL = {LinkFinding.CHANNEL, LinkFinding.WEBSITE}
ANSWERS = {
    "official": OFFICIAL,
    "content": {LinkFinding.CONTENT},
    "open_first": {LinkFinding.UNCLEAR},
    "alike": {LinkFinding.ALIKE},
    "disguised": {LinkFinding.DISGUISED},
    "unlisted": {LinkFinding.NOT_LISTED},
    "fake": {LinkFinding.FAKE},
    "known_number": {LinkFinding.NUMBER},
    "unknown_number": {LinkFinding.UNKNOWN_NUMBER},
    "no_link": {None},
}


@pytest.fixture
def register(office, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://pbgdpl.gialai.gov.vn"
    for url, number in REGISTERED.items():
        add_channel(
            office.agency,
            office.author,
            leader=office.approver,
            url=url,
            platform_number=number,
            website="https://stp.gialai.gov.vn/",
            phone="0269 3824 415",
        )
    make_case(
        office.agency,
        office.author,
        office.approver,
        state=CaseState.CONFIRMED,
        url="facebook.com/sotuphap.hotro247",
    )


def found_in(text):
    try:
        return [answer.finding for answer in check_text(text)]
    except AddressError:
        return [None]


def test_no_foreign_page_is_called_official(register):
    """Ask for all spellings; one that may lead elsewhere is never answered "official"."""
    assert sum(each["is_hostile"] for each in LINKS) >= 120
    foreign = [each["text"] for each in LINKS if each["answer"] != "official"]
    # A message with an official link beside a foreign one is answered for both.
    wrong = [text for text in foreign if set(found_in(text)) <= OFFICIAL]
    assert not wrong, "\n".join(map(str, wrong))


def test_each_spelling_has_its_kind_of_answer(register):
    wrong = [
        (each["text"], each["answer"], found_in(each["text"]))
        for each in LINKS
        if found_in(each["text"])[-1] not in ANSWERS[each["answer"]]
    ]
    assert not wrong, "\n".join(map(str, wrong))
    assert len(Counter(each["answer"] for each in LINKS)) == len(ANSWERS)


def test_a_stranger_s_link_is_not_lost_behind_many_official_ones(register):
    official = " ".join(f"https://stp.gialai.gov.vn/tin/{number}" for number in range(6))
    assert LinkFinding.NOT_LISTED in found_in(f"{official} https://caphe.example/nop")


@pytest.mark.parametrize("link", ["facebook.com/a{}", "09{:08}", "caphe{}.example"])
def test_a_text_with_many_links_costs_no_look_at_each(
    register, django_assert_max_num_queries, link
):
    """A message of 4000 letters with 220 links took four seconds."""
    text = "Xem " + " ".join(link.format(number) for number in range(220))
    with django_assert_max_num_queries(0), pytest.raises(AddressError):
        check_text(text)


@pytest.mark.parametrize(
    "text",
    ["hxxps://stp.gialai.gov[.]vn", "Xem stp.gialai.gov .vn", "facebook[.]com/sotuphapgialai"],
)
def test_a_disguised_spelling_is_never_official(register, monkeypatch, text):
    assert found_in(text) == [LinkFinding.DISGUISED]
    monkeypatch.setattr(link_check, "_never_official", lambda answer: answer)
    assert set(found_in(text)) <= OFFICIAL


def test_an_address_cut_by_a_space_is_read_as_a_whole(register, monkeypatch):
    text = "https://stp.gialai.gov.vn .top/dang-nhap"
    assert found_in(text) == [LinkFinding.ALIKE]
    monkeypatch.setattr(link_check, "written_plainly", lambda text: text)
    assert found_in(text) == [LinkFinding.WEBSITE]


def test_a_disguise_is_named_on_the_page(register, client):
    html = client.post(reverse("channels:check"), {"link": "stp.gialai.gov[.]vn"})
    assert "Viết khác thường" in html.content.decode()
    assert "stp.gialai.gov.vn" in html.content.decode()

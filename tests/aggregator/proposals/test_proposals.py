"""Agencies propose sources and links; the network answers, and the agency reads the answer."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aggregator.models import Proposal, ProposalStatus
from network.agencies.models import Role
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.mailing import send_once_more
from tests.factories.people import make_agency, make_member, serve

OWN = reverse("aggregator_proposals:own")
WAITING = reverse("aggregator_proposals:waiting")
SOURCE = reverse("aggregator_proposals:propose", args=["source"])
LINK = reverse("aggregator_proposals:propose", args=["link"])
URL = "https://congbao.example.vn/rss"
WHY = "Văn bản mới của tỉnh"
SOURCE_FORM = {
    "name": "Công báo",
    "owner": "Văn phòng Chính phủ",
    "level": "central",
    "url": URL,
    "read_as": "rss",
    "enabled": "on",
    "pace": "automatic",
    "interval_minutes": "1440",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return make_agency("Sở Y tế")


@pytest.fixture
def author(agency) -> Client:
    """The browser of an author of the agency."""
    return signed_in(Client(), make_member(agency, Role.AUTHOR, name="Lê Chi"))


def propose(browser: Client, agency, url: str = URL, address: str = SOURCE, **fields):
    form = {"agency": agency.pk, "url": url, "why": WHY} | fields
    return browser.post(address, form)


def shown(browser: Client, address: str = OWN, **query: str) -> str:
    answer = browser.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_proposal_reaches_the_network_with_who_and_why(author, agency, desk):
    assert propose(author, agency).url == OWN
    for text in (shown(author), shown(desk, WAITING)):
        for part in (URL, WHY, "Lê Chi"):
            assert part in text
    assert "Sở Y tế" in shown(desk, WAITING)


def accept_of(desk: Client) -> str:
    """Return where the network's button "accept" leads."""
    page = BeautifulSoup(desk.get(WAITING).content, "html.parser")
    return page.select_one("a[href*='de-nghi=']")["href"]


def test_a_source_is_accepted_by_adding_it(author, agency, desk):
    propose(author, agency)
    form = accept_of(desk)
    page = BeautifulSoup(desk.get(form).content, "html.parser")
    assert page.select_one(f"input[name=url][value='{URL}']")
    assert page.select_one("main form[method=POST]")["action"] == form
    desk.post(form, {"name": ""})
    assert Proposal.objects.get().status == ProposalStatus.WAITING
    desk.post(form, SOURCE_FORM)
    proposal = Proposal.objects.get()
    assert proposal.status == ProposalStatus.ACCEPTED
    assert str(proposal.get_status_display()) in shown(author)


def test_a_link_is_accepted_by_adding_it(author, agency, desk):
    article = f"{URL}/bai-1.html"
    propose(author, agency, url=article, address=LINK)
    link = {"url": article, "title": "Tin mới", "day": "20/11/2026", "source_name": "Báo"}
    desk.post(accept_of(desk), link | {"level": "provincial", "save": "1"})
    assert Proposal.objects.get().status == ProposalStatus.ACCEPTED


def test_the_agency_reads_why_it_was_declined(author, agency, desk):
    propose(author, agency)
    decline = reverse("aggregator_proposals:decline", args=[Proposal.objects.get().pk])
    assert desk.post(decline, {"answer": "  "}).status_code == 200
    assert Proposal.objects.get().status == ProposalStatus.WAITING
    assert desk.post(decline, {"answer": "Nguồn này đã có trong kho"}).url == WAITING
    assert "Nguồn này đã có trong kho" in shown(author)
    assert URL not in shown(desk, WAITING)
    assert URL in shown(desk, WAITING, **{"trang-thai": "declined"})


def test_the_answer_is_mailed_once(author, agency, desk, mailoutbox):
    propose(author, agency)
    pk = Proposal.objects.get().pk
    decline = reverse("aggregator_proposals:decline", args=[pk])
    desk.post(decline, {"answer": "Nguồn này đã có trong kho"})
    for _ in range(2):
        run_jobs()
        send_once_more("aggregator.proposal_answered")
    (mail,) = mailoutbox
    assert mail.to == [Proposal.objects.get().proposed_by.email]
    assert "Nguồn này đã có trong kho" in mail.body


def test_who_left_the_agency_hears_nothing_more_of_it(author, agency, desk, mailoutbox):
    propose(author, agency)
    proposal = Proposal.objects.get()
    serve(proposal.proposed_by, make_agency("Sở Y tế"))
    decline = reverse("aggregator_proposals:decline", args=[proposal.pk])
    desk.post(decline, {"answer": "Nguồn này đã có trong kho"})
    # Queued while the right was there; the job comes later.
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    proposal.proposed_by.memberships.filter(agency=agency).update(valid_to=yesterday)
    run_jobs()
    assert not mailoutbox


def test_the_second_answer_hears_who_gave_the_first(author, agency, desk):
    propose(author, agency)
    pk = Proposal.objects.get().pk
    desk.post(accept_of(desk), SOURCE_FORM)
    decline = reverse("aggregator_proposals:decline", args=[pk])
    text = desk.post(decline, {"answer": "Không cần thiết đâu"}).content.decode()
    assert "Nguyễn An" in text
    assert Proposal.objects.get().status == ProposalStatus.ACCEPTED


@pytest.mark.usefixtures("with_and_without_guard")
def test_an_agency_sees_its_own_proposals_alone(author, agency):
    other = make_agency("Sở Nội vụ")
    stranger = signed_in(Client(), make_member(other, Role.AGENCY_ADMIN))
    propose(author, agency)
    assert URL not in shown(stranger)
    assert propose(stranger, agency, url="https://khac.example.vn/").status_code == 200
    pk = Proposal.objects.get().pk
    decline = reverse("aggregator_proposals:decline", args=[pk])
    assert stranger.post(decline, {"answer": "Không cần thiết đâu"}).status_code != 200
    assert stranger.get(WAITING).status_code != 200
    assert Proposal.objects.get().status == ProposalStatus.WAITING


@pytest.mark.usefixtures("with_and_without_guard")
@pytest.mark.parametrize("role", [Role.APPRAISER, Role.APPROVER, Role.OVERSEER])
def test_others_do_not_propose(agency, role):
    browser = signed_in(Client(), make_member(agency, role))
    assert propose(browser, agency).status_code in (302, 403, 404)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"url": "http://10.0.0.1/"}, {"url": "javascript:alert(1)"}, {"why": "hay"}]
)
def test_an_address_inside_or_an_empty_reason_is_refused(author, agency, fields):
    assert propose(author, agency, **fields).status_code == 200
    assert not Proposal.objects.exists()


def test_a_mistake_in_an_address_is_told_once(author, agency):
    text = propose(author, agency, url="abc").content.decode()
    assert text.count("Hãy nhập địa chỉ hợp lệ.") == 1


def test_the_same_address_is_proposed_once(author, agency):
    propose(author, agency)
    propose(author, agency)
    assert Proposal.objects.count() == 1
    propose(author, agency, address=LINK)
    assert Proposal.objects.count() == 2

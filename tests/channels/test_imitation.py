"""Which agency a page imitates: reports of the page go there."""

import pytest
from django.utils import timezone

from network.channels.cases.similarity.imitation import imitated_agency
from network.channels.links.addresses import parse_address
from tests.factories.channels import add_channel
from tests.factories.moderation import make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices(db):
    offices = []
    for code, name, url in (
        ("STP", "Sở Tư pháp tỉnh Gia Lai", "facebook.com/phapluatphonui"),
        ("SYT", "Sở Y tế tỉnh Gia Lai", "facebook.com/suckhoephonui"),
    ):
        office = make_office(code)
        office.agency.name = name
        office.agency.save()
        website = f"https://{code.lower()}.gialai.gov.vn"
        leader = {"leader": office.approver, "website": website}
        add_channel(office.agency, office.author, url=url, **leader)
        offices.append(office)
    return offices


@pytest.mark.parametrize(
    ("name", "link", "expected"),
    [
        ("Sở Y tế Gia Lai hoàn tiền", "facebook.com/abc", 1),
        ("Sở Y tế Gia Lai hoàn tiền", "facebook.com/phapluatphonuii", 1),
        ("", "facebook.com/phapluatphonuii", 0),
        ("", "facebook.com/suckhoephonui/posts/1", 1),
        ("", "facebook.com/suc-khoe-pho-nui", 1),
        ("", "facebook.com/sotuphapgialai", 0),
        ("", "https://stp.gialai.gov.vn.nop-phat.top/a", 0),
        ("", "https://syt.gialai.gov.vn-xacminh.com/a", 1),
        ("", "facebook.com/caphepleiku", None),
        ("Cà phê Pleiku", "https://nop.example/", None),
    ],
)
def test_the_agency_is_found_by_name_then_by_address(offices, name, link, expected):
    found = imitated_agency(name, parse_address(link), timezone.localdate())
    assert (found and found[0]) == (None if expected is None else offices[expected].agency)


def test_no_report_goes_to_an_agency_that_nobody_reads_for(offices):
    offices[1].agency.home_page.unpublish()
    page = parse_address("facebook.com/abc")
    assert imitated_agency("Sở Y tế Gia Lai", page, timezone.localdate()) is None

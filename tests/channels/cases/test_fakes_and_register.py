"""No page is official and a confirmed fake at once, under whatever address or number."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from network.channels.cases import services
from network.channels.models import CaseState
from network.channels.register import services as channel_services
from tests.factories.accounts import signed_in
from tests.factories.cases import make_case, screenshot
from tests.factories.channels import CONTACT, add_channel, approval_of, approved_plan, secure
from tests.factories.moderation import make_office

from .world import saved

pytestmark = pytest.mark.django_db
S = CaseState


def test_only_the_overseer_calls_the_planned_page_of_another_agency_a_fake(network):
    office, people, _cases = network
    owner = make_office("SNV")
    add_channel(owner.agency, owner.author, url="facebook.com/snv.du.kien", state="planned")
    case = make_case(office.agency, people["opener"], state=S.VERIFYING, url="fb.com/snv.du.kien")
    confirm = {"case_id": case.pk, "reason": "Giả.", "now": timezone.now()}
    with pytest.raises(ValidationError, match="Sở Tư pháp quyết định") as refused:
        services.confirm_case(user=office.approver, **confirm)
    # What another agency plans is not for this one to know.
    assert "cơ quan khác" not in str(refused.value).lower()
    assert services.confirm_case(user=people["overseer"], **confirm).state == S.CONFIRMED


def test_a_page_is_never_official_and_a_fake_at_once(client, network):
    """An official page that was taken over is closed in the register before it is warned of."""
    office, people, cases = network
    channel = add_channel(
        office.agency, office.author, leader=office.approver, url="facebook.com/yte.bi.chiem"
    )
    case = make_case(office.agency, people["opener"], state=S.VERIFYING, url="fb.com/ytebichiem")
    confirm = {"case_id": case.pk, "reason": "Bị chiếm.", "now": timezone.now()}
    with pytest.raises(ValidationError, match="danh sách chính thức"):
        services.confirm_case(user=people["overseer"], **confirm)
    channel_services.end_channel(
        channel_id=channel.pk, state="closed", note="", user=office.approver, now=timezone.now()
    )
    assert services.confirm_case(user=people["overseer"], **confirm).state == S.CONFIRMED
    poster = client.get(reverse("channels:channel", args=[channel.pk])).content.decode()
    assert "Đã xác nhận mạo danh" in poster
    assert f'href="{channel.url}' not in client.get("/trang-chinh-thuc/").content.decode()
    url = cases[S.CONFIRMED].url
    planned = add_channel(office.agency, office.author, url=url, state="awaiting")
    secure(planned, office.author, office.agency_admin)
    with pytest.raises(ValidationError, match="mạo danh"):
        channel_services.approve_channel(
            channel_id=planned.pk, user=office.approver, now=timezone.now(), **approval_of()
        )


def test_a_confirmed_fake_becomes_official_by_its_number_neither(network):
    office, people, _cases = network
    number = "100064812345678"
    approved_plan(office.agency, office.author, office.approver)
    make_case(
        office.agency, people["opener"], office.approver, state=S.CONFIRMED, url=f"fb.com/{number}"
    )
    planned = add_channel(
        office.agency,
        office.author,
        url="facebook.com/ten.moi",
        state="awaiting",
        platform_number=number,
    )
    secure(planned, office.author, office.agency_admin)
    with pytest.raises(ValidationError, match="mạo danh"):
        channel_services.approve_channel(
            channel_id=planned.pk, user=office.approver, now=timezone.now(), **approval_of()
        )


def test_a_renamed_fake_is_found_again_by_its_number(client, network):
    office, people, cases = network
    number = "100064812345679"
    link, renamed = f"https://www.facebook.com/profile.php?id={number}", "fb.com/hoan.tien.y.te"
    about = {"user": people["opener"], "now": timezone.now()}
    opening = {"agency": office.agency, "name": "Áo len", "platform_number": number, **about}

    def answer(url):
        return client.post(reverse("channels:check"), {"link": url}).content.decode()

    case = services.open_case(
        agency=office.agency, url="fb.com/ao.len.99", name="Áo len 99", **about
    )
    seen = {"case_id": case.pk, "words": "Tính minh bạch của Trang", **about}
    services.add_evidence(file=screenshot(), platform_number=number, **seen)
    for url in (link, renamed):
        with pytest.raises(ValidationError, match="đã có"):
            services.open_case(url=url, **opening)
    assert "Chưa có trong danh sách" in answer(link)
    services.verify_case(case_id=case.pk, **about)
    services.confirm_case(case_id=case.pk, reason="Giả.", user=office.approver, now=about["now"])
    assert "Đã xác nhận mạo danh" in answer(link)
    # Two people answer for what is said of its new address, too.
    again = services.open_case(url=renamed, **opening)
    assert "Chưa có trong danh sách" in answer(renamed)
    signed_in(client, office.author)
    page = client.get(reverse("cases_desk:case", args=[again.pk])).content.decode()
    assert str(case) in page
    assert client.get(reverse("fakes:json")).json()["confirmed_fakes"][0]["platform_number"]
    # Nobody makes a warning mean another page by entering its number.
    with pytest.raises(ValidationError, match="Mã số"):
        services.add_evidence(file=screenshot(), platform_number="100000000000", **seen)
    assert not saved(case, platform_number="100000000000")
    assert not saved(cases[S.CONFIRMED], platform_number="100000000000")
    assert saved(cases[S.FOUND], platform_number="100000000000")


def test_an_official_page_takes_no_address_of_a_confirmed_fake(network):
    office, people, cases = network
    channel = add_channel(
        office.agency, office.author, leader=office.approver, url="facebook.com/yte.that"
    )
    about = {"channel_id": channel.pk, "name": "Y tế", "now": timezone.now()}
    with pytest.raises(ValidationError, match="mạo danh"):
        channel_services.rename_channel(url=cases[S.CONFIRMED].url, user=people["opener"], **about)
    channel.refresh_from_db()
    assert channel.address_key == "facebook:name:ytethat"
    channel_services.rename_channel(url=cases[S.FOUND].url, user=people["opener"], **about)
    facts = channel_services.ChannelFacts(
        **CONTACT, kind="page", name="Y tế", url=cases[S.CONFIRMED].url
    )
    with pytest.raises(ValidationError, match="mạo danh"):
        channel_services.register_channel(
            agency=office.agency, facts=facts, user=office.author, now=timezone.now()
        )

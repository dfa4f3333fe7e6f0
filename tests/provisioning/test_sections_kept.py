"""The people of a successor learn, by one mail, whose sections their agency keeps now."""

import pytest
from django.core import mail
from django.utils import timezone

from network.agencies.models import Role
from network.agencies.people.invitations import invite
from network.agencies.people.terms import Terms
from network.core.dates import format_day
from tests.factories.accounts import run_jobs
from tests.factories.moderation import make_member, make_office
from tests.factories.reorganisations import add_step, carry_out, make_plan

pytestmark = pytest.mark.django_db
OWN = "https://phapluat.gialai.gov.vn"
SUBJECT = "Cơ quan bạn giữ các trang của cơ quan đã kết thúc"


@pytest.fixture(autouse=True)
def address_of_the_site(settings):
    settings.WAGTAILADMIN_BASE_URL = OWN


def test_the_successor_s_approvers_and_admins_get_one_mail(django_capture_on_commit_callbacks):
    former, second, heir, other = map(make_office, ("STTTT", "SNV", "SKHCN", "SYT"))
    plan = make_plan(("sap_nhap", former.agency, heir.agency))
    add_step(plan, "sap_nhap", second.agency, heir.agency)
    add_step(plan, "doi_ten", other.agency, None, new_name="Sở Y tế và Dân số")
    admin = make_member(heir.agency, Role.AGENCY_ADMIN)
    with django_capture_on_commit_callbacks(execute=True):
        carry_out(plan, make_member(other.agency, Role.NETWORK_ADMIN))
        run_jobs()
    sent = [each for each in mail.outbox if each.subject.endswith(SUBJECT)]
    expected = {heir.approver.email, admin.email}
    assert expected <= {to for each in sent for to in each.to}
    assert len(sent) == len({to for each in sent for to in each.to})
    foreign = {former.approver.email, other.approver.email, heir.author.email}
    assert foreign.isdisjoint(to for each in sent for to in each.to)
    for home in (former.home, second.home):
        home.refresh_from_db()
        assert all(f"{OWN}/{home.slug}/" in each.body for each in sent)
    assert all("giải thể" not in each.body for each in sent)


def test_the_keeper_of_a_closed_agency_reads_that_nobody_goes_on_with_its_work(
    django_capture_on_commit_callbacks,
):
    former, keeper = map(make_office, ("STTTT", "STP"))
    plan = make_plan()
    add_step(plan, "giai_the", former.agency, None, keeper=keeper.agency)
    with django_capture_on_commit_callbacks(execute=True):
        carry_out(plan)
        run_jobs()
    sent = [each for each in mail.outbox if each.subject.endswith(SUBJECT)]
    assert keeper.approver.email in {to for each in sent for to in each.to}
    former.home.refresh_from_db()
    for letter in sent:
        assert "không cơ quan nào tiếp tục công việc" in letter.body
        assert "tiếp tục công việc của cơ quan khác" not in letter.body
        assert f"{OWN}/{former.home.slug}/" in letter.body
        assert "localhost" not in letter.body


def test_the_invitation_to_the_successor_says_why_it_is_sent(django_capture_on_commit_callbacks):
    former, heir = map(make_office, ("STTTT", "SKHCN"))
    plan = make_plan(("sap_nhap", former.agency, heir.agency))
    with django_capture_on_commit_callbacks(execute=True):
        carry_out(plan)
        run_jobs()
    own = [each for each in mail.outbox if each.to == [former.approver.email]]
    [letter] = [each for each in own if getattr(each, "alternatives", None)]
    [(html, _type)] = letter.alternatives
    day = format_day(plan.effective_on)
    why = f"từ ngày {day}, Sở SKHCN tiếp tục công việc của Sở STTTT (sáp nhập; {plan.legal_basis})"
    assert f"{OWN}/" in letter.body
    for text in (letter.body, " ".join(html.split())):
        assert why in text


def test_another_invitation_speaks_of_no_reorganisation(django_capture_on_commit_callbacks):
    former, heir, other = map(make_office, ("STTTT", "SKHCN", "SYT"))
    carry_out(make_plan(("sap_nhap", former.agency, heir.agency)))
    with django_capture_on_commit_callbacks(execute=True):
        invite(
            agency=heir.agency,
            email=other.author.email,
            role=Role.AUTHOR,
            terms=Terms("12/QĐ", timezone.localdate()),
            actor=heir.agency_admin,
            now=timezone.now(),
        )
        run_jobs()
    [letter] = [each for each in mail.outbox if each.to == [other.author.email]]
    assert "Sở SKHCN" in letter.body
    assert "Vì sao bạn nhận thư này" not in letter.body

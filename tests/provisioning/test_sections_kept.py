"""The people of a successor learn, by one mail, whose sections their agency keeps now."""

import pytest
from django.core import mail

from network.agencies.models import Role
from tests.factories.accounts import run_jobs
from tests.factories.moderation import make_member, make_office
from tests.factories.reorganisations import add_step, carry_out, make_plan

pytestmark = pytest.mark.django_db
SUBJECT = "Cơ quan bạn giữ các trang của cơ quan đã kết thúc"


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
        assert all(home.full_url in each.body for each in sent)

"""A day that may be meant but is unusual asks for a reason, which the journal keeps."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Agency, AuditEntry
from network.agencies.unusual_days import REASON
from network.oversight.models import Outreach, OutreachForm
from tests.factories.accounts import signed_in
from tests.factories.directives import LIST, make_directive, make_overseer

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_a_day_before_the_agency_existed_asks_why(client, office):
    Agency.objects.filter(pk=office.agency.pk).update(valid_from=TODAY - dt.timedelta(days=30))
    address = reverse("oversight:enter_outreach", args=[office.agency.pk])
    day = (TODAY - dt.timedelta(days=60)).isoformat()
    form = {"day": day, "form": OutreachForm.objects.get(key="loa").pk, "note": "Ba làng."}
    signed_in(client, office.author)
    shown = client.post(address, form)
    assert shown.status_code == 200
    assert REASON in shown.context["form"].fields
    assert client.post(address, form | {REASON: "x"}).status_code == 200
    assert not Outreach.objects.exists()
    reason = "Do phòng cũ làm trước khi sáp nhập."
    assert client.post(address, form | {REASON: reason}).status_code == 302
    entry = AuditEntry.objects.get(action="unusual_day_explained")
    assert (entry.agency, entry.detail["reason"]) == (office.agency, reason)
    # An ordinary day asks for nothing.
    usual = form | {"day": TODAY.isoformat()}
    assert client.post(address, usual).status_code == 302
    assert AuditEntry.objects.filter(action="unusual_day_explained").count() == 1


def test_an_early_day_asks_why_if_nobody_knows_since_when_the_agency_exists(client, office):
    address = reverse("oversight:enter_outreach", args=[office.agency.pk])
    form = {"day": "01/06/2016", "form": OutreachForm.objects.get(key="loa").pk, "note": "Ba làng."}
    signed_in(client, office.author)
    assert client.post(address, form).status_code == 200
    assert client.post(address, form | {REASON: "Ghi lại việc cũ."}).status_code == 302


def test_a_deadline_in_the_past_asks_why(client, office):
    overseer = make_overseer(office.agency)
    draft = make_directive(overseer, office.agency, is_sent=False)
    signed_in(client, overseer)
    past = (TODAY - dt.timedelta(days=3)).strftime("%d/%m/%Y")
    task = {"words": "Rà soát, phân công", "due_on": past}
    assert client.post(f"{LIST}{draft.pk}/them-viec/", task).status_code == 200
    assert not draft.tasks.exists()
    task[REASON] = "Nhập lại nhiệm vụ cũ."
    assert client.post(f"{LIST}{draft.pk}/them-viec/", task).status_code == 302
    assert draft.tasks.exists()

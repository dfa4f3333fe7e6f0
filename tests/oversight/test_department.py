"""What the Department sends and collects (R1, R27 to R30) equals a table written by hand."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from network.directives.models import Directive
from network.directives.services import receive_directive
from network.directives.task_services import (
    TaskEvidence,
    TaskFacts,
    accept_assignment,
    finish_assignment,
)
from network.hub.models import HubSettings
from network.reporting.consolidations import consolidate
from network.reporting.models import ReportState
from tests.factories.directives import make_directive, make_overseer, receipt_of, task_of
from tests.factories.moderation import make_office
from tests.factories.reports import bring_to, open_period, report_of

from .network import SIX, A, M, N, P, U, found, look

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
# DU is the Department. It sent a plan with a task to all but CU forty days ago, and a dispatch to
# LEN today. TRONG and NGUOI received nothing, BAI received the plan alone; the tasks of DU and LEN
# are accepted. DU handed its report in, BAI late, the others not; they are consolidated, and not
# sent upward. The Department has published its telephone number and no e-mail address.
BY_HAND = {
    #       DU TRONG NGUOI BAI LEN CU
    "R1": (M, N, N, P, P, U),
    "R27": (M, N, N, P, N, N),
    "R28": (P, A, A, A, A, A),
    "R29": (P, A, A, A, A, A),
    "R30": (P, A, A, A, A, A),
}


def receive(directive: Directive, office: Any) -> None:
    receive_directive(
        recipient_id=receipt_of(directive, office.agency).pk,
        user=office.approver,
        now=timezone.now(),
    )


def test_what_the_department_sends_and_collects_equals_the_table():
    six = {code: make_office(code) for code in SIX}
    overseer, now = make_overseer(six["DU"].agency), timezone.now()
    task = TaskFacts(words="Kế hoạch năm", working_days=9, requirements=("R1",))
    asked = [six[code].agency for code in SIX if code != "CU"]
    plan = make_directive(overseer, *asked, tasks=(task,), sent_at=now - 40 * DAY)
    make_directive(overseer, six["LEN"].agency)
    for code in ("DU", "LEN", "BAI"):
        receive(plan, six[code])
    for code in ("DU", "LEN"):
        about = {"assignment_id": task_of(plan, six[code].agency).pk, "now": now}
        done = TaskEvidence(note="Đã ban hành.", link="https://du.example.gov.vn/ke-hoach")
        finish_assignment(evidence=done, user=six[code].approver, **about)
        accept_assignment(user=overseer, **about)
    today = timezone.localdate()
    period = open_period(overseer, due_on=today)
    period.reports.filter(agency=six["BAI"].agency).update(due_on=today - 30 * DAY)
    for code in ("DU", "BAI"):
        report = report_of(period, six[code].agency)
        approver = six[code].approver
        bring_to(report, ReportState.SUBMITTED, approver=approver, overseer=overseer)
    consolidate(period_id=period.pk, user=overseer, now=now)
    hub = HubSettings.load()
    hub.phone, hub.email = "0269.3821.596", ""
    hub.save()
    look(today + DAY)
    states = found()
    assert {key: tuple(states[code][key] for code in SIX) for key in BY_HAND} == BY_HAND

"""The screen shows the worst first, with what to do, to who runs or oversees the network."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.core.system_checks.records import latest_result, record_result
from network.mailing.models import Delivery, MailOutcome, QueuedMail
from network.monitoring import alert_state
from network.monitoring.alert_state import AlertState
from network.monitoring.watch import TEST_REQUEST
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member

pytestmark = pytest.mark.django_db
STATUS = "/admin/tinh-trang-he-thong/"


@pytest.fixture
def admin(client):
    make_agency()
    return signed_in(client, make_member(make_agency(), Role.NETWORK_ADMIN))


def test_the_worst_stands_first_with_what_to_do(admin):
    record_result("decision_chain", now=timezone.now(), decisions=7, broken=["STP, 3"])
    text = admin.get(STATUS).text
    assert text.index("Nhật ký quyết định") < text.index("Cơ sở dữ liệu")
    assert "Đừng sửa gì, giữ mọi bản sao lưu" in text


def list_of_findings(answer) -> str:
    """Return the screen without the menu, which has links of its own."""
    return answer.text.partition("status-summary")[2].partition("status-channels")[0]


def test_it_links_to_where_a_fault_is_dealt_with_if_one_may_open_that(admin, client):
    undelivered = f'href="{reverse("agencies_undelivered:index")}"'
    assert undelivered not in list_of_findings(admin.get(STATUS))
    mail = QueuedMail.objects.create(kind="mailing.digest", due=0, done_at=timezone.now())
    for number in range(5):
        row = {"ref": str(number), "outcome": MailOutcome.REFUSED, "at": timezone.now()}
        Delivery.objects.create(mail=mail, **row)
    assert undelivered in list_of_findings(admin.get(STATUS))
    signed_in(client, make_member(make_agency(), Role.OVERSEER))
    answer = client.get(STATUS)
    assert answer.status_code == 200
    assert undelivered not in list_of_findings(answer)
    assert "Gửi thử" not in answer.text


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.APPROVER, Role.AGENCY_ADMIN])
def test_it_is_closed_to_people_of_agencies(client, role):
    signed_in(client, make_member(make_agency(), role))
    assert client.get(STATUS).status_code != 200


def test_it_says_who_is_alerted_and_how_that_went(admin, settings, tmp_path):
    settings.MONITORING_DIR = tmp_path
    settings.ALERT_MAIL_TO = ["dao.hung@example.gov.vn"]
    settings.ALERT_COMMAND = "/usr/local/bin/bao-truc --token=bi-mat"
    at = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
    state = AlertState(ran_at=timezone.now())
    state.deliveries = {
        "mail": alert_state.AlertOutcome(at),
        "command": alert_state.AlertOutcome(at, "exit code 1"),
    }
    state.bad_runs = {"worker": 5}
    state.save()
    text = admin.get(STATUS).text
    assert "dao.hung@…" in text
    assert "example.gov.vn" not in text.partition("status-channels")[2].partition("</section>")[0]
    assert "bao-truc" in text
    assert "bi-mat" not in text
    assert "09:00 20/11/2026 (exit code 1)" in text
    assert "lỗi của hệ thống" in admin.get("/admin/").text


def test_a_test_message_is_asked_for(admin, settings):
    admin.post(reverse("monitoring:test"))
    assert latest_result(TEST_REQUEST) is None
    settings.ALERT_MAIL_TO = ["dao.hung@example.gov.vn"]
    answer = admin.post(reverse("monitoring:test"), follow=True)
    assert latest_result(TEST_REQUEST) is not None
    assert "Thư thử sẽ được gửi trong một phút" in answer.text


def test_an_overseer_sends_no_test(client, settings):
    settings.ALERT_MAIL_TO = ["dao.hung@example.gov.vn"]
    make_agency()
    signed_in(client, make_member(make_agency(), Role.OVERSEER))
    client.post(reverse("monitoring:test"))
    assert latest_result(TEST_REQUEST) is None


def test_what_it_costs_does_not_grow_with_the_network(admin):
    admin.get(STATUS)
    with CaptureQueriesContext(connection) as few:
        admin.get(STATUS)
    for number in range(5):
        make_agency(f"SO{number}")
    with CaptureQueriesContext(connection) as more:
        admin.get(STATUS)
    assert len(more) == len(few)

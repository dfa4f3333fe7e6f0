"""What is to be done: every room in one list, overdue first, then by the day it is due."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.agencies.models import Role
from network.core.working_days import working_day_after
from network.desks.start_panels import TASKS_SHOWN
from network.directives.services import ask_about
from network.directives.task_services import TaskEvidence, TaskFacts, finish_assignment
from network.mailing.digests import queue_digests
from network.mailing.models import QueuedMail
from tests.factories.accounts import signed_in
from tests.factories.directives import make_directive, make_overseer, receipt_of, task_of
from tests.factories.moderation import hand_in, make_draft, make_member, make_office
from tests.factories.questions import make_problem, make_question

pytestmark = pytest.mark.django_db
LIST = "/admin/viec-phai-lam/"
DAY = dt.timedelta(days=1)


def tasks_in(client, user):
    """Return what the screen lists, as (kind, title, whether it is late)."""
    groups = signed_in(client, user).get(LIST).context["groups"]
    return [(task.kind, task.item.title, task.is_late) for _head, rows in groups for task in rows]


def kinds_in(client, user):
    return {kind for kind, _title, _late in tasks_in(client, user)}


@pytest.fixture
def full(office):
    """An agency with something of every room."""
    today = timezone.localdate()
    overseer = make_overseer(office.agency)
    make_question(office.agency, text="Thủ tục cấp lại thẻ căn cước?", due_on=today - 3 * DAY)
    make_question(office.agency, text="Đăng ký khai sinh ở đâu?", due_on=today + 9 * DAY)
    make_problem(office.agency)
    late = TaskFacts(words="Báo cáo quý", due_on=today - 9 * DAY)
    soon = TaskFacts(words="Báo cáo năm", due_on=today + DAY)
    make_directive(overseer, office.agency, tasks=(late, soon), sent_at=timezone.now() - 20 * DAY)
    hand_in(make_draft(office), office.author)
    return office


def test_overdue_stands_first_then_the_deadline_decides_whatever_room_it_is_of(client, full):
    found = tasks_in(client, full.appraiser)
    lateness = [late for _kind, _title, late in found]
    assert lateness == sorted(lateness, reverse=True)
    titles = [title for _kind, title, _late in found]
    order = [
        "Báo cáo quý",
        "Thủ tục cấp lại thẻ căn cước?",
        "Báo cáo năm",
        "Đăng ký khai sinh ở đâu?",
    ]
    assert [title for title in titles if title in order] == order


def test_every_room_is_in_it(client, full):
    assert kinds_in(client, full.appraiser) == {
        "Chờ tôi xử lý",
        "Câu hỏi của người dân",
        "Phản ánh của bạn đọc về trang",
        "Công văn, kế hoạch chưa nhận",
        "Nhiệm vụ theo công văn, kế hoạch",
        "Liên kết tới cấp trên còn thiếu",
    }


def test_nobody_finds_the_work_of_another_agency(client, full):
    stranger = make_office("SYT").appraiser
    assert kinds_in(client, stranger) <= {"Liên kết tới cấp trên còn thiếu"}


def test_the_overseer_finds_what_agencies_wait_for(client, office):
    overseer = make_overseer(make_office("STP2").agency)
    task = TaskFacts(words="Báo cáo", due_on=timezone.localdate() + DAY)
    directive = make_directive(overseer, office.agency, tasks=(task,))
    finish_assignment(
        assignment_id=task_of(directive, office.agency).pk,
        evidence=TaskEvidence(note="Đã gửi.", why_none="Việc làm trực tiếp, không có văn bản."),
        user=office.approver,
        now=timezone.now(),
    )
    receipt = receipt_of(directive, office.agency)
    ask_about(recipient_id=receipt.pk, text="Gửi đâu?", user=office.author, now=timezone.now())
    found = kinds_in(client, overseer)
    assert {"Nhiệm vụ cần xem xét", "Câu hỏi về văn bản chỉ đạo"} <= found


def test_the_start_page_shows_the_head_once_and_no_room_by_itself(client, full):
    page = signed_in(client, full.appraiser).get("/admin/").content.decode()
    assert page.count('id="start-late"') == page.count('id="start-waiting"') == 1
    # Once as a title, once more for who only hears the button.
    assert page.count("<strong>Báo cáo quý</strong>") == 1
    for _each in range(TASKS_SHOWN + 2):
        make_question(full.agency, due_on=timezone.localdate() - 30 * DAY)
    page = client.get("/admin/").content.decode()
    late = page[page.index('id="start-late"') : page.index('id="start-waiting"')]
    assert late.count('class="button') == TASKS_SHOWN
    assert f'href="{LIST}"' in page


def test_who_has_nothing_to_do_reads_so(client, office):
    viewer = make_member(office.agency, Role.REPORT_VIEWER)
    page = signed_in(client, viewer).get(LIST).content.decode()
    assert "Không có việc nào chờ bạn." in page
    assert "start-waiting" not in client.get("/admin/").content.decode()


def test_it_costs_the_same_however_much_waits(client, full):
    signed_in(client, full.appraiser)
    client.get(LIST)
    counted = []
    for more in (0, 20):
        for number in range(more):
            make_question(full.agency, text=f"Câu hỏi số {number} về hộ tịch?")
            make_problem(full.agency, text=f"Lỗi {number}")
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST)
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 40


def test_all_rooms_together_send_one_mail_a_day(full):
    """Questions, texts and tasks fall due on one day: who is told of all gets one mail."""
    day = working_day_after(timezone.localdate(), 20)
    morning = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
    queue_digests(now=morning)
    queue_digests(now=morning + dt.timedelta(hours=3))
    people = list(
        QueuedMail.objects.filter(kind="mailing.digest").values_list(
            "arguments__user_id", flat=True
        )
    )
    assert full.appraiser.pk in people
    assert len(people) == len(set(people))

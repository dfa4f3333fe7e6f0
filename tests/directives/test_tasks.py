"""A task goes to its agencies, is reported with evidence, accepted or returned."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from network.core.working_days import working_day_after
from network.directives.models import Assignment, AssignmentState
from network.directives.services import close_directive
from network.directives.task_services import (
    TaskEvidence,
    TaskFacts,
    assign_next_periods,
    finish_assignment,
)
from network.media.models import AgencyDocument
from tests.factories.accounts import signed_in
from tests.factories.directives import LIST, TASKS, make_directive, make_overseer, task_of
from tests.factories.moderation import make_draft, make_office

pytestmark = pytest.mark.django_db
TWENTY_DAYS = TaskFacts(words="Rà soát, phân công trách nhiệm", working_days=20)


@pytest.fixture
def overseer(office):
    return make_overseer(office.agency)


@pytest.fixture
def task(office, overseer):
    return task_of(make_directive(overseer, office.agency, tasks=(TWENTY_DAYS,)), office.agency)


def state(task):
    return Assignment.objects.get(pk=task.pk).state


def test_each_agency_of_the_kinds_and_names_has_it_by_its_day(office, overseer):
    others = [make_office(code).agency for code in ("SYT", "STC")]
    others[1].kind = "ban"
    others[1].save()
    day = dt.date(2026, 12, 31)
    directive = make_directive(
        overseer,
        office.agency,
        *others,
        tasks=(
            TWENTY_DAYS,
            TaskFacts(words="Của ban", kinds=["ban"], due_on=day),
            TaskFacts(words="Nêu tên", agency_codes=[others[0].code], rhythm="half_yearly"),
        ),
        sent_at=dt.datetime(2026, 11, 2, 3, tzinfo=dt.UTC),
    )
    rows = Assignment.objects.filter(task__directive=directive)
    found = {(row.task.words, row.agency.code, row.due_on) for row in rows}
    first = working_day_after(dt.date(2026, 11, 2), 20)
    assert found == {
        *((TWENTY_DAYS.words, each.code, first) for each in (office.agency, *others)),
        ("Của ban", others[1].code, day),
        ("Nêu tên", others[0].code, day),
    }


def test_a_task_of_a_rhythm_comes_again_with_the_next_period_until_it_is_closed(office, overseer):
    at = dt.datetime(2026, 11, 2, 3, tzinfo=dt.UTC)
    tasks = (TaskFacts(words="Báo cáo", rhythm="quarterly"),)
    directive = make_directive(overseer, office.agency, tasks=tasks, sent_at=at)
    for month in (11, 12, 13, 16):
        now = at.replace(year=2026 + month // 13, month=month if month < 13 else month - 12)
        for _ in range(2):
            assign_next_periods(now=now)
    days = [dt.date(2026, 12, 31), dt.date(2027, 3, 31), dt.date(2027, 6, 30)]
    rows = Assignment.objects.order_by("due_on")
    assert list(rows.values_list("due_on", flat=True)) == days
    close_directive(directive_id=directive.pk, user=overseer, now=timezone.now())
    assign_next_periods(now=at.replace(year=2028))
    assert rows.count() == 3


def test_it_is_reported_returned_reported_again_and_accepted(client, office, overseer, task):
    page = f"{TASKS}{task.pk}/"
    signed_in(client, office.author)
    client.post(f"{page}lam/")
    assert state(task) == AssignmentState.DOING
    client.post(f"{page}xong/", {"note": "Một mình người viết", "why_none": "Làm trực tiếp."})
    assert state(task) == AssignmentState.DOING
    signed_in(client, office.approver)
    assert "bắt buộc" in client.post(f"{page}xong/", {}).content.decode()
    refused = client.post(f"{page}xong/", {"note": "Đã làm xong"}).content.decode()
    assert "hoặc ghi lý do không có" in refused
    assert state(task) == AssignmentState.DOING
    article = make_draft(office)
    done = {
        "note": "Đã ban hành quyết định phân công",
        "page": article.pk,
        "link": "https://example.gov.vn/qd",
    }
    client.post(f"{page}xong/", done)
    assert state(task) == AssignmentState.DONE
    signed_in(client, overseer)
    shown = client.get(page).content.decode()
    for words in (done["note"], article.title, done["link"]):
        assert words in shown
    assert "Nhiệm vụ cần xem xét" in client.get("/admin/").content.decode()
    assert client.post(f"{page}tra-lai/", {"reason": "?"}).status_code == 200
    client.post(f"{page}tra-lai/", {"reason": "Thiếu số quyết định."})
    signed_in(client, office.approver)
    start = client.get("/admin/").content.decode()
    assert "Nhiệm vụ theo công văn, kế hoạch" in start
    assert "Thiếu số quyết định." in start
    client.post(f"{page}xong/", {"note": "Quyết định 12/QĐ-STP", "why_none": "Làm trực tiếp."})
    assert "Không có minh chứng, vì: Làm trực tiếp." in client.get(page).content.decode()
    signed_in(client, overseer).post(f"{page}dat/")
    assert state(task) == AssignmentState.ACCEPTED
    for way in ("lam", "xong", "dat", "tra-lai"):
        assert f"{page}{way}/" not in client.get(page).content.decode()


def test_evidence_is_the_agency_s_own(client, office, task):
    foreign = make_draft(make_office("SYT"))
    signed_in(client, office.approver)
    home = make_office("STC").agency
    file = AgencyDocument.objects.create(title="Tệp của sở khác", collection=home.collection)
    for field, other in (("page", foreign), ("document", file), ("document", foreign)):
        form = {"note": "Đã làm xong", "page": "", "document": ""} | {field: other.pk}
        answer = client.post(f"{TASKS}{task.pk}/xong/", form).content.decode()
        assert other.title not in answer
        assert state(task) == AssignmentState.NEW
    with pytest.raises(ValidationError, match="không thuộc chuyên mục"):
        finish_assignment(
            assignment_id=task.pk,
            evidence=TaskEvidence(note="Xong", page=foreign),
            user=office.approver,
            now=timezone.now(),
        )


def test_nobody_answers_for_another_agency(client, office, task):
    other = make_office("SYT")
    for person in other.people.values():
        signed_in(client, person)
        assert task.task.words not in client.get(TASKS).content.decode()
        for way in ("", "lam/", "xong/"):
            assert client.get(f"{TASKS}{task.pk}/{way}").status_code == 404
            assert client.post(f"{TASKS}{task.pk}/{way}", {"note": "x"}).status_code == 404
    with pytest.raises(ValidationError):
        finish_assignment(
            assignment_id=task.pk,
            evidence=TaskEvidence(note="Xong", why_none="Việc làm trực tiếp, không có văn bản."),
            user=other.approver,
            now=timezone.now(),
        )
    assert state(task) == AssignmentState.NEW


def test_the_agency_does_not_accept_its_own_and_the_overseer_reports_nothing(
    client, office, overseer, task
):
    signed_in(client, overseer)
    for way in ("lam", "xong"):
        assert client.post(f"{TASKS}{task.pk}/{way}/", {"note": "x"}).status_code == 403
    signed_in(client, office.approver)
    client.post(f"{TASKS}{task.pk}/xong/", {"note": "Đã làm xong", "why_none": "Làm trực tiếp."})
    for way in ("dat", "tra-lai"):
        client.post(f"{TASKS}{task.pk}/{way}/", {"reason": "Tự trả lại mình"})
    assert state(task) == AssignmentState.DONE


def test_what_is_overdue_is_counted_named_and_filtered(client, office, overseer):
    other = make_office("SYT")
    late = TaskFacts(words="Việc trễ", due_on=timezone.localdate() - dt.timedelta(7))
    task = TaskFacts(words="Việc chưa trễ", due_on=timezone.localdate() + dt.timedelta(60))
    directive = make_directive(overseer, office.agency, other.agency, tasks=(late, task))
    signed_in(client, overseer)
    listed = client.get(f"{TASKS}?state=late&agency={other.agency.code}").content.decode()
    assert late.words in listed
    assert task.words not in listed
    page = client.get(f"{LIST}{directive.pk}/").content.decode()
    assert "2 cơ quan</a>: " in page
    assert "quá hạn: 2" in page
    shown = signed_in(client, office.author).get("/admin/").content.decode()
    assert "quá hạn" in shown
    file = b"".join(client.get(f"{TASKS}xuat/").streaming_content).decode("utf-8-sig")
    assert late.words in file
    assert other.agency.name not in file


def test_an_author_who_may_not_report_reads_who_does(client, office, task):
    signed_in(client, office.author)
    assert "Xem nhiệm vụ" in client.get(reverse("wagtailadmin_home")).content.decode()
    client.post(reverse("directives:start", args=[task.pk]))
    author_page = client.get(reverse("directives:task", args=[task.pk])).content.decode()
    assert "Bước tiếp theo là “Báo cáo đã làm”" in author_page
    signed_in(client, office.approver)
    assert "Nộp kết quả" in client.get(reverse("wagtailadmin_home")).content.decode()
    approver_page = client.get(reverse("directives:task", args=[task.pk])).content.decode()
    assert "Bước tiếp theo" not in approver_page


def test_a_task_is_begun_with_one_press_on_its_screen(client, office, task):
    screen = signed_in(client, office.author).get(reverse("directives:task", args=[task.pk]))
    start = reverse("directives:start", args=[task.pk])
    assert f'action="{start}"' in screen.content.decode()
    assert client.post(start).url == reverse("directives:task", args=[task.pk])
    assert state(task) == AssignmentState.DOING

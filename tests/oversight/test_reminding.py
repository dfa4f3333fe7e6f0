"""Many agencies are reminded at once: who, of what, and what has happened since."""

import datetime as dt
import io
import re
from copy import deepcopy
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document

from network.agencies.models import AuditEntry, Membership, Role
from network.demo import oversight as demo
from network.mailing.models import QueuedMail
from network.mailing.services import send
from network.oversight.actions import OversightAction
from network.oversight.models import Finding, HelpRequest, Reminder, Requirement, Standard, Status
from network.oversight.reminding.missing import done_since, lacking
from network.oversight.reminding.services import receive_reminder, remind
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.questions import make_question
from tests.factories.sections import make_section

from .network import find_anew, look, make_outreach

pytestmark = pytest.mark.django_db
WORDS = "Sở Tư pháp đề nghị Quý cơ quan hoàn thành:"
ADDRESS = "/admin/giam-sat/nhac-nho/gui/"


@pytest.fixture(scope="module")
def two_of_module(once):
    def made() -> Any:
        offices = {code: make_office(code) for code in ("STP", "SYT")}
        stp = offices["STP"]
        for role in (Role.OVERSEER, Role.REPORT_VIEWER):
            stp.people[role.value] = make_member(stp.agency, role)
        look(now=timezone.now() - dt.timedelta(hours=1))
        return offices

    return once(made)


@pytest.fixture
def offices(two_of_module, db):
    return deepcopy(two_of_module)


@pytest.fixture
def overseer(client, offices):
    return signed_in(client, offices["STP"].overseer)


def sent(offices: Any, *codes: str, now: dt.datetime | None = None) -> list[Reminder]:
    keys = [offices[code].agency.pk for code in codes]
    overseer = offices["STP"].overseer
    return remind(agencies=keys, words=WORDS, user=overseer, now=now or timezone.now())


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def ticked(page: str) -> set[str]:
    boxes = page.split('<input type="checkbox"')[1:]
    return {
        box.split('value="')[1].split('"')[0] for box in boxes if "checked" in box.split(">")[0]
    }


def test_what_is_missing_is_shown_before_it_is_sent(overseer, offices):
    syt = offices["SYT"].agency
    make_question(syt, due_on=timezone.localdate() - dt.timedelta(days=3))
    page = text_of(overseer.get(ADDRESS, {"agency": syt.pk}))
    assert "1 câu hỏi của người dân đã quá hạn" in page
    assert "Pano kết nối (R6): Pano dẫn tới trang phải liên kết – Chưa có pano nào hiển thị" in page
    assert ticked(page) == {str(syt.pk)}
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("query", ["tat-ca=1&loc=im-lang", "tu=ma-tran&yc=R6&kq=not_met"])
def test_all_that_a_filter_leaves_are_offered(overseer, offices, query):
    page = text_of(overseer.get(f"{ADDRESS}?{query}"))
    assert ticked(page) == {str(office.agency.pk) for office in offices.values()}
    table = "ma-tran/" if "ma-tran" in query else ""
    narrowed = query.partition("&")[2]
    listed = text_of(overseer.get(f"/admin/giam-sat/{table}?{narrowed}"))
    assert f"{ADDRESS}?{query}".replace("&", "&amp;") in listed


def test_from_the_matrix_of_one_requirement_the_letter_speaks_of_it_alone(overseer, offices):
    syt = offices["SYT"].agency
    make_question(syt, due_on=timezone.localdate() - dt.timedelta(days=3))
    address = f"{ADDRESS}?tu=ma-tran&yc=R6&kq=not_met"
    page = text_of(overseer.get(address))
    assert "(R6)" in page and "(R1)" not in page and "đã quá hạn" not in page
    overseer.post(address, {"agency": syt.pk, "words": WORDS})
    [point] = Reminder.objects.get().points
    assert "(R6)" in point["text"]


def test_a_reminder_reaches_leaders_by_mail_and_on_their_start_page(overseer, offices, client):
    syt = offices["SYT"]
    answer = overseer.post(ADDRESS, {"agency": syt.agency.pk, "words": WORDS}, follow=True)
    assert "Đã nhắc 1 cơ quan" in text_of(answer)
    reminder = Reminder.objects.get()
    assert (reminder.agency, reminder.sent_by) == (syt.agency, offices["STP"].overseer)
    send(mail_id=QueuedMail.objects.get(kind="oversight.reminder").pk, now=timezone.now())
    told = {to for each in mail.outbox for to in each.to}
    leaders = Membership.objects.filter(
        agency=syt.agency, role__in=(Role.APPROVER, Role.AGENCY_ADMIN)
    )
    assert told == set(leaders.values_list("user__email", flat=True))
    assert WORDS in mail.outbox[0].body
    assert reminder.points[0]["text"] in mail.outbox[0].body
    start = text_of(signed_in(client, syt.approver).get("/admin/"))
    assert reverse("oversight:reminder", args=[reminder.pk]) in start
    entry = AuditEntry.objects.get(action=OversightAction.REMINDED)
    assert (entry.agency, entry.actor) == (syt.agency, offices["STP"].overseer)


def test_who_was_reminded_a_short_time_ago_is_not_ticked_again(overseer, offices):
    Standard.objects.update(remind_again_days=10)
    now = timezone.now()
    sent(offices, "SYT", now=now - dt.timedelta(days=9))
    sent(offices, "STP", now=now - dt.timedelta(days=11))
    keys = [office.agency.pk for office in offices.values()]
    page = text_of(overseer.get(ADDRESS, {"agency": keys}))
    assert ticked(page) == {str(offices["STP"].agency.pk)}
    assert "mới được nhắc" in page


def test_nothing_is_sent_where_nothing_is_missing(offices):
    for row in Finding.objects.filter(agency=offices["SYT"].agency):
        find_anew(row, Status.MET)
    keys = [offices["SYT"].agency.pk]
    assert [
        point.requirement for each in lacking(keys, timezone.now()) for point in each.points
    ].count(None) >= 1
    with pytest.raises(ValidationError):
        remind(agencies=[], words=WORDS, user=offices["STP"].overseer, now=timezone.now())
    assert not Reminder.objects.exists()


def test_nobody_but_the_overseer_reminds(client, offices):
    syt = offices["SYT"]
    for user in (syt.approver, offices["STP"].report_viewer):
        answer = signed_in(client, user).post(ADDRESS, {"agency": syt.agency.pk, "words": WORDS})
        assert answer.status_code in (302, 403)
        with pytest.raises(ValidationError):
            remind(agencies=[syt.agency.pk], words=WORDS, user=user, now=timezone.now())
    assert not Reminder.objects.exists()


def test_a_report_viewer_is_offered_no_reminder(client, offices):
    viewer = signed_in(client, offices["STP"].report_viewer)
    for table in ("", "ma-tran/"):
        assert "nhac-nho" not in text_of(viewer.get(f"/admin/giam-sat/{table}"))


def test_the_list_says_what_was_done_since(overseer, offices):
    syt = offices["SYT"].agency
    question = make_question(syt, due_on=timezone.localdate() - dt.timedelta(days=3))
    [reminder] = sent(offices, "SYT")
    address = reverse("oversight:reminders")
    number = len(reminder.points)
    assert f"Đã xong 0/{number} việc" in text_of(overseer.get(address))
    r6 = Requirement.objects.get(key="R6")
    find_anew(Finding.objects.get(agency=reminder.agency, requirement=r6), Status.MET)
    assert f"Đã xong 1/{number} việc" in text_of(overseer.get(address))
    page = text_of(overseer.get(reverse("oversight:reminder", args=[reminder.pk])))
    assert "✓ Pano kết nối (R6)" in page
    assert "✕ 1 câu hỏi" in page
    type(question).objects.filter(pk=question.pk).update(due_on=timezone.localdate())
    assert f"Đã xong 2/{number} việc" in text_of(overseer.get(address))


def test_a_requirement_with_new_thresholds_counts_as_done_too(offices):
    [reminder] = sent(offices, "SYT")
    old, today = Requirement.objects.get(key="R9"), timezone.localdate()
    Requirement.objects.filter(pk=old.pk).update(valid_to=today - dt.timedelta(days=1))
    new = Requirement.objects.get(pk=old.pk)
    new.pk, new.valid_from, new.valid_to = None, today, None
    new.thresholds = {"days": 400, "number": 1}
    new.save(force_insert=True)
    make_outreach(reminder.agency)
    look()
    assert (old.pk, "") in done_since([reminder], timezone.now())[reminder.agency_id]


def test_the_heaviest_is_named_first(offices):
    make_question(offices["SYT"].agency, due_on=timezone.localdate() - dt.timedelta(days=3))
    [each] = lacking([offices["SYT"].agency.pk], timezone.now())
    weights = [point.weight for point in each.points]
    assert weights == sorted(weights, reverse=True)
    assert {3, 2, 1} == set(weights)
    states = dict(
        Finding.objects.filter(agency=each.agency, until=None).values_list("requirement", "status")
    )
    assert {states[point.requirement] for point in each.points if point.weight == 3} == {"not_met"}
    assert not [
        point.text for point in each.points if point.text.endswith(("chưa đạt", "một phần"))
    ]


def test_without_a_tick_the_list_stays_and_says_why_nothing_was_sent(overseer, offices):
    keys = [office.agency.pk for office in offices.values()]
    address = f"{ADDRESS}?agency={keys[0]}&agency={keys[1]}"
    page = text_of(overseer.post(address, {"words": WORDS}))
    assert "Chưa gửi, vì chưa đánh dấu cơ quan nào" in page
    assert "Không cơ quan nào trong số này" not in page
    assert all(f'value="{key}"' in page for key in keys)
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("table", ["", "ma-tran/"])
def test_the_button_without_a_tick_offers_the_list_that_was_seen(overseer, offices, table):
    listed = text_of(overseer.get(f"/admin/giam-sat/{table}"))
    form = listed[listed.index('id="remind"') :]
    form = form[: form.index("</form>")]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    page = text_of(overseer.get(ADDRESS, fields | {"chon": "1"}))
    assert "Chưa đánh dấu cơ quan nào, nên dưới đây là tất cả" in page
    assert all(f'value="{office.agency.pk}"' in page for office in offices.values())
    assert ticked(page) == set()
    answer = overseer.get(ADDRESS, {"chon": "1"})
    assert answer.url == reverse("oversight:situation")


def test_an_agency_receives_its_own_reminder_once(client, offices):
    mine, other = sent(offices, "SYT", "STP")
    if mine.agency != offices["SYT"].agency:
        mine, other = other, mine
    user = offices["SYT"].approver
    signed_in(client, user)
    assert client.get(reverse("oversight:reminder", args=[other.pk])).status_code in (302, 404)
    client.post(reverse("oversight:receive_reminder", args=[mine.pk]))
    mine.refresh_from_db()
    assert mine.received_by == user
    with pytest.raises(ValidationError):
        receive_reminder(reminder_id=mine.pk, user=user, now=timezone.now())
    assert reverse("oversight:reminder", args=[mine.pk]) not in text_of(client.get("/admin/"))


def test_the_letters_name_what_is_missing(overseer, offices):
    rows = sent(offices, "SYT", "STP")
    answer = overseer.get(reverse("oversight:letters", args=[rows[0].pk]))
    document = Document(io.BytesIO(answer.content))
    assert len(document.sections) == 2
    words = [each.text for each in document.paragraphs]
    for row in rows:
        assert f"Kính gửi: {row.agency.name}" in words
        assert f"1. {row.points[0]['text']}." in words
    assert words.count(WORDS) == 2
    one = overseer.get(reverse("oversight:letter", args=[rows[0].pk]))
    assert len(Document(io.BytesIO(one.content)).sections) == 1


def test_it_costs_the_same_however_many_are_shown(overseer, offices):
    counted = []
    for more in (0, 12):
        for _each in range(more):
            make_section()
        look()
        with CaptureQueriesContext(connection) as asked:
            overseer.get(f"{ADDRESS}?tat-ca=1")
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 70


def test_the_demo_shows_reminders_and_requests_for_help_once(offices):
    for _time in range(2):
        demo.load(timezone.now())
    assert set(Reminder.objects.values_list("agency__code", flat=True)) == {"STP", "SYT"}
    assert Reminder.objects.exclude(received_at=None).exists()
    assert HelpRequest.objects.filter(answered_at=None).count() == 1
    assert HelpRequest.objects.exclude(answered_at=None).count() == 1

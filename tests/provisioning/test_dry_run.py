"""The dry run says of each person and of all open work where it goes, and nothing useless."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from network.agencies.models import Role
from network.following.models import Follow, Frequency, Subscriber
from network.provisioning.models import ReorganisationState
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.questions import make_question
from tests.factories.reorganisations import add_step, make_plan

pytestmark = pytest.mark.django_db
COLUMNS = ("code", "address before", "address after", "concerned", "number", "fate")


@pytest.fixture
def former():
    return make_office("STTTT")


@pytest.fixture
def heir():
    return make_office("SKHCN")


@pytest.fixture
def desk(client, heir):
    return signed_in(client, make_member(heir.agency, Role.NETWORK_ADMIN))


def lines_of(desk, plan):
    """Return the lines of the workbook as dictionaries."""
    answer = desk.get(reverse("reorganisation:xlsx", args=[plan.pk]))
    rows = [*load_workbook(io.BytesIO(answer.content)).active.values][1:]
    return [
        dict(zip(COLUMNS, (row[0], row[3], row[4], *row[6:9]), strict=True))
        for row in rows
        if row[0] in ("STTTT", "SKHCN")
    ]


def fates_of(lines, code="STTTT"):
    return {line["concerned"]: line["fate"] for line in lines if line["code"] == code}


def follow(agency):
    now = timezone.now()
    subscriber = Subscriber.objects.create(
        email="dan@example.vn", frequency=Frequency.WEEKLY, confirmed_at=now, digested_until=now
    )
    Follow.objects.create(subscriber=subscriber, agency=agency)


def test_followers_open_questions_and_each_person_have_a_line_that_says_where_they_go(
    desk, former, heir
):
    make_question(former.agency)
    make_question(former.agency, state="refused", closed_at=timezone.now(), refusal="khac")
    follow(former.agency)
    former.author.email = ""
    former.author.save()
    make_member(heir.agency, Role.AUTHOR)
    plan = make_plan(("sap_nhap", former.agency, heir.agency))
    lines = lines_of(desk, plan)
    fates = fates_of(lines)
    assert fates["Người theo dõi"] == "chuyển sang Sở SKHCN"
    assert fates["Câu hỏi của người dân, còn mở"] == "chuyển sang Sở SKHCN"
    assert fates["Câu hỏi của người dân"] == "ở lại cơ quan cũ, vẫn đọc được"
    approver = f"{former.approver.shown_name} · Người phê duyệt"
    assert fates[approver] == "hết vai trò; thư mời giữ vai trò này ở Sở SKHCN sẽ gửi đến"
    author = f"{former.author.shown_name} · Người viết"
    assert "không có tài khoản dùng được kèm thư điện tử" in fates[author]
    assert all(line["number"] for line in lines)
    # People are called as they write their names.
    assert all(words[0].isupper() for words in fates if " · " not in words)


def test_an_agency_that_goes_on_has_one_line_and_an_address_that_stays_stands_on_both_sides(
    desk, former, heir
):
    plan = make_plan(("sap_nhap", former.agency, heir.agency))
    lines = lines_of(desk, plan)
    assert fates_of(lines, "SKHCN") == {"Tất cả những gì cơ quan đang có": "vẫn thuộc cơ quan này"}
    assert {line["address before"] for line in lines} == {"/so-stttt/", "/so-skhcn/"}
    assert all(line["address after"] == line["address before"] for line in lines)


def test_without_a_single_heir_nobody_is_said_to_be_invited(desk, former, heir):
    make_question(former.agency)
    plan = make_plan(("chia_tach", former.agency, heir.agency), partial=True)
    add_step(plan, "chia_tach", former.agency, make_office("SYT").agency, partial=True)
    fates = fates_of(lines_of(desk, plan))
    assert "không có một cơ quan duy nhất tiếp nhận" in fates["Câu hỏi của người dân"]
    approver = f"{former.approver.shown_name} · Người phê duyệt"
    assert fates[approver] == "hết vai trò cùng cơ quan, không có lời mời"


def test_the_agency_reads_on_its_own_sheet_who_goes_where(client, former, heir):
    plan = make_plan(("sap_nhap", former.agency, heir.agency))
    plan.parts.create(agency=former.agency)
    plan.state, plan.opinions_until = ReorganisationState.ANNOUNCED, timezone.localdate()
    plan.save()
    page = signed_in(client, former.agency_admin).get(reverse("reorganisation:own"))
    shown = page.content.decode()
    assert f"{former.approver.shown_name} · Người phê duyệt" in shown
    assert "thư mời giữ vai trò này ở Sở SKHCN sẽ gửi đến" in shown

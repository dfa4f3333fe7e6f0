"""What citizens read of a renaming: the names before, and the governing body at the foot."""

import datetime as dt

import pytest
from django.utils import timezone

from network.core.dates import format_day
from network.provisioning.reorganisation import execution
from network.provisioning.reorganisation.outlook import words_of
from network.provisioning.reorganisation.planning import changes_of
from tests.factories.moderation import make_office
from tests.factories.reorganisations import add_step, carry_out, make_plan

pytestmark = pytest.mark.django_db
FORMER = "Sở Tài chính và Kế hoạch"


@pytest.fixture
def agency():
    agency = make_office("STC").agency
    agency.name = FORMER
    agency.save()
    return agency


def rename(agency, name, basis, day):
    plan = make_plan(day=day)
    type(plan).objects.filter(pk=plan.pk).update(legal_basis=basis)
    plan.refresh_from_db()
    add_step(plan, "doi_ten", agency, None, new_name=name)
    return carry_out(plan)


def before(client, agency):
    agency.home_page.refresh_from_db()
    text = client.get(agency.home_page.url).content.decode()
    return text.partition('aria-labelledby="before"')[2].partition("</section>")[0]


def test_each_name_stands_with_its_last_day_and_decision_until_the_renaming_is_undone(
    client, agency
):
    assert before(client, agency) == ""
    today = timezone.localdate()
    yesterday = today - dt.timedelta(days=1)
    rename(agency, "Sở Tài chính", "Quyết định 1/QĐ-UBND", yesterday)
    last = rename(agency, "Sở Ngân sách", "Nghị quyết 2/NQ-HĐND", today)
    first = f"Trước {format_day(yesterday)} có tên {FORMER}, theo Quyết định 1/QĐ-UBND."
    second = f"Trước {format_day(today)} có tên Sở Tài chính, theo Nghị quyết 2/NQ-HĐND."
    text = before(client, agency)
    assert text.index(second) < text.index(first)
    execution.undo(plan=last, now=timezone.now())
    execution.carry_on(now=timezone.now())
    text = before(client, agency)
    assert first in text
    assert second not in text


@pytest.mark.parametrize(
    ("owner", "becomes"),
    [
        (FORMER, "Sở Ngân sách"),
        (f"{FORMER} tỉnh Gia Lai", "Sở Ngân sách tỉnh Gia Lai"),
        ("Ủy ban nhân dân tỉnh Gia Lai", "Ủy ban nhân dân tỉnh Gia Lai"),
        (f"{FORMER}n", f"{FORMER}n"),
        ("", ""),
    ],
)
def test_the_governing_body_at_the_foot_follows_a_new_name_and_an_undo(
    client, agency, owner, becomes
):
    agency.owner = owner
    agency.save()
    plan = make_plan()
    add_step(plan, "doi_ten", agency, None, new_name="Sở Ngân sách")
    [change] = changes_of(plan)
    assert ("cơ quan chủ quản" in words_of(change)[0]) is (owner != becomes)
    carry_out(plan)
    agency.refresh_from_db()
    assert agency.owner == becomes
    [change] = changes_of(plan)
    assert "cơ quan chủ quản" not in words_of(change)[0]
    execution.undo(plan=plan, now=timezone.now())
    execution.carry_on(now=timezone.now())
    agency.refresh_from_db()
    assert agency.owner == owner


def test_a_governing_body_with_the_new_name_already_is_left_alone(agency):
    agency.owner = f"{FORMER} tổng hợp tỉnh Gia Lai"
    agency.save()
    plan = make_plan()
    add_step(plan, "doi_ten", agency, None, new_name=f"{FORMER} tổng hợp")
    carry_out(plan)
    agency.refresh_from_db()
    assert agency.owner == f"{FORMER} tổng hợp tỉnh Gia Lai"

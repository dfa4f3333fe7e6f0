"""New policies: what an agency owes, posts or passes over, and who sees what of it."""

import datetime as dt
from copy import deepcopy
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aggregator.choices import SourceLevel
from aggregator.models import LibraryItem
from aggregator.use_services import record_use
from legal_updates.models import Topic
from network.agencies.models import AuditEntry, Role
from network.oversight.policies.selectors import PolicyTerm, owed_on
from network.oversight.running import participating_agencies
from sites.library.owed import Settled
from sites.library.passing import pass_over
from sites.models import LegalUpdatePage, LibraryRule, LibraryRulePeriod, PassedOver
from tests.factories.accounts import signed_in
from tests.factories.documents import make_document
from tests.factories.moderation import make_member, make_office
from tests.factories.owning import owning
from tests.factories.sections import make_item, make_section, make_source, make_update

from .network import found, look, place

pytestmark = pytest.mark.django_db
WEEKS_AGO = dt.timedelta(days=20)
REASON = "Chỉ áp dụng cho tỉnh khác."


@pytest.fixture(scope="module")
def two_of_module(once):
    def made() -> Any:
        offices = {code: make_office(code) for code in ("STP", "SYT")}
        for role in (Role.OVERSEER, Role.REPORT_VIEWER):
            offices["STP"].people[role.value] = make_member(offices["STP"].agency, role)
        source = make_source("Cổng tỉnh", level=SourceLevel.PROVINCIAL)
        seen_at = timezone.now() - WEEKS_AGO
        for n in (1, 2):
            make_item(
                f"Quyết định {n}", source=source, seen_at=seen_at, policy_key=f"{n}/2026/qd-ubnd|gl"
            )
        return offices

    return once(made)


@pytest.fixture
def offices(two_of_module, db):
    return deepcopy(two_of_module)


@pytest.fixture
def author(client, offices):
    return signed_in(client, offices["SYT"].author)


def item(number: int) -> LibraryItem:
    return LibraryItem.objects.get(title=f"Quyết định {number}")


def owed(office: Any, *, day: dt.date | None = None) -> dict[str, Any]:
    day = day or timezone.localdate()
    rows = owed_on({office.home.path: office.agency.pk}, day=day, term=PolicyTerm.on(day))
    return {row.title: row for row in rows[office.agency.pk]}


def states(office: Any) -> dict[str, Settled]:
    return {title: row.state for title, row in owed(office).items()}


def shown(browser: Any, office: Any, **query: str) -> str:
    answer = browser.get(reverse("oversight:policies", args=[office.agency.pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_is_no_policy_or_of_unknown_age_or_unwanted_is_not_owed(offices):
    central = make_source("Cổng bộ", level=SourceLevel.CENTRAL)
    now = timezone.now()
    make_item("Tin thường", source=item(1).source, seen_at=now)
    make_item("Từ lần đọc đầu", source=item(1).source, policy_key="3/2020/qd-ubnd|gl")
    make_item("Của bộ", source=central, seen_at=now, policy_key="4/2026/tt-btp|btp")
    old = now - dt.timedelta(days=100)
    make_item("Đã lâu", source=item(1).source, seen_at=old, policy_key="5/2026/qd-ubnd|gl")
    assert set(owed(offices["SYT"])) == {"Quyết định 1", "Quyết định 2"}


def test_a_topic_and_a_source_ask_for_policies_too(offices):
    central = make_source("Cổng bộ", level=SourceLevel.CENTRAL)
    about = {"seen_at": timezone.now(), "policy_key": "4/2026/tt-btp|btp"}
    make_item("Của bộ", source=central, **about)
    topic = Topic.objects.get(slug="dat-dai")
    make_item("Về đất đai", source=make_source("Báo"), **about).topics.add(topic)
    syt = offices["SYT"]
    LibraryRule.objects.create(page=syt.home, source=central)
    LibraryRule.objects.create(page=syt.home, topic=topic)
    assert set(owed(syt)) == {"Quyết định 1", "Quyết định 2", "Của bộ", "Về đất đai"}
    assert len(owed(offices["STP"])) == 2


def test_it_is_settled_by_a_page_begun_with_it_or_about_its_document(offices):
    syt = offices["SYT"]
    update = make_update(place(syt), live=False, first_published_at=None)
    record_use(item=item(1), agency=syt.agency, page=update, now=timezone.now())
    assert states(syt) == {"Quyết định 1": "begun", "Quyết định 2": "open"}
    LegalUpdatePage.objects.filter(pk=update.pk).update(first_published_at=timezone.now())
    document = make_document("2/2026/QĐ-UBND")
    published = timezone.now() - dt.timedelta(days=19)
    make_update(place(syt), documents=[document], first_published_at=published)
    LibraryItem.objects.filter(title="Quyết định 2").update(policy_key=f"{document.number_key}|gl")
    rows = owed(syt)
    assert {row.state for row in rows.values()} == {"posted"}
    assert rows["Quyết định 1"].taken > 3 >= rows["Quyết định 2"].taken
    assert {row.state for row in owed(offices["STP"]).values()} == {"open"}


def test_what_came_to_repeat_another_item_settles_it_all_the_same(offices):
    syt, other = offices["SYT"], make_item("Báo viết")
    update = make_update(place(syt), first_published_at=timezone.now())
    record_use(item=other, agency=syt.agency, page=update, now=timezone.now())
    LibraryItem.objects.filter(pk=other.pk).update(duplicate_of=item(1))
    assert states(syt)["Quyết định 1"] == "posted"


def test_a_past_day_shows_what_stood_then(offices, author):
    look()
    assert found()["SYT"]["R4"] == "not_met"
    PassedOver.objects.create(
        agency=offices["SYT"].agency, item=item(1), reason=REASON, passed_at=timezone.now()
    )
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    rows = owed(offices["SYT"], day=yesterday)
    assert {row.state for row in rows.values()} == {"open"}
    assert "Quyết định 1" in shown(author, offices["SYT"], ngay=yesterday.isoformat())
    assert "Quyết định 1" not in shown(author, offices["SYT"])


def open_for_long(office: Any) -> None:
    """Let the section be as if it had opened long ago, so that its rules change from now on."""
    opened = timezone.now() - dt.timedelta(days=400)
    type(office.home).objects.filter(pk=office.home.pk).update(first_published_at=opened)


def change_rules(office: Any) -> None:
    """Replace the section's rule for the province by one for the centre."""
    LibraryRule.objects.filter(page=office.home).delete()
    LibraryRule.objects.create(page=office.home, level=SourceLevel.CENTRAL)


def test_changed_rules_change_only_what_is_owed_of_later_policies(offices, author):
    syt, day = offices["SYT"], timezone.localdate()
    open_for_long(syt)
    central = make_source("Cổng bộ", level=SourceLevel.CENTRAL)
    weeks_ago = timezone.now() - WEEKS_AGO
    make_item("Của bộ, trước", source=central, policy_key="5/2026/tt|b", seen_at=weeks_ago)
    past = day - dt.timedelta(days=7)
    before, seen = owed(syt, day=past), shown(author, syt, ngay=past.isoformat())
    change_rules(syt)
    assert owed(syt, day=past) == before
    assert "Quyết định 1" in seen and "Của bộ" not in seen
    assert shown(author, syt, ngay=past.isoformat()).count("Quyết định") == seen.count("Quyết định")
    for name, source in (("Của bộ, sau", central), ("Của tỉnh, sau", item(1).source)):
        make_item(name, source=source, policy_key=f"{name}|x", seen_at=timezone.now())
    assert set(owed(syt)) == {"Quyết định 1", "Quyết định 2", "Của bộ, sau"}
    look()
    assert found()["SYT"]["R4"] == "not_met"


def test_a_rule_that_is_changed_in_place_or_saved_again_keeps_its_past(offices):
    syt = offices["SYT"]
    open_for_long(syt)
    rule = syt.home.library_rules.get()
    rule.save()
    assert LibraryRulePeriod.objects.get(rule=rule.pk).until is None
    rule.level = SourceLevel.CENTRAL
    rule.save()
    ended, current = LibraryRulePeriod.objects.filter(rule=rule.pk).order_by("pk")
    assert (ended.level, ended.since, current.until) == (SourceLevel.PROVINCIAL, None, None)
    assert ended.until and current.since and ended.until <= current.since
    assert set(owed(syt)) == {"Quyết định 1", "Quyết định 2"}


def test_without_the_trigger_of_rules_what_was_owed_would_change(offices):
    syt, past = offices["SYT"], timezone.localdate() - dt.timedelta(days=7)
    open_for_long(syt)
    with pytest.raises(DatabaseError), transaction.atomic():
        LibraryRulePeriod.objects.update(until=timezone.now() - WEEKS_AGO * 2)
    assert len(owed(syt, day=past)) == 2
    with owning(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER agency_sites_rule_periods ON agency_sites_libraryruleperiod")
    LibraryRulePeriod.objects.update(until=timezone.now() - WEEKS_AGO * 2)
    assert not owed(syt, day=past)


def test_a_reason_that_is_taken_back_was_one_on_the_days_before(offices, author):
    syt, day = offices["SYT"], timezone.localdate()
    passed_at = timezone.now() - dt.timedelta(days=18)
    pass_over(items=[item(1)], agency=syt.agency, reason=REASON, user=syt.author, now=passed_at)
    past = day - dt.timedelta(days=7)
    before = owed(syt, day=past)
    assert before["Quyết định 1"].state == "passed_over"
    author.post(reverse("oversight:take_up_again", args=[syt.agency.pk, item(1).pk]))
    assert owed(syt, day=past) == before
    assert REASON in shown(author, syt, loc="bo-qua", ngay=past.isoformat())
    assert owed(syt)["Quyết định 1"].state == "open"
    assert REASON not in shown(author, syt, loc="tat-ca")
    pass_over(
        items=[item(1)], agency=syt.agency, reason="Lý do khác hẳn.", user=None, now=timezone.now()
    )
    assert owed(syt, day=past) == before
    assert owed(syt)["Quyết định 1"].settled_on == day


def test_several_are_passed_over_with_one_reason_and_one_is_taken_up_again(author, offices):
    syt = offices["SYT"].agency
    address = reverse("oversight:pass_over", args=[syt.pk])
    address += f"?muc={item(1).pk}&muc={item(2).pk}"
    assert "Quyết định 2" in author.get(address).content.decode()
    assert "Hãy ghi lý do" in author.post(address, {"reason": "Vì nó xa"}).content.decode()
    author.post(address, {"reason": REASON})
    rows = PassedOver.objects.filter(agency=syt, passed_by=offices["SYT"].author, reason=REASON)
    assert rows.count() == 2
    assert shown(author, offices["SYT"], loc="bo-qua").count(REASON) == 2
    assert "Không có gì ở đây" in shown(author, offices["SYT"])
    author.post(reverse("oversight:take_up_again", args=[syt.pk, item(1).pk]))
    assert "Quyết định 1" in shown(author, offices["SYT"])
    log = AuditEntry.objects.filter(agency=syt, action__startswith="policy_").order_by("pk")
    assert [(entry.subject, entry.detail["reason"]) for entry in log] == [
        ("Quyết định 1", REASON),
        ("Quyết định 2", REASON),
        ("Quyết định 1", REASON),
    ]


def test_nothing_ticked_leads_back_and_another_agency_is_not_there(author, offices):
    own, other = offices["SYT"].agency, offices["STP"].agency
    answer = author.get(reverse("oversight:pass_over", args=[own.pk]))
    assert answer.url == reverse("oversight:policies", args=[own.pk])
    query = f"?muc={item(1).pk}"
    for address in (
        reverse("oversight:pass_over", args=[other.pk]) + query,
        reverse("oversight:take_up_again", args=[other.pk, item(1).pk]),
    ):
        assert author.post(address, {"reason": REASON}).status_code in (403, 404)
    assert author.get(reverse("oversight:policies", args=[other.pk])).status_code == 404
    assert not PassedOver.objects.exists()


def test_the_overseer_reads_and_a_report_viewer_reads_no_name(client, offices):
    syt = offices["SYT"]
    PassedOver.objects.create(
        agency=syt.agency,
        item=item(1),
        reason=REASON,
        passed_by=syt.author,
        passed_at=timezone.now(),
    )
    for role, reads in ((Role.OVERSEER, True), (Role.REPORT_VIEWER, False)):
        signed_in(client, offices["STP"].people[role])
        page = shown(client, syt, loc="tat-ca")
        assert "Quyết định 1" in page
        assert (REASON in page) is reads
        assert 'name="muc"' not in page
        client.post(reverse("oversight:pass_over", args=[syt.agency.pk]) + f"?muc={item(2).pk}")
    assert PassedOver.objects.count() == 1


def test_a_cell_leads_to_the_very_rows_that_it_counts(client, offices):
    look()
    finding = offices["SYT"].agency.findings.get(requirement__key="R4", until=None)
    assert finding.value == "0 / 2"
    signed_in(client, offices["STP"].overseer)
    [address] = {row["url"] for row in finding.evidence}
    page = client.get(address).content.decode()
    assert page[page.index("oversight-table") :].count("<tr") == 1 + 2


def test_as_many_queries_for_one_agency_as_for_all(offices):
    for _each in range(5):
        LibraryRule.objects.create(page=make_section(), level=SourceLevel.PROVINCIAL)
    day = timezone.localdate()
    sections = {each.home_page.path: each.pk for each in participating_agencies(day)}
    counted = []
    for part in (dict(list(sections.items())[:1]), sections):
        with CaptureQueriesContext(connection) as asked:
            owed_on(part, day=day, term=PolicyTerm(90, 3))
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 6

"""The start page: what waits for me, what I sent, what came back, what I began."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Role
from network.agencies.services import grant_membership
from network.desks.panels import WorkPanel
from network.desks.start_panels import TASKS_SHOWN
from network.desks.worklist import ROWS_LOADED, PersonalWork
from network.moderation.exceptional_services import publish_urgently
from network.moderation.models import EditorialRules, Submission
from network.moderation.review.list_views import ReturnedView, WaitingPagesView
from network.moderation.services import return_page
from sites.models import SectionLink
from tests.factories.accounts import make_user, signed_in
from tests.factories.moderation import (
    SINCE,
    appraise,
    hand_in,
    make_draft,
    make_member,
    make_office,
    publish,
    seen,
)
from tests.factories.queues import make_agencies, make_debts, make_queues

pytestmark = pytest.mark.django_db
WORKFLOW_ROLES = (Role.AUTHOR, Role.APPRAISER, Role.APPROVER)


@pytest.fixture
def article(office):
    return hand_in(make_draft(office), office.author)


def lists_in(response) -> list:
    """Return the panels of a start page that list texts."""
    return [panel for panel in response.context["panels"] if isinstance(panel, WorkPanel)]


def work_in(response) -> PersonalWork:
    """Return what a start page lists as to be done."""
    return PersonalWork.of_start_page(response.wsgi_request)


def panels(client, user) -> dict[str, list[str]]:
    """Return the titles in each panel of the person's start page, and in what is to be done."""
    response = signed_in(client, user).get("/admin/")
    lists = {panel.name: [item.title for item in panel.items] for panel in lists_in(response)}
    todo = {
        desk.index_url_name.removeprefix("moderation:"): [desk.item(row).title for row in rows]
        for desk, rows in work_in(response).found
        if isinstance(desk, (WaitingPagesView, ReturnedView))
    }
    return lists | todo


def urgently(article, office) -> None:
    EditorialRules.objects.create(agency=office.agency, urgent_allowed=True, urgent_hours=1)
    publish_urgently(
        page_id=article.pk,
        user=office.approver,
        seen=seen(article),
        reason="Lũ về trong đêm.",
        now=timezone.now() - dt.timedelta(hours=2),
    )


def test_a_page_waits_for_each_person_in_turn(client, office, article):
    assert panels(client, office.appraiser)["waiting"] == [article.title]
    assert panels(client, office.approver)["waiting"] == []
    appraise(article, office.appraiser)
    assert panels(client, office.appraiser)["waiting"] == []
    assert panels(client, office.approver)["waiting"] == [article.title]


def test_one_s_own_text_waits_for_others(client, office):
    both = make_member(office.agency, Role.AUTHOR, Role.APPRAISER)
    own = hand_in(make_draft(office, author=both), both)
    mine = panels(client, both)
    assert (mine["waiting"], mine["submitted"]) == ([], [own.title])
    assert panels(client, office.appraiser)["waiting"] == [own.title]


def test_who_appraised_a_text_does_not_wait_to_approve_it(client, office, article):
    both = make_member(office.agency, Role.APPRAISER, Role.APPROVER)
    appraise(article, both)
    assert panels(client, both)["waiting"] == []


def test_who_wrote_the_published_text_appraises_another_s_new_version(client, office):
    article = publish(make_draft(office), office)
    colleague = make_member(office.agency, Role.AUTHOR)
    article.summary = "Lần hai."
    article.save_revision(user=colleague)
    hand_in(article, colleague)
    grant_membership(
        user=office.author, agency=office.agency, role=Role.APPRAISER, valid_from=SINCE
    )
    assert panels(client, office.author)["waiting"] == [article.title]
    assert panels(client, office.appraiser)["waiting"] == [article.title]


@pytest.mark.parametrize("days", [1, 20], ids=["not due yet", "overdue"])
def test_the_oldest_comes_first_and_what_owes_its_appraisal_before_all(
    client, office, article, days
):
    newer, urgent = make_draft(office), make_draft(office)
    hand_in(newer, office.author)
    hand_in(urgent, office.author)
    urgently(urgent, office)
    Submission.objects.filter(page=newer).update(since=timezone.now() - dt.timedelta(days=days))
    shown = signed_in(client, office.appraiser).get("/admin/")
    items = [task.item for task in work_in(shown).tasks][:3]
    assert [item.title for item in items] == [urgent.title, newer.title, article.title]
    assert items[0].warning and not items[1].warning
    assert panels(client, office.approver)["waiting"] == []


def test_who_wrote_the_urgent_text_does_not_appraise_it_afterwards(client, office):
    both = make_member(office.agency, Role.AUTHOR, Role.APPRAISER)
    urgent = hand_in(make_draft(office, author=both), both)
    urgently(urgent, office)
    assert panels(client, both)["waiting"] == []
    assert panels(client, office.appraiser)["waiting"] == [urgent.title]


def test_the_shared_board_finds_what_waits_elsewhere(client, office, article):
    board = make_office("BBT")
    EditorialRules.objects.create(agency=office.agency, board=board.agency)
    assert panels(client, board.appraiser)["waiting"] == [article.title]
    assert panels(client, board.approver)["waiting"] == []


def test_nothing_of_strangers_is_listed(client, article):
    stranger = make_office("SYT")
    # Its own task would be to lead to its ministry.
    SectionLink.objects.create(page=stranger.home, title="Bộ", url="https://bo.example.gov.vn/")
    for user in stranger.people.values():
        assert not any(panels(client, user).values())


def test_an_ended_assignment_finds_nothing(client, office, article):
    office.appraiser.memberships.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    make_member(office.agency, Role.AUTHOR)
    grant_membership(
        user=office.appraiser, agency=office.agency, role=Role.AUTHOR, valid_from=SINCE
    )
    assert "waiting" not in panels(client, office.appraiser)


def test_the_author_sees_what_came_back_and_why(client, office, article):
    return_page(
        page_id=article.pk,
        user=office.appraiser,
        seen=seen(article),
        comment="Thiếu nguồn.",
        now=timezone.now(),
    )
    mine = panels(client, office.author)
    assert (mine["returned"], mine["submitted"]) == ([article.title], [])
    assert "Thiếu nguồn." in client.get("/admin/").content.decode()


def test_the_author_sees_what_became_of_it(client, office):
    article = publish(make_draft(office), office)
    response = signed_in(client, office.author).get("/admin/")
    [panel] = [each for each in lists_in(response) if each.name == "finished"]
    assert [(item.title, item.state) for item in panel.items] == [(article.title, "Đã đăng")]


def test_drafts_are_those_nobody_has_handed_in(client, office, article):
    draft = make_draft(office)
    publish(make_draft(office), office)
    assert panels(client, office.author)["drafts"] == [draft.title]


def test_a_section_shows_five_and_leads_to_all(client, office):
    for _ in range(12):
        hand_in(make_draft(office), office.author)
    shown = signed_in(client, office.appraiser).get("/admin/").content.decode()
    assert len(re.findall(r'<a class="button[^>]+href="/admin/duyet/', shown)) == TASKS_SHOWN
    assert re.search(r'href="/admin/viec-phai-lam/">Xem thêm \d việc', shown)
    whole = client.get(reverse("moderation:waiting"))
    assert len(whole.context["items"]) == 12


def test_the_overseer_sees_the_whole_network(client, office, article):
    urgent = hand_in(make_draft(office), office.author)
    urgently(urgent, office)
    overseer = make_member(make_office("STP2").agency, Role.OVERSEER)
    assert panels(client, overseer) == {"open": [article.title]}
    shown = client.get("/admin/").content.decode()
    assert "<strong>1</strong>" in shown
    overdue = client.get(reverse("moderation:overdue")).context["items"]
    assert [item.title for item in overdue] == [urgent.title]


def test_only_the_overseer_lists_the_whole_network(client, office):
    signed_in(client, office.approver)
    for name in ("open", "overdue"):
        assert client.get(reverse(f"moderation:{name}")).status_code == 403


def busy_person(agencies, roles) -> User:
    """Return somebody with these roles: of all agencies the board, of the first one the rest."""
    user = make_user()
    for role in roles:
        grant_membership(user=user, agency=agencies[0], role=role, valid_from=SINCE)
    EditorialRules.objects.bulk_create(
        EditorialRules(agency=agency, board=agencies[0]) for agency in agencies[1:]
    )
    return user


def queries_of_start_page(client, user) -> int:
    signed_in(client, user).get("/admin/")
    with CaptureQueriesContext(connection) as queries:
        shown = client.get("/admin/")
    assert max(share.number for share in work_in(shown).shares) > ROWS_LOADED
    return len(queries)


@pytest.mark.parametrize(
    ("roles", "most"),
    # To oversee costs 23 more: eleven for how the agencies stand, four for directives, three for
    # texts on their way, two for missing links, one each for disputes, questions and reviews. One
    # each for reminders, requests for help, how to reach the overseer, and the count of what is too
    # much to show. Eight more desks of officers (networks, announcements of ended pages, practices,
    # those taken up, reports) ask one each, reports also which agencies have ended, and the
    # overseer's numbers of networks one. Everybody's asks whether files wait to be converted,
    # what the Department has not accepted, which situations the agency keeps, which of its pages
    # are rated badly, which topics wait for a writer, and whether the menu shows the commune
    # standard, and who was asked to do which task. The overseer's asks how far the sample audit is,
    # the agency admin's which reorganisations are open for its opinion.
    [(WORKFLOW_ROLES, 57), ((*WORKFLOW_ROLES, Role.AGENCY_ADMIN, Role.OVERSEER), 83)],
    ids=["workflow", "every role"],
)
def test_the_start_page_costs_the_same_in_a_network_of_any_size(client, roles, most):
    author = make_user()
    few = make_agencies(3)
    make_queues(few, author, pages=200)
    busy = busy_person(few, roles)
    make_debts(few, author)
    with_few = queries_of_start_page(client, busy)
    many = make_agencies(37)
    make_queues(many, author, pages=200)
    make_debts(many, author)
    EditorialRules.objects.bulk_create(
        EditorialRules(agency=agency, board=few[0]) for agency in many
    )
    with_many = queries_of_start_page(client, busy)
    assert with_many == with_few
    assert with_many <= most

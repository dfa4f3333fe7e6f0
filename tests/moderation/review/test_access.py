"""Who may open the desk and the log of a page at all."""

import pytest
from django.urls import reverse

from network.agencies.guard.middleware import GuardMiddleware
from network.agencies.models import AuditAction, AuditEntry, Role
from network.moderation.models import Decision, EditorialRules
from tests.factories.accounts import signed_in
from tests.factories.desk import desk_of, press
from tests.factories.moderation import (
    Office,
    appraise,
    approve,
    hand_in,
    make_draft,
    make_member,
    make_office,
)

pytestmark = pytest.mark.django_db
SCREENS = ("desk", "revision", "page_decisions", "page_decisions_results", "page_decisions_export")


@pytest.fixture(scope="module")
def article_of_module(once, office_of_module):
    office = office_of_module
    return once(lambda: hand_in(make_draft(office), office.author))


@pytest.fixture
def board(office) -> Office:
    """Another agency, whose appraisers may appraise in the office too."""
    board = make_office("BBT")
    EditorialRules.objects.create(agency=office.agency, board=board.agency)
    return board


def answers(client, page) -> set[int]:
    return {
        client.get(reverse(f"moderation:{name}", args=[page.pk])).status_code for name in SCREENS
    }


@pytest.mark.parametrize("who", ["author", "appraiser", "approver", "agency_admin"])
def test_the_people_of_the_agency_open_it(client, office, article, who):
    assert answers(signed_in(client, office.people[who]), article) == {200}


@pytest.mark.parametrize("guarded", [True, False])
@pytest.mark.parametrize("who", ["author", "appraiser", "approver", "agency_admin"])
def test_for_strangers_it_does_not_exist(client, article, who, guarded, monkeypatch):
    if not guarded:
        monkeypatch.setattr(GuardMiddleware, "process_view", lambda *args, **kwargs: None)
    stranger = make_office("SYT").people[who]
    signed_in(client, stranger)
    assert answers(client, article) == {404}
    assert press(client, article, "appraise").status_code == 404
    assert Decision.objects.filter(page_id=article.pk).count() == 1


def test_the_overseer_reads_and_decides_nothing(client, office, article):
    overseer = make_member(make_office("STP2").agency, Role.OVERSEER)
    signed_in(client, overseer)
    assert answers(client, article) == {200}
    assert press(client, article, "appraise").status_code == 403
    assert Decision.objects.filter(page_id=article.pk).count() == 1


def test_the_overseer_who_serves_an_agency_decides_in_no_other(client, office, article):
    elsewhere = make_office("STP2")
    both = make_member(elsewhere.agency, Role.OVERSEER, Role.APPRAISER)
    signed_in(client, both)
    assert client.get(desk_of(article)).status_code == 200
    assert press(client, article, "appraise").status_code == 404


@pytest.mark.parametrize("role", [Role.REPORT_VIEWER, Role.NETWORK_ADMIN])
def test_other_roles_of_the_network_do_not_open_it(client, office, article, role):
    signed_in(client, make_member(office.agency, role))
    assert answers(client, article) == {403}


def test_the_shared_board_appraises_what_waits(client, office, board, article):
    signed_in(client, board.appraiser)
    assert answers(client, article) == {200}
    page = client.get(reverse("moderation:waiting")).content.decode()
    assert article.title in page
    # A list of several models counts by its own noun.
    assert ("1 bài" in page, "1 đăng khẩn" in page) == (True, False)
    press(client, article, "appraise")
    appraised = Decision.objects.get(page_id=article.pk, deed="appraised")
    assert appraised.actor == board.appraiser


def test_the_shared_board_reads_it_at_the_desk_alone(client, office, board, article):
    signed_in(client, board.appraiser)
    for name in ("edit", "history", "view_draft"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[article.pk])
        assert client.get(address).status_code == 404, name


@pytest.mark.parametrize("who", ["author", "approver", "agency_admin"])
def test_only_the_board_s_appraisers_come(client, board, article, who):
    assert answers(signed_in(client, board.people[who]), article) == {404}


def test_the_board_sees_no_drafts_and_nothing_that_is_done(client, office, board, article):
    draft = make_draft(office)
    signed_in(client, board.appraiser)
    assert answers(client, draft) == {404}
    appraise(article, office.appraiser)
    approve(article, office.approver)
    assert answers(client, article) == {404}


def test_who_decided_for_the_board_may_look_once_more(client, office, board, article):
    signed_in(client, board.appraiser)
    press(client, article, "return", comment="Thiếu nguồn.")
    article.current_workflow_state.cancel(user=office.author)
    assert client.get(desk_of(article)).status_code == 404


def test_a_forbidden_try_is_journalled(client, office, article):
    press(signed_in(client, office.author), article, "approve")
    assert AuditEntry.objects.filter(action=AuditAction.REFUSED, actor=office.author).exists()


def test_a_revision_of_another_page_is_not_shown(client, office, article):
    foreign = make_draft(make_office("SYT"))
    address = reverse("moderation:earlier_revision", args=[article.pk, foreign.latest_revision_id])
    assert signed_in(client, office.author).get(address).status_code == 404


def test_the_revision_is_shown_to_our_own_frame_alone(client, office, article):
    signed_in(client, office.appraiser)
    answer = client.get(reverse("moderation:revision", args=[article.pk]))
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert article.title in answer.content.decode()
    assert client.get(desk_of(article))["X-Frame-Options"] == "DENY"

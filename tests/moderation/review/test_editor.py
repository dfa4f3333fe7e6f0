"""The desk and the log, met from Wagtail's own screens."""

import pytest
from django.urls import reverse

from network.agencies.models import Role
from tests.factories.accounts import signed_in
from tests.factories.desk import desk_of
from tests.factories.moderation import (
    hand_in,
    make_draft,
    make_member,
    publish,
)

pytestmark = pytest.mark.django_db
# What Wagtail's buttons post.
PUBLISHING = ("action-publish", "action-unpublish", "action-restart-workflow")


def screen(client, user, name: str, page) -> str:
    answer = signed_in(client, user).get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", ["author", "appraiser", "approver", "agency_admin"])
def test_the_editor_of_a_waiting_page_leads_to_its_desk(client, office, who):
    article = hand_in(make_draft(office), office.author)
    shown = screen(client, office.people[who], "edit", article)
    assert f'href="{desk_of(article)}"' in shown


@pytest.mark.parametrize("made", [make_draft, lambda office: publish(make_draft(office), office)])
def test_nobody_is_offered_to_publish(client, office, made):
    article = made(office)
    for user in office.people.values():
        shown = screen(client, user, "edit", article)
        assert not [name for name in PUBLISHING if f'name="{name}"' in shown]
        assert "/unpublish/" not in shown


def test_the_author_still_hands_in(client, office):
    assert 'name="action-submit"' in screen(client, office.author, "edit", make_draft(office))


def test_a_returned_page_is_handed_in_again_not_begun_anew(client, office):
    article = hand_in(make_draft(office), office.author)
    article.current_workflow_state.current_task_state.reject(user=office.appraiser)
    shown = screen(client, office.author, "edit", article)
    assert 'name="action-submit"' in shown
    assert 'name="action-restart-workflow"' not in shown


@pytest.mark.parametrize("name", ["edit", "history"])
def test_the_history_leads_to_the_decision_log(client, office, name):
    article = publish(make_draft(office), office)
    address = reverse("moderation:page_decisions", args=[article.pk])
    assert address in screen(client, office.author, name, article)


@pytest.mark.parametrize(
    ("role", "shown"), [(Role.AUTHOR, False), (Role.APPRAISER, True), (Role.APPROVER, True)]
)
def test_the_menu_leads_who_decides_to_what_waits(client, office, role, shown):
    signed_in(client, make_member(office.agency, role))
    assert ('"/admin/duyet/"' in client.get("/admin/").content.decode()) is shown

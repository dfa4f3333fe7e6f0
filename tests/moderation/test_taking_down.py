"""The overseer takes a page down through the button; nobody else is offered it."""

from dataclasses import replace

import pytest
from django.urls import reverse

from network.agencies.guard.middleware import GuardMiddleware
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import Role
from network.moderation.models import Decision, Withdrawal
from tests.factories.accounts import signed_in
from tests.factories.desk import desk_of
from tests.factories.moderation import make_draft, make_member, make_office, publish

pytestmark = pytest.mark.django_db
FORM = {"reason": "order", "comment": "Kết luận số 12/KL-STP."}


@pytest.fixture(scope="module")
def article_of_module(once, office_of_module):
    office = office_of_module
    return once(lambda: publish(make_draft(office), office))


@pytest.fixture
def overseer():
    return make_member(make_office("BTP").agency, Role.OVERSEER)


def address(article) -> str:
    return reverse("moderation:withdraw", args=[article.pk])


def is_live(article) -> bool:
    article.refresh_from_db()
    return article.live


@pytest.mark.parametrize("guarded", [True, False])
def test_the_overseer_presses_the_button_and_the_page_is_down(
    client, office, article, overseer, guarded, monkeypatch
):
    if not guarded:
        monkeypatch.setattr(GuardMiddleware, "process_view", lambda *args, **kwargs: None)
    signed_in(client, overseer)
    assert address(article) in client.get(desk_of(article)).content.decode()
    assert client.get(address(article)).status_code == 200
    assert client.post(address(article), FORM).status_code == 302
    assert not is_live(article)
    last = Decision.objects.filter(page_id=article.pk).latest("pk")
    assert (last.deed, last.role, last.actor) == ("taken_down", "overseer", overseer)
    assert (last.agency, last.comment) == (office.agency, FORM["comment"])


def test_without_a_reason_it_stays(client, article, overseer):
    answer = signed_in(client, overseer).post(address(article), FORM | {"comment": ""})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert is_live(article)


@pytest.mark.parametrize("who", ["author", "appraiser", "agency_admin"])
def test_who_may_not_withdraw_is_shown_no_form(client, office, article, who):
    signed_in(client, office.people[who])
    assert address(article) not in client.get(desk_of(article)).content.decode()
    assert client.get(address(article))["Location"] == desk_of(article)
    client.post(address(article), FORM)
    assert is_live(article)


@pytest.mark.parametrize("who", ["approver", "agency_admin"])
def test_for_another_agency_the_page_does_not_exist(client, article, who):
    signed_in(client, make_office("SYT").people[who])
    assert client.get(address(article)).status_code == 404
    assert client.post(address(article), FORM).status_code == 404
    assert is_live(article)


def test_what_is_down_is_not_offered_again(client, article, overseer):
    signed_in(client, overseer).post(address(article), FORM)
    assert address(article) not in client.get(desk_of(article)).content.decode()
    assert client.get(address(article))["Location"] == desk_of(article)
    client.post(address(article), FORM)
    assert Withdrawal.objects.count() == 1


def test_were_it_a_write_as_any_the_button_would_do_nothing(client, article, overseer, monkeypatch):
    signed_in(client, overseer)
    rule = replace(GUARD_RULES["moderation:withdraw"], overseer_act=False)
    monkeypatch.setitem(GUARD_RULES._entries, "moderation:withdraw", rule)
    assert client.post(address(article), FORM).status_code == 403
    assert is_live(article)

"""Rights follow the membership at the moment of the request."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from network.agencies.models import Role
from network.agencies.people.selectors import administered_agencies
from network.agencies.scope import scope_of
from tests.factories.accounts import make_user, signed_in
from tests.factories.people import make_agency, serve

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/nguoi-dung/"
DAY = dt.timedelta(days=1)


def answer(client: Client, url: str = PEOPLE) -> int:
    """Return the status of a page of the admin."""
    return client.get(url).status_code


def test_the_day_after_it_ended_a_role_opens_nothing(client):
    user, agency = make_user(), make_agency()
    membership = serve(user, agency, Role.AGENCY_ADMIN, begins=-10)
    signed_in(client, user)
    assert answer(client) == 200
    membership.valid_to = membership.valid_from + 9 * DAY
    membership.save()
    assert answer(client) != 200
    assert not scope_of(user).agency_roles


def test_a_role_still_counts_on_its_last_day(client):
    user = make_user()
    serve(user, make_agency(), Role.AGENCY_ADMIN, begins=-10, ends=0)
    signed_in(client, user)
    assert answer(client) == 200


def test_a_role_begins_on_its_first_day_and_not_before(client):
    user, agency = make_user(), make_agency()
    membership = serve(user, agency, Role.AGENCY_ADMIN, begins=1)
    assert not administered_agencies(user)
    membership.valid_from = membership.valid_from - DAY
    membership.save()
    assert list(administered_agencies(user)) == [agency]


def test_one_person_serves_two_agencies_in_different_roles():
    user, first, second = make_user(), make_agency(), make_agency()
    serve(user, first, Role.AGENCY_ADMIN)
    serve(user, second, Role.AUTHOR)
    assert scope_of(user).agency_roles == {
        first.pk: frozenset({Role.AGENCY_ADMIN}),
        second.pk: frozenset({Role.AUTHOR}),
    }
    assert list(administered_agencies(user)) == [first]


def test_nobody_can_be_put_into_a_group():
    user, group = make_user(), make_agency().role_groups.first().group
    with pytest.raises(Exception, match="view"):
        user.groups.add(group)


def test_the_menu_offers_screens_only_to_those_who_may_use_them(client):
    author, admin, agency = make_user(), make_user(), make_agency()
    serve(author, agency, Role.AUTHOR)
    serve(admin, agency, Role.AGENCY_ADMIN)
    for user, offered in ((author, False), (admin, True)):
        page = signed_in(client, user).get(reverse("wagtailadmin_home")).content.decode()
        assert (PEOPLE in page) is offered
        assert "/admin/lam-thay/" not in page

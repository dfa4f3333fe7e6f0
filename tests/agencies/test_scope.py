"""What a person reaches is asked once for a request, however often it is needed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network.agencies.models import Membership, Role, RoleGroup
from network.agencies.scope import cached_scope, scope_now, scope_of
from tests.factories.accounts import signed_in
from tests.factories.desk import desk_of
from tests.factories.moderation import hand_in, make_draft, make_member, publish

pytestmark = pytest.mark.django_db
# The first of the three queries of a scope; others ask these tables for other columns.
ASKING = str(
    RoleGroup.objects.values(
        *("agency_id", "role", "group_id"),
        *("agency__name", "agency__kind", "agency__home_page__path"),
    ).query
).partition(" FROM ")[0]


@pytest.mark.parametrize("who", ["agency_admin", "overseer"])
@pytest.mark.parametrize("screen", ["home", "list", "editor", "desk", "decisions", "history"])
def test_a_screen_asks_once(client, office, who, screen):
    publish(make_draft(office), office)
    page = hand_in(make_draft(office), office.author)
    address = {
        "home": reverse("wagtailadmin_home"),
        "list": reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
        "editor": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "desk": desk_of(page),
        "decisions": reverse("moderation:decisions"),
        "history": reverse("agencies_reports:history"),
    }[screen]
    signed_in(client, office.people.get(who) or make_member(office.agency, Role.OVERSEER))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert sum(query["sql"].startswith(ASKING) for query in asked) == 1


def test_a_new_request_asks_anew_and_so_does_a_service(rf, office):
    request = rf.get("/")
    request.user = office.author
    assert scope_now(request).agency_roles
    Membership.objects.filter(user=office.author).delete()
    assert cached_scope(office.author) is scope_now(request)
    assert not scope_of(office.author).agency_roles

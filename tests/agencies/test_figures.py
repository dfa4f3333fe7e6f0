"""The start page of admins: what waits, each number leading to the list it counts."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from aggregator.models import Health
from network.agencies.figures import NOTHING_WAITS
from network.agencies.models import Agency, Role
from network.agencies.people.invitations import invite
from network.agencies.people.terms import Terms
from tests.factories.accounts import make_enrolled_user, make_user, signed_in
from tests.factories.people import make_agency, make_member, serve
from tests.factories.sections import make_item, make_source

pytestmark = pytest.mark.django_db
# A dozen ask for how all agencies stand, each desk one for what waits, one whether files wait to be
# converted, one whether the menu shows the commune standard, and one for reorganisations of the
# agency.
MOST_QUERIES = 57
ROW = re.compile(
    r'<strong>(\d+) [^<]+</strong>\s*</div>\s*<a class="button[^>]+href="([^"]+)"', re.DOTALL
)


def figures_of(client, user):
    """Return {address: number} of the start page."""
    html = signed_in(client, user).get(reverse("wagtailadmin_home")).content.decode()
    return {url.replace("&amp;", "&"): int(number) for number, url in ROW.findall(html)}


@pytest.fixture
def agency():
    return make_agency()


def test_an_agency_admin_sees_who_leaves_soon_and_who_is_not_safe(client, agency):
    admin = make_member(agency, Role.AGENCY_ADMIN)
    serve(make_enrolled_user(), agency, Role.APPROVER, ends=30)
    serve(make_user(), agency, Role.APPRAISER, ends=31)
    serve(make_user(), make_agency(), Role.AUTHOR, ends=3)
    people = reverse("agencies_people:index")
    assert figures_of(client, admin) == {
        reverse("agencies_people:invite"): 1,
        f"{people}?ending=1": 1,
        f"{people}?unsafe=1": 1,
    }


@pytest.mark.parametrize("which", ["ending", "unsafe"])
def test_the_list_behind_a_number_holds_that_many(client, agency, which):
    admin = make_member(agency, Role.AGENCY_ADMIN)
    for day in (0, 29, 45):
        serve(make_user(), agency, Role.AUTHOR, ends=day)
    address = f"{reverse('agencies_people:index')}?{which}=1"
    number = figures_of(client, admin)[address]
    assert number == {"ending": 2, "unsafe": 3}[which]
    assert client.get(address).context["paginator"].count == number


def test_open_invitations_are_counted(client, agency):
    now = timezone.now()
    admin = make_member(agency, Role.AGENCY_ADMIN)
    invite(
        agency=agency,
        email="moi@example.vn",
        role=Role.AUTHOR,
        terms=Terms("1/QĐ", now.date()),
        actor=admin,
        now=now,
    )
    assert figures_of(client, admin)[reverse("agencies_people:invitations")] == 1


def test_an_admin_without_worries_is_told_what_to_do_next(client, agency):
    admin = make_enrolled_user()
    for role in (Role.AUTHOR, Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN):
        serve(admin, agency, role)
    assert figures_of(client, admin) == {}
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert escape(str(NOTHING_WAITS[Role.AGENCY_ADMIN])) in page


def test_a_network_admin_sees_agencies_and_sources_in_want(client):
    lonely, manned = make_agency(), make_agency()
    admin = make_member(manned, Role.AGENCY_ADMIN)
    serve(admin, manned, Role.NETWORK_ADMIN)
    Agency.objects.filter(pk=lonely.pk).update(phone="")
    item = make_item(source=make_source(health=Health.FROZEN))
    item.__class__.objects.filter(pk=item.pk).update(status="new")
    agencies = reverse("agencies_agency_modeladmin_index")
    found = figures_of(client, admin)
    assert found[f"{agencies}?wants=admin"] == 1
    assert found[f"{agencies}?wants=foot"] == 1
    assert found[f"{reverse('aggregator_source_modeladmin_index')}?state=ill"] == 1
    assert found[reverse("aggregator_libraryitem_modeladmin_index")] == 1
    rows = client.get(f"{agencies}?wants=admin").content.decode()
    assert lonely.code in rows
    assert manned.code not in rows


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.NETWORK_ADMIN])
def test_the_start_page_stays_cheap_however_much_waits(
    client, agency, role, django_assert_max_num_queries
):
    signed_in(client, make_member(agency, role))
    client.get(reverse("wagtailadmin_home"))
    for day in range(12):
        serve(make_user(), agency, Role.AUTHOR, ends=day)
        make_agency()
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(reverse("wagtailadmin_home"))


def test_an_author_is_not_bothered(client, agency):
    assert figures_of(client, make_member(agency)) == {}

"""The first-day guide: who sees which steps, where they lead, and how it is put away."""

import datetime as dt
import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.guide.chapters import CHAPTERS, EVERYBODY
from tests.factories.accounts import make_enrolled_user, signed_in
from tests.factories.people import make_agency, serve

pytestmark = pytest.mark.django_db
PAGE, HOME = reverse("guide:begin"), reverse("wagtailadmin_home")
BUTTON = re.compile(r'<a class="button button-secondary" href="([^"]+)">')


def person(client, *roles):
    """Return somebody new who holds these roles, signed in."""
    user, agency = make_enrolled_user(), make_agency()
    for role in roles:
        serve(user, agency, role, begins=-1)
    signed_in(client, user)
    return user


@pytest.mark.parametrize("role", Role)
def test_each_role_reads_its_own_steps_and_every_button_opens(client, role):
    person(client, role)
    html = client.get(PAGE).content.decode()
    for other, chapter in CHAPTERS.items():
        assert (f'id="{chapter.key}"' in html) == (other == role)
    addresses = BUTTON.findall(html)
    assert len(addresses) == len(EVERYBODY.steps) + len(CHAPTERS[role].steps)
    for address in addresses:
        assert client.get(address, follow=True).status_code == 200, address


def test_several_roles_stand_one_below_the_other(client):
    person(client, Role.AUTHOR, Role.AGENCY_ADMIN)
    html = client.get(PAGE).content.decode()
    assert re.findall('<h2 id="([a-z-]+)">', html) == [
        EVERYBODY.key,
        CHAPTERS[Role.AUTHOR].key,
        CHAPTERS[Role.AGENCY_ADMIN].key,
    ]


def test_every_step_has_its_picture():
    for chapter in (EVERYBODY, *CHAPTERS.values()):
        for step in chapter.steps:
            assert finders.find(f"guide/{step.picture}.webp"), step.picture


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.OVERSEER])
def test_the_start_page_offers_it_until_it_is_put_away(client, role):
    person(client, role)
    assert PAGE in _welcome(client)
    assert client.post(reverse("guide:put_away")).url == HOME
    assert _welcome(client) == ""
    assert f'"url": "{PAGE}"' in client.get(HOME).content.decode()


def test_it_is_offered_in_the_first_days_alone(client):
    user = person(client, Role.AUTHOR)
    user.date_joined = timezone.now() - dt.timedelta(days=31)
    user.save()
    assert _welcome(client) == ""


def test_one_persons_putting_away_is_not_anothers(client):
    person(client, Role.AUTHOR)
    client.post(reverse("guide:put_away"))
    person(client, Role.AUTHOR)
    assert _welcome(client)


def test_the_start_page_of_a_viewer_says_what_there_is_to_read(client):
    person(client, Role.REPORT_VIEWER)
    html = client.get(HOME).content.decode()
    panel = re.search(r'<ul class="reading-list">.*?</ul>', html, re.DOTALL)[0]
    addresses = re.findall(r'<a href="([^"#]+)">', panel)
    assert PAGE in addresses
    assert len(addresses) == len(CHAPTERS[Role.REPORT_VIEWER].steps) + 3
    for address in addresses:
        assert client.get(address, follow=True).status_code == 200, address


@pytest.mark.parametrize("role", Role)
def test_the_menu_and_the_search_of_a_start_page_lead_where_one_may_go(client, role):
    person(client, role)
    html = client.get(HOME).content.decode()
    forms = re.findall(r'action="([^"]+)"[^>]*role="search"', html)
    for address in {*re.findall(r'"url": "(/admin/[^"]*)"', html), *forms}:
        assert client.get(address, follow=True).status_code == 200, address


def _welcome(client):
    html = client.get(HOME).content.decode()
    found = re.search(r'<section class="guide-welcome".*?</section>', html, re.DOTALL)
    return found[0] if found else ""

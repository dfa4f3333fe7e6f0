"""The start page of an agency: writing, what is coming, posts by week, decisions first."""

import datetime as dt

import pytest
from django.utils import timezone

from network.desks.start_panels import newest
from network.desks.worklist import PersonalWork
from sites.models import SectionIndexPage
from sites.start.coming import observances
from tests.factories.accounts import signed_in
from tests.factories.moderation import appraise, hand_in, make_draft, make_office, publish

pytestmark = pytest.mark.django_db
ADD = "/admin/pages/add/agency_sites"


def start_page(client, user):
    return signed_in(client, user).get("/admin/")


def panels_of(client, user):
    """Return the panels of a user's start page by name."""
    panels = start_page(client, user).context["panels"]
    return {panel.name: panel for panel in panels if hasattr(panel, "name")}


def test_writing_begins_at_the_place_last_used_for_each_kind(client, office):
    found = SectionIndexPage.objects.descendant_of(office.home)
    places = {place.key: place.pk for place in found}
    page = start_page(client, office.author).content.decode()
    assert f'href="{ADD}/articlepage/{places["tin_tuc"]}/"' in page
    assert f'href="{ADD}/questionpage/{places["hoi_dap"]}/"' in page
    draft = make_draft(office)
    draft.move(found.get(key="guong"), pos="last-child")
    page = start_page(client, office.author).content.decode()
    first = page.index('class="start-write"')
    assert page.index(f"{ADD}/articlepage/{places['guong']}/") < page.index("<details", first)
    # An announcement of a social page, which the network wrote in the author's name.
    draft.move(found.get(key="trang_mang_xa_hoi"), pos="last-child")
    page = start_page(client, office.author).content.decode()
    first = page.index('class="start-write"')
    assert page.index(f"{ADD}/articlepage/{places['tin_tuc']}/") < page.index("<details", first)
    assert "start-write" not in start_page(client, office.approver).content.decode()


def test_decisions_come_before_what_others_owe(client, office):
    first, second = (hand_in(make_draft(office), office.author) for _each in range(2))
    appraise(first, office.appraiser)
    panels = panels_of(client, office.approver)
    decisions = panels["decisions"]
    assert [task.item.title for task in decisions.tasks] == [first.title]
    assert str(decisions.tasks[0].action) == "Xem, phê duyệt"
    assert second.title not in [task.item.title for task in panels["agency-tasks"].tasks]
    assert decisions.order < panels["agency-tasks"].order


def test_dates_of_the_own_section_are_announced(client, office):
    until = timezone.now() + dt.timedelta(days=3)
    own, foreign = publish(make_draft(office), office), make_office("SYT")
    other = publish(make_draft(foreign), foreign)
    type(own).objects.filter(pk__in=[own.pk, other.pk]).update(expire_at=until)
    panels = panels_of(client, office.author)
    assert [date.words for date in panels["coming"].dates if own.title in date.words]
    assert not [date.words for date in panels["coming"].dates if other.title in date.words]
    assert panels["posts"].heading.endswith(": 1 bài đăng")


@pytest.mark.parametrize(
    ("day", "announced"), [((2026, 9, 9), False), ((2026, 10, 1), True), ((2026, 11, 10), False)]
)
def test_law_day_is_announced_in_time(day, announced):
    assert bool(list(observances(dt.date(*day)))) is announced


def test_the_bell_lists_what_came_last_first(client, office):
    older, newer = (hand_in(make_draft(office), office.author) for _each in range(2))
    request = start_page(client, office.appraiser).wsgi_request
    found = newest(PersonalWork.of_start_page(request))
    assert [task.item.title for task, _at in found[:2]] == [newer.title, older.title]

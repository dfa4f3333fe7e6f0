"""The sections of ended agencies are called with their last day in the admin."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from modelsearch import index

from network.agencies.models import Agency, Role
from network.core.dates import format_day
from network.provisioning.reorganisation import execution
from sites.models import AgencyHomePage
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_draft, make_member, make_office
from tests.factories.reorganisations import carry_out, make_plan

pytestmark = pytest.mark.django_db


def test_of_two_sections_of_one_name_the_former_one_is_recognised_in_the_admin(client):
    former, heir = make_office("STP"), make_office("STP-2026")
    AgencyHomePage.objects.update(title="Sở Tư pháp", draft_title="Sở Tư pháp")
    Agency.objects.update(name="Sở Tư pháp")
    draft = make_draft(former)
    plan = carry_out(make_plan(("hop_nhat", former.agency, heir.agency)))
    day = format_day(plan.effective_on - dt.timedelta(days=1))
    called = f"Sở Tư pháp (đến hết ngày {day})"
    admin = make_member(heir.agency, Role.NETWORK_ADMIN)
    desk = signed_in(client, make_member(heir.agency, Role.OVERSEER))
    hub = former.agency.home_page.get_parent()
    explorer = desk.get(reverse("wagtailadmin_explore", args=[hub.pk])).content.decode()
    assert explorer.count(called) >= 1
    above = desk.get(reverse("wagtailadmin_explore", args=[draft.get_parent().pk]))
    assert called in above.content.decode()
    # Whoever serves the successor sees both sections.
    author = signed_in(client, heir.author)
    chooser = author.get(reverse("wagtailadmin_choose_page_child", args=[hub.pk]))
    assert called in chooser.json()["html"]
    index.insert_or_update_object(former.agency.home_page)
    rows = signed_in(client, admin).get(reverse("navigation:found"), {"q": "Sở Tư pháp"})
    about = [row.about for row in rows.context["rows"] if row.label == "Sở Tư pháp"]
    assert f"Cơ quan, kết thúc ngày {day}" in about
    # Citizens read the name alone, and an undo gives it back.
    assert "đến hết ngày" not in client.get(f"/{former.agency.home_page.slug}/").content.decode()
    execution.undo(plan=plan, now=timezone.now())
    execution.carry_on(now=timezone.now())
    assert set(AgencyHomePage.objects.values_list("draft_title", flat=True)) == {"Sở Tư pháp"}

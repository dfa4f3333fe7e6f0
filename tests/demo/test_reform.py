"""The reform of 2025 in the demo is a result of the operation itself."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import GroupPagePermission, Page

from network.agencies.models import Agency, Succession
from network.demo import agencies
from network.demo.accounts import load_accounts
from network.demo.reform import carry_out_reforms
from network.hub.models import HubSettings
from network.provisioning.models import PartState, ReorganisationPart, ReorganisationPlan
from network.provisioning.reorganisation import execution
from network.provisioning.reorganisation.names import unlinked_successions
from sites.models import AgencyHomePage
from tests.factories.sections import make_article

pytestmark = pytest.mark.django_db
FORMER = {"SLDTBXH", "STNMT", "STP", "H622", "H633"}


@pytest.fixture
def before():
    """The demo of before the reform, with an article in each former section."""
    agencies.import_missing()
    agencies.load_contacts()
    agencies.open_sections(now=timezone.now())
    load_accounts()
    for home in AgencyHomePage.objects.filter(agency__code__in=FORMER):
        make_article(home.get_children().get(slug="tin-tuc"), "Bài cũ", slug="bai-cu")


def world():
    """Return what the reform changes."""
    return {
        "agencies": list(Agency.objects.order_by("pk").values("slug", "valid_to", "status")),
        "links": list(Succession.objects.order_by("pk").values()),
        "pages": list(Page.objects.order_by("pk").values("url_path", "live")),
        "redirects": set(Redirect.objects.values_list("old_path", "redirect_page")),
        "rights": set(GroupPagePermission.objects.values_list("group", "page")),
    }


def test_the_demo_shows_the_archive_that_the_operation_made(client, before):
    carry_out_reforms(now=timezone.now())
    states = set(ReorganisationPart.objects.values_list("state", flat=True))
    assert states == {PartState.DONE}
    ended = Agency.objects.exclude(valid_to=None)
    assert set(ended.values_list("code", flat=True)) == FORMER
    assert not unlinked_successions().exists()
    justice = Agency.objects.filter(short_name="Sở Tư pháp", valid_to=None)
    assert [(each.code, each.slug) for each in justice] == [("STP-2025", "so-tu-phap")]
    moved = client.get("/so-tu-phap/tin-tuc/bai-cu/")
    assert moved.status_code == 301
    assert moved.url == "/so-tu-phap-truoc-2025/tin-tuc/bai-cu/"
    for home in AgencyHomePage.objects.filter(agency__in=ended):
        article = client.get(f"/{home.slug}/tin-tuc/bai-cu/")
        assert article.status_code == 200
        assert "kết thúc hoạt động" in article.content.decode()
        # Without the daily job, nobody could correct these pages before the next morning.
        assert GroupPagePermission.objects.filter(
            page=home, group__role_group__agency__valid_to=None
        ).exists()


def test_a_second_load_changes_nothing(before):
    carry_out_reforms(now=timezone.now())
    first = world()
    carry_out_reforms(now=timezone.now())
    execution.carry_on(now=timezone.now())
    assert world() == first
    assert ReorganisationPlan.objects.count() == 3


def test_undoing_the_reforms_restores_the_world_before(before):
    # Names that a person confirms are no part of a plan.
    plans = ReorganisationPlan.objects
    pages = world()["pages"], world()["agencies"]
    carry_out_reforms(now=timezone.now())
    for plan in plans.order_by("-pk"):
        execution.undo(plan=plan, now=timezone.now())
        execution.carry_on(now=timezone.now())
    assert set(plans.values_list("state", flat=True)) == {"undone"}
    assert (world()["pages"], world()["agencies"]) == pages


def test_a_demo_of_a_release_without_the_former_department_is_brought_up():
    # There the current Department had the short address, and the former ones had ended by hand.
    agencies.import_missing()
    Agency.objects.filter(code="STP").delete()
    Agency.objects.filter(code="STP-2025").update(slug="so-tu-phap")
    for code in FORMER - {"STP"}:
        Agency.objects.filter(code=code).update(valid_to="2025-02-28", status="merged")
    Agency.objects.filter(code__in=["H622", "H633"]).update(valid_to="2025-06-30")
    missing = set(Agency.objects.values_list("code", flat=True))
    agencies.import_missing()
    agencies.open_sections(now=timezone.now())
    load_accounts()
    assert set(Agency.objects.values_list("code", flat=True)) - missing == {"STP"}
    carry_out_reforms(now=timezone.now())
    assert set(ReorganisationPart.objects.values_list("state", "error")) == {("done", "")}
    slugs = dict(Agency.objects.filter(short_name="Sở Tư pháp").values_list("code", "slug"))
    assert slugs == {"STP": "so-tu-phap-truoc-2025", "STP-2025": "so-tu-phap"}


def test_a_stored_demo_that_cannot_be_completed_says_what_to_do(before):
    HubSettings.objects.update_or_create(defaults={"is_demo": True})
    Agency.objects.filter(code="SYT-2025").update(code="SYT-2024")
    with pytest.raises(CommandError, match="run `make clean` first") as refused:
        call_command("load_demo", stdout=io.StringIO(), stderr=io.StringIO())
    assert "\n" not in str(refused.value)

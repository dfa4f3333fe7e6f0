"""The reform of 1 July 2025 with the real files: 66 agencies become 16 and 135."""

import datetime as dt
import time
from pathlib import Path

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from network.agencies import importing
from network.agencies.import_services import import_agencies
from network.agencies.models import Agency, Role, Succession
from network.provisioning.models import PartState
from network.provisioning.reorganisation import execution, services
from network.provisioning.reorganisation.names import link_predecessors, proposals
from network.provisioning.reorganisation.outlook import lines_of, outlooks_of
from network.provisioning.selectors import agencies_without_section
from network.provisioning.services import open_agencies
from tests.factories.moderation import make_member
from tests.factories.questions import make_question
from tests.factories.reorganisations import make_plan
from tests.factories.sections import make_hub

pytestmark = [pytest.mark.django_db, pytest.mark.drill]
DATA = Path(importing.__file__).resolve().parent / "data"
DAY = dt.date(2025, 7, 1)
LONGEST = 600


def bring_in(name: str) -> None:
    file = DATA / name
    parsed = importing.read_agencies(file.read_bytes(), filename=file.name)
    assert import_agencies(parsed=parsed, dry_run=False).rejected == []


def live_paths() -> set[str]:
    return set(Page.objects.live().filter(depth__gte=3).values_list("url_path", flat=True))


def snapshot():
    return {
        "agencies": list(Agency.objects.order_by("pk").values("pk", "slug", "name", "valid_to")),
        "links": list(Succession.objects.order_by("pk").values()),
        "former": list(
            Page.objects.filter(agencyhomepage__agency__code__in=["STP", "SNV", "SYT"])
            .order_by("pk")
            .values("pk", "slug", "url_path", "title")
        ),
    }


def test_66_agencies_become_16_and_135_in_one_run_and_back(client, record_property):
    hub = make_hub()
    bring_in("agencies_2019.csv")
    codes = list(Agency.objects.values_list("code", flat=True))
    open_agencies(agencies=agencies_without_section(codes), now=timezone.now())
    bring_in("agencies_2025.csv")
    bring_in("communes_2025.csv")
    unlinked = Succession.objects.filter(predecessor=None).count()
    justice = Agency.objects.get(code="STP-2025")
    actor = make_member(justice, Role.NETWORK_ADMIN)
    chosen = {each.link.pk: each.agency for each in proposals() if each.agency}
    link_predecessors(chosen=chosen, actor=actor, now=timezone.now())
    question = make_question(Agency.objects.get(code="STP"))
    plan = make_plan(day=DAY)
    added = services.add_linked_steps(plan=plan)
    before, state = live_paths(), snapshot()
    begun = time.process_time()
    lines = sum(1 for _line in lines_of(outlooks_of(plan)))
    dry = time.process_time() - begun
    execution.start(plan=plan, actor=actor, now=timezone.now())
    begun = time.process_time()
    execution.carry_on(now=timezone.now())
    spent = time.process_time() - begun
    failed = plan.parts.exclude(state=PartState.DONE).values_list("agency__code", "error")
    assert list(failed) == []
    lost = before - live_paths()
    root = hub.url_path
    led_on = set(Redirect.objects.values_list("old_path", flat=True))
    assert {f"/{path.removeprefix(root)}".rstrip("/") for path in lost} <= led_on
    for path in sorted(before)[::40]:
        answer = client.get(f"/{path.removeprefix(root)}")
        if answer.status_code == 301:
            answer = client.get(answer["Location"])
        assert answer.status_code == 200, path
    assert Agency.objects.get(code="STP-2025").slug == "so-tu-phap"
    named = Agency.objects.filter(short_name="Sở Tư pháp", valid_to=None)
    assert [each.code for each in named] == ["STP-2025"]
    question.refresh_from_db()
    assert question.agency == justice
    assert spent < LONGEST
    record_property("names", f"{len(chosen)} of {unlinked} linked, {added} steps")
    record_property("dry run", f"{lines} lines, {dry:.1f} s")
    record_property("run", f"{plan.parts.count()} agencies, {spent:.1f} s")
    record_property("addresses", f"{len(before)}, of which {len(lost)} lead on")
    begun = time.process_time()
    execution.undo(plan=plan, now=timezone.now())
    execution.carry_on(now=timezone.now())
    record_property("undo", f"{time.process_time() - begun:.1f} s")
    plan.refresh_from_db()
    assert (plan.state, set(plan.parts.values_list("error", flat=True))) == ("undone", {""})
    assert snapshot() == state

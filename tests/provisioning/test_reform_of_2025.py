"""The reform of 1 July 2025 with the real files: 66 agencies become 16 and 135."""

import datetime as dt
import hashlib
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import GroupPagePermission, Page

from aggregator.models import Source
from network.agencies import importing
from network.agencies.import_services import import_agencies
from network.agencies.models import AGENCY_ROLES, Agency, Membership, Role, Succession
from network.following.models import Follow, Frequency, Subscriber
from network.media.models import AgencyDocument
from network.provisioning.models import PartState
from network.provisioning.reorganisation import execution, services
from network.provisioning.reorganisation.names import (
    link_predecessors,
    mark_outside_network,
    proposals,
    unknown_names,
    unlinked_successions,
)
from network.provisioning.reorganisation.outlook import lines_of, outlooks_of
from network.provisioning.selectors import agencies_without_section
from network.provisioning.services import open_agencies
from network.questions.models import Question
from sites.models import AgencyHomePage, ArticlePage
from tests.factories.files import make_file
from tests.factories.moderation import make_member
from tests.factories.questions import make_question
from tests.factories.reorganisations import make_plan
from tests.factories.sections import make_article, make_hub, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.drill]
DATA = Path(importing.__file__).resolve().parent / "data"
DAY = dt.date(2025, 7, 1)
LONGEST = 600
LOCATION = re.compile(r"<loc>https?://[^/]+(/[^<]*)</loc>")
FILLED = ("STP", "SNV", "SYT", "SNNPTNT", "SGDDT")


def bring_in(name: str) -> None:
    file = DATA / name
    parsed = importing.read_agencies(file.read_bytes(), filename=file.name)
    assert import_agencies(parsed=parsed, dry_run=False).rejected == []


def live_paths() -> set[str]:
    return set(Page.objects.live().filter(depth__gte=3).values_list("url_path", flat=True))


def fill_sections():
    """Give each section of 2019 an article, a file, a question and a follower."""
    for home in AgencyHomePage.objects.filter(agency__code__in=FILLED).select_related("agency"):
        place = home.get_children().get(slug="tin-tuc")
        make_article(place, f"Bài của {home.agency.code}", slug="bai-viet")
        make_file(b"%PDF-1.4", f"{home.agency.code}.pdf", collection=home.agency.collection)
        make_question(home.agency)
        subscriber = Subscriber.objects.create(
            email=f"{home.agency.pk}@example.vn",
            frequency=Frequency.WEEKLY,
            confirmed_at=timezone.now(),
            digested_until=timezone.now(),
        )
        Follow.objects.create(subscriber=subscriber, agency=home.agency)
    make_source()


def kept():
    """Return a hash of what nobody may lose, by kind and key: all but where it belongs."""
    rows = {
        "page": ArticlePage.objects.values_list(
            "pk", "title", Cast("body", TextField()), "summary"
        ),
        "tree": Page.objects.values_list("pk", "title", "content_type"),
        "file": AgencyDocument.objects.values_list("pk", "title", "file", "file_hash"),
        "question": Question.objects.values_list("pk", "text", "contact"),
        "follower": Follow.objects.values_list("subscriber", "subscriber__email"),
        "source": Source.objects.values_list("pk", "name", "url"),
    }
    return {
        (kind, row[0]): hashlib.sha256(repr(row).encode()).hexdigest()
        for kind, found in rows.items()
        for row in found
    }


def addresses(client):
    """Return every address of the sitemaps."""
    root = client.get(reverse("hub:sitemap")).content.decode()
    parts = LOCATION.findall(root)
    return {each for part in parts for each in LOCATION.findall(client.get(part).content.decode())}


def publishing_for_the_ended():
    """Return the memberships that let somebody publish for an ended agency."""
    ended = Membership.objects.filter(agency__valid_to__lt=timezone.localdate())
    return ended.filter(role__in=AGENCY_ROLES).valid_on(timezone.localdate()).exists()


def pages_nobody_may_edit():
    """Return the live sections in which no group of an existing agency may change a page."""
    today = timezone.localdate()
    living = GroupPagePermission.objects.filter(page=OuterRef("pk")).filter(
        Q(group__role_group__agency__valid_to=None)
        | Q(group__role_group__agency__valid_to__gte=today)
    )
    homes = AgencyHomePage.objects.live().filter(~Exists(living), agency__isnull=False)
    return list(homes.values_list("agency__code", flat=True))


def table_of(plan):
    """Return the dry run by kind of step: what the former agencies hold, and what is in the way."""
    outlooks = outlooks_of(plan)
    rows = []
    for kind in dict.fromkeys(plan.steps.values_list("kind", flat=True)):
        steps = plan.steps.filter(kind=kind)
        formers = set(steps.values_list("predecessor", flat=True))
        heirs = set(steps.values_list("successor", flat=True))
        mine = [each for each in outlooks if each.change.agency.pk in formers]
        receiving = [each for each in outlooks if each.change.agency.pk in heirs]
        held = Counter()
        for each in mine:
            held.update({row.label: row.number for row in each.held})
        named = ", ".join(f"{label} {number}" for label, number in sorted(held.items()))
        blocked = sum(each.change.is_blocked for each in [*mine, *receiving])
        moved = sum(each.change.moves for each in [*mine, *receiving])
        lonely = sum("phê duyệt" in str(each.change.problems) for each in receiving)
        rows.append(
            f"{kind}: {steps.count()} steps, {len(formers)} former, {len(heirs)} receiving; "
            f"{moved} addresses change; {blocked} blocked; {lonely} receiving without approver; "
            f"{named}"
        )
    return " | ".join(rows)


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
    foreign = [link.pk for names in unknown_names() for link in names.links]
    outside = mark_outside_network(links=foreign, actor=actor, now=timezone.now())
    assert not unlinked_successions().exists()
    fill_sections()
    question = Question.objects.get(agency__code="STP")
    plan = make_plan(day=DAY)
    added = services.add_linked_steps(plan=plan)
    before, state, owned, listed = live_paths(), snapshot(), kept(), addresses(client)
    begun = time.process_time()
    lines = sum(1 for _line in lines_of(outlooks_of(plan)))
    dry = time.process_time() - begun
    record_property("by kind", table_of(plan))
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
    broken = []
    for address in sorted(listed):
        answer = client.get(address)
        if answer.status_code == 301:
            answer = client.get(answer["Location"])
        broken += [address] if answer.status_code != 200 else []
    assert broken == []
    now_owned = kept()
    assert {key: value for key, value in now_owned.items() if key in owned} == owned
    assert not publishing_for_the_ended()
    assert Agency.objects.get(code="STP-2025").slug == "so-tu-phap"
    named = Agency.objects.filter(short_name="Sở Tư pháp", valid_to=None)
    assert [each.code for each in named] == ["STP-2025"]
    question.refresh_from_db()
    assert question.agency == justice
    assert spent < LONGEST
    assert pages_nobody_may_edit() == []
    record_property("kept", f"{len(owned)} rows, {len(listed)} addresses of the sitemaps")
    record_property(
        "names", f"{len(chosen)} of {unlinked} linked, {outside} outside, {added} steps"
    )
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
    assert {key: value for key, value in kept().items() if key in owned} == owned

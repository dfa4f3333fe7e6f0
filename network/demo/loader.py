"""Load settings, sources and library rules of the demo network. Safe to run twice."""

from django.db import transaction
from django.db.models import Q

from aggregator.models import LibraryItem, Source
from legal_updates.models import Topic
from network.accounts.models import User
from network.agencies.models import Agency
from network.hub.models import HubSettings
from sites.models import (
    AgencyHomePage,
    ArticlePage,
    LibraryRule,
)

from .data import OVERSEER, read_json


def load_hub_settings() -> None:
    """Fill in the contact data of the hub, unless it is already set."""
    hub = HubSettings.load()
    hub.is_demo = True
    if hub.owner:
        hub.save(update_fields=["is_demo"])
        return
    overseer = Agency.objects.get(code=OVERSEER)
    hub.owner = "Ủy ban nhân dân tỉnh Gia Lai"
    hub.contact_name = overseer.name
    hub.address = overseer.address
    # Not the ones that the dispatch prints (R29): the responsible person beside them is invented.
    hub.phone, hub.email = overseer.phone, overseer.email
    hub.responsible_person = overseer.responsible_person
    hub.letter_symbol, hub.signatory = "STP-PBGDPL", "Giám đốc"
    hub.save()


@transaction.atomic
def load_sources(*, portals_url: str) -> None:
    """Register the demo portals at `portals_url`, and the sections that show them."""
    for row in read_json("sources.json"):
        source, created = Source.objects.update_or_create(
            key=row["key"],
            defaults={"url": f"{portals_url}/{row['file']}"},
            create_defaults={
                "url": f"{portals_url}/{row['file']}",
                "name": row["name"],
                "owner": row["owner"],
                "level": row["level"],
                "licence_note": row["licence_note"],
                "trusted": row["trusted"],
                "interval_minutes": 60,
            },
        )
        if created:
            source.topics.set(Topic.objects.filter(slug__in=row["topics"]))
            homes = AgencyHomePage.objects.filter(agency__code__in=row["agencies"])
            LibraryRule.objects.bulk_create(LibraryRule(page=home, source=source) for home in homes)


@transaction.atomic
def load_rules() -> None:
    """Create the rules that select library items for sections by level and topic."""
    topics = Topic.objects.in_bulk(field_name="slug")
    known = set(LibraryRule.objects.values_list("page_id", "level", "topic_id"))
    for row in read_json("library_rules.json"):
        homes = AgencyHomePage.objects.filter(
            Q(agency__code__in=row.get("agencies", [])) | Q(agency__kind__in=row.get("kinds", []))
        )
        level, topic = row.get("level", ""), topics.get(row.get("topic", ""))
        LibraryRule.objects.bulk_create(
            LibraryRule(page=home, level=level, topic=topic)
            for home in homes
            if (home.pk, level, topic and topic.pk) not in known
        )


def holds_other_agencies() -> bool:
    """Return whether the database belongs to a real network, which the demo must not modify."""
    first = read_json("accounts.json")[0]["username"]
    ours = (
        User.objects.filter(username=first).exists()
        and Agency.objects.filter(code=OVERSEER).exists()
    )
    return Agency.objects.exists() and not ours


def is_stored() -> bool:
    """Return whether a demo was loaded before, perhaps that of an earlier release."""
    return HubSettings.objects.filter(is_demo=True).exists()


def summary() -> str:
    """Return a one-line summary of the demo's content."""
    return (
        f"{AgencyHomePage.objects.count()} sections, {ArticlePage.objects.live().count()} "
        f"articles, {Source.objects.count()} sources, {LibraryItem.objects.count()} library items"
    )

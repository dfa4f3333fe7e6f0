"""Load the demo network: articles, pictures, sources. Safe to run twice."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from aggregator.models import LibraryItem, Source
from legal_updates.models import Topic
from network.accounts.models import User
from network.agencies.models import Agency
from network.agencies.services import shared_collection
from network.hub.models import HubSettings
from network.media.models import AgencyDocument, AgencyImage
from network.moderation.publication import published_by_install
from network.moderation.stages import Stage
from sites.models import (
    AgencyHomePage,
    ArticlePage,
    LibraryRule,
    MaterialDocument,
    MaterialFile,
    MaterialKind,
    MaterialPage,
    SectionIndexPage,
)

from .data import FOLDER, read_all, read_json
from .documents import documents_by_number
from .images import render_image
from .office import made_file, make_readable, scanned
from .staff import Staff

_OVERSEER = "STP-2025"
# Their articles go the usual way, with a decision log to look at; for all of them it takes minutes.
_DESKS = {_OVERSEER, "SYT-2025"}
# What stands in these sections is a material.
_MATERIALS = {
    "de_cuong": MaterialKind.OUTLINE,
    "to_gap": MaterialKind.LEAFLET,
    "infographic": MaterialKind.INFOGRAPHIC,
    "so_tay": MaterialKind.HANDBOOK,
    "tap_huan": MaterialKind.TRAINING,
    "audio": MaterialKind.AUDIO,
    "video": MaterialKind.VIDEO,
    "loa_phat_thanh": MaterialKind.AUDIO,
}
# Blocks of a body, among which a picture is the cover.
_BEGINNING = 2
_MORNING = dt.time(8)

Report = Callable[[str], None]


def load_hub_settings() -> None:
    """Fill in who answers for the hub; what somebody has set already stays."""
    hub = HubSettings.load()
    hub.is_demo = True
    if hub.owner:
        hub.save(update_fields=["is_demo"])
        return
    overseer = Agency.objects.get(code=_OVERSEER)
    hub.owner = "Ủy ban nhân dân tỉnh Gia Lai"
    hub.contact_name = overseer.name
    hub.address = overseer.address
    # The contact point the dispatch names (R29).
    hub.phone = "0269.3821.596"
    hub.email = "pbpl.stp@gialai.gov.vn"
    hub.responsible_person = overseer.responsible_person
    hub.letter_symbol, hub.signatory = "STP-PBGDPL", "Giám đốc"
    hub.save()


def load_images() -> dict[str, AgencyImage]:
    """Draw the demo's pictures into the shared collection; return them by key."""
    collection = shared_collection()
    images = {}
    for row in read_json("images.json"):
        image = AgencyImage.objects.filter(title=row["title"], collection=collection).first()
        images[row["key"]] = image or AgencyImage.objects.create(
            title=row["title"],
            description=row["alt"],
            file=ContentFile(render_image(row["key"]), name=row["file_name"]),
            collection=collection,
            licence=row["licence"],
            **_source_fields(row["source"]),
        )
    return images


def load_articles(*, report: Report) -> int:
    """Add the demo articles that are not there yet; return how many were added."""
    # Those of `waiting.json` stand somewhere on their way: there is something to appraise.
    rows = [*read_all("articles/*.json"), *read_json("waiting.json")]
    homes = {home.agency.code: home for home in AgencyHomePage.objects.select_related("agency")}
    present = set(ArticlePage.objects.values_list("url_path", flat=True))
    bodies, documents = DemoBodyBuilder(load_images()), documents_by_number()
    added = 0
    for number, row in enumerate(rows, start=1):
        home = homes[row["agency"]]
        section = SectionIndexPage.objects.descendant_of(home).get(key=row["section"])
        if f"{section.url_path}{row['slug']}/" not in present:
            body = bodies.build(row)
            kind = _MATERIALS.get(row["section"])
            page = ArticlePage()
            if kind:
                page = MaterialPage(kind=kind, purpose=row.get("purpose", ""))
                bound = [documents[each] for each in row.get("documents", ())]
                page.documents.add(*(MaterialDocument(document=each) for each in bound))
                add_files(page, row, agency=home.agency, bodies=bodies)
            lead_page(page, row, section=section, agency=home.agency, body=body)
            added += 1
        if number % 10 == 0 or number == len(rows):
            report(f"articles {number}/{len(rows)}")
    return added


def add_files(
    page: MaterialPage, row: dict[str, Any], *, agency: Agency, bodies: "DemoBodyBuilder"
) -> None:
    """Give a material its files, ready to read: the stored ones and one made of its words.

    They are its author's, as if uploaded: in the author's list, there to correct and to replace.
    """
    now, staff = timezone.now(), Staff.of(agency)
    author = staff.author if staff else None
    for each in row.get("files", ()):
        file = AgencyDocument.objects.get(pk=bodies.file(each)["document"])
        file.collection, file.uploaded_by_user = agency.collection, author
        file.save()
        make_readable(file, now=now)
        page.files.add(MaterialFile(file=file, alternative=each.get("in_words", "")))
    if "made_file" in row:
        page.files.add(MaterialFile(file=made_file(row, agency=agency, author=author, now=now)))


def lead_page(
    page: ArticlePage,
    row: dict[str, Any],
    *,
    section: SectionIndexPage,
    agency: Agency,
    body: list[dict[str, Any]],
) -> None:
    """Write `page` below `section` with what `row` says of every kind of article.

    It is led as far as its "stage" says, or to citizens. What happens in a made-up past is told to
    nobody by mail.
    """
    staff = Staff.of(agency)
    page.title, page.slug, page.summary = row["title"], row["slug"], row["summary"]
    page.date = dt.date.fromisoformat(row["date"])
    page.live = False
    cover, rest = _cover_apart(body)
    page.body = json.dumps(rest)
    if cover:
        page.cover_id, page.cover_alt_text = cover["image"], cover["alt_text"]
    page.owner = staff.author if staff else None
    for name, value in _source_fields(row["source"]).items():
        setattr(page, name, value)
    with published_by_install():
        section.add_child(instance=page)
        page.topics.set(Topic.objects.filter(slug__in=row["topics"]))
        revision = page.save_revision(user=page.owner)
        if staff is None:
            revision.publish()
        elif agency.code in _DESKS or "stage" in row:
            staff.lead(page, to=Stage(row.get("stage", Stage.PUBLISHED)))
        else:
            revision.publish()
            staff.sign(page, agency=agency)
        # It went out on the day it is of, not on the day of the demo.
        at = dt.datetime.combine(page.date, _MORNING, tzinfo=timezone.get_current_timezone())
        shown = ArticlePage.objects.live().filter(pk=page.pk)
        shown.update(first_published_at=at, last_published_at=at)


class DemoBodyBuilder:
    """Turns the demo's plain blocks into the article's stream blocks."""

    def __init__(self, images: dict[str, AgencyImage]) -> None:
        self.images = images

    def build(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the body of one article as StreamField JSON."""
        return [
            {"type": block["type"], "value": getattr(self, block["type"])(block["value"])}
            for block in row["body"]
        ]

    def heading(self, value: str) -> dict[str, str]:
        return {"text": value, "level": "h2"}

    def paragraph(self, value: str) -> str:
        """Return rich text as it stands."""
        return value

    def quote(self, value: dict[str, str]) -> dict[str, str]:
        """Return the words and who said them."""
        return {"text": value["text"], "attribution": value.get("cite", "")}

    def callout(self, value: dict[str, str]) -> dict[str, str]:
        return {"kind": value["kind"], "text": f"<p>{value['text']}</p>"}

    def image(self, value: dict[str, str]) -> dict[str, Any]:
        return {
            "image": self.images[value["image"]].pk,
            "alt_text": value["alt"],
            "caption": value.get("caption", ""),
        }

    def table(self, value: dict[str, Any]) -> dict[str, Any]:
        """Return a typed table of text columns."""
        return {
            "caption": value.get("caption", ""),
            "columns": [{"type": "text", "heading": name} for name in value["header"]],
            "rows": [{"values": row} for row in value["rows"]],
        }

    def file(self, value: dict[str, str]) -> dict[str, Any]:
        """Return a file, stored in the shared collection at its first use."""
        document = AgencyDocument.objects.filter(title=value["title"]).first()
        if document is None:
            path = FOLDER / value["file"]
            content = path.read_bytes()
            document = AgencyDocument.objects.create(
                title=value["title"],
                file=ContentFile(
                    scanned(content) if value.get("scanned") else content, name=path.name
                ),
                collection=shared_collection(),
            )
        return {"document": document.pk, "title": value["title"]}

    def audio(self, value: dict[str, str]) -> dict[str, Any]:
        """Return the sound with its transcript; the file is stored as others are."""
        sound = {"file": self.file(value)["document"]}
        return sound | {name: value[name] for name in ("title", "duration", "transcript")}


@transaction.atomic
def load_sources(*, portals_url: str) -> None:
    """Register the demo's portals at `portals_url`, and which sections show them."""
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
    """Say by level and topic what each section shows, where its source alone does not."""
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
    """Return whether this database belongs to a real network, which the demo must not touch."""
    first = read_json("accounts.json")[0]["username"]
    ours = (
        User.objects.filter(username=first).exists()
        and Agency.objects.filter(code=_OVERSEER).exists()
    )
    return Agency.objects.exists() and not ours


def summary() -> str:
    """Return one line that counts what the demo holds."""
    return (
        f"{AgencyHomePage.objects.count()} sections, {ArticlePage.objects.live().count()} "
        f"articles, {Source.objects.count()} sources, {LibraryItem.objects.count()} library items"
    )


def _cover_apart(body: list[dict[str, Any]]) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """Return the picture near the beginning, which lists show too, and the body without it."""
    for place, block in enumerate(body[:_BEGINNING]):
        if block["type"] == "image":
            return block["value"], [*body[:place], *body[place + 1 :]]
    return None, body


def _source_fields(source: dict[str, str]) -> dict[str, Any]:
    return {
        "source_name": source["name"],
        "source_author": source["author"],
        "source_agency": source["agency"],
        "source_url": source["website"],
        "source_date": dt.date.fromisoformat(source["date"]),
    }

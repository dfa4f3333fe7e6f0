"""Demo library items about new policies, used or passed over by agencies (R4)."""

import datetime as dt
from typing import Any

from django.db import transaction

from aggregator.feeds.policy import policy_of, read_numbers
from aggregator.models import ItemStatus, LibraryItem, Source
from aggregator.use_services import record_use
from legal_updates.models import LegalDocument
from network.agencies.models import Agency
from sites.library.passing import pass_over
from sites.models import LegalUpdatePage

from .data import read_json
from .staff import Staff


@transaction.atomic
def load_policies(*, now: dt.datetime) -> None:
    """Add the missing items with the agencies' reactions. Safe to run twice."""
    documents = {each.number: each for each in LegalDocument.objects.order_by("pk")}
    for row in read_json("policies.json"):
        seen_at = now - dt.timedelta(days=row["days_ago"])
        item, is_new = _item(row, documents[row["document"]], seen_at)
        if is_new:
            _settle(item, row, seen_at)


def _item(
    row: dict[str, Any], document: LegalDocument, seen_at: dt.datetime
) -> tuple[LibraryItem, bool]:
    """Return the published library item of a document, and whether it was created now."""
    source = Source.objects.get(key=row["source"])
    title = f"{document}: {document.title}"
    numbers = read_numbers(title=title, link=None, excerpt="")
    policy = policy_of(numbers, title=title, link=None, excerpt="", owner=source.owner)
    return LibraryItem.objects.get_or_create(
        source=source,
        identity=f"demo {document.number_key}",
        defaults={
            "title": title,
            "link": document.official_url or source.url,
            "content_hash": document.number_key,
            "document_numbers": [document.number],
            "policy_key": policy.key if policy else "",
            "status": ItemStatus.PUBLISHED,
            "published_at": seen_at,
            "fetched_at": seen_at,
            "seen_at": seen_at,
        },
    )


def _settle(item: LibraryItem, row: dict[str, Any], seen_at: dt.datetime) -> None:
    """Record which agencies posted about the item and which passed it over, as `row` lists them.

    Raises KeyError for an unknown agency code and DoesNotExist for an unknown slug.
    """
    agencies = Agency.objects.in_bulk([*row["posted"], *row["passed_over"]], field_name="code")
    for code, slug in row["posted"].items():
        page = LegalUpdatePage.objects.get(slug=slug)
        record_use(item=item, agency=agencies[code], page=page, now=seen_at)
    for code, reason in row["passed_over"].items():
        staff = Staff.of(agencies[code])
        pass_over(
            items=[item],
            agency=agencies[code],
            reason=reason,
            user=staff.author if staff else None,
            now=seen_at + dt.timedelta(days=1),
        )

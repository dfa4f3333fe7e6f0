"""What the keepers of the demo's situations have chosen, and their numbers. Safe to run twice.

The answers are the demo's own articles; the steps repeat what these say.
"""

import datetime as dt
import json
import uuid
from typing import Any

from network.hub.models import Contact, Situation
from sites.models import ArticlePage

from .data import read_json


def load(now: dt.datetime) -> None:
    """Fill in the situations that no agency keeps yet, and add the missing contacts."""
    known = set(Contact.objects.values_list("name", flat=True))
    contacts = [row for row in read_json("contacts.json") if row["name"] not in known]
    Contact.objects.bulk_create(Contact(**row) for row in contacts)
    rows = {row["situation"]: row for row in read_json("situations.json")}
    slugs = {slug for row in rows.values() for slug in row["questions"]}
    pages = dict(ArticlePage.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    found = Situation.objects.filter(slug__in=rows, keeper_code="")
    for situation in found:
        _fill(situation, rows[situation.slug], pages)
    fields = ["keeper_code", "reviewed_on", "laws", "steps", "questions", "costs"]
    Situation.objects.bulk_update(found, fields)


def _fill(situation: Situation, row: dict[str, Any], pages: dict[str, int]) -> None:
    situation.keeper_code, situation.laws = row["keeper"], row["laws"]
    situation.reviewed_on = dt.date.fromisoformat(row["reviewed_on"])
    chosen = [pages[slug] for slug in row["questions"] if slug in pages]
    situation.steps = _blocks("step", row["steps"])
    situation.questions = _blocks("question", chosen)
    situation.costs = _blocks("cost", row["costs"])


def _blocks(kind: str, values: list[Any]) -> str:
    # Fixed ids, so that loading twice makes the same rows.
    return json.dumps(
        [
            {"type": kind, "value": value, "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{kind} {n}"))}
            for n, value in enumerate(values)
        ]
    )

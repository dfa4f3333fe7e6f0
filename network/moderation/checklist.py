"""The appraisal checklist: selects the questions for a page and evaluates the appraiser's
answers."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from network.core.plausible import TextReading, read_text

from .models import ChecklistItem, Decision, LegalBasis


class Answer(models.TextChoices):
    """Answers to a checklist question. NO and an empty answer block the appraisal."""

    YES = "yes", _("Meets it")
    NO = "no", _("Does not meet it")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


# So many appraisals of a type of page are searched for notes.
_REMEMBERED = 50
PASSING = frozenset({Answer.YES, Answer.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """An appraiser's answer to one question, with an optional note. An empty `answer` means not
    answered."""

    answer: str = ""
    note: str = ""


def items_for(*, page: Page, day: dt.date) -> list[ChecklistItem]:
    """Return the checklist questions valid on `day` for this type of page, each with its
    `valid_bases`.

    A question for a page model also applies to the models derived from it. Two queries.
    """
    bases = Prefetch("bases", LegalBasis.objects.valid_on(day), to_attr="valid_bases")
    kind = page.specific_class
    labels = {each._meta.label_lower for each in (kind, *kind._meta.get_parent_list())}
    items = ChecklistItem.objects.valid_on(day).prefetch_related(bases)
    return [item for item in items if not item.page_types or labels & {*item.page_types}]


def lacks_note(item: ChecklistItem, given: ItemAnswer) -> bool:
    """Return whether the answer must be explained in words and is not."""
    asked = item.is_core and given.answer == Answer.NOT_APPLICABLE
    return asked and read_text(given.note) is TextReading.WORDLESS


def last_notes(*, page: Page, agency_id: int) -> dict[str, str]:
    """Return {question key: the agency's last note on why it does not apply}, from its recent
    appraisals of pages of the same type. One query."""
    same = Page.objects.filter(content_type=page.content_type_id).values("pk")
    recent = Decision.objects.filter(agency=agency_id, page_id__in=same).exclude(checklist=[])
    rows = recent.order_by("-sequence").values_list("checklist", flat=True)[:_REMEMBERED]
    notes: dict[str, str] = {}
    for row in (row for checklist in rows for row in checklist):
        if row["answer"] == Answer.NOT_APPLICABLE and row["note"]:
            notes.setdefault(row["key"], row["note"])
    return notes


def refused_items(
    *,
    items: Iterable[ChecklistItem],
    answers: Mapping[str, ItemAnswer],
    kept: Mapping[str, ItemAnswer],
    kept_from: dt.datetime | None,
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the checklist rows for the decision log, and the keys of questions that are unanswered
    or answered NO, and of core questions that do not apply without a note in words.

    `kept` are the person's earlier answers. A row whose answer equals the earlier one gets
    `kept_from`, the time of that earlier answer.
    """
    rows, refused = [], []
    for item in items:
        given = answers.get(item.key, ItemAnswer())
        if given.answer not in PASSING or lacks_note(item, given):
            refused.append(item.key)
        row = {
            "key": item.key,
            "label": item.label,
            "bases": [basis.number for basis in item.valid_bases],
            "answer": given.answer,
            "note": given.note,
        }
        if kept_from is not None and kept.get(item.key) == given:
            row["kept_from"] = kept_from.isoformat()
        rows.append(row)
    return rows, refused

"""The rule that decides whether a page does not account for a change of a document it cites.

Used by the notices on pages, the reviews and their mails, and the overseer's list of pages citing
outdated law, so that they never contradict each other. Three dates matter:

- `since`: the day on which the change takes legal effect. Only this day decides.
- the day on which the register recorded the change: it has no influence.
- `current_on`: the day on which an agency last took responsibility for the page's text. That is the
  day of approval, or of publication if earlier or without approval (imported pages), or of a later
  regular comparison; not the date printed by the author.

A page accounts for a change if `current_on` is on or after `since`, or if the page also cites the
document that made the change. Citing a consolidated text counts as citing each document in it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from wagtail.models import Page

from network.moderation.models import Action, Decision

from ..models import (
    Citation,
    LegalDocument,
    PageReview,
    Relation,
    RelationType,
    ValidityChange,
)
from ..models.choices import NO_LONGER_LAW, Effect, ReviewOutcome

AMENDED = "amended"
_CONSOLIDATES = "hop_nhat"
_APPROVALS = (Action.APPROVED, Action.PUBLISHED_URGENTLY, Action.APPRAISED_AFTERWARDS)

# Weight of a status, by how much of the document's force is lost: a later record with a lower
# weight undoes earlier ones.
_WEIGHT = """CASE {0}.became WHEN 'partly_expired' THEN 1
  WHEN 'expired' THEN 2 WHEN 'suspended' THEN 2 WHEN 'obsolete' THEN 2 ELSE 0 END"""

# Recorded changes. An unknown effective day is NULL and gives no notice.
_RECORDED = f"""
SELECT step.document_id, step.id AS change_id, step.at, step.relation_id,
  CASE WHEN step.amended THEN 'amended' ELSE step.became END AS became,
  CASE WHEN step.became = 'expired' AND NOT step.amended
    THEN coalesce(document.expires_on, step.day) ELSE step.day END AS since,
  CASE WHEN NOT step.amended THEN (
    SELECT min(coalesce(later.day, '-infinity')) FROM {{change}} later
    WHERE later.document_id = step.document_id AND later.id > step.id AND NOT later.amended
      AND {_WEIGHT.format("later")} < {_WEIGHT.format("step")}
  ) END AS until,
  coalesce(tie.parts, step.reason) AS parts
FROM {{change}} step
JOIN {{document}} document ON document.id = step.document_id AND document.confirmed_at IS NOT NULL
LEFT JOIN {{relation}} tie ON tie.id = step.relation_id
WHERE step.amended OR {_WEIGHT.format("step")} > 0
"""  # noqa: S608
# Changes that take effect by date, even if the hourly job is late or the day is still to come.
_EXPIRING = """
SELECT document.id, NULL, NULL, NULL, 'expired', document.expires_on, NULL, ''
FROM {document} document
WHERE document.confirmed_at IS NOT NULL AND document.expires_on IS NOT NULL
  AND document.validity IN ('not_yet', 'in_force', 'partly_expired', 'suspended')
"""
_COMING = """
SELECT target.id, NULL, NULL, tie.id,
  CASE WHEN kind.effect = 'amended' OR (kind.effect = 'suspended' AND tie.parts <> '')
      THEN 'amended'
    WHEN kind.effect = 'expired' AND tie.parts <> '' THEN 'partly_expired'
    ELSE kind.effect END,
  coalesce(tie.takes_effect_on, maker.effective_on), NULL, tie.parts
FROM {relation} tie
JOIN {kind} kind ON kind.id = tie.type_id AND kind.effect <> 'none'
JOIN {document} maker ON maker.id = tie.document_id
JOIN {document} target ON target.id = tie.target_id
  AND target.confirmed_at IS NOT NULL AND target.validity NOT IN ('expired', 'obsolete')
WHERE tie.confirmed_at IS NOT NULL AND tie.applied_at IS NULL
"""
# A citation of a consolidated text counts as a citation of each document in it.
_CITED = """
SELECT id, page_id, document_id FROM {citation} WHERE in_live AND document_id IS NOT NULL
UNION ALL
SELECT cited.id, cited.page_id, tie.target_id
FROM {citation} cited
JOIN {relation} tie ON tie.document_id = cited.document_id AND tie.confirmed_at IS NOT NULL
  AND tie.target_id IS NOT NULL
JOIN {kind} kind ON kind.id = tie.type_id AND kind.key = {consolidates}
WHERE cited.in_live
"""
_CURRENT_ON = """
greatest(
  least(
    (page.last_published_at AT TIME ZONE {zone})::date,
    (SELECT (max(approved.at) AT TIME ZONE {zone})::date FROM {decision} approved
      WHERE approved.page_id = page.id AND approved.revision_id = page.live_revision_id
        AND approved.deed IN ({approvals}))
  ),
  (SELECT (max(compared.closed_at) AT TIME ZONE {zone})::date FROM {review} compared
    WHERE compared.page_id = page.id AND compared.document_id IS NULL
      AND compared.outcome = {still_right})
)
"""
# By the relation of the change itself; for a change entered by hand, by any confirmed relation with
# an effect.
_KNOWN_BY_CITING = f"""
SELECT FROM {{relation}} made JOIN {{kind}} how ON how.id = made.type_id
JOIN ({_CITED}) other ON other.document_id = made.document_id AND other.page_id = cited.page_id
WHERE made.id = change.relation_id OR (
  change.relation_id IS NULL AND made.target_id = change.document_id
  AND made.confirmed_at IS NOT NULL AND how.effect <> 'none'
)
"""
_RULE = f"""
SELECT cited.id AS citation_id, cited.page_id, change.document_id, change.change_id,
  change.became, change.since, change.until, change.relation_id, change.parts,
  (SELECT max(done.closed_at) FROM {{review}} done
    WHERE done.page_id = cited.page_id AND done.document_id = change.document_id
      AND done.outcome = {{still_right}} AND done.closed_at >= change.at) AS reviewed_at
FROM ({_CITED}) cited
JOIN ({_RECORDED} UNION ALL {_EXPIRING} UNION ALL {_COMING}) change
  ON change.document_id = cited.document_id
JOIN {{page}} page ON page.id = cited.page_id AND page.live
WHERE (change.until IS NULL OR change.until > change.since)
  AND change.since > coalesce({_CURRENT_ON}, '-infinity')
  AND NOT EXISTS ({_KNOWN_BY_CITING})
"""  # noqa: S608
# Whether a row of legal_updates_citation cites a document that has ended, has changed, will change
# by a relation, or is consolidated with others.
_MAY_HAVE_CHANGED = f"""
EXISTS (
  SELECT FROM legal_updates_legaldocument document
  WHERE document.id = legal_updates_citation.document_id AND (
    document.expires_on IS NOT NULL
    OR EXISTS (
      SELECT FROM legal_updates_validitychange change
      WHERE change.document_id = document.id AND (change.amended OR change.became = ANY(%s))
    )
    OR EXISTS (
      SELECT FROM legal_updates_relation tie
      JOIN legal_updates_relationtype kind ON kind.id = tie.type_id
      WHERE tie.confirmed_at IS NOT NULL AND (
        (tie.target_id = document.id AND tie.applied_at IS NULL AND kind.effect <> '{Effect.NONE}')
        OR (tie.document_id = document.id AND kind.key = '{_CONSOLIDATES}')
      )
    )
  )
)
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class UnknownChange:
    """A change, effective from `since`, that a page does not account for.

    `until` is the first day on which the change is undone, or None. `change_id` is None if the
    hourly job has not recorded it yet. `reviewed_at` is when the agency found the page still right
    despite the change.
    """

    document_id: int
    change_id: int | None
    became: str
    since: dt.date
    until: dt.date | None
    relation_id: int | None
    parts: str
    reviewed_at: dt.datetime | None

    def is_due(self, day: dt.date) -> bool:
        """Return whether the change is in effect on `day`, reviewed or not."""
        return self.since <= day and (self.until is None or day < self.until)


_FIELDS = "document_id, change_id, became, since, until, relation_id, parts, reviewed_at"
_ROWS = f"SELECT DISTINCT {_FIELDS}"
_BEHIND = (
    "found.since <= %s AND (found.until IS NULL OR found.until > %s)"
    " AND found.reviewed_at IS NULL AND found.became = ANY(%s)"
)


@cache
def rule_sql() -> str:
    """Return the rule as SQL without parameters: one row per citation and change its page does not
    account for.

    Columns: the fields of UnknownChange, `citation_id` and `page_id`.
    """
    names = {
        "change": ValidityChange,
        "citation": Citation,
        "decision": Decision,
        "document": LegalDocument,
        "kind": RelationType,
        "page": Page,
        "relation": Relation,
        "review": PageReview,
    }
    tables = {name: model._meta.db_table for name, model in names.items()}
    return _RULE.format(
        **tables,
        consolidates=f"'{_CONSOLIDATES}'",
        zone=f"'{settings.TIME_ZONE}'",
        approvals=", ".join(f"'{deed}'" for deed in _APPROVALS),
        still_right=f"'{ReviewOutcome.STILL_RIGHT}'",
    )


def changes_unknown_to(page: Page) -> list[UnknownChange]:
    """Return the changes that the published page does not account for, without duplicates. One
    query."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_ROWS} FROM ({rule_sql()}) found WHERE page_id = %s", [page.pk])
        return [UnknownChange(*row) for row in cursor.fetchall()]


def may_have_changed() -> RawSQL:
    """Return a condition on a queryset of citations: the document may have changed, so the rule
    must be evaluated.

    PostgreSQL spends about 10 ms planning the rule, and most pages cite unchanged law.
    """
    return RawSQL(_MAY_HAVE_CHANGED, (sorted(NO_LONGER_LAW),), BooleanField())  # noqa: S611


def citations_behind(day: dt.date, *, became: Iterable[str]) -> RawSQL:
    """Return SQL for the ids of citations whose pages, on `day`, do not account for a change to a
    status in `became`.

    Leaves out pages that an agency found still right since the change was recorded.
    """
    ids = f"SELECT found.citation_id FROM ({rule_sql()}) found WHERE {_BEHIND}"  # noqa: S608
    return RawSQL(ids, (day, day, list(became)))  # noqa: S611


def behind_since(day: dt.date, *, became: Iterable[str]) -> RawSQL:
    """Return an annotation on citations: the newest `since` of the changes selected as in
    `citations_behind`."""
    newest = (
        f"SELECT max(found.since) FROM ({rule_sql()}) found WHERE {_BEHIND}"  # noqa: S608
        f" AND found.citation_id = {Citation._meta.db_table}.id"
    )
    return RawSQL(newest, (day, day, list(became)))  # noqa: S611

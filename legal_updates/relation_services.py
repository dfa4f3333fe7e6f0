"""Create, confirm, remove and apply relations between documents."""

import datetime as dt
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.log_actions import log

from network.accounts.models import User

from .models import LegalDocument, Relation, RelationType, ValidityChange
from .models.choices import Effect, Validity
from .models.official import PageEvidence
from .resolution import identifies, number_in, resolve_document
from .validity_services import lock_register, record_validity_change, set_validity

RELATED, UNRELATED = "legal_updates.relate", "legal_updates.unrelate"
RELATION_CONFIRMED = "legal_updates.confirm_relation"
_SOURCE_LENGTH = 255
_OVER = (Validity.EXPIRED, Validity.OBSOLETE)
# Whether `first` is reachable from `second` along relations of these types.
_REACHES = """
WITH RECURSIVE reached(id) AS (
    SELECT %(second)s::bigint
    UNION
    SELECT r.target_id FROM legal_updates_relation r JOIN reached ON r.document_id = reached.id
     WHERE r.type_id = ANY(%(kinds)s) AND r.target_id IS NOT NULL
)
SELECT EXISTS (SELECT FROM reached WHERE id = %(first)s)
"""


class RelationRefused(ValueError):
    """The two documents cannot be related like this."""


class RelatedToItself(RelationRefused):
    """Both sides are the same document."""


class RelationCycle(RelationRefused):
    """The other document already acts on this one, directly or through others."""


class SamePerson(RelationRefused):
    """The proposer of a relation may not confirm it."""


class NoTarget(RelationRefused):
    """Neither a document nor a number was given."""


@transaction.atomic
def add_relation(
    *,
    document: LegalDocument,
    type: RelationType,
    now: dt.datetime,
    target: LegalDocument | None = None,
    number: str = "",
    words: str = "",
    parts: str = "",
    takes_effect_on: dt.date | None = None,
    actor: User | None = None,
) -> Relation:
    """Relate a document to another one. Returns the existing relation if there is one.

    The target may be given by number and the words around it: it is linked now if a single record
    matches, otherwise when it is recorded. Raises RelatedToItself, RelationCycle, NoTarget or
    UnreadableNumber.
    """
    lock_register()
    if target is None and number:
        target = resolve_document(number, words)
    number, key = _name(target, number, words)
    if target == document or (target is None and key == document.number_key):
        raise RelatedToItself
    known = Relation.objects.filter(document=document, type=type, target_key=key, target=target)
    if relation := known.first():
        return relation
    if target and makes_cycle(document=document, target=target, type=type):
        raise RelationCycle
    relation = Relation.objects.create(
        document=document,
        type=type,
        target=target,
        target_number=number,
        target_key=key,
        target_words=words[:500],
        parts=parts,
        takes_effect_on=takes_effect_on,
        proposed_by=actor,
    )
    if actor:
        log(document, RELATED, user=actor, timestamp=now, data=_log_data(relation))
    return relation


@transaction.atomic
def confirm_relation(
    *, relation: Relation, actor: User, now: dt.datetime, evidence: PageEvidence | None = None
) -> ValidityChange | None:
    """Record a person's confirmation of a relation, and apply it if its day has come.

    Otherwise it is applied by the hourly job, or when the target is recorded. Returns the logged
    change of the target, or None. Without `evidence` citizens see that the source is unchecked.
    Raises SamePerson if the actor proposed the relation.
    """
    relation = Relation.objects.select_for_update().get(pk=relation.pk)
    if relation.confirmed_at is None:
        if relation.proposed_by_id == actor.pk:
            raise SamePerson
        relation.confirmed_by, relation.confirmed_at = actor, now
        if evidence:
            relation.evidence_url, relation.evidence_seen_on = evidence.url, evidence.seen_on
        relation.save(
            update_fields=["confirmed_by", "confirmed_at", "evidence_url", "evidence_seen_on"]
        )
        log(
            relation.document,
            RELATION_CONFIRMED,
            user=actor,
            timestamp=now,
            data=_log_data(relation),
        )
    return apply_relation(relation=relation, now=now)


@transaction.atomic
def remove_relation(*, relation: Relation, actor: User, now: dt.datetime) -> None:
    """Delete a relation. Its effects remain; a person must set the status again."""
    log(relation.document, UNRELATED, user=actor, timestamp=now, data=_log_data(relation))
    relation.delete()


@transaction.atomic
def apply_relation(*, relation: Relation, now: dt.datetime) -> ValidityChange | None:
    """Apply a confirmed relation once its day has come. Returns the change, or None. Safe to
    repeat."""
    relation = (
        Relation.objects.select_for_update(of=("self",))
        .select_related("document__type", "type", "target", "confirmed_by")
        .get(pk=relation.pk)
    )
    day = relation.takes_effect_on or relation.document.effective_on
    ready = relation.confirmed_at and not relation.applied_at and relation.target
    if not ready or not day or day > timezone.localdate(now):
        return None
    relation.applied_at = now
    relation.save(update_fields=["applied_at"])
    target = LegalDocument.objects.select_for_update().get(pk=relation.target_id)
    if relation.type.effect == Effect.NONE or target.validity in _OVER:
        return None
    return _affect(target, relation, day, now)


def link_pending_relations(*, documents: Iterable[LegalDocument], now: dt.datetime) -> int:
    """Link waiting relations to these documents. Returns the number linked."""
    by_key: dict[str, list[LegalDocument]] = {}
    for document in documents:
        by_key.setdefault(document.number_key, []).append(document)
    waiting = Relation.objects.filter(target=None, target_key__in=by_key)
    linked = 0
    for relation in waiting.select_related("type", "document").order_by("pk"):
        for document in by_key[relation.target_key]:
            if identifies(document, relation.target_number, relation.target_words):
                linked += _link(relation, document, now)
                break
    return linked


def relations_due(day: dt.date) -> list[int]:
    """Return the ids of confirmed relations that have not been applied and are due on `day`."""
    due = (
        Relation.objects.filter(confirmed_at__isnull=False, applied_at=None)
        .exclude(target=None)
        .alias(begins=Coalesce("takes_effect_on", "document__effective_on"))
        .filter(begins__lte=day)
    )
    return list(due.order_by("begins", "pk").values_list("pk", flat=True))


def makes_cycle(*, document: LegalDocument, target: LegalDocument, type: RelationType) -> bool:
    """Return whether `target` already acts on `document` in the same way, directly or through
    others.

    All types that end the target count as one: a document cannot repeal the one that replaces it.
    """
    if type.symmetric:
        return False
    kinds = [type.pk]
    if type.effect == Effect.EXPIRED:
        kinds = list(
            RelationType.objects.filter(effect=Effect.EXPIRED).values_list("pk", flat=True)
        )
    with connection.cursor() as cursor:
        cursor.execute(_REACHES, {"first": document.pk, "second": target.pk, "kinds": kinds})
        return bool(cursor.fetchone()[0])


def _affect(
    target: LegalDocument, relation: Relation, day: dt.date, now: dt.datetime
) -> ValidityChange | None:
    """Apply the effect of a relation to its target document and log it.

    Returns the change, or None if the status stays as it was. Amending and suspending parts do not
    change the status.
    """
    effect, document = relation.type.effect, relation.document
    by = f"{relation.type.label_active}: {document}"
    if effect == Effect.AMENDED or (effect == Effect.SUSPENDED and relation.parts):
        return record_validity_change(
            document=target,
            was=target.validity,
            day=day,
            source=str(document),
            reason=f"{by} ({relation.parts})" if relation.parts else by,
            amended=True,
            relation=relation,
            actor=relation.confirmed_by,
            now=now,
        )
    validity, parts = _became(target, relation)
    return set_validity(
        document=target,
        validity=validity,
        source=relation.evidence_url[:_SOURCE_LENGTH] or str(document),
        checked_on=relation.evidence_seen_on or timezone.localdate(now),
        evidence=relation.evidence_url,
        day=day,
        reason=by,
        parts=parts,
        actor=relation.confirmed_by,
        relation=relation,
        now=now,
    )


def _became(target: LegalDocument, relation: Relation) -> tuple[Validity, str]:
    """Return the target's status after the relation, and all its parts no longer in force."""
    if relation.type.effect == Effect.SUSPENDED:
        return Validity.SUSPENDED, ""
    if not relation.parts:
        return Validity.EXPIRED, ""
    parts = "\n".join(filter(None, [target.expired_parts, relation.parts]))
    return Validity.PARTLY_EXPIRED, parts


def _link(relation: Relation, document: LegalDocument, now: dt.datetime) -> bool:
    """Link a waiting relation to the recorded document. Returns False if that is impossible."""
    own = relation.document_id == document.pk
    twice = Relation.objects.filter(
        document=relation.document, type=relation.type, target=document
    ).exists()
    circle = makes_cycle(document=relation.document, target=document, type=relation.type)
    if own or twice or circle:
        return False
    relation.target = document
    relation.target_number, relation.target_key = document.number, document.number_key
    relation.save(update_fields=["target", "target_number", "target_key"])
    apply_relation(relation=relation, now=now)
    return True


def _name(target: LegalDocument | None, number: str, words: str) -> tuple[str, str]:
    """Return the target's number for display and its number key. Raises NoTarget or
    UnreadableNumber."""
    if target:
        return target.number, target.number_key
    if not number.strip():
        raise NoTarget
    read = number_in(number, words)
    return str(read), read.key


def _log_data(relation: Relation) -> dict[str, str]:
    other = str(relation.target) if relation.target else relation.target_number
    return {"type": relation.type.label_active, "other": other}

"""The relations of a document, grouped and named from its point of view."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..models import LegalDocument, Relation
from ..models.choices import Effect


@dataclass(frozen=True, slots=True)
class Related:
    """The other document of a relation. `document` is None if the register lacks it."""

    name: str
    number: str
    words: str
    document: LegalDocument | None
    parts: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class RelationGroup:
    """Relations of one type and direction. `label` says what the others are to this document.

    `incoming` if the others act on this one; `effect` is the effect on the document acted on.
    """

    key: str
    label: str
    incoming: bool
    effect: Effect
    related: tuple[Related, ...]


def grouped(document: LegalDocument, relations: Iterable[Relation]) -> list[RelationGroup]:
    """Return the groups: first those that changed this document, then in official order.

    A symmetric relation type makes one group.
    """
    by_side: dict[tuple[str, bool], list[Relation]] = {}
    for relation in relations:
        incoming = relation.document_id != document.pk and not relation.type.symmetric
        by_side.setdefault((relation.type.key, incoming), []).append(relation)
    groups = [_group(document, each, incoming) for (_, incoming), each in by_side.items()]
    return sorted(groups, key=lambda group: not (group.incoming and group.effect != Effect.NONE))


def ended_by(groups: Iterable[RelationGroup]) -> list[Related]:
    """Return the confirmed relations by which parts of this document no longer hold."""
    return [
        each
        for group in groups
        if group.incoming and group.effect == Effect.EXPIRED
        for each in group.related
        if each.parts and each.confirmed
    ]


def _group(document: LegalDocument, relations: list[Relation], incoming: bool) -> RelationGroup:
    kind = relations[0].type
    return RelationGroup(
        key=f"{kind.key}-{'in' if incoming else 'out'}",
        label=kind.label_active if incoming else kind.label_passive,
        incoming=incoming,
        effect=Effect(kind.effect),
        related=tuple(_other(document, relation) for relation in relations),
    )


def _other(document: LegalDocument, relation: Any) -> Related:
    """Return the other side of a relation from `selectors.relations_of`."""
    is_target = relation.document_id == document.pk
    other = relation.target if is_target else relation.document
    if other:
        other.pending_change = relation.target_pending if is_target else relation.document_pending
    return Related(
        name=str(other) if other else relation.target_number,
        number=other.number if other else relation.target_number,
        words=other.title if other else relation.target_words,
        document=other,
        parts=relation.parts,
        confirmed=relation.confirmed_at is not None,
    )

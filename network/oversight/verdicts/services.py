"""Reject evidence, answer for the agency, decide finally. All steps are logged."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency, Role
from network.agencies.scope import scope_of
from network.core.plausible import TextReading, read_text
from network.core.registry import Registry
from network.core.two_people import refuse_same_person
from network.desks.roles import HANDLING
from network.desks.transitions import Transition, held_roles
from network.media.models import AgencyDocument

from ..actions import OversightAction
from ..models import Requirement, Status
from ..models.verdicts import LABEL_LENGTH, EvidenceVerdict, VerdictItem, VerdictOutcome
from ..outcomes import CHECKS, CheckOutcome, Evidence
from ..running import check_agencies
from ..sources import EvidenceRef
from .fingerprints import all_sources, fingerprints, sources_of, wording
from .reasons import ReasonAspect, all_reasons, reason_words, reasons_on
from .replacements import newest_rows, replacements
from .selectors import evidence_of

# Cells that can be rejected although they rest on nothing.
_COUNTS = (Status.MET, Status.WAITING)
_OVERSEER = frozenset({Role.OVERSEER})
# Functions of `now`, `day` and `only` (agency ids) that compute other results without rejected
# evidence.
COMPUTED = Registry[Callable[..., object]]("what is computed again after a verdict")
_NOT_ANSWERED = gettext_lazy(
    "The agency has not answered yet. What it put in place of this evidence is rejected on the "
    "page of the cell."
)
_ROLE_REFUSAL = gettext_lazy("Sở Tư pháp decides on evidence.")


def _decided(verdict: EvidenceVerdict) -> str:
    """Return the refusal for a verdict with a final decision, else ""."""
    return _("Sở Tư pháp has decided finally.") if verdict.decided_at else ""


def _settled(verdict: EvidenceVerdict) -> str:
    """Return the refusal for a verdict with a final decision, else "". Evidence that was replaced
    afterwards is decided on again."""
    return "" if verdict.replaced_at else _decided(verdict)


def _answered(verdict: EvidenceVerdict) -> str:
    """Return the refusal for an answered verdict, else ""."""
    return _("Your agency has answered. One answer is possible.") if verdict.answered_at else ""


ANSWER = Transition[EvidenceVerdict](
    name="answer_verdict",
    label=gettext_lazy("Give an answer"),
    roles=HANDLING,
    role_refusal=gettext_lazy("The agency concerned answers."),
    conditions=(_decided, _answered),
    decider="answered_by",
)
DECIDE = Transition[EvidenceVerdict](
    name="decide_verdict",
    label=gettext_lazy("Decide finally"),
    roles=_OVERSEER,
    role_refusal=_ROLE_REFUSAL,
    conditions=(_settled,),
    decider="decided_by",
)
VERDICT_TRANSITIONS = (DECIDE, ANSWER)


@transaction.atomic
def reject_evidence(
    *,
    agency: Agency,
    requirement: Requirement,
    refs: Collection[EvidenceRef] | None,
    reason: str,
    note: str,
    user: User,
    now: dt.datetime,
) -> EvidenceVerdict:
    """Reject some rows that a cell rests on, or the whole cell if `refs` is None, and check the
    cell again.

    Raises PermissionDenied unless `user` is an overseer, ValidationError if nothing of it counts,
    or if the reason is unknown or needs an explanation.
    """
    if Role.OVERSEER not in scope_of(user).roles:
        raise PermissionDenied
    _check_reason(reason, note, timezone.localdate(now))
    found = evidence_of(agency, requirement, now)
    items = _items(found, refs, all_reasons()[reason].aspect) if found else []
    is_met = found is not None and found.status in _COUNTS
    if not (items or (refs is None and is_met)):
        raise ValidationError(_("Nothing of this counts in the cell now."))
    verdict = EvidenceVerdict.objects.create(
        agency=agency,
        requirement=requirement,
        of_cell=refs is None,
        reason=reason,
        note=note,
        rejected_by=user,
        rejected_at=now,
        newest=newest_rows(sources_of(requirement)),
    )
    for item in items:
        item.verdict = verdict
    VerdictItem.objects.bulk_create(items)
    _record(OversightAction.EVIDENCE_REJECTED, verdict, user, now, reason=reason_words(reason))
    _check_again(verdict, now)
    return verdict


@transaction.atomic
def answer_verdict(
    *, verdict_id: int, answer: str, file: AgencyDocument | None, user: User, now: dt.datetime
) -> EvidenceVerdict:
    """Store the only answer of the agency.

    Raises ValidationError if it was answered or decided, or if `user` does not serve the agency or
    rejected the evidence.
    """
    verdict = _locked(verdict_id)
    ANSWER.check(verdict, scope_of(user).agency_roles.get(verdict.agency_id, frozenset()))
    refuse_same_person(verdict, "answered_by", user)
    verdict.answer, verdict.answer_file = answer, file
    verdict.answered_by, verdict.answered_at = user, now
    verdict.save(update_fields=["answer", "answer_file", "answered_by", "answered_at"])
    _record(OversightAction.VERDICT_ANSWERED, verdict, user, now, note=answer)
    return verdict


@transaction.atomic
def decide_verdict(
    *, verdict_id: int, outcome: str, note: str, user: User, now: dt.datetime
) -> EvidenceVerdict:
    """Decide finally whether the evidence counts, and check the cell again.

    The overseer can accept before the agency answers, to correct an error, but a rejection becomes
    final only after the answer. A kept rejection also covers what was put in place of the evidence.
    Raises ValidationError.
    """
    verdict = _locked(verdict_id)
    DECIDE.check(verdict, held_roles(scope_of(user), verdict.agency_id))
    refuse_same_person(verdict, "decided_by", user)
    if outcome == VerdictOutcome.KEPT and not verdict.answered_at:
        raise ValidationError({"outcome": _NOT_ANSWERED})
    if outcome == VerdictOutcome.KEPT and read_text(note) is TextReading.WORDLESS:
        raise ValidationError({"note": _("Tell the agency in words why it stays rejected.")})
    if verdict.replaced_at and outcome == VerdictOutcome.KEPT:
        _reject_replacements(verdict, now)
    verdict.outcome, verdict.final_note, verdict.replaced_at = outcome, note, None
    verdict.decided_by, verdict.decided_at = user, now
    verdict.save(update_fields=["outcome", "final_note", "decided_by", "decided_at", "replaced_at"])
    said = str(VerdictOutcome(outcome).label)
    _record(OversightAction.VERDICT_DECIDED, verdict, user, now, note=f"{said}. {note}".strip())
    _check_again(verdict, now)
    return verdict


def _reject_replacements(verdict: EvidenceVerdict, now: dt.datetime) -> None:
    """Add to a verdict what counts now in place of what it rejected."""
    found = evidence_of(verdict.agency, verdict.requirement, now)
    if found is None:
        return
    new = replace(found, evidence=tuple(replacements(verdict, found)))
    items = _items(new, None, all_reasons()[verdict.reason].aspect)
    for item in items:
        item.verdict = verdict
    VerdictItem.objects.bulk_create(items, ignore_conflicts=True)


def _check_reason(reason: str, note: str, day: dt.date) -> None:
    """Raise ValidationError for a reason that is not offered, or that needs an explanation."""
    offered = {each.key: each for each in reasons_on(day)}
    if reason not in offered:
        raise ValidationError({"reason": _("Choose a reason of the list.")})
    if offered[reason].needs_text and read_text(note) is TextReading.WORDLESS:
        raise ValidationError({"note": _("Write down the reason in words.")})


def _items(
    found: CheckOutcome, refs: Collection[EvidenceRef] | None, aspect: ReasonAspect
) -> list[VerdictItem]:
    """Return the unsaved items of the chosen rows (None: everything that counts in the cell)."""
    parts = [part for part in found.evidence if part.fine]
    chosen = {ref for part in parts for ref in _chosen(part, refs, aspect)}
    prints = fingerprints(chosen)
    items: dict[tuple[str, int | None, str], VerdictItem] = {}
    for part in parts:
        for item in _items_of(
            part,
            {ref: prints[ref].by(aspect) for ref in part.rests if ref in prints},
        ):
            if refs is None or item.source:
                items[item.source, item.object_id, item.fingerprint] = item
    return list(items.values())


def _chosen(
    part: Evidence, refs: Collection[EvidenceRef] | None, aspect: ReasonAspect
) -> Iterator[EvidenceRef]:
    """Yield the rows of a piece that are rejected: the chosen ones with their files, unless the
    reason is about texts. None chooses all."""
    is_chosen = refs is None or any(ref in refs for ref in part.rests)
    for ref in part.rests if is_chosen else ():
        goes_along = aspect is not ReasonAspect.TEXTS and all_sources()[ref.source].is_part
        if refs is None or ref in refs or goes_along:
            yield ref


def _items_of(part: Evidence, prints: Mapping[EvidenceRef, str]) -> list[VerdictItem]:
    """Return an unsaved item per row of a piece of evidence, or one for its words."""
    label = part.label[:LABEL_LENGTH]
    if not part.rests:
        return [VerdictItem(label=label, fingerprint=wording(part))]
    return [
        VerdictItem(source=ref.source, object_id=ref.pk, label=label, fingerprint=fingerprint)
        for ref, fingerprint in prints.items()
    ]


def _locked(verdict_id: int) -> EvidenceVerdict:
    rows = EvidenceVerdict.objects.select_for_update(of=("self",))
    return rows.select_related("agency", "requirement").get(pk=verdict_id)


def _check_again(verdict: EvidenceVerdict, now: dt.datetime) -> None:
    """Check the cell of the verdict and the cells that rest on the same kinds of rows, and compute
    what else leaves out rejected evidence, so that all change at once."""
    day = timezone.localdate(now)
    kinds = set(verdict.items.exclude(source="").values_list("source", flat=True))
    checks = [
        key for key, check in CHECKS.items() if kinds & {source.key for source in check.sources}
    ]
    cell = verdict.requirement
    same = Q(standard=cell.standard_id, key=cell.key) | Q(check_key__in=checks)
    pks = list(Requirement.objects.valid_on(day).filter(same).values_list("pk", flat=True))
    check_agencies(now=now, day=day, only=[verdict.agency_id], of=pks)
    for compute in COMPUTED.values():
        compute(now=now, day=day, only=[verdict.agency_id])


def _record(
    action: OversightAction, verdict: EvidenceVerdict, user: User, now: dt.datetime, **detail: str
) -> None:
    """Log an action on a verdict."""
    record(
        actor=user,
        agency=verdict.agency,
        action=action,
        now=now,
        subject=str(verdict.requirement),
        about=verdict,
        **detail,
    )

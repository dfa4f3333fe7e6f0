"""Bodies that a plan founds: a consolidation or a split names one that the network does not have
yet."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency, SuccessionKind
from network.agencies.naming import with_code
from network.agencies.slugs import slug_of_agency

from ..actions import ProvisioningAction
from ..models import ReorganisationPlan, ReorganisationStep

_LONGEST_CODE, _LONGEST_SHORT_NAME = 40, 120


def new_body(
    *,
    plan: ReorganisationPlan,
    name: str,
    short_name: str,
    former: Agency,
    actor: User | None,
    now: dt.datetime,
) -> Agency:
    """Return the agency that this plan founds under this name. The first step that names it founds
    it, with the kind and the superior agency of the former one; further steps find it. The founding
    is in the audit log.

    Raises ValidationError for a name without letters and for one that is too long.
    """
    # Only this plan's own bodies: others must not be deleted with its steps.
    founded = plan.steps.exclude(new_name="").filter(successor__name__iexact=name)
    if step := founded.select_related("successor").first():
        assert step.successor  # noqa: S101
        return step.successor
    agency = Agency(kind=former.kind, parent=former.parent, valid_from=plan.effective_on)
    _give_names(agency, plan, name, short_name)
    agency.save()
    _record(ProvisioningAction.BODY_FOUNDED, agency, plan, actor, now)
    return agency


def rename_body(
    agency: Agency,
    *,
    plan: ReorganisationPlan,
    name: str,
    short_name: str,
    actor: User,
    now: dt.datetime,
) -> None:
    """Give a body that the plan founds another name, in all steps that name it. Code and address
    follow, unless a person has changed the address or the section is open.

    Raises ValidationError for a name that cannot be, and for that of another body of the plan.
    """
    founded = plan.steps.exclude(new_name="")
    if founded.exclude(successor=agency).filter(successor__name__iexact=name).exists():
        text = _("Another step founds an agency of this name. Remove this step and add it again.")
        raise ValidationError({"new_name": text})
    _give_names(agency, plan, name, short_name)
    agency.save()
    founded.filter(successor=agency).update(new_name=name, new_short_name=short_name)
    _record(ProvisioningAction.BODY_RENAMED, agency, plan, actor, now)


def _give_names(agency: Agency, plan: ReorganisationPlan, name: str, short_name: str) -> None:
    """Set the names, and the code and address made of them. Raises ValidationError."""
    if not short_name and len(name) > _LONGEST_SHORT_NAME:
        raise ValidationError({"new_short_name": _("So long a name needs a short one.")})
    slug = slug_of_agency(short_name or name)
    if not slug:
        raise ValidationError({"new_name": _("Write the name in letters.")})
    if Agency.objects.filter(slug=slug).exclude(pk=agency.pk).exists():
        # Execution gives it the short address if the agency that has it ends.
        slug = _dated(slug, plan.effective_on)
    former = slug_of_agency(agency.short_name)
    is_as_given = agency.slug in {former, _dated(former, plan.effective_on)}
    if agency.pk is None or (is_as_given and agency.collection_id is None):
        agency.slug, agency.code = slug, slug.upper()[:_LONGEST_CODE]
    agency.name, agency.short_name = name, short_name or name
    try:
        agency.full_clean()
    except ValidationError as error:
        raise ValidationError({"new_name": error.messages}) from error


def check_name_is_free(plan: ReorganisationPlan, name: str, former: Agency) -> None:
    """Raise ValidationError if another agency that outlasts the plan has the name of a new body,
    whatever its case. Names of `former` and of agencies that the plan ends or renames are free."""
    steps = plan.steps.filter(predecessor_continues=False)
    leaving = steps.exclude(kind=SuccessionKind.TRANSFER).values("predecessor")
    founded = plan.steps.exclude(new_name="").exclude(successor=None).values("successor")
    lasting = Agency.objects.filter(Q(valid_to=None) | Q(valid_to__gte=plan.effective_on))
    others = lasting.exclude(pk=former.pk).exclude(pk__in=leaving).exclude(pk__in=founded)
    if other := others.filter(name__iexact=name).order_by("pk").first():
        text = _(
            "%(agency)s has this name. Does it receive the work? Then write it as the receiving "
            "agency. Does it end by this plan? Then add its step first."
        )
        raise ValidationError({"new_name": text % {"agency": with_code(other)}})


def discard_new_bodies(
    steps: list[ReorganisationStep],
    *,
    plan: ReorganisationPlan,
    actor: User | None,
    now: dt.datetime,
) -> None:
    """Delete the bodies that removed steps of `plan` have founded, unless another step names them
    or something belongs to them already. The deletion is in the audit log."""
    founded = {step.successor for step in steps if step.new_name and step.successor}
    for agency in founded:
        if not ReorganisationStep.objects.filter(successor=agency).exists():
            try:
                with transaction.atomic():
                    _record(ProvisioningAction.BODY_DISCARDED, agency, plan, actor, now)
                    agency.delete()
            except (models.ProtectedError, models.RestrictedError):
                continue


def move_new_bodies(plan: ReorganisationPlan, former_day: dt.date) -> None:
    """Let the bodies that `plan` has founded for `former_day` begin on its present day, with its
    year in a dated address. What a person has changed since stays, and so does the address of an
    open section."""
    founded = plan.steps.exclude(new_name="").values("successor")
    for agency in Agency.objects.filter(pk__in=founded, valid_from=former_day):
        agency.valid_from = plan.effective_on
        short = slug_of_agency(agency.short_name)
        slug = _dated(short, plan.effective_on)
        is_dated = agency.collection_id is None and agency.slug == _dated(short, former_day)
        if is_dated and not Agency.objects.filter(slug=slug).exists():
            agency.slug = slug
        agency.save(update_fields=["valid_from", "slug"])


def _dated(slug: str, day: dt.date) -> str:
    return f"{slug}-{day.year}"


def _record(
    action: ProvisioningAction,
    agency: Agency,
    plan: ReorganisationPlan,
    actor: User | None,
    now: dt.datetime,
) -> None:
    # Of no agency: an entry would keep the body from being deleted.
    record(
        actor=actor,
        agency=None,
        action=action,
        now=now,
        subject=with_code(agency),
        basis=plan.legal_basis,
    )

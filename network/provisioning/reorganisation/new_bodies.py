"""Bodies that a plan founds: a consolidation or a split names one that the network does not have
yet."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from network.agencies.models import Agency
from network.agencies.slugs import slug_of_agency

from ..models import ReorganisationPlan, ReorganisationStep

_LONGEST_CODE, _LONGEST_SHORT_NAME = 40, 120


def new_body(*, plan: ReorganisationPlan, name: str, short_name: str, former: Agency) -> Agency:
    """Return the agency that this plan founds under this name. The first step that names it founds
    it, with the kind and the superior agency of the former one; further steps find it.

    Raises ValidationError for a name without letters and for one that is too long.
    """
    # Only this plan's own bodies: others must not be deleted with its steps.
    founded = plan.steps.exclude(new_name="").filter(successor__name__iexact=name)
    if step := founded.select_related("successor").first():
        assert step.successor  # noqa: S101
        return step.successor
    if not short_name and len(name) > _LONGEST_SHORT_NAME:
        raise ValidationError({"new_short_name": _("So long a name needs a short one.")})
    slug = slug_of_agency(short_name or name)
    if not slug:
        raise ValidationError({"new_name": _("Write the name in letters.")})
    if Agency.objects.filter(slug=slug).exists():
        # Execution gives it the short address if the agency that has it ends.
        slug = f"{slug}-{plan.effective_on.year}"
    agency = Agency(
        code=slug.upper()[:_LONGEST_CODE],
        name=name,
        short_name=short_name or name,
        slug=slug,
        kind=former.kind,
        parent=former.parent,
        valid_from=plan.effective_on,
    )
    try:
        agency.full_clean()
    except ValidationError as error:
        raise ValidationError({"new_name": error.messages}) from error
    agency.save()
    return agency


def discard_new_bodies(steps: list[ReorganisationStep]) -> None:
    """Delete the bodies that removed steps have founded, unless another step names them or
    something belongs to them already."""
    founded = {step.successor for step in steps if step.new_name and step.successor}
    for agency in founded:
        if not ReorganisationStep.objects.filter(successor=agency).exists():
            try:
                with transaction.atomic():
                    agency.delete()
            except (models.ProtectedError, models.RestrictedError):
                continue

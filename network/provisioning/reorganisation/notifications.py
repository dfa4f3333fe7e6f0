"""Mails about a reorganisation: the admins of the agencies concerned are asked for objections."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import Role
from network.agencies.recipients import reachable, serving_on
from network.mailing.kinds import Letter, MailKind, absolute

from ..models import ReorganisationPlan


def shown_letters(*, plan_id: int, now: dt.datetime) -> Iterable[Letter]:
    """Return the mails to the admins of the agencies that a plan concerns."""
    plan = ReorganisationPlan.objects.get(pk=plan_id)
    serving = serving_on(now).filter(role=Role.AGENCY_ADMIN, agency__in=plan.parts.values("agency"))
    for user in reachable(serving):
        yield Letter(
            to=user.email,
            ref=f"user-{user.pk}",
            subject=_("Your agency is concerned by a reorganisation"),
            template="provisioning/mail/plan_shown",
            context={"plan": plan, "address": absolute(reverse("reorganisation:own"))},
            user_id=user.pk,
        )


MAILS = {
    "provisioning.plan_shown": MailKind(
        gettext_lazy("A reorganisation is shown to the agencies"), shown_letters
    )
}

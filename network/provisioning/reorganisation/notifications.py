"""Mails about a reorganisation: before it, the agencies concerned are asked for objections; after
it, the successors learn whose sections they keep; after an undo, all of them that it was undone."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.names import canonical_name
from network.agencies.corrections import correcting_pairs
from network.agencies.models import Invitation, Role
from network.agencies.recipients import reachable, serving_on
from network.mailing.kinds import Letter, MailKind, absolute
from sites.models import AgencyHomePage

from ..models import PartState, ReorganisationPlan


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


def sections_kept_letters(*, plan_id: int, now: dt.datetime) -> Iterable[Letter]:
    """Return one mail to each approver and admin of the agencies that correct the sections of
    agencies ended by a plan. Six queries, regardless of the number of agencies."""
    plan = ReorganisationPlan.objects.get(pk=plan_id)
    done = plan.parts.filter(state=PartState.DONE, agency__valid_to__lt=plan.effective_on)
    homes = AgencyHomePage.objects.live().filter(agency__in=done.values("agency"))
    sections = {home.agency_id: home for home in homes.order_by("title", "pk")}
    kept: dict[int, list[AgencyHomePage]] = defaultdict(list)
    for ended, heir in correcting_pairs(timezone.localdate(now)):
        if ended in sections:
            kept[heir].append(sections[ended])
    roles = (Role.AGENCY_ADMIN, Role.APPROVER)
    serving = serving_on(now).filter(role__in=roles, agency__in=kept)
    served: dict[int, set[int]] = defaultdict(set)
    for user_id, agency in serving.values_list("user", "agency"):
        served[user_id].add(agency or 0)
    for user in reachable(serving):
        own = {home.pk: home for agency in served[user.pk] for home in kept[agency]}
        yield Letter(
            to=user.email,
            ref=f"user-{user.pk}",
            subject=_("Your agency now keeps the pages of an agency that has ended"),
            template="provisioning/mail/sections_kept",
            context={
                "plan": plan,
                "sections": [(home.title, home.full_url) for home in own.values()],
                "address": absolute(reverse("wagtailadmin_home")),
            },
            user_id=user.pk,
        )


def plan_undone_letters(*, plan_id: int, now: dt.datetime) -> Iterable[Letter]:
    """Return one mail to each admin of the agencies of an undone plan, and to each person whose
    invitation by the plan the undo has withdrawn. Four queries, regardless of their number."""
    plan = ReorganisationPlan.objects.get(pk=plan_id)
    parts = plan.parts.filter(state=PartState.UNDONE)
    withdrawn = Invitation.objects.filter(
        agency__in=parts.values("agency"), invited_at__in=parts.values("done_at")
    ).filter(accepted_at=None, withdrawn_at__isnull=False)
    invited: dict[str, list[Invitation]] = defaultdict(list)
    for invitation in withdrawn.select_related("agency").order_by("pk"):
        invited[canonical_name(invitation.email)].append(invitation)
    serving = serving_on(now).filter(role=Role.AGENCY_ADMIN, agency__in=parts.values("agency"))
    admins = {canonical_name(user.email): user for user in reachable(serving)}
    for email in dict.fromkeys([*admins, *invited]):
        user, offers = admins.get(email), invited[email]
        yield Letter(
            to=user.email if user else email,
            ref=f"user-{user.pk}" if user else f"invitation-{offers[0].pk}",
            subject=_("A reorganisation was undone"),
            template="provisioning/mail/plan_undone",
            context={
                "plan": plan,
                "places": ", ".join(dict.fromkeys(each.place for each in offers)),
                "address": absolute(reverse("wagtailadmin_home")),
            },
            user_id=user.pk if user else None,
        )


MAILS = {
    "provisioning.plan_shown": MailKind(
        gettext_lazy("A reorganisation is shown to the agencies"), shown_letters
    ),
    "provisioning.sections_kept": MailKind(
        gettext_lazy("Successors learn whose sections they keep"), sections_kept_letters
    ),
    "provisioning.plan_undone": MailKind(
        gettext_lazy("A reorganisation was undone"), plan_undone_letters
    ),
}

"""Mails about a reorganisation. Before it, the agencies concerned are asked for objections, read
the answers, and learn that the plan was taken back. After it, the successors learn whose sections
they keep; of a plan that was not shown before, everybody concerned learns what has changed. After
an undo, all of them learn that it was undone."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.names import canonical_name
from network.agencies.corrections import correcting_pairs
from network.agencies.models import AGENCY_ROLES, Invitation, Membership, Role
from network.agencies.recipients import members, reachable, serving_on
from network.mailing.kinds import Letter, MailKind, absolute, letters_to
from sites.models import AgencyHomePage

from ..models import PartState, ReorganisationPart, ReorganisationPlan, ReorganisationState
from .outlook import words_of
from .planning import AgencyChange, changes_of
from .receiving import ended_memberships


def shown_letters(*, plan_id: int, now: dt.datetime) -> Iterable[Letter]:
    """Return the mails to the admins of the agencies that a plan concerns."""
    # A plan that was taken back before this mail is sent is told of by the next one only.
    plans = ReorganisationPlan.objects.filter(pk=plan_id, state=ReorganisationState.ANNOUNCED)
    subject = _("Your agency is concerned by a reorganisation")
    return _to_admins(plans.first(), subject, "provisioning/mail/plan_shown", now)


def taken_back_letters(*, plan_id: int, now: dt.datetime) -> Iterable[Letter]:
    """Return the mails to the admins of the agencies that have seen a plan before it was taken
    back."""
    plan = ReorganisationPlan.objects.filter(pk=plan_id).first()
    subject = _("A reorganisation was taken back to be changed")
    return _to_admins(plan, subject, "provisioning/mail/plan_taken_back", now)


def _to_admins(
    plan: ReorganisationPlan | None, subject: str, template: str, now: dt.datetime
) -> list[Letter]:
    if plan is None:
        return []
    parts = plan.parts.exclude(state=PartState.LEFT_OUT)
    serving = serving_on(now).filter(role=Role.AGENCY_ADMIN, agency__in=parts.values("agency"))
    context = {"plan": plan, "address": absolute(reverse("reorganisation:own"))}
    return letters_to(reachable(serving), subject, template, context)


def answer_letters(*, part_id: int, now: dt.datetime) -> Iterable[Letter]:
    """Return the mail with the answer to whoever has objected for an agency, or to its admins if
    that person is none of them any more."""
    part = ReorganisationPart.objects.select_related("plan", "agency").get(pk=part_id)
    admins = members(part.agency, Role.AGENCY_ADMIN, now=now)
    people = admins.filter(pk=part.objected_by_id or 0) or admins
    subject = _("Your opinion about a reorganisation was answered")
    context = {"part": part, "address": absolute(reverse("reorganisation:own"))}
    return letters_to(people, subject, "provisioning/mail/objection_answered", context)


def sections_kept_letters(*, plan_id: int, now: dt.datetime) -> Iterable[Letter]:
    """Return one mail to each approver and admin of the agencies that correct the sections of
    agencies ended by a plan. Six queries, regardless of the number of agencies."""
    plan = ReorganisationPlan.objects.get(pk=plan_id)
    done = plan.parts.filter(state=PartState.DONE, agency__valid_to__lt=plan.effective_on)
    homes = AgencyHomePage.objects.live().filter(agency__in=done.values("agency"))
    homes = homes.select_related("agency").order_by("title", "pk")
    sections = {home.agency_id: home for home in homes}
    kept: dict[int, list[AgencyHomePage]] = defaultdict(list)
    for ended, heir in correcting_pairs(timezone.localdate(now)):
        if ended in sections:
            kept[heir].append(sections[ended])
    closed = {home.agency_id for home in homes if home.agency.archive_keeper_id}
    roles = (Role.AGENCY_ADMIN, Role.APPROVER)
    serving = serving_on(now).filter(role__in=roles, agency__in=kept)
    served: dict[int, set[int]] = defaultdict(set)
    for user_id, agency in serving.values_list("user", "agency"):
        served[user_id].add(agency or 0)
    for user in reachable(serving):
        own = {home.pk: home for agency in served[user.pk] for home in kept[agency]}.values()
        yield Letter(
            to=user.email,
            ref=f"user-{user.pk}",
            subject=_("Your agency now keeps the pages of an agency that has ended"),
            template="provisioning/mail/sections_kept",
            context={
                "plan": plan,
                "inherited": _listed(home for home in own if home.agency_id not in closed),
                "archives": _listed(home for home in own if home.agency_id in closed),
                "address": absolute(reverse("wagtailadmin_home")),
            },
            user_id=user.pk,
        )


def _listed(homes: Iterable[AgencyHomePage]) -> list[tuple[str, str]]:
    # Like all other addresses in mails from the settings: Wagtail's own begin with the name of its
    # site, which is "localhost" until somebody changes it.
    return [(home.title, absolute(f"/{home.slug}/")) for home in homes]


def plan_done_letters(*, plan_id: int, now: dt.datetime) -> Iterable[Letter]:
    """Return one mail to each person concerned by a plan that was carried out without being shown
    before. Who learns the same from `sections_kept_letters`, and has lost no role, gets only that
    mail. The number of queries does not depend on the number of agencies."""
    plan = ReorganisationPlan.objects.get(pk=plan_id)
    changes = _changes_done(plan)
    concerned = _memberships_concerned(plan, changes, now)
    rows: dict[int, list[Membership]] = defaultdict(list)
    for row in concerned.select_related("agency").order_by("agency__name", "pk"):
        rows[row.user_id].append(row)
    keeping = {letter.user_id for letter in sections_kept_letters(plan_id=plan_id, now=now)}
    today = timezone.localdate(now)
    for user in reachable(concerned):
        own = rows[user.pk]
        ended = [row for row in own if row.valid_to and row.valid_to < today]
        if user.pk in keeping and not ended:
            continue
        is_admin = any(row.role == Role.AGENCY_ADMIN and row not in ended for row in own)
        screen = "reorganisation:own" if is_admin else "wagtailadmin_home"
        agencies = {row.agency.name: changes[row.agency.pk] for row in own if row.agency}
        yield Letter(
            to=user.email,
            ref=f"user-{user.pk}",
            subject=_("Your agency has changed: %s") % plan.name,
            template="provisioning/mail/plan_done",
            context={
                "plan": plan,
                "changes": [(name, "; ".join(words_of(each))) for name, each in agencies.items()],
                "has_lost_role": bool(ended),
                "address": absolute(reverse(screen)),
            },
            user_id=user.pk,
        )


def _memberships_concerned(
    plan: ReorganisationPlan, changes: Mapping[int, AgencyChange], now: dt.datetime
) -> QuerySet[Membership]:
    """Return the memberships that the plan has ended, all of the agencies that it has renamed, and
    those of the other agencies' admins."""
    renamed = [pk for pk, change in changes.items() if change.renaming]
    serving = serving_on(now).filter(
        Q(agency__in=changes, role=Role.AGENCY_ADMIN) | Q(agency__in=renamed, role__in=AGENCY_ROLES)
    )
    ended = ended_memberships(plan, changes)
    return Membership.objects.filter(Q(pk__in=ended) | Q(pk__in=serving.values("pk")))


def _changes_done(plan: ReorganisationPlan) -> dict[int, AgencyChange]:
    """Return the changes that were carried out, by agency. What would have come from an agency that
    was left out is no part of them."""
    done = set(plan.parts.filter(state=PartState.DONE).values_list("agency", flat=True))
    found = {change.agency.pk: change for change in changes_of(plan) if change.agency.pk in done}
    for change in found.values():
        change.incoming = [step for step in change.incoming if step.predecessor_id in done]
    return found


def plan_undone_letters(*, plan_id: int, now: dt.datetime) -> Iterable[Letter]:
    """Return one mail to each admin of the agencies of an undone plan, to each person who has back
    a role that the plan had ended, and to each person whose invitation by the plan, accepted or
    not, the undo has withdrawn. Four queries, regardless of their number."""
    plan = ReorganisationPlan.objects.get(pk=plan_id)
    parts = plan.parts.filter(state=PartState.UNDONE)
    withdrawn = Invitation.objects.filter(
        agency__in=parts.values("agency"),
        invited_at__in=parts.values("done_at"),
        withdrawn_at__isnull=False,
    )
    invited: dict[str, list[Invitation]] = defaultdict(list)
    for invitation in withdrawn.select_related("agency").order_by("pk"):
        invited[canonical_name(invitation.email)].append(invitation)
    agencies = parts.values_list("agency", flat=True)
    is_admin = Q(role=Role.AGENCY_ADMIN, agency__in=agencies)
    serving = serving_on(now).filter(is_admin | Q(pk__in=ended_memberships(plan, agencies)))
    people = {canonical_name(user.email): user for user in reachable(serving)}
    for email in dict.fromkeys([*people, *invited]):
        user, offers = people.get(email), invited[email]
        yield Letter(
            to=user.email if user else email,
            ref=f"user-{user.pk}" if user else f"invitation-{offers[0].pk}",
            subject=_("A reorganisation was undone"),
            template="provisioning/mail/plan_undone",
            context={
                "plan": plan,
                "places": _places(each for each in offers if each.accepted_at is None),
                "left": _places(each for each in offers if each.accepted_at),
                "address": absolute(reverse("wagtailadmin_home")),
            },
            user_id=user.pk if user else None,
        )


def _places(offers: Iterable[Invitation]) -> str:
    return ", ".join(dict.fromkeys(each.place for each in offers))


MAILS = {
    "provisioning.plan_shown": MailKind(
        gettext_lazy("A reorganisation is shown to the agencies"), shown_letters
    ),
    "provisioning.plan_taken_back": MailKind(
        gettext_lazy("A reorganisation was taken back to be changed"), taken_back_letters
    ),
    "provisioning.objection_answered": MailKind(
        gettext_lazy("An opinion about a reorganisation was answered"), answer_letters
    ),
    "provisioning.sections_kept": MailKind(
        gettext_lazy("Successors learn whose sections they keep"), sections_kept_letters
    ),
    "provisioning.plan_done": MailKind(
        gettext_lazy("A reorganisation was carried out"), plan_done_letters
    ),
    "provisioning.plan_undone": MailKind(
        gettext_lazy("A reorganisation was undone"), plan_undone_letters
    ),
}

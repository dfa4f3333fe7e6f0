"""Plans of reorganisations, ready to be carried out."""

import datetime as dt

from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Agency, Role, SuccessionKind
from network.provisioning.models import ReorganisationPlan, ReorganisationStep
from network.provisioning.reorganisation import execution
from tests.factories.moderation import make_member

YESTERDAY = dt.timedelta(days=1)


def make_plan(
    *steps: tuple[str, Agency, Agency | None], day: dt.date | None = None, **fields: object
) -> ReorganisationPlan:
    """Return a plan of steps (kind, predecessor, successor), in force since today by default."""
    plan = ReorganisationPlan.objects.create(
        name="Sắp xếp 2026",
        legal_basis="Nghị quyết 1664/NQ-UBTVQH15",
        effective_on=day or timezone.localdate(),
        created_at=timezone.now(),
    )
    for kind, former, heir in steps:
        add_step(plan, kind, former, heir, **fields)
    return plan


def add_step(
    plan: ReorganisationPlan, kind: str, former: Agency, heir: Agency | None, **fields: object
) -> ReorganisationStep:
    """Return a new step of a plan. Another agency keeps the archive of a dissolved one."""
    if kind == SuccessionKind.DISSOLUTION:
        others = Agency.objects.filter(valid_to=None).exclude(pk=former.pk)
        fields = {"keeper": others.order_by("pk").first()} | fields
    return ReorganisationStep.objects.create(
        plan=plan, kind=kind, predecessor=former, successor=heir, **fields
    )


def carry_out(plan: ReorganisationPlan, actor: User | None = None) -> ReorganisationPlan:
    """Start the plan as a network admin and let the background task run once."""
    actor = actor or make_member(None, Role.NETWORK_ADMIN)
    execution.start(plan=plan, actor=actor, now=timezone.now())
    execution.carry_on(now=timezone.now())
    plan.refresh_from_db()
    return plan

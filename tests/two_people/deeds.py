"""What people do to rows through the real services, each a function that a step calls."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from aggregator.models import ProposalKind
from aggregator.proposals.services import propose
from network.accounts.models import User
from network.agencies.models import AGENCY_ROLES, Agency
from network.channels.cases import services as cases
from network.channels.models import BEFORE_APPROVAL, Channel, ChannelAdmin, ControlShare
from network.channels.posting.plans import services as plans
from network.channels.register import safety_services
from network.channels.register import services as channels
from network.channels.register.selectors import items_on
from network.desks.transitions import held_roles
from network.directives import services as directives
from network.directives import task_services as tasks
from network.directives.models import Assignment
from network.moderation.revisions import newest_revision
from network.oversight import disputes
from network.oversight.models import Requirement
from network.practices import services as practices
from network.practices.models import Practice
from sites.models import ArticlePage
from tests.factories.cases import screenshot
from tests.factories.channels import CONTACT
from tests.factories.directives import facts_of as directive_facts
from tests.factories.moderation import appraise, approve, hand_in

from .world import fresh_scope

NUMBER = itertools.count(1)


def serves(user: User, agency_id: int) -> None:
    """Raise PermissionDenied as the guard does, for services that leave the role to it."""
    if held_roles(fresh_scope(user), agency_id).isdisjoint(AGENCY_ROLES):
        raise PermissionDenied


def keyed(service: Callable[..., Any], key: str, **more: Any) -> Callable[..., Any]:
    return lambda row, **about: service(**{key: row}, **more, **about)


def recognise(row: int, **about: Any) -> None:
    decision = {"number": "1/QĐ", "recognised_on": timezone.localdate(), "level": "province"}
    practices.recognise(practices=[Practice(pk=row)], **decision, **about)


def register(agency: Agency, **about: Any) -> Any:
    channel = channels.register_channel(agency=agency, facts=channel_facts(), **about)
    for person in ("author", "approver"):
        user = User.objects.filter(memberships__agency=agency, memberships__role=person).first()
        day = timezone.localdate()
        ChannelAdmin.objects.create(
            channel=channel,
            user=user,
            share=ControlShare.FULL,
            contact=channel.email,
            second_factor_on=day,
            since=day,
        )
    return channel


def channel_facts() -> channels.ChannelFacts:
    url = f"https://facebook.com/trang.so.{next(NUMBER)}"
    return channels.ChannelFacts(kind="page", name="Phổ biến pháp luật", url=url, **CONTACT)


def attest(row: int, **about: Any) -> None:
    """Confirm all points; only before the approval, when this is a part of what is approved."""
    if Channel.objects.get(pk=row).state not in BEFORE_APPROVAL:
        raise PermissionDenied
    items = items_on(timezone.localdate()).filter(is_required=True)
    safety_services.attest_points(
        channel_id=row, items=items, note="Đã xem.", file=screenshot(), **about
    )


def plan_facts() -> plans.PlanFacts:
    day = timezone.localdate()
    return plans.PlanFacts(
        networks=["zalo"],
        formats="Bài ngắn.",
        rhythm="Hai bài mỗi tuần",
        lead="Phòng PBGDPL",
        valid_from=day,
        valid_to=day + dt.timedelta(days=100),
    )


def open_case(agency: Agency, **about: Any) -> Any:
    url = f"facebook.com/trang.gia.{next(NUMBER)}"
    return cases.open_case(agency=agency, url=url, name="Sở hoàn tiền", **about)


def add_evidence(row: int, **about: Any) -> None:
    cases.add_evidence(case_id=row, file=screenshot(), words="Trang đầu", **about)


def send_directive(agency: Agency, user: User, now: dt.datetime) -> Iterable[Any]:
    drawn = directives.draw_up_directive(facts=directive_facts(agency), user=user, now=now)
    facts = tasks.TaskFacts(words="Báo cáo", working_days=5)
    tasks.add_task(directive_id=drawn.pk, facts=facts, user=user, now=now)
    return directives.send_directive(directive_id=drawn.pk, user=user, now=now).recipients.all()


def task_of(service: Callable[..., Any], **more: Any) -> Callable[..., Any]:
    """Return a step at the one task of a recipient, so that both share a key."""

    def run(row: int, **about: Any) -> None:
        task = Assignment.objects.get(task__directive__recipients=row)
        service(assignment_id=task.pk, **more, **about)

    return run


def dispute(agency: Agency, user: User, now: dt.datetime) -> Any:
    serves(user, agency.pk)
    requirement = Requirement.objects.all()[next(NUMBER) % 6]
    about = {"agency": agency, "requirement": requirement, "reason": "Đã làm."}
    return disputes.open_dispute(user=user, now=now, **about)


def propose_source(agency: Agency, user: User, now: dt.datetime) -> Any:
    serves(user, agency.pk)
    url = f"https://nguon-{next(NUMBER)}.gov.vn/"
    return propose(
        agency=agency, kind=ProposalKind.SOURCE, url=url, why="Hay.", proposer=user, now=now
    )


def page(row: int, user: User) -> ArticlePage:
    article = ArticlePage.objects.get(pk=row)
    if not fresh_scope(user).writes_page(article.path):
        raise PermissionDenied
    return article


def write_page(row: int, user: User, now: dt.datetime) -> None:
    article = page(row, user).get_latest_revision_as_object()
    article.summary = f"Ai, được gì, phải làm gì, từ khi nào: {next(NUMBER)}."
    article.save_revision(user=user)


def submit_page(row: int, user: User, now: dt.datetime) -> None:
    article = page(row, user)
    if article.workflow_in_progress:
        raise PermissionDenied
    hand_in(article, user)


def appraise_page(row: int, user: User, now: dt.datetime) -> None:
    newest_revision(row)
    appraise(ArticlePage.objects.get(pk=row), user)


def approve_page(row: int, user: User, now: dt.datetime) -> None:
    approve(ArticlePage.objects.get(pk=row), user)

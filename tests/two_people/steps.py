"""What people do to rows, through the real services; and which side of a pair each step is."""

import datetime as dt
import itertools
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from aggregator.models import ProposalKind
from aggregator.proposals.services import accept_proposal, propose
from network.accounts.models import User
from network.agencies.acts import end_act, start_act
from network.agencies.models import AGENCY_ROLES, Agency
from network.channels import safety_services
from network.channels import services as channels
from network.channels.cases import services as cases
from network.channels.models import BEFORE_APPROVAL, Channel, ChannelAdmin, ControlShare
from network.channels.plans import services as plans
from network.channels.selectors import items_on
from network.desks.transitions import held_roles
from network.directives import services as directives
from network.directives import task_services as tasks
from network.directives.models import Assignment
from network.moderation.revisions import newest_revision
from network.oversight import disputes
from network.oversight.models import Requirement
from network.oversight.reminding import services as reminding
from network.practices import services as practices
from network.practices.models import Practice
from network.reporting import services as reports
from sites.models import ArticlePage
from tests.factories.cases import screenshot
from tests.factories.channels import CONTACT, approval_of
from tests.factories.directives import facts_of as directive_facts
from tests.factories.moderation import appraise, approve, hand_in
from tests.factories.practices import answers
from tests.factories.reports import paper_of

from .world import World, fresh_scope

NUMBER = itertools.count(1)


@dataclass(frozen=True)
class Step:
    """One step: creates rows of `kind` if `creates`, else is taken at one of them."""

    name: str
    kind: str
    run: Callable[..., Any]
    creates: bool = False
    # (name of the pair, "first" / "second" / "restart" / "overtaken"), in order.
    marks: tuple[tuple[str, str], ...] = ()

    def take(self, world: World, person: User, chance: random.Random) -> None:
        """Take it at a row of chance, or create one. Raises what the service raises."""
        now = timezone.now()
        if self.creates:
            agency = chance.choice(world.agencies)
            made = self.run(agency=agency, user=person, now=now)
            keys = [made.pk] if hasattr(made, "pk") else [row.pk for row in made]
            world.rows[self.kind].extend(keys)
        else:
            keys = [chance.choice(world.recent(self.kind, chance))]
            self.run(keys[0], user=person, now=now)
        for pair, how in self.marks:
            for key in keys:
                world.mark(pair, how, key, person)


def _serves(user: User, agency_id: int) -> None:
    """Raise PermissionDenied as the guard does, for services that leave the role to it."""
    if held_roles(fresh_scope(user), agency_id).isdisjoint(AGENCY_ROLES):
        raise PermissionDenied


def _keyed(service: Callable[..., Any], key: str, **more: Any) -> Callable[..., Any]:
    return lambda row, **about: service(**{key: row}, **more, **about)


def _recognise(row: int, **about: Any) -> None:
    decision = {"number": "1/QĐ", "recognised_on": timezone.localdate(), "level": "province"}
    practices.recognise(practices=[Practice(pk=row)], **decision, **about)


def _register(agency: Agency, **about: Any) -> Any:
    channel = channels.register_channel(agency=agency, facts=_channel(), **about)
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


def _channel() -> channels.ChannelFacts:
    url = f"https://facebook.com/trang.so.{next(NUMBER)}"
    return channels.ChannelFacts(kind="page", name="Phổ biến pháp luật", url=url, **CONTACT)


def _attest(row: int, **about: Any) -> None:
    """Confirm all points; only before the approval, when this is a part of what is approved."""
    if Channel.objects.get(pk=row).state not in BEFORE_APPROVAL:
        raise PermissionDenied
    items = items_on(timezone.localdate()).filter(is_required=True)
    safety_services.attest_points(channel_id=row, items=items, note="Đã xem.", **about)


def _plan() -> plans.PlanFacts:
    day = timezone.localdate()
    return plans.PlanFacts(
        networks=["zalo"],
        formats="Bài ngắn.",
        rhythm="Hai bài mỗi tuần",
        lead="Phòng PBGDPL",
        valid_from=day,
        valid_to=day + dt.timedelta(days=100),
    )


def _open_case(agency: Agency, **about: Any) -> Any:
    url = f"facebook.com/trang.gia.{next(NUMBER)}"
    return cases.open_case(agency=agency, url=url, name="Sở hoàn tiền", **about)


def _add_evidence(row: int, **about: Any) -> None:
    cases.add_evidence(case_id=row, file=screenshot(), words="Trang đầu", **about)


def _send_directive(agency: Agency, user: User, now: dt.datetime) -> Iterable[Any]:
    drawn = directives.draw_up_directive(facts=directive_facts(agency), user=user, now=now)
    facts = tasks.TaskFacts(words="Báo cáo", working_days=5)
    tasks.add_task(directive_id=drawn.pk, facts=facts, user=user, now=now)
    return directives.send_directive(directive_id=drawn.pk, user=user, now=now).recipients.all()


def _task_of(service: Callable[..., Any], **more: Any) -> Callable[..., Any]:
    """Return a step at the one task of a recipient, so that both share a key."""

    def run(row: int, **about: Any) -> None:
        task = Assignment.objects.get(task__directive__recipients=row)
        service(assignment_id=task.pk, **more, **about)

    return run


def _dispute(agency: Agency, user: User, now: dt.datetime) -> Any:
    _serves(user, agency.pk)
    requirement = Requirement.objects.all()[next(NUMBER) % 6]
    about = {"agency": agency, "requirement": requirement, "reason": "Đã làm."}
    return disputes.open_dispute(user=user, now=now, **about)


def _propose(agency: Agency, user: User, now: dt.datetime) -> Any:
    _serves(user, agency.pk)
    url = f"https://nguon-{next(NUMBER)}.gov.vn/"
    return propose(
        agency=agency, kind=ProposalKind.SOURCE, url=url, why="Hay.", proposer=user, now=now
    )


def _page(row: int, user: User) -> ArticlePage:
    article = ArticlePage.objects.get(pk=row)
    if not fresh_scope(user).writes_page(article.path):
        raise PermissionDenied
    return article


def _write_page(row: int, user: User, now: dt.datetime) -> None:
    article = _page(row, user).get_latest_revision_as_object()
    article.summary = f"Ai, được gì, phải làm gì, từ khi nào: {next(NUMBER)}."
    article.save_revision(user=user)


def _submit_page(row: int, user: User, now: dt.datetime) -> None:
    article = _page(row, user)
    if article.workflow_in_progress:
        raise PermissionDenied
    hand_in(article, user)


def _appraise_page(row: int, user: User, now: dt.datetime) -> None:
    newest_revision(row)
    appraise(ArticlePage.objects.get(pk=row), user)


def _approve_page(row: int, user: User, now: dt.datetime) -> None:
    approve(ArticlePage.objects.get(pk=row), user)


FIRST, SECOND, RESTART = "first", "second", "restart"
_REASON = {"reason": "Chưa đủ."}
STEPS = (
    Step(
        "write",
        "practice",
        lambda **about: practices.write_practice(facts=answers(), **about),
        creates=True,
        marks=(("practice", FIRST),),
    ),
    Step(
        "change",
        "practice",
        lambda row, **about: practices.change_practice(practice_id=row, facts=answers(), **about),
        marks=(("practice", FIRST),),
    ),
    Step(
        "send",
        "practice",
        _keyed(practices.send_practice, "practice_id"),
        marks=(("practice", FIRST),),
    ),
    Step("ask more", "practice", _keyed(practices.ask_more, "practice_id", answer="Số liệu?")),
    Step("recognise", "practice", _recognise, marks=(("practice", SECOND),)),
    Step(
        "refuse",
        "practice",
        _keyed(practices.refuse, "practice_id", answer="Chưa mới."),
        marks=(("practice", SECOND),),
    ),
    Step("take paper", "report", _keyed(reports.take_paper, "report_id")),
    Step(
        "write",
        "report",
        _keyed(reports.write_report, "report_id", figures={}, texts={}),
        marks=(("report", FIRST),),
    ),
    Step(
        "submit",
        "report",
        lambda row, **about: reports.submit_report(report_id=row, paper=paper_of(), **about),
        marks=(("report", FIRST),),
    ),
    Step("return", "report", _keyed(reports.return_report, "report_id", **_REASON)),
    Step(
        "accept",
        "report",
        _keyed(reports.accept_report, "report_id"),
        marks=(("report", SECOND),),
    ),
    Step(
        "register",
        "channel",
        _register,
        creates=True,
        marks=(("approval", FIRST), ("name", FIRST)),
    ),
    Step(
        "change",
        "channel",
        lambda row, **about: channels.change_channel(channel_id=row, facts=_channel(), **about),
        marks=(("approval", FIRST), ("name", FIRST)),
    ),
    Step("attest", "channel", _attest, marks=(("approval", FIRST), ("name", FIRST))),
    Step(
        "submit",
        "channel",
        _keyed(channels.submit_channel, "channel_id"),
        marks=(("approval", FIRST), ("name", FIRST)),
    ),
    Step("return", "channel", _keyed(channels.return_channel, "channel_id", **_REASON)),
    Step(
        "approve",
        "channel",
        lambda row, **about: channels.approve_channel(channel_id=row, **approval_of(), **about),
        marks=(("approval", SECOND),),
    ),
    Step(
        "rename",
        "channel",
        lambda row, **about: channels.rename_channel(
            channel_id=row, name=f"Trang {next(NUMBER)}", url=_channel().url, **about
        ),
        marks=(("name", SECOND),),
    ),
    Step(
        "begin",
        "plan",
        lambda **about: plans.begin_plan(facts=_plan(), **about),
        creates=True,
        marks=(("plan", FIRST),),
    ),
    Step(
        "change",
        "plan",
        lambda row, **about: plans.change_plan(plan_id=row, facts=_plan(), **about),
        marks=(("plan", FIRST),),
    ),
    Step("submit", "plan", _keyed(plans.submit_plan, "plan_id"), marks=(("plan", FIRST),)),
    Step("return", "plan", _keyed(plans.return_plan, "plan_id", **_REASON)),
    Step(
        "approve",
        "plan",
        lambda row, **about: plans.approve_plan(plan_id=row, **approval_of(), **about),
        marks=(("plan", SECOND),),
    ),
    Step("open", "case", _open_case, creates=True, marks=(("case", FIRST),)),
    Step("show", "case", _add_evidence),
    Step("take down", "case", _keyed(cases.look_again, "case_id", is_there=False)),
    Step("verify", "case", _keyed(cases.verify_case, "case_id")),
    Step(
        "confirm",
        "case",
        _keyed(cases.confirm_case, "case_id", **_REASON),
        marks=(("case", SECOND),),
    ),
    Step("reopen", "case", _keyed(cases.reopen_case, "case_id", **_REASON)),
    Step(
        "send",
        "directive",
        _send_directive,
        creates=True,
        marks=(("receipt", FIRST),),
    ),
    Step(
        "receive",
        "directive",
        _keyed(directives.receive_directive, "recipient_id"),
        marks=(("receipt", SECOND),),
    ),
    Step(
        "report as done",
        "directive",
        _task_of(tasks.finish_assignment, evidence=tasks.TaskEvidence(note="Đã làm.")),
        marks=(("task", RESTART), ("task", FIRST)),
    ),
    Step("return", "directive", _task_of(tasks.return_assignment, **_REASON)),
    Step(
        "accept",
        "directive",
        _task_of(tasks.accept_assignment),
        marks=(("task", SECOND),),
    ),
    Step("open", "dispute", _dispute, creates=True, marks=(("dispute", FIRST),)),
    Step(
        "answer",
        "dispute",
        _keyed(disputes.answer_dispute, "dispute_id", answer="Đã xem lại."),
        marks=(("dispute", SECOND),),
    ),
    Step(
        "remind",
        "reminder",
        lambda agency, **about: reminding.remind(
            agencies=[agency.pk], words="Xin hoàn thành.", **about
        ),
        creates=True,
        marks=(("reminder", FIRST),),
    ),
    Step(
        "receive",
        "reminder",
        _keyed(reminding.receive_reminder, "reminder_id"),
        marks=(("reminder", SECOND),),
    ),
    Step("propose", "proposal", _propose, creates=True, marks=(("proposal", FIRST),)),
    Step(
        "accept",
        "proposal",
        lambda row, user, now: accept_proposal(proposal_id=row, decider=user, now=now),
        marks=(("proposal", SECOND),),
    ),
    # Another revision is appraised and approved from the beginning, by others than its writer.
    Step(
        "write",
        "page",
        _write_page,
        marks=(("appraised", RESTART), ("text", "overtaken"), ("text", FIRST)),
    ),
    Step("submit", "page", _submit_page),
    Step(
        "appraise",
        "page",
        _appraise_page,
        marks=(("text", SECOND), ("appraised", FIRST)),
    ),
    Step(
        "approve",
        "page",
        _approve_page,
        marks=(
            ("text", SECOND),
            ("appraised", SECOND),
            ("text", RESTART),
            ("appraised", RESTART),
        ),
    ),
)


def toggle_act(world: World, person: User, chance: random.Random) -> None:
    """Start an act for one of the agencies, or end it. Raises PermissionDenied for others."""
    now = timezone.now()
    if chance.random() < 0.4:
        end_act(user=person, now=now)
    else:
        agency = chance.choice(world.agencies)
        start_act(user=person, agency=agency, reason="Thử vai trò của cơ quan", now=now)

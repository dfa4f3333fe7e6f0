"""What people do to rows, through the real services; and which side of a pair each step is."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from aggregator.proposals.services import accept_proposal
from network.accounts.models import User
from network.agencies.acts import end_act, start_act
from network.channels.cases import services as cases
from network.channels.posting.plans import services as plans
from network.channels.register import services as channels
from network.directives import services as directives
from network.directives import task_services as tasks
from network.oversight import disputes
from network.oversight.reminding import services as reminding
from network.practices import services as practices
from network.reporting import services as reports
from tests.factories.channels import approval_of
from tests.factories.practices import answers
from tests.factories.reports import paper_of

from . import deeds
from .world import World


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
        deeds.keyed(practices.send_practice, "practice_id"),
        marks=(("practice", FIRST),),
    ),
    Step("ask more", "practice", deeds.keyed(practices.ask_more, "practice_id", answer="Số liệu?")),
    Step("recognise", "practice", deeds.recognise, marks=(("practice", SECOND),)),
    Step(
        "refuse",
        "practice",
        deeds.keyed(practices.refuse, "practice_id", answer="Chưa mới."),
        marks=(("practice", SECOND),),
    ),
    Step("take paper", "report", deeds.keyed(reports.take_paper, "report_id")),
    Step(
        "write",
        "report",
        deeds.keyed(reports.write_report, "report_id", figures={}, texts={}),
        marks=(("report", FIRST),),
    ),
    Step(
        "submit",
        "report",
        lambda row, **about: reports.submit_report(report_id=row, paper=paper_of(), **about),
        marks=(("report", FIRST),),
    ),
    Step("return", "report", deeds.keyed(reports.return_report, "report_id", **_REASON)),
    Step(
        "accept",
        "report",
        deeds.keyed(reports.accept_report, "report_id"),
        marks=(("report", SECOND),),
    ),
    Step(
        "register",
        "channel",
        deeds.register,
        creates=True,
        marks=(("approval", FIRST), ("name", FIRST)),
    ),
    Step(
        "change",
        "channel",
        lambda row, **about: channels.change_channel(
            channel_id=row, facts=deeds.channel_facts(), **about
        ),
        marks=(("approval", FIRST), ("name", FIRST)),
    ),
    Step("attest", "channel", deeds.attest, marks=(("approval", FIRST), ("name", FIRST))),
    Step(
        "submit",
        "channel",
        deeds.keyed(channels.submit_channel, "channel_id"),
        marks=(("approval", FIRST), ("name", FIRST)),
    ),
    Step("return", "channel", deeds.keyed(channels.return_channel, "channel_id", **_REASON)),
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
            channel_id=row,
            name=f"Trang {next(deeds.NUMBER)}",
            url=deeds.channel_facts().url,
            **about,
        ),
        marks=(("name", SECOND),),
    ),
    Step(
        "begin",
        "plan",
        lambda **about: plans.begin_plan(facts=deeds.plan_facts(), **about),
        creates=True,
        marks=(("plan", FIRST),),
    ),
    Step(
        "change",
        "plan",
        lambda row, **about: plans.change_plan(plan_id=row, facts=deeds.plan_facts(), **about),
        marks=(("plan", FIRST),),
    ),
    Step("submit", "plan", deeds.keyed(plans.submit_plan, "plan_id"), marks=(("plan", FIRST),)),
    Step("return", "plan", deeds.keyed(plans.return_plan, "plan_id", **_REASON)),
    Step(
        "approve",
        "plan",
        lambda row, **about: plans.approve_plan(plan_id=row, **approval_of(), **about),
        marks=(("plan", SECOND),),
    ),
    Step("open", "case", deeds.open_case, creates=True, marks=(("case", FIRST),)),
    Step("show", "case", deeds.add_evidence),
    Step("take down", "case", deeds.keyed(cases.look_again, "case_id", is_there=False)),
    Step("verify", "case", deeds.keyed(cases.verify_case, "case_id")),
    Step(
        "confirm",
        "case",
        deeds.keyed(cases.confirm_case, "case_id", **_REASON),
        marks=(("case", SECOND),),
    ),
    Step("reopen", "case", deeds.keyed(cases.reopen_case, "case_id", **_REASON)),
    Step(
        "send",
        "directive",
        deeds.send_directive,
        creates=True,
        marks=(("receipt", FIRST),),
    ),
    Step(
        "receive",
        "directive",
        deeds.keyed(directives.receive_directive, "recipient_id"),
        marks=(("receipt", SECOND),),
    ),
    Step(
        "report as done",
        "directive",
        deeds.task_of(
            tasks.finish_assignment,
            evidence=tasks.TaskEvidence(
                note="Đã làm.", why_none="Việc làm trực tiếp, không có văn bản."
            ),
        ),
        marks=(("task", RESTART), ("task", FIRST)),
    ),
    Step("return", "directive", deeds.task_of(tasks.return_assignment, **_REASON)),
    Step(
        "accept",
        "directive",
        deeds.task_of(tasks.accept_assignment),
        marks=(("task", SECOND),),
    ),
    Step("open", "dispute", deeds.dispute, creates=True, marks=(("dispute", FIRST),)),
    Step(
        "answer",
        "dispute",
        deeds.keyed(disputes.answer_dispute, "dispute_id", answer="Đã xem lại."),
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
        deeds.keyed(reminding.receive_reminder, "reminder_id"),
        marks=(("reminder", SECOND),),
    ),
    Step("propose", "proposal", deeds.propose_source, creates=True, marks=(("proposal", FIRST),)),
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
        deeds.write_page,
        marks=(("appraised", RESTART), ("text", "overtaken"), ("text", FIRST)),
    ),
    Step("submit", "page", deeds.submit_page),
    Step(
        "appraise",
        "page",
        deeds.appraise_page,
        marks=(("text", SECOND), ("appraised", FIRST)),
    ),
    Step(
        "approve",
        "page",
        deeds.approve_page,
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

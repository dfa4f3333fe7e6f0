"""Forks a process for each line of standard input: DATABASE build|go-on|undo MOMENT POINT.

It builds a network, carries out a reorganisation or undoes it. With a POINT above 0 it kills itself
with SIGKILL at that point of its work: before a statement, before a commit, or after one. Django is
loaded once for all. Its exit code and the number of points passed are printed.
"""

import datetime as dt
import os
import signal
import sys
import traceback

import django

django.setup()

from django.db import connection  # noqa: E402
from django.db.backends.base.base import BaseDatabaseWrapper  # noqa: E402
from wagtail import hooks  # noqa: E402

from network.agencies.models import Agency, Role  # noqa: E402
from network.following.models import Follow, Frequency, Subscriber  # noqa: E402
from network.provisioning.models import ReorganisationPlan  # noqa: E402
from network.provisioning.reorganisation import execution  # noqa: E402
from tests.factories.moderation import make_member, make_office  # noqa: E402
from tests.factories.questions import make_question  # noqa: E402
from tests.factories.reorganisations import add_step, make_plan  # noqa: E402

# The models of the admin are in Wagtail's reference index from then on: else it would depend on
# what a process has done before whether the keeper of an archive is.
hooks.search_for_hooks()
# Kind, former and receiving agency, in part.
STEPS = (
    ("hop_nhat", "STP", "STP-2026", False),
    ("hop_nhat", "STTTT", "STP-2026", False),
    ("chia_tach", "SYT", "SNV", True),
    ("chia_tach", "SYT", "SCT", True),
    ("sap_nhap", "SXD", "SGTVT", False),
    ("giai_the", "STC", None, False),
)
RENAMED = "SNNPTNT"


def build(now: dt.datetime) -> None:
    """Make the agencies with what they own, and start the plan."""
    codes = dict.fromkeys(code for _kind, *pair, _partial in STEPS for code in pair if code)
    agencies = {code: make_office(code).agency for code in (*codes, RENAMED)}
    # One that will only be opened by the plan.
    agencies["NEW"] = Agency.objects.create(
        code="NEW", name="Sở Mới", short_name="Sở Mới", kind="so", slug="so-moi"
    )
    for code in ("STP", "STTTT", "SXD"):
        make_question(agencies[code])
        subscriber = Subscriber.objects.create(
            email=f"{code}@example.vn",
            frequency=Frequency.WEEKLY,
            confirmed_at=now,
            digested_until=now,
        )
        Follow.objects.create(subscriber=subscriber, agency=agencies[code])
    plan = make_plan()
    for kind, former, heir, partial in STEPS:
        # The factory's choice would be an agency that ends by this plan.
        kept = {} if heir else {"keeper": agencies["SNV"]}
        add_step(plan, kind, agencies[former], agencies.get(heir), partial=partial, **kept)
    add_step(plan, "doi_ten", agencies[RENAMED], None, new_name="Sở Nông nghiệp và Môi trường")
    add_step(plan, "chuyen_chuc_nang", agencies[RENAMED], agencies["NEW"], partial=True)
    actor = make_member(agencies["SNV"], Role.NETWORK_ADMIN)
    execution.start(plan=plan, actor=actor, now=now)


def kill_at(point: int, passed: list[int]) -> None:
    """Let the process die at a point of its work, counted from 1 in `passed`."""
    commit = BaseDatabaseWrapper._commit

    def pass_point() -> None:
        passed[0] += 1
        if passed[0] == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def before_statement(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        pass_point()
        return execute(sql, params, many, context)

    def around_commit(self: BaseDatabaseWrapper) -> None:
        pass_point()
        commit(self)
        pass_point()

    connection.execute_wrappers.append(before_statement)
    BaseDatabaseWrapper._commit = around_commit  # type: ignore[method-assign]


def main(what: str, moment: str, point: int) -> int:
    """Do one thing, and perhaps die of it. Returns the number of points passed."""
    now, passed = dt.datetime.fromisoformat(moment), [0]
    if what == "build":
        build(now)
        return 0
    kill_at(point, passed)
    plan = ReorganisationPlan.objects.get()
    if what == "undo" and plan.state == "done":
        execution.undo(plan=plan, now=now)
    execution.carry_on(now=now)
    return passed[0]


for line in sys.stdin:
    database, task, moment, point = line.split()
    ending, beginning = os.pipe()
    worker = os.fork()
    if worker == 0:
        connection.settings_dict["NAME"] = database
        code = 1
        try:
            os.write(beginning, str(main(task, moment, int(point))).encode())
            code = 0
        except Exception:
            traceback.print_exc()
        os._exit(code)
    os.close(beginning)
    code = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
    print(code, os.read(ending, 20).decode() or 0, flush=True)  # noqa: T201
    os.close(ending)

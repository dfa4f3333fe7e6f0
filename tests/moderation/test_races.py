"""Two people at once, and a process killed in the middle: the log and the page always agree."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from network.accounts.models import User
from network.agencies.models import Role
from network.mailing.models import QueuedMail
from network.moderation.chain import first_break
from network.moderation.models import Decision, Submission
from network.moderation.moves import MoveRefused
from network.moderation.revisions import newest_revision
from network.moderation.rules import MoveRefusal
from network.moderation.services import appraise_page, approve_page
from network.moderation.stages import Stage
from network.moderation.wording import REFUSALS
from sites.models import ArticlePage
from tests.factories.accounts import signed_in
from tests.factories.at_once import PATIENCE, committed_office, held, wait_for, wait_until_held
from tests.factories.moderation import (
    Office,
    all_yes,
    appraise,
    approve,
    hand_in,
    make_draft,
    make_member,
    make_office,
    seen,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def office(django_db_setup, django_db_blocker) -> Iterator[Office]:
    """An office whose rows other connections see."""
    with django_db_blocker.unblock(), committed_office() as office:
        yield office


@pytest.fixture
def start() -> Iterator[Callable[[Callable[[], None]], Future]]:
    """Run a function in a thread with a database connection of its own."""
    with ThreadPoolExecutor(4) as pool:

        def run(work: Callable[[], None]) -> None:
            try:
                work()
            finally:
                connection.close()

        yield lambda work: pool.submit(run, work)


def actions(article: ArticlePage) -> list[str]:
    rows = Decision.objects.filter(page_id=article.pk).order_by("sequence")
    return list(rows.values_list("deed", flat=True))


def stage(article: ArticlePage) -> str | None:
    rows = Submission.objects.filter(page=article, closed_at=None)
    return rows.values_list("stage", flat=True).first()


def is_live(article: ArticlePage) -> bool:
    return Page.objects.get(pk=article.pk).live


@pytest.fixture
def article(office: Office) -> ArticlePage:
    """An article that waits for its appraisal."""
    return hand_in(make_draft(office), office.author)


@pytest.fixture
def appraised(office: Office, article: ArticlePage) -> ArticlePage:
    """The same, waiting for its approval."""
    appraise(article, office.appraiser)
    return article


@pytest.mark.django_db
def test_one_behind_the_other_the_second_is_refused():
    calm = make_office()
    article = hand_in(make_draft(calm), calm.author)
    appraise(article, calm.appraiser)
    approve(article, calm.approver)
    with pytest.raises(MoveRefused) as refused:
        approve(article, make_member(calm.agency, Role.APPROVER))
    assert refused.value.refusal is MoveRefusal.WRONG_STAGE
    assert actions(article) == ["submitted", "appraised", "approved"]


def test_of_two_approvers_at_once_one_decides(office, appraised, start):
    people = [office.approver, make_member(office.agency, Role.APPROVER)]
    both = threading.Barrier(2, timeout=PATIENCE)

    read = seen(appraised)

    def press(user: User) -> None:
        both.wait()
        approve_page(page_id=appraised.pk, user=user, seen=read, now=timezone.now())

    with held("wagtailcore_page", "id", appraised.pk):
        running = [start(lambda user=user: press(user)) for user in people]
        wait_until_held(*running)
    outcomes = [each.exception(PATIENCE) for each in running]
    refused = [each for each in outcomes if each is not None]
    assert [type(each) for each in refused] == [MoveRefused]
    assert str(REFUSALS[refused[0].refusal]).endswith(".")
    assert actions(appraised) == ["submitted", "appraised", "approved"]
    assert is_live(appraised)
    assert first_break(office.agency) is None


@pytest.mark.parametrize("first", ["appraisal", "edit"])
def test_an_appraisal_and_an_edit_at_once(office, article, start, first):
    read, answers = seen(article), all_yes(article)

    def appraise_what_was_read() -> None:
        appraise_page(
            page_id=article.pk,
            user=office.appraiser,
            seen=read,
            answers=answers,
            now=timezone.now(),
        )

    def edit() -> None:
        page = ArticlePage.objects.get(pk=article.pk)
        page.summary = "Viết lại."
        page.save_revision(user=office.agency_admin)

    moves = {"appraisal": appraise_what_was_read, "edit": edit}
    order = [first, *(name for name in moves if name != first)]
    with held("wagtailcore_page", "id", article.pk):
        running = {}
        for name in order:
            running[name] = start(moves[name])
            wait_until_held(*running.values())
    assert running["edit"].exception(PATIENCE) is None
    refused = running["appraisal"].exception(PATIENCE)
    if first == "edit":
        assert refused.refusal is MoveRefusal.CHANGED_MEANWHILE
        assert actions(article) == ["submitted"]
    else:
        assert refused is None
        assert actions(article) == ["submitted", "appraised", "reopened"]
    submission = Submission.objects.get(page=article, closed_at=None)
    assert submission.stage == Stage.WAITING_APPRAISAL
    assert submission.revision_id == newest_revision(article.pk).pk
    with pytest.raises(MoveRefused):
        approve(article, office.approver)


@pytest.mark.parametrize("first", ["approval", "taking back"])
def test_an_approval_and_a_taking_back_at_once(office, appraised, start, first):
    state = appraised.current_workflow_state

    def take_back() -> None:
        WorkflowState.objects.get(pk=state.pk).cancel(user=office.author)

    moves = {"approval": lambda: approve(appraised, office.approver), "taking back": take_back}
    order = [first, *(name for name in moves if name != first)]
    with held("wagtailcore_workflowstate", "id", state.pk):
        running = {}
        for name in order:
            running[name] = start(moves[name])
            wait_until_held(*running.values())
    failed = {name: each.exception(PATIENCE) for name, each in running.items()}
    assert failed[first] is None
    if first == "approval":
        assert isinstance(failed["taking back"], DatabaseError)
    else:
        assert isinstance(failed["approval"], MoveRefused), failed["approval"]
        assert failed["approval"].refusal is MoveRefusal.WRONG_STAGE
    state.refresh_from_db()
    approved = first == "approval"
    assert actions(appraised)[2:] == ["approved" if approved else "taken_back"]
    assert is_live(appraised) is approved
    assert state.status == ("approved" if approved else "cancelled")
    assert stage(appraised) is None
    assert first_break(office.agency) is None


def test_the_editors_button_waits_for_an_approval_under_way(office, appraised, start):
    author = signed_in(Client(), office.author)
    editor = reverse("wagtailadmin_pages:edit", args=[appraised.pk])
    form = {"action-cancel-workflow": "1", "body-count": "0"}
    answers = []

    def press() -> None:
        answers.append(author.post(editor, form).status_code)

    with held("agency_sites_articlepage", "page_ptr_id", appraised.pk):
        approval = start(lambda: approve(appraised, office.approver))
        wait_until_held(approval)
        button = start(press)
        wait_until_held(approval, button)
    assert approval.exception(PATIENCE) is None
    assert button.exception(PATIENCE) is None
    # Refused with a sentence: there is nothing left to take back.
    assert answers == [302]
    assert actions(appraised) == ["submitted", "appraised", "approved"]
    assert is_live(appraised)


@pytest.mark.django_db
def test_a_taking_back_that_died_in_the_middle_hinders_nobody():
    calm = make_office()
    article = hand_in(make_draft(calm), calm.author)
    appraise(article, calm.appraiser)
    # Wagtail cancels in several transactions; the first one was the last.
    WorkflowState.objects.filter(object_id=str(article.pk)).update(status="cancelled")
    with pytest.raises(MoveRefused):
        approve(article, calm.approver)
    hand_in(article, calm.author)
    assert actions(article) == ["submitted", "appraised", "taken_back", "submitted"]
    appraise(article, calm.appraiser)
    approve(article, calm.approver)
    assert is_live(article)


# What another process does; it says so, and waits to be told to go on.
APPROVAL = """
import os, sys, django
django.setup()
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from network.accounts.models import User
from network.moderation.services import approve_page
page_id, user_id, seen = sys.argv[1:]
user = User.objects.get(pk=user_id)
approve_page(page_id=int(page_id), user=user, seen=seen, now=timezone.now())
print("approved", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_process(article: ArticlePage, user: User) -> Iterator[subprocess.Popen]:
    """Approve in a process of its own, which is killed when this block ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", APPROVAL, str(article.pk), str(user.pk), seen(article)],
        cwd=ROOT,
        env=os.environ
        | {
            "DATABASE_URL": this_database(),
            "DJANGO_SETTINGS_MODULE": "network.settings.test",
            "PGAPPNAME": "to be killed",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()


def this_database() -> str:
    """Return the address of the test database for another process."""
    before, _, after = os.environ["DATABASE_URL"].partition("?")
    return f"{before.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{after}"


def jobs() -> int:
    return QueuedMail.objects.filter(kind="moderation.decision").count()


def test_a_process_killed_between_approval_and_publication_has_done_nothing(office, appraised):
    queued = jobs()
    # The row that publishing writes last: the approval is written by then, nothing is committed.
    with (
        held("agency_sites_articlepage", "page_ptr_id", appraised.pk),
        another_process(appraised, office.approver),
    ):
        wait_for(1, "application_name = 'to be killed' AND wait_event_type = 'Lock'")
    wait_for(0, "application_name = 'to be killed'")
    assert actions(appraised) == ["submitted", "appraised"]
    assert (is_live(appraised), stage(appraised)) == (False, Stage.WAITING_APPROVAL)
    assert (jobs(), first_break(office.agency)) == (queued, None)
    approve(appraised, office.approver)
    assert is_live(appraised)
    assert actions(appraised) == ["submitted", "appraised", "approved"]


def test_a_process_killed_behind_the_approval_has_done_all(office, appraised):
    queued = jobs()
    with another_process(appraised, office.approver) as process:
        assert process.stdout.readline() == "approved\n"
    wait_for(0, "application_name = 'to be killed'")
    assert actions(appraised) == ["submitted", "appraised", "approved"]
    assert (is_live(appraised), stage(appraised)) == (True, None)
    assert (jobs(), first_break(office.agency)) == (queued + 1, None)

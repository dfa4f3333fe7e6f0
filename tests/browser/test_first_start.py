"""While the background work of a first start still runs, people work as ever."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from network.accounts.models import User
from network.agencies.models import Agency, Role
from network.demo.accounts import DEMO_PASSWORD
from network.demo.later import order_jobs
from network.launch import ROOT
from network.media.viewing.selectors import unfinished
from sites.models import AgencyHomePage
from tests.browser.editing import (
    TITLE,
    hand_in,
    open_from_start_page,
    press,
    save,
    seats,
    write_article,
)
from tests.factories.files import make_file, pdf_of
from tests.factories.moderation import Office
from tests.factories.servers import copied_database, surroundings
from tests.scale.feeds_server import free_port

pytestmark = pytest.mark.browser
SEARCH = f"/tim-kiem/?{urlencode({'q': 'lu quet krong pa'})}"


@pytest.mark.django_db
def test_an_article_is_found_before_the_waiting_files_are_converted(
    seat: Callable[..., Any], office: Office
) -> None:
    for number in range(3):
        make_file(pdf_of("khong-tao-hon"), f"to-gap-{number}.pdf")
    order_jobs()
    publish(seat, office)
    # The worker takes the most urgent job first, and of these the oldest.
    for job in ProcrastinateJob.objects.filter(status="todo").order_by("-priority", "id"):
        if job.task_name == "media.render":
            break
        app.tasks[job.task_name](**job.args)
    visitor = seat(None)
    visitor.goto(SEARCH)
    assert visitor.get_by_role("link", name=TITLE).count()
    assert unfinished().count() == 3


def publish(seat: Callable[..., Any], office: Office) -> None:
    """Let an author write an article and two others appraise and approve it."""
    author = seat(office.author)
    write_article(author, office)
    save(author)
    hand_in(author)
    appraiser = seat(office.appraiser)
    open_from_start_page(appraiser)
    for answer in appraiser.locator("input[value=yes]").all():
        answer.check()
    press(appraiser, "appraise")
    approver = seat(office.approver)
    open_from_start_page(approver)
    press(approver, "approve")


@contextmanager
def process(*words: str, env: dict[str, str]) -> Iterator[None]:
    running = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=env)
    try:
        yield
    finally:
        running.terminate()
        running.wait(30)


@pytest.mark.drill
def test_so_it_is_in_the_whole_demo(
    chromium: Any, django_db_setup: None, django_db_blocker: Any, roomy_folder: Path
) -> None:
    """The demo as `make run` loads it, its web server and its worker at work."""
    with django_db_blocker.unblock(), copied_database():
        port = free_port()
        environ = os.environ | surroundings()
        environ |= {
            "DJANGO_SETTINGS_MODULE": "network.settings.dev",
            "PBGDPL_STATE_DIR": str(roomy_folder),
            "BASE_URL": f"http://127.0.0.1:{port}",
        }
        subprocess.run(
            [sys.executable, "manage.py", "load_demo"], cwd=ROOT, env=environ, check=True
        )
        waiting = set(unfinished().values_list("pk", flat=True))
        connection.close()
        worker = ("nice", "-n", "19", sys.executable, "manage.py", "run_worker")
        with (
            process("-m", "network.web_server", "127.0.0.1", str(port), env=environ),
            process("-c", f"import os; os.execvp('nice', {worker!r})", env=environ),
            seats(chromium, f"http://127.0.0.1:{port}") as seat,
        ):
            open_when_up(seat(None))
            publish(lambda person: signed_in(seat(None), person), staff_of("SNV-2025"))
            found_after_a_moment(seat(None))
            assert waiting & set(unfinished().values_list("pk", flat=True))
        connection.close()


def signed_in(tab: Any, person: User) -> Any:
    """Sign in as somebody of the demo would; these settings ask for no second factor."""
    tab.goto("/admin/")
    tab.fill("#id_login", person.username)
    tab.fill("#id_password", DEMO_PASSWORD)
    with tab.expect_navigation(url="**/admin/"):
        tab.press("#id_password", "Enter")
    return tab


def staff_of(code: str) -> Office:
    """Return one of the demo's agencies with its people."""
    agency = Agency.objects.get(code=code)
    office = Office(agency, AgencyHomePage.objects.get(agency=agency))
    for member in agency.memberships.exclude(role__in=(Role.OVERSEER, Role.NETWORK_ADMIN)):
        office.people[member.role] = member.user
    return office


def open_when_up(tab: Any) -> None:
    """Open the hub as soon as the web server listens."""
    while True:
        try:
            tab.goto("/")
        except Exception:
            time.sleep(0.2)
        else:
            return


def found_after_a_moment(tab: Any) -> None:
    """Search until the job behind the commit has run; the test's own limit ends a vain search."""
    while True:
        tab.goto(SEARCH)
        if tab.get_by_role("link", name=TITLE).count():
            return
        time.sleep(0.5)

"""The first hour of a network in production: from an empty database to a live article.

Everything is a command or a screen that the guide names; nobody touches the database.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from network.accounts.models import User
from network.accounts.second_factor import totp_code
from network.agencies.models import Agency
from network.demo.mailbox import last_mails
from network.launch import ROOT
from sites.models import AgencyHomePage
from tests.factories.servers import copied_database, surroundings
from tests.scale.feeds_server import free_port

pytestmark = [pytest.mark.browser, pytest.mark.long]
PASSWORD = "con trau di truoc"
TITLE = "Lũ quét ở Krông Pa: ai được hỗ trợ nhà ở"
AGENCIES = """code,name,short_name,kind,parent,slug,host_label,confidence,note
STP,Sở Tư pháp tỉnh Gia Lai,Sở Tư pháp,so,,,,,
DS,Ủy ban nhân dân xã Đăk Song,UBND xã Đăk Song,ubnd_xa,,,,,
"""


class Network:
    """The running network and who sits before it."""

    def __init__(self, chromium: Any, environ: dict[str, str]) -> None:
        self.chromium, self.environ = chromium, environ
        self.address = environ["BASE_URL"].replace("https://", "http://")
        self.mails = Path(environ["MAIL_FOLDER"])
        self.contexts: list[Any] = []

    def manage(self, *words: str) -> str:
        """Return what a command prints."""
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environ, check=True, capture_output=True, text=True
        )
        return done.stdout

    def seat(self) -> Any:
        """Return a tab of a browser of its own."""
        context = self.chromium.new_context(base_url=self.address)
        self.contexts.append(context)
        return context.new_page()

    def way_in(self, email: str) -> str:
        """Return the link of the invitation that was mailed to somebody, once it has come."""
        deadline = time.monotonic() + 30
        while True:
            found = [mail for mail in last_mails(self.mails) if mail.to == email]
            if found:
                return re.search(r"http\S+/loi-moi/\S+", found[0].text)[0]
            assert time.monotonic() < deadline, f"no mail to {email}"
            time.sleep(0.1)


@pytest.fixture
def network(
    chromium: Any, django_db_setup: None, django_db_blocker: Any, tmp_path: Path
) -> Iterator[Network]:
    """A network as `migrate` leaves it, its web server and its worker."""
    with django_db_blocker.unblock(), copied_database():
        connection.close()
        environ = environment(free_port(), tmp_path)
        with (
            process("-m", "network.web_server", "127.0.0.1", environ["PORT"], env=environ),
            process("manage.py", "procrastinate", "worker", env=environ),
        ):
            running = Network(chromium, environ)
            yield running
            for context in running.contexts:
                context.close()
        connection.close()


def environment(port: int, folder: Path) -> dict[str, str]:
    (folder / "mail").mkdir()
    return {
        **os.environ,
        **surroundings(),
        "DJANGO_SETTINGS_MODULE": "tests.browser.first_hour_settings",
        "SECRET_KEY": "k9Q-3m_Vt8LrX2wZ7pYb5NhJ4cGf6TdSaEuRq1iOoPxMzBnCvWlKj",
        "ALLOWED_HOSTS": "127.0.0.1",
        "BASE_URL": f"https://127.0.0.1:{port}",
        "SMTP_HOST": "mail.example.vn",
        "MAIL_FROM": "pbgdpl@example.vn",
        "MAIL_FOLDER": str(folder / "mail"),
        "MEDIA_ROOT": str(folder / "media"),
        "WEB_CONCURRENCY": "1",
        "DEMO": "0",
        "PORT": str(port),
    }


@contextmanager
def process(*words: str, env: dict[str, str]) -> Iterator[None]:
    running = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=env)
    try:
        yield
    finally:
        running.terminate()
        running.wait(20)


def open_when_up(tab: Any, path: str) -> None:
    """Open the first page, as soon as the server answers."""
    deadline = time.monotonic() + 60
    while True:
        try:
            tab.goto(path)
        except Exception:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        else:
            return


def send(tab: Any) -> None:
    """Press the one button of a form of ours."""
    with tab.expect_event("load"):
        tab.locator("main form button[type=submit]").first.click()


def enrol(tab: Any) -> None:
    """Set up the second factor, without which nothing opens."""
    secret = tab.locator(".secret").inner_text().strip()
    tab.locator("[name=code]").fill(totp_code(secret, timezone.now()))
    send(tab)
    tab.goto("/admin/")
    tab.wait_for_url("**/admin/")


def first_sign_in(tab: Any, link: str, name: str) -> None:
    """Choose a password by the printed link, sign in, set up the second factor."""
    open_when_up(tab, link)
    for field in ("password1", "password2"):
        tab.locator(f"[name={field}]").fill(PASSWORD)
    send(tab)
    tab.goto("/tai-khoan/dang-nhap/")
    tab.locator("[name=login]").fill(name)
    tab.locator("[name=password]").fill(PASSWORD)
    send(tab)
    enrol(tab)


def join(network: Network, email: str, full_name: str) -> Any:
    """Return the tab of somebody who has taken an invitation up."""
    tab = network.seat()
    tab.goto(network.way_in(email))
    family, _, given = full_name.rpartition(" ")
    for field, value in {
        "last_name": family,
        "first_name": given,
        "password": PASSWORD,
        "password_again": PASSWORD,
    }.items():
        tab.locator(f"[name={field}]").fill(value)
    send(tab)
    enrol(tab)
    return tab


def import_agencies(tab: Any, folder: Path) -> None:
    path = folder / "co-quan.csv"
    path.write_text(AGENCIES, encoding="utf-8")
    tab.goto("/admin/agencies/agency/")
    tab.get_by_role("link", name="Nhập từ tệp").click()
    tab.locator("[name=file]").set_input_files(path)
    tab.get_by_role("button", name="Xem trước thay đổi").click()
    tab.get_by_text("2 mới, 0 thay đổi, 0 giữ nguyên.").wait_for()
    tab.get_by_role("button", name="Nhập tệp này").click()
    tab.get_by_text("Đã nhập: 2 cơ quan mới").wait_for()


def invite(tab: Any, **fields: str) -> None:
    for name, value in {"decision_number": "12/QĐ-STP", **fields}.items():
        field = tab.locator(f"form [name={name}]")
        field.select_option(value) if name == "role" else field.fill(value)
    send(tab)
    tab.get_by_text("đang được gửi").first.wait_for()


def write(tab: Any) -> None:
    """Begin at the start page, as an author does: pages, news, a new article."""
    tab.goto("/admin/pages/")
    for place in ("Tin tức", "Tin hoạt động"):
        tab.locator(f'a[aria-label*="“{place}”"]').first.click()
    tab.locator('main a[href*="/articlepage/"]').first.click()
    tab.locator("[name=title]").fill(TITLE)
    tab.locator("[name=summary]").fill("Mỗi hộ mất nhà được 60 triệu đồng.")
    tab.locator("[data-streamfield-stream-menu-add], .c-sf-add-button").first.click()
    tab.get_by_role("option", name="Đề mục").click()
    tab.locator("[name=body-0-value-text]").fill("Ai được hỗ trợ?")
    missing = tab.locator("a[data-missing=source_author]")
    if missing.count():
        missing.click()
        tab.locator("[name=source_author]").fill("Nguyễn Thị Lan")
    # A saving by itself may change the address meanwhile, which is no answer yet.
    with tab.expect_event("load"):
        tab.locator("footer button[type=submit]").first.click()
    # The page asks who is signed in before it sends what was pressed.
    with tab.expect_event("load"):
        tab.locator("[name=action-submit]").click()


def decide(tab: Any, move: str) -> None:
    tab.goto("/admin/")
    with tab.expect_event("load"):
        tab.get_by_role("link", name=TITLE).first.click()
    for answer in tab.locator("input[value=yes]").all():
        answer.check()
    with tab.expect_event("load"):
        tab.locator(f"button[name=move][value={move}]").click()


def test_from_an_empty_database_to_a_live_article(network: Network, tmp_path: Path) -> None:
    assert not (User.objects.exists() or Agency.objects.exists())
    said = network.manage(
        *("appoint", "hung@example.gov.vn", "network_admin", "--decision", "1/QĐ-UBND"),
        *("--full-name", "Đào Việt Hùng"),
    )
    boss = network.seat()
    first_sign_in(boss, re.search(r"http\S+", said)[0], "hung@example.gov.vn")
    import_agencies(boss, tmp_path)
    boss.get_by_role("link", name="Mời quản trị trang").first.click()
    invite(boss, email="thuong@example.gov.vn")
    admin = join(network, "thuong@example.gov.vn", "Trần Thị Thương")
    people: dict[str, Callable[[], Any]] = {}
    for role, name in (("author", "Lan"), ("appraiser", "Bình"), ("approver", "Ngọc")):
        email = f"{role}@example.gov.vn"
        admin.goto("/admin/nguoi-dung/moi/")
        invite(admin, email=email, role=role)
        people[role] = join(network, email, f"Nguyễn Thị {name}")
    write(people["author"])
    decide(people["appraiser"], "appraise")
    decide(people["approver"], "approve")
    visitor = network.seat()
    (home,) = AgencyHomePage.objects.filter(agency__code="STP")
    visitor.goto(f"/{home.slug}/")
    with visitor.expect_navigation():
        visitor.get_by_role("link", name=TITLE).first.click()
    expect(visitor.get_by_text("Mỗi hộ mất nhà được 60 triệu đồng.").first).to_be_visible()
    assert network.manage("verify_decisions").startswith("decisions: 3 in 2 agencies, all whole")

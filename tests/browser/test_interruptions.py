"""Twenty ways to be interrupted while writing: afterwards the text is stored, or offered again."""

import contextlib
import datetime as dt
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from network.agencies.models import Role
from network.moderation.models import Decision
from network.moderation.revisions import newest_revision
from network.reporting.models import Narrative
from tests.browser.editing import DIALOG, end_sessions, lend_session
from tests.browser.writing import KEPT, PAUSE, TEXT, Writing
from tests.factories.files import photograph
from tests.factories.moderation import hand_in, make_draft, make_member
from tests.factories.reports import open_period, report_of
from tests.factories.sections import SOURCE
from tests.plugin import BROWSER_ARGUMENTS, browser_path

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
COUNT_KEPT = """new Promise(resolve => {
    indexedDB.open("kept-text", 1).onsuccess = ({ target }) => {
        const store = target.result.transaction("texts").objectStore("texts");
        store.count().onsuccess = event => resolve(event.target.result);
    };
})"""


@pytest.fixture
def editor(seat, office):
    draft = make_draft(office)
    return Writing(
        screen=seat(office.author),
        person=office.author,
        address=f"/admin/pages/{draft.pk}/edit/",
        field="[name=summary]",
        button="footer button[type=submit]",
        stored=lambda: newest_revision(draft.pk).content["summary"] == TEXT,
        page=draft,
    )


@pytest.fixture
def desk(seat, office):
    draft = hand_in(make_draft(office), office.author)
    return Writing(
        screen=seat(office.appraiser),
        person=office.appraiser,
        address=f"/admin/duyet/{draft.pk}/",
        field=".desk-bar [name=comment]",
        button="button[name=move][value=return]",
        stored=lambda: Decision.objects.filter(page_id=draft.pk, comment=TEXT).exists(),
    )


@pytest.fixture
def report(seat, office):
    today = timezone.localdate()
    days = {"first": today - dt.timedelta(days=30), "last": today}
    period = open_period(make_member(office.agency, Role.OVERSEER), **days)
    report = report_of(period, office.agency)
    return Writing(
        screen=seat(office.author),
        person=office.author,
        address=f"/admin/bao-cao/{report.pk}/",
        field="main textarea >> nth=0",
        button="main form:has(textarea) button[type=submit]",
        stored=lambda: Narrative.objects.filter(report=report, text=TEXT).exists(),
    )


# --- Interruptions ---


def lose_session(writing: Writing) -> None:
    """The session ends, the button opens the dialog, and the tab is closed."""
    end_sessions()
    writing.type()
    writing.press()
    writing.screen.locator(DIALOG).wait_for()
    writing.screen.close()


def sign_out_elsewhere(writing: Writing) -> None:
    """Somebody signs out in another tab."""
    writing.screen.context.clear_cookies()
    lose_session(writing)


def close_tab(writing: Writing) -> None:
    """The tab is closed while nothing can be stored."""
    cut_off(writing)
    writing.type()
    writing.screen.close()


def crash(writing: Writing) -> None:
    """The process that draws the page ends."""
    cut_off(writing)
    writing.type()
    with contextlib.suppress(Exception):
        writing.screen.goto("chrome://crash", timeout=3000)
    writing.screen.close()


def cut_off(writing: Writing) -> None:
    """Requests that would store something end without an answer: the server was killed."""
    abort = lambda route: route.abort("connectionreset")  # noqa: E731
    writing.screen.context.route(
        "**/*", lambda route: abort(route) if route.request.method == "POST" else route.continue_()
    )


def kill_server_while_saving(writing: Writing) -> None:
    """The server is killed after the button was pressed: the browser shows an error of its own."""
    writing.type()
    cut_off(writing)
    with contextlib.suppress(Exception):
        writing.press()
    writing.screen.wait_for_timeout(PAUSE)


def server_error(writing: Writing) -> None:
    """The server answers what was sent with an error page."""
    fail = {"status": 500, "body": "<h1>500</h1>", "content_type": "text/html"}
    writing.screen.context.route(
        "**/*",
        lambda route: (
            route.fulfill(**fail) if route.request.method == "POST" else route.continue_()
        ),
    )
    writing.type()
    writing.press()
    writing.screen.get_by_role("heading", name="500").wait_for()


def lose_network(writing: Writing) -> None:
    """The network is away when the button is pressed."""
    writing.screen.context.set_offline(True)
    writing.type()
    writing.press()
    writing.screen.locator(f"{DIALOG} [data-shown=away]").wait_for()
    writing.screen.close()


def go_back(writing: Writing) -> None:
    """The back button is pressed, and the warning is overruled."""
    writing.screen.goto("/admin/")
    writing.open()
    cut_off(writing)
    writing.type()
    warned = warnings_of(writing.screen)
    writing.screen.go_back()
    assert warned


def press_menu(writing: Writing) -> None:
    """An entry of the menu is pressed, and the warning is overruled."""
    cut_off(writing)
    writing.type()
    warned = warnings_of(writing.screen)
    writing.screen.evaluate("location.assign('/admin/')")
    writing.screen.wait_for_url("**/admin/")
    assert warned


def warnings_of(screen: Any) -> list[str]:
    """Return the list in which the browser's questions before leaving appear."""
    warned: list[str] = []
    screen.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    return warned


def conflict(writing: Writing) -> None:
    """A colleague stores a newer version; then the tab is closed."""
    writing.page.summary = "Bản của đồng nghiệp."
    writing.page.save_revision()
    writing.type()
    words = "Người khác vừa lưu một bản mới hơn"
    writing.screen.get_by_text(words).locator("visible=true").first.wait_for()
    writing.screen.close()


def open_second_tab(writing: Writing) -> None:
    """The same form is stored in a second tab, then the first one is closed."""
    cut_off(writing)
    writing.type()
    writing.screen.context.unroute_all()
    second = writing.screen.context.new_page()
    second.goto(writing.address)
    second.close()
    writing.screen.close()


def press_twice(writing: Writing) -> None:
    """The button is pressed twice at once."""
    writing.type()
    # What opens the form again meanwhile would be cut off by the answer.
    with contextlib.suppress(Exception), writing.screen.expect_navigation():
        writing.screen.locator(writing.button).first.dblclick()
    writing.screen.wait_for_load_state("networkidle")


def send(writing: Writing) -> None:
    """Nothing interrupts: the server has stored the text, so the browser forgets it."""
    writing.type()
    with writing.screen.expect_navigation():
        writing.press()
    assert writing.stored()
    writing.screen.wait_for_function(f"async () => await ({COUNT_KEPT}) === 0")


def upload(writing: Writing, name: str, content: bytes, *, is_good: bool) -> None:
    """A picture is uploaded in a chooser of the editor; the text is typed afterwards."""
    screen = writing.screen
    screen.locator("[name=title]").fill("Mưa lũ ở Krông Pa")
    screen.get_by_role("button", name="Chọn hình ảnh").click()
    chooser = screen.locator(".modal-content")
    chooser.locator("#tab-label-upload").click()
    file = {"name": name, "mimeType": "image/png", "buffer": content}
    chooser.locator("[type=file]").set_input_files(file)
    for field, value in SOURCE.items():
        shown = value.strftime("%d/%m/%Y") if field == "source_date" else value
        chooser.locator(f"[name$={field}]").fill(shown)
    screen.keyboard.press("Tab")
    chooser.locator("form[enctype] [type=submit]").click()
    if not is_good:
        chooser.locator(".error-message:visible, .w-field__errors .icon:visible").first.wait_for()
        chooser.locator("[data-dismiss=modal]").click()
    chooser.wait_for(state="detached")
    # The server answers one request after the other, and reads a huge one for a long time.
    with screen.expect_response(
        lambda answer: answer.ok and is_sent_with(TEXT, answer), timeout=90_000
    ):
        writing.type()
    assert writing.stored()


def is_sent_with(text: str, answer: Any) -> bool:
    """Return whether the request of this response carried `text`."""
    return text.encode() in (answer.request.post_data_buffer or b"")


def good_upload(writing: Writing) -> None:
    """A picture without a text for those who cannot see it: the draft is stored all the same."""
    upload(writing, "anh.png", photograph((600, 400)), is_good=True)


def huge_upload(writing: Writing) -> None:
    """A file of more than 10 MB."""
    upload(writing, "anh.png", bytes(11 * 1024 * 1024), is_good=False)


def false_upload(writing: Writing) -> None:
    """A file that is no picture."""
    upload(writing, "anh.png", b"MZ" * 500, is_good=False)


CASES: list[tuple[str, Callable[[Writing], None], bool]] = [
    # Which form, which interruption, and whether the ordinary suite runs it.
    ("editor", good_upload, True),
    ("editor", conflict, True),
    ("editor", server_error, True),
    ("desk", press_menu, True),
    ("desk", send, True),
    ("report", close_tab, False),
    ("report", lose_session, True),
    ("editor", lose_session, False),
    ("editor", sign_out_elsewhere, False),
    ("editor", close_tab, False),
    ("editor", crash, False),
    ("editor", kill_server_while_saving, False),
    ("editor", lose_network, False),
    ("editor", huge_upload, False),
    ("editor", false_upload, False),
    ("editor", go_back, False),
    ("editor", press_menu, False),
    ("editor", press_twice, False),
    ("editor", open_second_tab, False),
    ("desk", server_error, False),
    ("desk", crash, False),
    ("desk", kill_server_while_saving, False),
    ("desk", go_back, False),
    ("report", press_menu, False),
    ("report", go_back, False),
    ("report", server_error, False),
    ("report", crash, False),
    ("report", lose_network, False),
]


def cases() -> Iterator[Any]:
    """Yield the rows above as parameters; the expensive rest is a drill."""
    for form, interruption, is_ordinary in CASES:
        marks = () if is_ordinary else (pytest.mark.drill,)
        yield pytest.param(form, interruption, marks=marks, id=f"{form}-{interruption.__name__}")


@pytest.mark.parametrize(("form", "interrupt"), list(cases()))
def test_nothing_typed_is_lost(seat, office, request, form, interrupt):
    writing = request.getfixturevalue(form)
    writing.open()
    interrupt(writing)
    writing.come_back()
    assert writing.is_safe()


@pytest.mark.drill
def test_without_the_script_the_text_is_lost(report):
    """Removes the guard: the same interruption then does its damage."""
    report.screen.context.route("**/kept_text*.js*", lambda route: route.abort())
    report.open()
    report.type()
    report.screen.close()
    report.come_back()
    assert not report.screen.locator(KEPT).count()
    assert report.screen.locator(report.field).input_value() != TEXT


@pytest.mark.drill
def test_a_killed_browser_still_has_the_text(chromium, address, report, tmp_path):
    def start() -> Any:
        options = {"executable_path": browser_path(), "args": list(BROWSER_ARGUMENTS)}
        return chromium.browser_type.launch_persistent_context(
            tmp_path, base_url=address, **options
        )

    context = start()
    lend_session(context, report.person)
    report.screen = context.new_page()
    report.open()
    report.type()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if str(tmp_path).encode() in (process / "cmdline").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)
    report.screen = start().new_page()
    report.come_back()
    assert report.is_safe()
    report.screen.context.close()

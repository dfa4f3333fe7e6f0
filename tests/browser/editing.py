"""People at an editor in a real browser, whose session may end there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.test import Client

from network.accounts.models import Session, User
from tests.factories.accounts import PASSWORD, code_now, signed_in
from tests.factories.moderation import Office
from tests.factories.sections import SOURCE

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
TITLE = "Lũ quét ở Krông Pa: ai được hỗ trợ nhà ở"
DIALOG = "dialog.sign-in-again[open]"
SAVED = ".w-autosave-indicator[data-w-autosave-state-value=saved]"
# Wagtail's editor begins to look for changes a moment after it stands, and begins anew when it was
# moved within the page: what is typed before is not seen as a change.
COUNT = """
window.watching = 0;
window.addEventListener("w-unsaved:ready", () => { window.watching -= 1; }, true);
window.addEventListener("w-unsaved:watch-edits", () => { window.watching += 1; }, true);
"""
IS_WATCHING = "() => window.wagtail?.app.queryController('w-unsaved')?.initialFormData && \
window.watching === 0"


@contextmanager
def seats(chromium: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Give a function that seats a person at a screen: a signed-in browser page."""
    contexts = []

    def sit(person: User | None, size: dict[str, int] = DESK) -> Any:
        context = chromium.new_context(viewport=size, base_url=address)
        contexts.append(context)
        context.add_init_script(COUNT)
        if person:
            lend_session(context, person)
        return context.new_page()

    yield sit
    for context in contexts:
        context.close()


def lend_session(context: Any, person: User) -> None:
    """Put a trusted session of `person` into the browser, in the place of any other."""
    cookie = signed_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME]
    place = {"domain": "127.0.0.1", "path": "/"}
    context.add_cookies([{"name": cookie.key, "value": cookie.value, **place}])


def open_editor(screen: Any, page: Any) -> None:
    """Open a page's editor and wait until it looks for changes."""
    screen.goto(f"/admin/pages/{page.pk}/edit/")
    screen.wait_for_function(IS_WATCHING)


def end_sessions() -> None:
    """End the sessions of everybody, as a night does."""
    Session.objects.all().delete()


def sign_in_here(screen: Any) -> None:
    """Type password and code into the dialog, which closes by itself."""
    frame = screen.frame_locator(f"{DIALOG} iframe")
    frame.locator("#id_password").fill(PASSWORD)
    frame.locator("main button[type=submit]").click()
    frame.locator("#id_code").fill(code_now())
    frame.locator("main button[type=submit]").first.click()
    screen.locator(DIALOG).wait_for(state="detached")


def write_article(screen: Any, office: Office) -> None:
    """Fill in a new article of the office, as far as the button."""
    place = office.home.get_children().get(slug="tin-tuc")
    screen.goto(f"/admin/pages/add/agency_sites/articlepage/{place.pk}/")
    screen.get_by_role("textbox", name="Tiêu đề").first.fill(TITLE)
    screen.locator("[name=summary]").fill("Hộ mất nhà được hỗ trợ. Nộp đơn ở xã trước ngày 30.")
    screen.locator("[data-streamfield-stream-menu-add], .c-sf-add-button").first.click()
    screen.get_by_role("option", name="Đề mục").click()
    screen.locator("[name=body-0-value-text]").fill("Ai được hỗ trợ?")
    # The rest of the source is filled in; the people of the tests have no full names.
    screen.locator("a[data-missing=source_author]").click()
    screen.locator("[name=source_author]").fill(SOURCE["source_author"])


def save(screen: Any) -> None:
    """Press the first button of the editor.

    A saving by itself may change the address meanwhile, which is no answer yet.
    """
    with screen.expect_event("load"):
        screen.locator("footer button[type=submit]").first.click()


def hand_in(screen: Any) -> None:
    """Press the editor's button beside "save"."""
    with screen.expect_event("load"):
        screen.locator("[name=action-submit]").click()


def press(screen: Any, move: str) -> None:
    """Press a button of the review desk."""
    with screen.expect_navigation():
        screen.locator(f"button[name=move][value={move}]").click()


def open_from_start_page(screen: Any) -> None:
    """Go where the start page says that work waits."""
    screen.goto("/admin/")
    with screen.expect_navigation():
        screen.get_by_role("link", name=TITLE).first.click()

"""A person at a screen, whose presses are counted."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.editing import TITLE


class Presses:
    """A person at a screen, whose presses are counted from the start page on."""

    def __init__(self, screen: Any) -> None:
        self.screen, self.count = screen, 0
        screen.goto("/admin/")

    def press(self, target: Any, *, leads_away: bool = False) -> None:
        """Press a thing, and wait for the next screen if it leads there."""
        self.count += 1
        if not leads_away:
            target.click()
            return
        with self.screen.expect_event("load"):
            target.click()

    def open_waiting(self) -> None:
        """Follow the start page's link to the article."""
        self.press(self.screen.get_by_role("link", name=TITLE).first, leads_away=True)

    def search(self) -> None:
        """Find the article by its title, with the keyboard and one press."""
        self.screen.wait_for_load_state("networkidle")
        self.screen.keyboard.press("Control+k")
        self.screen.locator(".screen-dialog input").fill(TITLE)
        self.press(self.screen.locator(".screen-dialog [data-search]"), leads_away=True)

    def move(self, value: str) -> None:
        """Press a button of the desk."""
        self.press(self.screen.locator(f"button[name=move][value={value}]"), leads_away=True)

    def confirm(self) -> None:
        """Answer what is asked again as before, and see that nothing is left open."""
        self.press(self.screen.locator("[data-confirm] button"))
        expect(self.screen.locator("[data-open]")).to_contain_text("Đã trả lời")

"""Somebody who writes in a long form of the admin, is interrupted, and comes back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import expect

from tests.browser.editing import lend_session, open_editor

TEXT = "Mỗi hộ mất nhà được 60 triệu đồng, nộp đơn ở xã."
KEPT = ".kept-text"
# The pause after the last key before the browser keeps the text.
PAUSE = 700


@dataclass
class Writing:
    """Somebody who writes in a form: the field, where the text is stored, and who may open it."""

    screen: Any
    person: Any
    address: str
    field: str
    button: str
    stored: Callable[[], bool]
    page: Any = None

    def open(self) -> None:
        """Open the form; the editor begins a moment later to look for changes."""
        if self.page:
            open_editor(self.screen, self.page)
        else:
            self.screen.goto(self.address)

    def type(self) -> None:
        """Type the text, and wait until the browser has kept it."""
        self.screen.locator(self.field).fill(TEXT)
        self.screen.wait_for_timeout(PAUSE)

    def press(self) -> None:
        """Press the form's button."""
        self.screen.locator(self.button).first.click()

    def come_back(self) -> None:
        """Open the form anew in the same browser, under the person's own name."""
        context = self.screen.context
        context.set_offline(False)
        context.unroute_all()
        lend_session(context, self.person)
        if self.screen.is_closed():
            self.screen = context.new_page()
        self.screen.on("dialog", lambda dialog: dialog.accept())
        self.screen.goto(self.address)

    def is_safe(self) -> bool:
        """Return whether the text is stored, on the screen, or put back by one press."""
        if self.stored() or self.screen.locator(self.field).input_value() == TEXT:
            return True
        self.screen.locator(f"{KEPT} [data-restore]").click()
        if self.page:
            self.screen.locator(KEPT).wait_for(state="detached")
        expect(self.screen.locator(self.field)).to_have_value(TEXT)
        return True

"""A citizen with a phone, who starts at the front page and counts the steps."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.factories.questions import stamp

# The fields of the front page that a step of `errands.csv` types into.
FIELDS = {"tìm": "#front-search", "nơi": "#front-place"}


class Citizen:
    """Somebody with a phone who starts at the front page and counts what they do."""

    def __init__(self, tab: Any) -> None:
        self.tab, self.clicks, self.searches = tab, 0, 0
        tab.goto("/")

    def press(self, name: str, role: str = "link") -> None:
        """Press the first thing of that name that can be seen."""
        found = self.tab.get_by_role(role, name=re.compile(name)).locator("visible=true")
        with self.tab.expect_navigation():
            found.first.click()
        self.clicks += 1

    def walk(self, way: str) -> None:
        """Take the steps of a way of `errands.csv`, as its header explains them."""
        for step in way.split(" > "):
            kind, _, words = step.partition(" ")
            if kind in FIELDS:
                self.enter(FIELDS[kind], words)
                self.searches += 1
            elif kind == "chọn":
                self.choose(words)
            elif kind == "nút":
                self.press(words, "button")
            elif step.startswith("+"):
                self.unfold(step[1:])
            else:
                self.press(step)

    def choose(self, option: str) -> None:
        """Narrow a list to what an option names."""
        with self.tab.expect_navigation():
            self.tab.locator("main option", has_text=option).first.evaluate(
                "option => { option.selected = true; option.closest('form').requestSubmit() }"
            )
        self.clicks += 1

    def unfold(self, words: str) -> None:
        """Press what unfolds an answer."""
        self.tab.locator("summary", has_text=words).locator("visible=true").first.click()
        self.clicks += 1

    def search(self, words: str) -> None:
        """Search from the front page."""
        self.enter("#front-search", words)
        self.searches += 1

    def enter(self, field: str, words: str) -> None:
        """Type into a field of the front page, and wait for the answer."""
        self.tab.locator(field).fill(words)
        with self.tab.expect_navigation():
            self.tab.locator(field).press("Enter")

    def ask(self, text: str, agency: str = "") -> str:
        """Fill in the form of a question as in a minute, send it, and return the code."""
        self.tab.locator("[name=text]").fill(text)
        if agency:
            self.tab.locator("[name=agency]").select_option(label=agency)
        self.tab.locator("[name=consent]").check()
        self.tab.locator("[name=stamp]").evaluate(
            "(field, opened) => field.value = opened", stamp()
        )
        self.press("Gửi câu hỏi", "button")
        return str(self.tab.locator(".code").inner_text()).strip()

    def stands(self, sentence: str) -> None:
        """Fail unless the sentence is on the page, in letters of any case."""
        main = self.tab.locator("main")
        expect(main).to_contain_text(sentence, use_inner_text=True, ignore_case=True)

    def reads(self, sentence: str) -> None:
        """Fail unless it stands here, and was reached as fast as it should be."""
        self.stands(sentence)
        assert self.clicks <= 4 and self.searches <= 1

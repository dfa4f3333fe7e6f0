"""Every public template in a real browser: assistive technology, small screens, fingers."""

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from django.test.signals import template_rendered

from tests.browser.public_pages import ELSEWHERE, OF_OFFICERS, PAGES, page_templates

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
WIDTHS = (320, 360, 768, 1280, 1440)
# The style sheets change the page between these; between 320 and 360, and above 1024, they do not.
AXE_WIDTHS = (320, 768, 1440)
# What a theme can change.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
EVERYTHING = {"rules": {"target-size": {"enabled": True}}}
# Links inside running text are exempt (WCAG 2.2, 2.5.8); lists of entries are text; a box to tick
# has the words beside it, and 24 px by axe.
BOXES = "input[type=checkbox], input[type=radio]"
TARGETS = "nav a, form button, form input, form select, summary, .site-name, .more, .file a"
SMALL = f"""[...document.querySelectorAll("{TARGETS}")]
    .filter(each => each.checkVisibility() && !each.matches("{BOXES}")
        && each.getBoundingClientRect().height < 44)
    .map(each => each.outerHTML)"""
ACCUSED = """async options => (await axe.run({resultTypes: ["violations"], ...options})).violations
    .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}`))"""


def test_every_public_template_has_a_row():
    named = {page.template for page in PAGES.values()}
    unknown = {
        template
        for template in page_templates()
        if template not in named | ELSEWHERE.keys() and not template.startswith(OF_OFFICERS)
    }
    assert not unknown, "Give each an address in tests/browser/public_pages.py, or a reason there."
    assert not named & ELSEWHERE.keys()


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.parametrize("names", [list(PAGES)[:18], list(PAGES)[18:]], ids=["first", "rest"])
def test_everybody_can_use_every_page(tab, names):
    found = {
        (name, width, scheme): faults
        for name in names
        for width, scheme, faults in looked_at(tab, name)
        if faults
    }
    assert not found


def looked_at(tab: Any, name: str) -> Any:
    """Open a page once and yield what is wrong with it at every width and in both themes."""
    made: list[str] = []
    note = lambda template, **kwargs: made.append(template.name)  # noqa: E731
    template_rendered.connect(note)
    answer = PAGES[name].open_in(tab)
    template_rendered.disconnect(note)
    yield 0, "", [] if answer.status == PAGES[name].status else [answer.status]
    yield 0, "", [] if PAGES[name].template in made else made[:1]
    tab.evaluate(AXE)
    for scheme, options in (("light", EVERYTHING), ("dark", COLOURS)):
        tab.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 800})
            if width in AXE_WIDTHS:
                yield width, scheme, tab.evaluate(ACCUSED, options)
            if scheme == "light":
                yield width, scheme, tab.evaluate(SMALL)
                wide = tab.evaluate("document.documentElement.scrollWidth")
                yield width, scheme, [wide] if wide > width else []

"""Every public template in a real browser: assistive technology, small screens, fingers."""

from typing import Any

import pytest
from django.test.signals import template_rendered

from tests.browser.markup import faults_of
from tests.browser.public_pages import (
    ACCUSED,
    AXE,
    ELSEWHERE,
    OF_OFFICERS,
    PAGES,
    page_templates,
)

WIDTHS = (320, 360, 768, 1280, 1440)
# The style sheets change the page between these; between 320 and 360, and above 1024, they do not.
AXE_WIDTHS = (320, 768, 1440)
# A theme changes colours alone (core/tokens.css), at whatever width.
DARK_WIDTHS = (320, 1440)
# What a theme can change.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
EVERYTHING = {"rules": {"target-size": {"enabled": True}}}
PARTS = 4
# Links inside running text are exempt (WCAG 2.2, 2.5.8); lists of entries are text; a box to tick
# has the words beside it, and 24 px by axe.
BOXES = "input[type=checkbox], input[type=radio]"
TARGETS = "nav a, form button, form input, form select, summary, .site-name, .more, .file a"
SMALL = f"""[...document.querySelectorAll("{TARGETS}")]
    .filter(each => each.checkVisibility() && !each.matches("{BOXES}")
        && each.getBoundingClientRect().height < 44)
    .map(each => each.outerHTML)"""

# Fields and buttons of which something lies beyond the screen, also where the page hides it.
CUT = """[...document.querySelectorAll("button, input, select, .button")]
    .filter(each => each.checkVisibility() && !each.matches("[type=hidden], [tabindex='-1']")
        && each.getBoundingClientRect().right > document.documentElement.clientWidth + 1
        && !each.closest("table, .scroller"))
    .map(each => each.outerHTML.slice(0, 200))"""
# What a reader who sets letters of double size has; style sheets ask for it in rem.
PLAIN_PX, DOUBLE_PX = 16, 32


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
@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_can_use_every_page(tab, part):
    tab.add_init_script(AXE)
    found = {
        (name, width, scheme): faults
        # Every fourth: neighbours are alike, and so the parts take the same time.
        for name in list(PAGES)[part::PARTS]
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
    is_meant = answer.status == PAGES[name].status and PAGES[name].template in made
    yield 0, "", [] if is_meant else [answer.status, *made[:1]]
    yield 0, "markup", faults_of(answer.text())
    letters = tab.context.new_cdp_session(tab)
    for width in WIDTHS:
        tab.emulate_media(color_scheme="light")
        tab.set_viewport_size({"width": width, "height": 800})
        yield width, "light", tab.evaluate(SMALL)
        for size in (DOUBLE_PX, PLAIN_PX):
            letters.send("Page.setFontSizes", {"fontSizes": {"standard": size}})
            yield width, f"{size} px", [*tab.evaluate(CUT), *too_wide(tab, width)]
        if width in AXE_WIDTHS:
            yield width, "light", tab.evaluate(ACCUSED, EVERYTHING)
        if width in DARK_WIDTHS:
            tab.emulate_media(color_scheme="dark")
            yield width, "dark", tab.evaluate(ACCUSED, COLOURS)


def too_wide(tab: Any, width: int) -> list[int]:
    """Return how wide the page is, if that is more than the screen."""
    wide = tab.evaluate("document.documentElement.scrollWidth")
    return [wide] if wide > width else []

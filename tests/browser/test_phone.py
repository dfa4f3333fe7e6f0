"""What officers do on a phone fits its screen, and everything pressed is large enough."""

import pytest
from django.urls import reverse

from tests.browser.editing import PHONE, open_editor
from tests.browser.test_desk_presses import look
from tests.factories.activities import make_activity
from tests.factories.moderation import make_draft, publish
from tests.factories.questions import make_question

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
# What is pressed and is not a link within a sentence or a box beside its label.
SMALL = """
() => [...document.querySelectorAll(
  "main .button, main button, main select, main textarea, main summary,"
  + " main input:not([type=hidden], [type=checkbox], [type=radio])"
)].filter((element) => {
  const box = (element.closest("label") || element).getBoundingClientRect();
  return element.getClientRects().length && box.width && box.height < 43.5;
}).map((element) => `${element.tagName} ${element.className} ${element.innerText || element.name}`)
"""


def test_screens_of_a_phone_fit_and_can_be_pressed(seat, office):
    publish(make_draft(office), office)
    activity = make_activity(office.agency, office.author)
    question = make_question(office.agency)
    screen = seat(office.approver, PHONE)
    faults = {}
    for name, arguments in (
        ("question_desk:index", []),
        ("question_desk:question", [question.pk]),
        ("activities:index", []),
        ("activities:add", []),
        ("activities:activity", [activity.pk]),
        ("directives:receipts", []),
        ("legal_reviews:index", []),
        ("moderation:waiting", []),
        ("moderation:decisions", []),
    ):
        screen.goto(reverse(name, args=arguments))
        look(screen, f"phone-{name.replace(':', '-')}")
        wide = screen.evaluate("document.documentElement.scrollWidth") - PHONE["width"]
        small = screen.evaluate(SMALL)
        if wide > 0 or small:
            faults[name] = (wide, small)
    assert not faults, "\n".join(f"{name} {each}" for name, each in faults.items())


def test_the_row_of_tabs_shows_the_current_one(seat, office):
    screen = seat(office.people["agency_admin"], PHONE)
    screen.goto(reverse("moderation:agency"))
    tabs = screen.locator(".screen-tabs a")
    assert len({round(tab.bounding_box()["y"]) for tab in tabs.all()}) == 1
    current = screen.locator(".screen-tabs [aria-current]").bounding_box()
    assert current["x"] >= 0 and current["x"] + current["width"] <= PHONE["width"]


def test_the_rows_of_a_chooser_stay_inside_it(seat, office):
    screen = seat(office.author, PHONE)
    open_editor(screen, make_draft(office))
    screen.locator(".Draftail-Toolbar button[name=LINK]").first.click()
    chooser = screen.locator(".modal-content")
    chooser.locator("table.listing td").first.wait_for()
    edge = chooser.evaluate("(box) => box.getBoundingClientRect().right")
    cells = chooser.locator("table.listing :is(td, th):visible")
    assert max(each["x"] + each["width"] for each in map(box_of, cells.all())) <= edge
    titles = chooser.locator("table.listing td.title")
    assert min(box_of(each)["width"] for each in titles.all()) > PHONE["width"] / 2


def box_of(place):
    return place.bounding_box()

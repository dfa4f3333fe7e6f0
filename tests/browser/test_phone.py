"""What officers do on a phone fits its screen, and everything pressed is large enough."""

import pytest
from django.urls import reverse

from tests.browser.editing import PHONE
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

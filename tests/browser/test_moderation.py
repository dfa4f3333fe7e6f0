"""Who has no word at a stage gets none at the review desk, in a real browser."""

import pytest

from network.moderation.models import Decision
from network.moderation.stages import Stage
from tests.factories import moderation

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


# Who has no word at which stage; nobody has one twice.
FORBIDDEN = {
    Stage.WAITING_APPRAISAL: ("author", "approver", "agency_admin"),
    Stage.WAITING_APPROVAL: ("author", "appraiser", "agency_admin"),
}
POST = """async ([move, seen]) => {
    const form = new FormData();
    form.append("move", move);
    form.append("seen", seen);
    form.append("comment", "Thử.");
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    form.append("csrfmiddlewaretoken", token);
    const answer = await fetch(location.href, {method: "POST", body: form});
    return [answer.status, await answer.text()];
}"""


def test_a_forbidden_step_is_refused_on_the_screen_and_by_raw_post(seat, office):
    article = moderation.make_draft(office)
    moderation.hand_in(article, office.author)
    screens = {role: seat(office.people[role]) for role in office.people}
    for stage, roles in FORBIDDEN.items():
        if stage is Stage.WAITING_APPROVAL:
            moderation.appraise(article, office.appraiser)
        before = actions(article)
        for role in roles:
            screens[role].goto(f"/admin/duyet/{article.pk}/")
            assert screens[role].locator("button[name=move]").count() == 0, (stage, role)
            for move in ("appraise", "approve", "return", "publish_urgently"):
                status, text = screens[role].evaluate(POST, [move, moderation.seen(article)])
                assert status in (403, 409), (stage, role, move)
                # By a rule, with its sentence; not by the form's token.
                assert "desk-refusal" in text, (stage, role, move)
        assert actions(article) == before


def actions(article) -> list[str]:
    rows = Decision.objects.filter(page_id=article.pk).order_by("sequence")
    return list(rows.values_list("deed", flat=True))

"""What the overseer took down comes back only after an appraisal that knew the reason."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from network.agencies.models import Role
from network.moderation.chain import record_decision
from network.moderation.exceptional_services import publish_urgently, withdraw_page
from network.moderation.models import (
    Action,
    EditorialRules,
    Submission,
    WithdrawalReason,
)
from network.moderation.moves import MoveRefused
from network.moderation.rules import MoveRefusal
from network.moderation.stages import Stage
from tests.factories.accounts import signed_in
from tests.factories.desk import desk_of, press
from tests.factories.moderation import (
    appraise,
    approve,
    hand_in,
    make_draft,
    make_member,
    make_office,
    publish,
    seen,
)

pytestmark = pytest.mark.django_db
REASON = "Lộ số điện thoại của người dân."


@pytest.fixture
def overseer():
    return make_member(make_office("BTP").agency, Role.OVERSEER)


def take_down(article, overseer):
    return withdraw_page(
        page_id=article.pk,
        user=overseer,
        reason=WithdrawalReason.PRIVACY,
        comment=REASON,
        now=timezone.now(),
    )


@pytest.fixture
def taken_down(office, overseer):
    article = publish(make_draft(office), office)
    take_down(article, overseer)
    article.refresh_from_db()
    return article


def test_the_same_text_needs_an_appraisal_that_knew_the_reason(client, office, taken_down):
    hand_in(taken_down, office.author)
    shown = signed_in(client, office.appraiser).get(desk_of(taken_down)).content.decode()
    assert REASON in shown and "Lộ dữ liệu cá nhân" in shown
    with pytest.raises(MoveRefused):
        approve(taken_down, office.approver)
    appraise(taken_down, office.appraiser)
    assert REASON in signed_in(client, office.approver).get(desk_of(taken_down)).content.decode()
    approve(taken_down, office.approver)
    taken_down.refresh_from_db()
    assert taken_down.live
    call_command("verify_decisions")


def test_a_correction_that_waits_for_approval_is_appraised_again(client, office, overseer):
    article = publish(make_draft(office), office)
    article.summary = "Bản sửa."
    article.save_revision(user=office.author)
    hand_in(article, office.author)
    appraise(article, office.appraiser)
    take_down(article, overseer)
    submission = Submission.objects.get(page=article, closed_at=None)
    assert submission.stage == Stage.WAITING_APPRAISAL
    answer = press(signed_in(client, office.approver), article, "approve")
    assert answer.status_code == 409
    article.refresh_from_db()
    assert not article.live


def test_urgency_leads_around_no_takedown(office, taken_down):
    EditorialRules.objects.create(agency=office.agency, urgent_allowed=True)
    hand_in(taken_down, office.author)
    with pytest.raises(MoveRefused) as refused:
        publish_urgently(
            page_id=taken_down.pk,
            user=office.approver,
            seen=seen(taken_down),
            reason="Gấp.",
            now=timezone.now(),
        )
    assert refused.value.refusal is MoveRefusal.TAKEN_DOWN


@pytest.mark.parametrize("deed", [None, Action.APPROVED, Action.PUBLISHED_URGENTLY])
def test_the_database_lets_no_door_publish_it(office, taken_down, deed):
    """Not a schedule, not an import, not a service that forgot to ask."""
    revision = taken_down.get_latest_revision()
    if deed:
        _write(office, taken_down, deed)
    with pytest.raises(DatabaseError, match="nobody approved"), transaction.atomic():
        revision.publish(skip_permission_checks=True)


def _write(office, article, deed):
    return record_decision(
        agency=office.agency,
        page=article,
        deed=deed,
        now=timezone.now(),
        revision_id=article.get_latest_revision().pk,
        actor=office.approver,
    )


def test_the_author_reads_the_reason_in_the_editor(client, office, taken_down):
    signed_in(client, office.author)
    shown = client.get(f"/admin/pages/{taken_down.pk}/edit/").content.decode()
    assert REASON in shown and "phải thẩm định lại" in shown


def test_a_return_stays_in_the_editor_until_the_page_is_handed_in(client, office):
    article = hand_in(make_draft(office), office.author)
    press(signed_in(client, office.appraiser), article, "return", comment="Thiếu căn cứ.")
    editor = f"/admin/pages/{article.pk}/edit/"
    signed_in(client, office.author)
    shown = client.get(editor).content.decode()
    pinned = shown.split('class="pinned"')[1].split("</div>")[0]
    assert "Thiếu căn cứ." in pinned and office.appraiser.username in pinned
    article.current_workflow_state.resume(user=office.author)
    assert 'class="pinned"' not in client.get(editor).content.decode()

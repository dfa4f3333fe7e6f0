"""A withdrawn page gets online again in an agency with one approver, and who is missing is told."""

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.moderation.exceptional_services import withdraw_page
from network.moderation.models import WithdrawalReason
from tests.factories.accounts import signed_in
from tests.factories.moderation import appraise, approve, make_draft, make_member, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def withdrawn(office):
    page = publish(make_draft(office), office)
    withdraw_page(
        page_id=page.pk,
        user=office.approver,
        reason=WithdrawalReason.ERROR,
        comment="Cần kiểm tra lại.",
        public_note="",
        now=timezone.now(),
    )
    page.refresh_from_db()
    return page


def desk(client, user, page):
    url = reverse("moderation:desk", args=[page.pk])
    return signed_in(client, user).get(url).content.decode()


def again(page):
    return reverse("moderation:resubmit", args=[page.pk])


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_the_only_approver_hands_it_in_unchanged_and_approves_it(client, office, withdrawn):
    shown = desk(client, office.approver, withdrawn)
    assert again(withdrawn) in shown
    assert f"{office.appraiser.shown_name} thẩm định, rồi {office.approver.shown_name}" in shown
    client.post(again(withdrawn))
    appraise(withdrawn, office.appraiser)
    approve(withdrawn, office.approver)
    withdrawn.refresh_from_db()
    assert withdrawn.live


def test_after_a_change_by_the_only_approver_the_desk_names_who_can_help(client, office, withdrawn):
    assert (
        "Cơ quan chỉ có bạn phê duyệt"
        in signed_in(client, office.approver).get(edit(withdrawn)).content.decode()
    )
    withdrawn.get_latest_revision_as_object().save_revision(user=office.approver)
    shown = desk(client, office.approver, withdrawn)
    assert again(withdrawn) not in shown
    assert "Cơ quan cần thêm một người giữ vai trò “Người phê duyệt”" in shown
    assert office.agency_admin.shown_name in shown
    assert client.get(reverse("oversight:ask_help")).status_code == 200
    shown = desk(client, office.agency_admin, withdrawn)
    invite = reverse("agencies_people:invite")
    assert invite in shown
    assert client.get(invite).status_code == 200


def test_a_second_approver_ends_the_warning(client, office, withdrawn):
    make_member(office.agency, Role.APPROVER)
    page = signed_in(client, office.approver).get(edit(withdrawn)).content.decode()
    assert "Cơ quan chỉ có bạn phê duyệt" not in page
    withdrawn.get_latest_revision_as_object().save_revision(user=office.approver)
    assert again(withdrawn) in desk(client, office.approver, withdrawn)


def test_what_the_overseer_took_down_is_not_handed_in_unchanged(client, office):
    page = publish(make_draft(office), office)
    overseer = make_member(office.agency, Role.OVERSEER)
    withdraw_page(
        page_id=page.pk,
        user=overseer,
        reason=WithdrawalReason.ORDER,
        comment="Kết luận số 12/KL-STP.",
        public_note="",
        now=timezone.now(),
    )
    assert again(page) not in desk(client, office.author, page)
    client.post(again(page))
    assert page.current_workflow_state is None


def test_a_live_page_is_not_handed_in_again(client, office):
    page = publish(make_draft(office), office)
    assert again(page) not in desk(client, office.approver, page)
    signed_in(client, office.author).post(again(page))
    assert page.current_workflow_state is None


def test_a_page_of_the_section_itself_offers_no_withdrawal(client, office):
    listed = signed_in(client, office.approver).get(
        reverse("wagtailadmin_explore", args=[office.home.pk])
    )
    assert "/admin/pages/go-bai/" not in listed.content.decode()

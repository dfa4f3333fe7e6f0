"""The people of successors correct the section of an ended agency, and only correct it."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from network.agencies.corrections import derive_corrections
from network.agencies.models import Agency, Succession, SuccessionKind
from network.moderation.models import Decision, EditorialRules
from network.moderation.moves import MoveRefused
from network.moderation.rules import MoveRefusal
from tests.factories.accounts import signed_in
from tests.factories.moderation import appraise, approve, hand_in, make_draft, make_office, publish

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def hand_over(former, *heirs, partial=False):
    """End an agency yesterday in favour of others, as a reorganisation or a form does."""
    today = timezone.localdate()
    Agency.objects.filter(pk=former.agency.pk).update(valid_to=today - DAY)
    former.agency.refresh_from_db()
    for heir in heirs:
        Succession.objects.create(
            predecessor=former.agency,
            successor=heir.agency,
            predecessor_name=former.agency.name,
            kind=SuccessionKind.CONSOLIDATION,
            date=today,
            partial=partial,
        )
    derive_corrections(day=today)


@pytest.fixture
def former():
    return make_office("STTTT")


@pytest.fixture
def heir():
    return make_office("SKHCN")


@pytest.fixture
def page(former, heir):
    page = publish(make_draft(former, title="Đăng ký kết hôn"), former)
    hand_over(former, heir)
    return page


def rewrite(page, person, title):
    page = Page.objects.get(pk=page.pk).specific
    page.title = title
    page.save_revision(user=person)
    return page


def test_the_successor_corrects_a_page_by_the_usual_way(client, page, former, heir):
    desk = signed_in(client, heir.author)
    assert desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    changed = rewrite(page, heir.author, "Đăng ký kết hôn (đã đính chính)")
    hand_in(changed, heir.author)
    signed_in(client, heir.appraiser)
    assert client.get(reverse("moderation:desk", args=[page.pk])).status_code == 200
    assert "đã đính chính" in client.get(reverse("moderation:waiting")).content.decode()
    # Still two people, and never the author.
    with pytest.raises(MoveRefused):
        appraise(changed, heir.author)
    appraise(changed, heir.appraiser)
    with pytest.raises(MoveRefused):
        approve(changed, heir.appraiser)
    approve(changed, heir.approver)
    page.refresh_from_db()
    assert (page.live, page.title) == (True, "Đăng ký kết hôn (đã đính chính)")
    assert "đã đính chính" in client.get(page.url).content.decode()
    last = Decision.objects.filter(page_id=page.pk).latest("pk")
    assert (last.agency, last.actor) == (former.agency, heir.approver)


def test_nobody_else_corrects_it(client, page, former):
    other = make_office("SYT")
    derive_corrections(day=timezone.localdate())
    for person in (other.author, other.approver, former.author):
        signed_in(client, person)
        answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert answer.status_code in (302, 403, 404)
    hand_in(rewrite(page, other.author, "Khác"), other.author)
    with pytest.raises(MoveRefused):
        appraise(page, other.appraiser)


def test_nothing_new_is_published_there(client, page, former, heir):
    desk = signed_in(client, heir.agency_admin)
    parent = Page.objects.get(pk=page.pk).get_parent()
    add = reverse("wagtailadmin_pages:add", args=["agency_sites", "articlepage", parent.pk])
    assert desk.get(add).status_code in (302, 403, 404)
    draft = make_draft(former, author=heir.author)
    hand_in(draft, heir.author)
    appraise(draft, heir.appraiser)
    with pytest.raises(MoveRefused) as refused:
        approve(draft, heir.approver)
    assert refused.value.refusal == MoveRefusal.AGENCY_ENDED
    # What is no longer public stays so, whatever was decided before: the database says no.
    Page.objects.filter(pk=page.pk).update(live=False)
    with (
        pytest.raises(DatabaseError, match="has ended"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE wagtailcore_page SET live = true WHERE id = %s", [page.pk])


def test_the_successor_withdraws_a_page(client, page, heir):
    desk = signed_in(client, heir.approver)
    address = reverse("moderation:withdraw", args=[page.pk])
    assert desk.get(address).status_code == 200


def test_those_who_receive_a_part_correct_the_whole(client, former, heir):
    second = make_office("SNV")
    page = publish(make_draft(former), former)
    hand_over(former, heir, second, partial=True)
    for office in (heir, second):
        signed_in(client, office.author)
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_corrections_follow_a_chain_and_a_board_appraises(page, former, heir):
    last, board = make_office("SDT"), make_office("STP")
    hand_over(heir, last)
    EditorialRules.objects.update_or_create(agency=last.agency, defaults={"board": board.agency})
    changed = rewrite(page, last.author, "Bản mới")
    hand_in(changed, last.author)
    appraise(changed, board.appraiser)
    approve(changed, last.approver)
    page.refresh_from_db()
    assert page.title == "Bản mới"


def test_without_the_permissions_a_live_page_is_one_that_nobody_may_edit(client, page, heir):
    GroupPagePermission.objects.filter(
        group__role_group__agency=heir.agency, page__agencyhomepage__agency__code="STTTT"
    ).delete()
    signed_in(client, heir.author)
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert answer.status_code in (302, 404)
    assert derive_corrections(day=timezone.localdate()) == 4
    assert derive_corrections(day=timezone.localdate()) == 0
    # An end that is undone gives the section back to its own people alone.
    Agency.objects.filter(code="STTTT").update(valid_to=None)
    assert derive_corrections(day=timezone.localdate()) == 4
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code in (302, 404)

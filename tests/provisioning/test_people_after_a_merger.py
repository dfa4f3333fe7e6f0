"""People of a merged agency go on at its successor: where they write, and what becomes of the texts
that they had submitted."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from network.agencies.scope import scope_of
from network.guide.addresses import address_of
from network.guide.chapters import FIRST_PLACE, OWN_HOME
from network.moderation.moves import MoveRefused
from network.moderation.rules import MoveRefusal
from network.moderation.waiver_services import submit_page
from sites.models import SectionIndexPage
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.invited import accept_invitation
from tests.factories.moderation import appraise, approve, hand_in, make_draft, make_office, publish
from tests.factories.reorganisations import carry_out, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def former():
    return make_office("STTTT")


@pytest.fixture
def heir(former):
    return make_office("SKHCN")


def test_who_accepts_the_invitation_writes_at_the_successor(client, former, heir):
    person = former.author
    make_draft(former)
    carry_out(make_plan(("sap_nhap", former.agency, heir.agency)))
    accept_invitation(person, heir.agency)
    shown = signed_in(client, person).get("/admin/").context["panels"]
    [panel] = [panel for panel in shown if getattr(panel, "name", "") == "write"]
    offered = panel.get_context_data()
    buttons = [offered["first"], *offered["kinds"], *offered["places"]]
    places = SectionIndexPage.objects.descendant_of(heir.home)
    assert len(buttons) > 6
    for _label, url in buttons:
        assert int(url.rstrip("/").rpartition("/")[2]) in {place.pk for place in places}
        assert client.get(url).status_code == 200


def test_the_tour_of_the_first_day_shows_the_successor_s_section(former, heir):
    carry_out(make_plan(("sap_nhap", former.agency, heir.agency)))
    person = heir.agency_admin
    scope = scope_of(person)
    assert address_of(OWN_HOME, person, scope) == reverse(
        "wagtailadmin_pages:edit", args=[heir.home.pk]
    )
    place = int(address_of(FIRST_PLACE, person, scope).rstrip("/").split("/")[-2])
    assert SectionIndexPage.objects.descendant_of(heir.home).filter(pk=place).exists()


def merged_with_waiting(former, heir):
    """Return a page that was waiting for its first publication when its agency was merged."""
    page = hand_in(make_draft(former, title="Hỗ trợ học nghề"), former.author)
    carry_out(make_plan(("sap_nhap", former.agency, heir.agency)))
    accept_invitation(former.author, heir.agency)
    return page


def test_a_returned_text_is_listed_at_the_successor_with_the_next_step(client, former, heir):
    page = merged_with_waiting(former, heir)
    signed_in(client, former.author)
    for address in (
        reverse("moderation:returned"),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("moderation:desk", args=[page.pk]),
    ):
        shown = client.get(address).content.decode()
        assert "Hỗ trợ học nghề" in shown
        assert "viết lại ở mục của Sở SKHCN" in shown
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    for wrong in ("Đã đủ để trình duyệt", "sửa theo ý kiến"):
        assert wrong not in editor
    # Also in the list of what is open at the agency, for who assigns the work.
    listed = signed_in(client, heir.agency_admin).get(reverse("moderation:agency"))
    assert "Hỗ trợ học nghề" in listed.content.decode()
    other = signed_in(client, make_office("SYT").agency_admin).get(reverse("moderation:agency"))
    assert "Hỗ trợ học nghề" not in other.content.decode()


def test_a_draft_of_the_ended_agency_is_among_the_own_drafts(client, former, heir):
    make_draft(former, title="Bản nháp dở")
    carry_out(make_plan(("sap_nhap", former.agency, heir.agency)))
    accept_invitation(former.author, heir.agency)
    shown = signed_in(client, former.author).get(reverse("moderation:drafts"))
    assert "Bản nháp dở" in shown.content.decode()


def test_a_text_that_was_never_published_is_not_submitted_in_an_ended_section(former, heir):
    page = merged_with_waiting(former, heir)
    with pytest.raises(MoveRefused) as refused:
        submit_page(page_id=page.pk, user=former.author, now=timezone.now())
    assert refused.value.refusal == MoveRefusal.AGENCY_ENDED


def test_a_returned_correction_of_a_live_page_goes_on_at_the_successor(client, former, heir):
    page = publish(make_draft(former), former)
    page.title = "Bản sửa"
    page.save_revision(user=former.author)
    hand_in(page, former.author)
    carry_out(make_plan(("sap_nhap", former.agency, heir.agency)))
    accept_invitation(former.author, heir.agency)
    editor = signed_in(client, former.author).get(
        reverse("wagtailadmin_pages:edit", args=[page.pk])
    )
    assert "rồi trình lại. Sở SKHCN quyết định" in editor.content.decode()
    submit_page(page_id=page.pk, user=former.author, now=timezone.now())
    appraise(page, heir.appraiser)
    approve(page, heir.approver)
    page.refresh_from_db()
    assert page.title == "Bản sửa"


def test_the_author_of_a_returned_text_gets_a_mail(
    former, heir, django_capture_on_commit_callbacks
):
    hand_in(make_draft(former, title="Hỗ trợ học nghề"), former.author)
    with django_capture_on_commit_callbacks(execute=True):
        carry_out(make_plan(("sap_nhap", former.agency, heir.agency)))
        run_jobs()
    [letter] = [each for each in mail.outbox if "Hỗ trợ học nghề" in each.subject]
    assert letter.to == [former.author.email]
    assert "viết lại ở mục của Sở SKHCN" in letter.body

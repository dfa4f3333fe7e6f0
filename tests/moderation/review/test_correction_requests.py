"""A leader asks an author to correct a page that citizens know."""

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.desks.models import Delegation
from network.moderation.exceptional_services import withdraw_page
from network.moderation.models import WithdrawalReason
from tests.factories.accounts import signed_in
from tests.factories.moderation import hand_in, make_draft, make_member, publish

pytestmark = pytest.mark.django_db
NOTE = "Sửa mức hỗ trợ."
ASK = "Nhờ người viết đính chính"


@pytest.fixture
def article(office):
    return publish(make_draft(office), office)


def form_of(page):
    return reverse("moderation:delegate", args=[page.pk])


def ask(client, office, page, note=NOTE):
    answer = {"to": office.author.pk, "note": note}
    return signed_in(client, office.approver).post(form_of(page), answer)


def tasks(client, user):
    """Return what waits for a person, with what is said about who asked."""
    groups = signed_in(client, user).get(reverse("work:index")).context["groups"]
    return {task.item.title: task.item.delegation for _head, rows in groups for task in rows}


def desk(client, user, page):
    address = reverse("moderation:desk", args=[page.pk])
    return signed_in(client, user).get(address).content.decode()


def withdraw(office, page):
    withdraw_page(
        page_id=page.pk,
        user=office.approver,
        reason=WithdrawalReason.ERROR,
        comment="Sai mức hỗ trợ.",
        now=timezone.now(),
    )


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_the_author_has_the_task_until_a_version_is_handed_in(
    client, office, article, is_withdrawn
):
    if is_withdrawn:
        withdraw(office, article)
    assert ask(client, office, article).url == reverse("wagtailadmin_home")
    said = f"{office.approver.shown_name} giao cho bạn: {NOTE}"
    assert tasks(client, office.author)[article.title] == said
    editor = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert NOTE in client.get(editor).content.decode()
    assert editor in client.get("/admin/").content.decode()
    assert NOTE in desk(client, office.appraiser, article)
    article.refresh_from_db()
    article.get_latest_revision_as_object().save_revision(user=office.author)
    assert article.title in tasks(client, office.author)
    hand_in(article, office.author)
    assert article.title not in tasks(client, office.author)
    assert NOTE not in desk(client, office.appraiser, article)


def test_the_form_wants_a_sentence_and_knows_who_wrote_the_page(client, office, article):
    make_member(office.agency, Role.AUTHOR)
    form = signed_in(client, office.approver).get(form_of(article)).context["form"]
    assert form.fields["to"].initial == office.author.pk
    answer = ask(client, office, article, note="")
    assert answer.status_code == 200
    assert not Delegation.objects.exists()


def test_the_only_approver_is_offered_it_beside_the_warning(client, office, article):
    editor = reverse("wagtailadmin_pages:edit", args=[article.pk])
    shown = signed_in(client, office.approver).get(editor).content.decode()
    assert ASK in shown
    assert form_of(article) in shown
    assert form_of(article) in desk(client, office.approver, article)
    assert form_of(article) not in desk(client, office.appraiser, article)


def test_a_published_page_is_given_to_nobody_by_other_authors(client, office, article):
    other = make_member(office.agency, Role.AUTHOR)
    answer = signed_in(client, other).post(form_of(article), {"to": office.author.pk, "note": NOTE})
    assert answer.status_code in (302, 403)
    assert not Delegation.objects.exists()


def test_an_earlier_request_is_not_made_again_by_a_later_publication(client, office, article):
    ask(client, office, article)
    hand_in(article, office.author)
    article.refresh_from_db()
    article.current_workflow_state.cancel(user=office.author)
    assert article.title not in tasks(client, office.author)
    assert NOTE not in desk(client, office.author, article)

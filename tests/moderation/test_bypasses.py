"""Eighteen ways around the workflow, tried over HTTP by everybody: none makes a page go live."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page
from wagtail_modeladmin.options import ModelAdmin

from network.agencies.guard.middleware import GuardMiddleware
from network.agencies.models import Role, RoleGroup
from network.moderation.models import Decision
from network.moderation.moves import MoveRefused
from tests.factories.accounts import signed_in
from tests.factories.moderation import (
    appraise,
    approve,
    hand_in,
    make_draft,
    make_member,
    make_office,
    publish,
)
from tests.factories.owning import owning

pytestmark = pytest.mark.django_db
ROLES = ("author", "appraiser", "approver", "agency_admin")
TOMORROW = (timezone.now() + dt.timedelta(days=1)).strftime("%d/%m/%Y %H:%M")


def page_url(name: str, *args: object) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def edit_form(client, article) -> dict[str, str]:
    """Return what the editor's own form would post, read from its HTML."""
    html = client.get(page_url("edit", article.pk)).content.decode()
    fields = dict(re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', html))
    return fields | {
        "title": article.title,
        "slug": article.slug,
        "summary": article.summary,
        "date": "20/11/2026",
        "source_name": article.source_name,
        "source_author": article.source_author,
        "source_agency": article.source_agency,
        "source_url": article.source_url,
        "source_date": "18/11/2026",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value-text": "Đầu mục",
        "body-0-value-level": "h2",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "corrections-TOTAL_FORMS": "0",
        "corrections-INITIAL_FORMS": "0",
    }


def press_publish(client, article):
    client.post(page_url("edit", article.pk), edit_form(client, article) | {"action-publish": "1"})


def schedule_and_publish(client, article):
    fields = {"go_live_at": TOMORROW, "action-publish": "1"}
    client.post(page_url("edit", article.pk), edit_form(client, article) | fields)


def create_published(client, article):
    parent = article.get_parent()
    address = page_url("add", "agency_sites", "articlepage", parent.pk)
    fields = {"title": "Mới", "slug": "moi", "summary": "Ngắn.", "action-publish": "1"}
    client.post(address, edit_form(client, article) | fields)


def publish_in_bulk(client, article):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{address}?id={article.pk}", {"include_descendants": "on"})


def publish_through_the_parent(client, article):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    parent = article.get_parent()
    client.post(f"{address}?id={parent.pk}", {"include_descendants": "on"})
    client.post(f"{address}?id=all&childOf={parent.pk}", {"include_descendants": "on"})


def copy_published(client, article):
    fields = {
        "new_title": "Bản sao",
        "new_slug": "ban-sao",
        "new_parent_page": article.get_parent().pk,
        "copy_subpages": "on",
        "publish_copies": "on",
    }
    client.post(page_url("copy", article.pk), fields)


def copy_as_alias(client, article):
    fields = {"new_title": "Bí danh", "new_slug": "bi-danh", "alias": "on"}
    client.post(page_url("copy", article.pk), fields | {"new_parent_page": article.get_parent().pk})


def move_below_a_live_page(client, article):
    place = article.get_parent().get_siblings(inclusive=False).first()
    client.post(page_url("move_confirm", article.pk, place.pk))


def ask_the_api(client, article):
    for action in ("publish", "copy", "revert_to_page_revision", "create_alias"):
        client.post(
            f"/admin/api/main/pages/{article.pk}/action/{action}/",
            {"recursive": True, "keep_live": True, "revision_id": article.latest_revision_id},
        )


def revert_and_publish(client, article):
    revision = article.latest_revision_id
    fields = {"revision": revision, "action-publish": "1"}
    client.post(page_url("revisions_revert", article.pk, revision))
    client.post(page_url("edit", article.pk), edit_form(client, article) | fields)


def use_stock_workflow_actions(client, article):
    hand_in(article, article.owner)
    state = article.current_workflow_task_state
    form = edit_form(client, article) | {"action-workflow-action": "1"}
    for action in ("approve", "reject", "publish"):
        client.post(page_url("workflow_action", article.pk, action, state.pk), {"comment": ""})
        client.post(page_url("edit", article.pk), form | {"workflow-action-name": action})


def cancel_the_workflow(client, article):
    hand_in(article, article.owner)
    client.post(page_url("edit", article.pk), {"action-cancel-workflow": "1"})
    client.post(page_url("confirm_workflow_cancellation", article.pk))


def unpublish_and_publish(client, article):
    client.post(page_url("unpublish", article.pk))
    client.post(page_url("convert_alias", article.pk))


ATTACKS = (
    press_publish,
    schedule_and_publish,
    create_published,
    publish_in_bulk,
    publish_through_the_parent,
    copy_published,
    copy_as_alias,
    move_below_a_live_page,
    ask_the_api,
    revert_and_publish,
    use_stock_workflow_actions,
    cancel_the_workflow,
    unpublish_and_publish,
)


def live_articles() -> set[str]:
    live = Page.objects.filter(depth__gt=4, live=True).type(type_of_article())
    return set(live.values_list("title", flat=True))


def type_of_article():
    from sites.models import ArticlePage

    return ArticlePage


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_nobody_makes_an_article_go_live(client, office, article, attack):
    client.raise_request_exception = False
    decided = Decision.objects.filter(deed__in=["approved", "published_urgently"])
    for role in ROLES:
        signed_in(client, office.people[role])
        # Each role attacks the draft as it was.
        with transaction.atomic():
            attack(client, type(article).objects.get(pk=article.pk))
            assert live_articles() == set(), role
            assert not article.revisions.filter(approved_go_live_at__isnull=False).exists()
            assert not decided.exists()
            transaction.set_rollback(True)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_the_database_stands_where_right_and_guard_are_gone(
    client, monkeypatch, office, article, attack
):
    group = RoleGroup.objects.get(agency=office.agency, role=Role.APPROVER).group
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=office.home, permission=permission)
        for permission in Permission.objects.filter(codename__in=["publish_page", "add_page"])
    )
    monkeypatch.setattr(GuardMiddleware, "process_view", lambda *args, **kwargs: None)
    monkeypatch.setattr(
        "network.moderation.moderated.Moderated.permissions_for_user", Page.permissions_for_user
    )
    signed_in(client, office.approver)
    client.raise_request_exception = False
    # A refusal of the database ends the transaction of a test, as it would end the request's.
    with transaction.atomic():
        attack(client, article)
        if not transaction.get_connection().needs_rollback:
            assert live_articles() == set()
        transaction.set_rollback(True)
    assert live_articles() == set()


def test_without_the_trigger_the_publish_button_does_publish(client, monkeypatch, office, article):
    with owning(), transaction.get_connection().cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION moderation_page_goes_live() RETURNS trigger"
            " LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        )
    attempt = test_the_database_stands_where_right_and_guard_are_gone
    with pytest.raises(AssertionError):
        attempt(client, monkeypatch, office, article, press_publish)


def test_an_unapproved_schedule_never_goes_live(office, article):
    hour = timezone.now() - dt.timedelta(minutes=1)
    revision = article.save_revision(user=office.approver, approved_go_live_at=hour)
    with pytest.raises(DatabaseError, match="nobody approved"), transaction.atomic():
        revision.publish(log_action="wagtail.publish.scheduled")


def test_approval_in_another_agency_or_through_a_second_membership(office, article):
    other = make_office("SYT")
    both = make_member(office.agency, Role.AUTHOR)
    own = make_draft(office, author=both)
    hand_in(own, both)
    appraise(own, office.appraiser)
    for person in (other.approver, make_member(other.agency, Role.APPROVER)):
        with pytest.raises(MoveRefused):
            approve(own, person)
    both.memberships.create(
        agency=office.agency, role=Role.APPROVER, valid_from=dt.date(2026, 1, 1)
    )
    with pytest.raises(MoveRefused):
        approve(own, both)


def test_approval_after_the_membership_ended(office, article):
    hand_in(article, office.author)
    appraise(article, office.appraiser)
    office.approver.memberships.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(MoveRefused):
        approve(article, office.approver)


def test_a_second_decision_on_the_same_text_is_refused(office, article):
    publish(article, office)
    with pytest.raises(MoveRefused):
        approve(article, office.approver)
    assert Decision.objects.filter(page_id=article.pk, deed="approved").count() == 1


def test_there_is_no_side_door():
    """No import, no translation, no snippet and no modeladmin of a page."""
    for name in ("wagtailsnippets_agency_sites_articlepage:list", "simple_translation:submit"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert not [
        admin for admin in ModelAdmin.__subclasses__() if issubclass(admin.model or object, Page)
    ]

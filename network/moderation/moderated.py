"""Mixin and permission tester for page models that go through the workflow."""

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.models import Page, PagePermissionTester, Revision
from wagtail.url_routing import RouteResult

from network.accounts.models import User
from network.agencies.models import Role
from network.agencies.scope import cached_scope
from network.agencies.sections import stays_in_section

from .hints.types import FileFacts
from .models import Decision, Withdrawal
from .withdrawn_pages import withdrawn_response
from .workflow_services import handle_edit

if TYPE_CHECKING:
    # For type checkers: the mixin calls methods of the page class that it is combined with.
    from wagtail.models import Page as PageOfMixin
else:
    PageOfMixin = object


class ModeratedPageTester(PagePermissionTester):
    """Wagtail's permission tester, for pages that only the workflow may publish. Applies to
    superusers too."""

    def can_publish(self) -> bool:
        """Return False: pages are published by the finished workflow."""
        return False

    def can_publish_subpage(self) -> bool:
        """Return False: pages are published by the finished workflow."""
        return False

    def can_unpublish(self) -> bool:
        """Return False: a withdrawal needs a reason and a row in the log (`withdraw_page`)."""
        return False

    def can_unschedule(self) -> bool:
        """Return False: an approved schedule ends by a withdrawal, which is logged."""
        return False

    def can_move_to(self, destination: Page) -> bool:
        """Return whether the page may be moved to `destination`: only within its section."""
        return stays_in_section(self.page, destination) and super().can_move_to(destination)

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        """Return whether the page may be copied to `destination`: only within its section."""
        return stays_in_section(self.page, destination) and super().can_copy_to(
            destination, recursive
        )

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Return whether the page may be deleted: only if neither it nor a page below was ever
        published."""
        page = self.page
        # Called for every row of a page list: check the row's own fields before running a query.
        if page.first_published_at is not None or not super().can_delete(ignore_bulk):
            return False
        published = page.get_descendants().filter(first_published_at__isnull=False)
        return bool(page.is_leaf() or not published.exists())

    def can_reorder_children(self) -> bool:
        """Return whether the person may reorder the section's menu: only its agency admin."""
        return (
            self.user.is_active
            and Role.AGENCY_ADMIN in cached_scope(self.user).roles
            and ("change" in self.permissions)
        )


class Moderated(PageOfMixin):
    """Mixin for page models: edits return the page to appraisal, and nobody can publish
    directly."""

    pk: int
    live: bool
    expired: bool
    first_published_at: dt.datetime | None

    def save_revision(
        self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any
    ) -> Revision:
        """Save a revision, and return a waiting page to its appraisal.

        Autosave normally overwrites the user's last revision. A revision with decisions is never
        overwritten; a new one is created instead.
        """
        if overwrite_revision is not None and is_decided(overwrite_revision):
            overwrite_revision = None
        with transaction.atomic():
            saved = cast(
                Revision,
                super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs),
            )
            handle_edit(page=cast(Page, self), user=kwargs.get("user"))
        return saved

    @property
    def status_string(self) -> Any:
        """Return the status for Wagtail's page lists: "withdrawn" instead of "draft" for a page
        once published.

        Only a withdrawal unpublishes a page before its expiry.
        """
        is_gone = not self.live and not self.expired and self.first_published_at is not None
        if is_gone and not self.approved_schedule and not self.workflow_in_progress:
            return _("withdrawn")
        return super().status_string

    def prefill(self, *, parent: Page, author: User, start: str) -> None:
        """Fill in fields of a new page before its form is shown. Page types override it."""

    def moderation_files(self) -> tuple[FileFacts, ...]:
        """Return the files offered to readers on this page. Page models with files override
        this."""
        return ()

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Route a request to this page, also if the page is withdrawn."""
        if not path_components and not self.live:
            withdrawal = (
                Withdrawal.objects.select_related("replacement")
                .filter(page_id=self.pk, lifted_at=None)
                .first()
            )
            if withdrawal is not None:
                return RouteResult(self, kwargs={"withdrawal": withdrawal})
        return super().route(request, path_components)

    def serve(
        self, request: HttpRequest, *args: Any, withdrawal: Withdrawal | None = None, **kwargs: Any
    ) -> HttpResponse:
        """Serve the page, or the withdrawal note."""
        if withdrawal is not None:
            return withdrawn_response(request, cast(Page, self), withdrawal)
        return cast(HttpResponse, super().serve(request, *args, **kwargs))

    def permissions_for_user(self, user: User) -> ModeratedPageTester:
        """Return the permission tester of this page for `user`."""
        return ModeratedPageTester(user, self)


def is_decided(revision: Revision) -> bool:
    """Return whether the decision log refers to this revision. One query."""
    return Decision.objects.filter(
        page_id=int(revision.object_id), revision_id=revision.pk
    ).exists()

"""What a page model takes on to be moderated."""

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
from .withdrawing.answers import withdrawn_response
from .workflow_services import handle_edit

if TYPE_CHECKING:
    # What a mixin calls is the page that it is mixed into.
    from wagtail.models import Page as PageOfMixin
else:
    PageOfMixin = object


class ModeratedPageTester(PagePermissionTester):
    """Wagtail's question "may this person", answered for a page that only the workflow publishes.

    Holds for superusers too: nothing goes live unread.
    """

    def can_publish(self) -> bool:
        """Return False: the finished workflow publishes."""
        return False

    def can_publish_subpage(self) -> bool:
        """Return False: the finished workflow publishes."""
        return False

    def can_unpublish(self) -> bool:
        """Return False: a withdrawal has its reason and its line in the log."""
        return False

    def can_unschedule(self) -> bool:
        """Return False: what was approved is withdrawn, not forgotten."""
        return False

    def can_move_to(self, destination: Page) -> bool:
        """Return whether the page may go there: never out of its section."""
        return stays_in_section(self.page, destination) and super().can_move_to(destination)

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        """Return whether a copy may stand there: never in another section."""
        return stays_in_section(self.page, destination) and super().can_copy_to(
            destination, recursive
        )

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Return whether the page may go: never once citizens could read it or what is below."""
        page = self.page
        # Asked for every row of a list: what the row itself says comes first.
        if page.first_published_at is not None or not super().can_delete(ignore_bulk):
            return False
        published = page.get_descendants().filter(first_published_at__isnull=False)
        return bool(page.is_leaf() or not published.exists())

    def can_reorder_children(self) -> bool:
        """Return whether the person keeps this section's menu: its agency admin."""
        return (
            self.user.is_active
            and Role.AGENCY_ADMIN in cached_scope(self.user).roles
            and ("change" in self.permissions)
        )


class Moderated(PageOfMixin):
    """Mixin of page models: edits lead back to the appraisal, nobody publishes by a right."""

    pk: int
    live: bool
    expired: bool
    first_published_at: dt.datetime | None

    def save_revision(
        self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any
    ) -> Revision:
        """Save a revision; a waiting page is led back to its appraisal.

        Automatic saving overwrites one's own last revision: never one that was decided upon.
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
        """Return what Wagtail's lists say of the page: what citizens could read is no draft.

        Only a withdrawal takes a page away before its time.
        """
        is_gone = not self.live and not self.expired and self.first_published_at is not None
        if is_gone and not self.approved_schedule and not self.workflow_in_progress:
            return _("withdrawn")
        return super().status_string

    def moderation_files(self) -> tuple[FileFacts, ...]:
        """Return the files that readers read on the page; a kind of page that has some says so."""
        return ()

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page of an address; that of a withdrawn one answers too."""
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
        """Answer with the page, or with the note of its withdrawal."""
        if withdrawal is not None:
            return withdrawn_response(request, cast(Page, self), withdrawal)
        return cast(HttpResponse, super().serve(request, *args, **kwargs))

    def permissions_for_user(self, user: User) -> ModeratedPageTester:
        """Return what `user` may do with this page in Wagtail's screens."""
        return ModeratedPageTester(user, self)


def is_decided(revision: Revision) -> bool:
    """Return whether the log speaks of this revision; one query."""
    return Decision.objects.filter(
        page_id=int(revision.object_id), revision_id=revision.pk
    ).exists()

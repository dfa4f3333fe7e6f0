"""Links to the review desk and the decision log within Wagtail's page screens."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.action_menu import ActionMenuItem, SubmitForModerationMenuItem
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.pages.history import PageHistoryView
from wagtail.admin.widgets.button import Button, HeaderButton, ListingButton

from network.accounts.models import User
from network.agencies.explorer.viewsets import SectionPageViewSet
from network.agencies.models import Role
from network.agencies.scope import cached_scope

from ..editing import View, one_at_a_time
from ..moderated import Moderated
from .edit_views import ModeratedCreateView, ModeratedEditView

# Publishing and withdrawing have their own screens. A returned page is submitted again, which
# restarts its appraisal.
UNUSED_ITEMS = frozenset({"action-publish", "action-unpublish", "action-restart-workflow"})

_WITHDRAWING = frozenset({Role.APPROVER, Role.OVERSEER})


def drop_bulk_publication() -> None:
    """Remove Wagtail's bulk actions for publishing and unpublishing, which nobody may use.

    Each page is decided on by itself, with its reasons.
    """
    for action in ("publish", "unpublish"):
        if bulk_action_registry.get_bulk_action_class("wagtailcore", "page", action):
            del bulk_action_registry.actions["wagtailcore"]["page"][action]


def has_desk(page: Any) -> bool:
    """Return whether the page has a review desk with something to read."""
    return isinstance(page, Moderated) and page.latest_revision_id is not None


class HandInMenuItem(SubmitForModerationMenuItem):
    """Menu item that hands the page in, without the name of the workflow: there is only one."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Replace the label."""
        return super().get_context_data(parent_context) | {"label": _("Hand in")}


class DeskMenuItem(ActionMenuItem):
    """Menu item from the page editor to the review desk."""

    name = "action-review-desk"
    label = gettext_lazy("Review desk")
    icon_name = "tasks"
    # After "save"; for people who may not save, it takes that place.
    order = 5

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Return whether the page is in the workflow, even if it is locked for this person."""
        page = context.get("page")
        return has_desk(page) and page.current_workflow_state is not None  # type: ignore[union-attr]

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("moderation:desk", args=[context["page"].pk])


def may_offer_withdrawal(page: Any, user: User) -> bool:
    """Return whether the link to the withdrawal form is offered for a page in a list or editor.

    One query at most for a whole list; the form itself checks the rule for this page.
    """
    scope = cached_scope(user)
    held = frozenset[str]().union(*scope.agency_roles.values()) | scope.roles
    # Pages created with their section have no revision: nothing was decided about them.
    return has_desk(page) and page.live and bool(held & _WITHDRAWING)


def withdrawal_buttons(page: Any, user: User) -> list[Button]:
    """Return the button of a row in the page list that leads to the withdrawal form.

    A page that contains others, e.g. a place in the menu, has it in its editor only.
    """
    if page.numchild or not may_offer_withdrawal(page, user):
        return []
    address = reverse("moderation:withdraw", args=[page.pk])
    return [ListingButton(_("Withdraw the page"), address, priority=60)]


class WithdrawMenuItem(ActionMenuItem):
    """Menu item from the page editor to the withdrawal form."""

    name = "action-withdraw"
    label = gettext_lazy("Withdraw the page")
    icon_name = "no-view"
    order = 90

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Return whether citizens read the page and the user may withdraw pages."""
        return may_offer_withdrawal(context.get("page"), context["request"].user)

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("moderation:withdraw", args=[context["page"].pk])


def header_buttons(page: Any, user: User) -> list[Button]:
    """Return the header buttons from a page to its desk, its decision log and its withdrawal."""
    if not has_desk(page):
        return []
    return [
        *(
            Button(each.label, each.url, icon_name="no-view", priority=60)
            for each in withdrawal_buttons(page, user)
        ),
        Button(
            _("Review desk"),
            reverse("moderation:desk", args=[page.pk]),
            icon_name="tasks",
            priority=12,
        ),
        Button(
            _("Decision log"),
            reverse("moderation:page_decisions", args=[page.pk]),
            icon_name="history",
            priority=66,
        ),
    ]


class HistoryView(PageHistoryView):
    """Wagtail's page history, with a link to the decision log."""

    @cached_property
    def header_buttons(self) -> list[Button]:
        buttons = list(super().header_buttons)
        if has_desk(self.object):
            address = reverse("moderation:page_decisions", args=[self.object.pk])
            buttons.append(HeaderButton(_("Decision log"), address, icon_name="history"))
        return buttons


class ModeratedPageViewSet(SectionPageViewSet):
    """View set for all page types: our history view and an editor that locks the page."""

    history_view_class = HistoryView
    add_view_class = ModeratedCreateView
    edit_view_class = ModeratedEditView

    @cached_property
    def edit_view(self) -> View:
        """Return the edit view, which waits for concurrent decisions on the page."""
        return one_at_a_time(self.construct_view(self.edit_view_class))


moderated_page_viewset = ModeratedPageViewSet()

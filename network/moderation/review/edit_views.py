"""The page editor: shows why a page came back, and refuses to submit private numbers."""

from collections.abc import Callable
from typing import Any, cast

from django.forms import Form, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView

from network.accounts.models import User
from network.core.registry import Registry

from ..comment_mails import queue_mail_of_comments
from ..moderated import Moderated
from ..moves import MoveRefused
from ..page_texts import texts_of
from ..private_numbers import PrivateNumbersFound
from ..waiver_services import submit_page
from ..wording import REFUSALS
from .again import sole_approver_line
from .pinned import pinned_notes

# Functions from the page to a line of HTML above its editor, "" for none.
ABOVE_EDITOR = Registry[Callable[[Any], str]]("lines above the page editor")


class ModeratedEditView(EditView):
    """Wagtail's editor with the reasons of a return above it, and our own comment mails."""

    def get_template_names(self) -> list[str]:
        """Use our template for the whole editor; partial responses keep Wagtail's templates."""
        names: list[str] = super().get_template_names()
        whole = names == ["wagtailadmin/pages/edit.html"]
        return ["moderation/review/edit_page.html"] if whole else names

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        lines = [line(self.page) for line in ABOVE_EDITOR.values()]
        if isinstance(self.page, Moderated) and self.page.latest_revision_id:
            lines.append(sole_approver_line(self.page, self.request.user))
        return context | {"pinned": pinned_notes(self.page.pk), "lines": lines}

    def send_commenting_notifications(self, changes: dict[str, Any]) -> None:
        """Queue the comment mail. Recipients are determined when it is sent."""
        queue_mail_of_comments(page=self.page, editor=self.request.user, changes=changes)

    def add_save_confirmation_message(self) -> None:
        """Add the "saved" message, unless the page is being submitted as well."""
        if self.action_name != "submit":
            super().add_save_confirmation_message()

    def submit_action(self) -> HttpResponse:
        """Save the text, then submit it. If the submission is refused, the saved draft remains."""
        is_moderated = isinstance(self.page, Moderated)
        if not is_moderated:
            return super().submit_action()
        # Create a separate revision: a late autosave then finds a newer revision and cannot
        # overwrite the submitted text.
        posted = self.request.POST.copy()
        posted.pop("overwrite_revision_id", None)
        self.request.POST = posted
        response: HttpResponse = self.save_action()
        if self.has_unsaved_changes:
            return response
        page_id, user = self.page.pk, self.request.user
        try:
            submit_page(page_id=page_id, user=user, now=timezone.now())
        except PrivateNumbersFound:
            return redirect("moderation:waive", page_id)
        except MoveRefused as refused:
            messages.error(self.request, str(REFUSALS[refused.refusal]))
            return response
        messages.success(self.request, _("Handed in: %s") % self.page.title)
        away: HttpResponse = self.redirect_away()
        return away

    # Submitting a returned page again always leads to a new appraisal.
    restart_workflow_action = submit_action

    def form_invalid(self, form: ModelForm) -> HttpResponse:
        """Say that a page is handed in already if its author pressed the button twice.

        The page is locked by then, which alone would look like a failure. A different text, such as
        one from another tab, stays on the screen with Wagtail's refusal.
        """
        if not self._is_second_press(form):
            response: HttpResponse = super().form_invalid(form)
            return response
        messages.success(self.request, _("The page is handed in already and waits for review."))
        away: HttpResponse = self.redirect_away()
        return away

    def _is_second_press(self, form: ModelForm) -> bool:
        submits = {"action-submit", "action-restart-workflow"} & set(self.request.POST)
        if not (submits and self.locked_for_user and isinstance(self.page, Moderated)):
            return False
        stored = self.page.get_latest_revision_as_object()
        return form.is_valid() and [*texts_of(form.save(commit=False))] == [*texts_of(stored)]


class ModeratedCreateView(CreateView):
    """Wagtail's form for a new page, with what is known already filled in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form. `?mau=` names the start content that the author has chosen."""
        if isinstance(self.page, Moderated):
            self.page.prefill(
                parent=self.parent_page,
                author=cast(User, request.user),
                start=request.GET.get("mau", ""),
            )
        response: HttpResponse = super().get(request)
        return response

    def form_valid(self, form: Form) -> HttpResponse:
        """Save the page; keep it as a draft if it may not be submitted because of private
        numbers."""
        try:
            response: HttpResponse = super().form_valid(form)
        except PrivateNumbersFound:
            # Wagtail submits before it stores the comment subscription, so store it here.
            self.subscription.page = self.page
            self.subscription.save()
            return redirect("moderation:waive", self.page.pk)
        return response

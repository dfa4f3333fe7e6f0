"""The editor of a page: what its author must know, and what must not be handed in."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView

from ..comment_mails import queue_mail_of_comments
from ..moderated import Moderated
from ..moves import MoveRefused
from ..private_numbers import PrivateNumbersFound
from ..waiver_services import submit_page
from ..wording import REFUSALS
from .pinned import pinned_notes


class ModeratedEditView(EditView):
    """Wagtail's editor below the reasons for which the page came back; its mails are ours."""

    def get_template_names(self) -> list[str]:
        """Put our frame around the whole editor; parts of it stay Wagtail's."""
        names: list[str] = super().get_template_names()
        whole = names == ["wagtailadmin/pages/edit.html"]
        return ["moderation/review/edit_page.html"] if whole else names

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"pinned": pinned_notes(self.page.pk)}

    def send_commenting_notifications(self, changes: dict[str, Any]) -> None:
        """Queue the mail: who may read it is asked when it is sent."""
        queue_mail_of_comments(page=self.page, editor=self.request.user, changes=changes)

    def add_save_confirmation_message(self) -> None:
        """Say nothing of saving where more than that is asked for."""
        if self.action_name != "submit":
            super().add_save_confirmation_message()

    def submit_action(self) -> HttpResponse:
        """Save the text, then hand it in: refused, it is a saved draft, and nothing is lost."""
        is_moderated = isinstance(self.page, Moderated)
        if not is_moderated:
            return super().submit_action()
        # A revision of its own: saving by itself that comes late finds another one to be the
        # newest, and overwrites nothing of what was handed in.
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

    # A returned page that is handed in again is appraised anew by itself.
    restart_workflow_action = submit_action


class ModeratedCreateView(CreateView):
    """Wagtail's form of a new page."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Keep the page as a draft where it may not be handed in."""
        try:
            response: HttpResponse = super().form_valid(form)
        except PrivateNumbersFound:
            # Wagtail hands in before it notes who wants to hear of comments.
            self.subscription.page = self.page
            self.subscription.save()
            return redirect("moderation:waive", self.page.pk)
        return response

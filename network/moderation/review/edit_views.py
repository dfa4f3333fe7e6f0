"""The editor of a page, with what its author must know before writing on."""

from typing import Any

from wagtail.admin.views.pages.edit import EditView

from ..mailing.comments import queue_mail_of_comments
from .pinned import pinned_notes


class ModeratedEditView(EditView):
    """Wagtail's editor below the reasons for which the page came back; its mails are ours."""

    def get_template_names(self) -> list[str]:
        """Put our frame around the whole editor; parts of it stay Wagtail's."""
        names = super().get_template_names()
        whole = names == ["wagtailadmin/pages/edit.html"]
        return ["moderation/review/edit_page.html"] if whole else names

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the reasons."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"pinned": pinned_notes(self.page.pk)}

    def send_commenting_notifications(self, changes: dict[str, Any]) -> None:
        """Queue the mail: who may read it is asked when it is sent."""
        queue_mail_of_comments(page=self.page, editor=self.request.user, changes=changes)

"""The form of what one service does to a row."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpRequest

from .rows import TransitionForm


class ActForm(TransitionForm):
    """Named as its transition; calls the service with what was written, leads back to the row."""

    service: Callable[..., object]
    # What the service calls the key of the row.
    key = ""
    row_is_kept = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Take the name from the transition."""
        super().setup(request, *args, **kwargs)
        self.page_title = self.submit_label = self.transition.label

    def get_page_subtitle(self) -> str:
        """Name the row above the form: who acts reads on what, where they have several."""
        return self.row_name()

    def perform(self, form: Form) -> None:
        """Call the service."""
        self.service(**{self.key: self.row.pk}, user=self.user, now=self.now, **arguments_of(form))
        if self.row_is_kept:
            self.success_url = self.desk.row_url(self.row)


def arguments_of(form: Form) -> Mapping[str, Any]:
    """Return what a service is told of a form: its fields, unless the form knows better."""
    told: Mapping[str, Any] = getattr(form, "arguments", lambda: form.cleaned_data)()
    return told

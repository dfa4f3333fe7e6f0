"""Form view that calls one service for a row."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpRequest

from .rows import TransitionForm


class ActForm(TransitionForm):
    """Form of a transition. Calls `service` with the form's values and redirects to the row."""

    service: Callable[..., object]
    # Name of the service's parameter for the row's key.
    key = ""
    row_is_kept = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Take title and button label from the transition."""
        super().setup(request, *args, **kwargs)
        self.page_title = self.submit_label = self.transition.label

    def get_page_subtitle(self) -> str:
        """Return the row's name, which tells apart several rows of the user on this screen."""
        return self.row_name()

    def perform(self, form: Form) -> None:
        """Call the service."""
        self.service(**{self.key: self.row.pk}, user=self.user, now=self.now, **arguments_of(form))
        if self.row_is_kept:
            self.success_url = self.desk.row_url(self.row)


def arguments_of(form: Form) -> Mapping[str, Any]:
    """Return the service's arguments: `form.arguments()` if it exists, else the cleaned fields."""
    told: Mapping[str, Any] = getattr(form, "arguments", lambda: form.cleaned_data)()
    return told

"""Form to give jobs up, and the filter of their list."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.admin.filters import WagtailFilterSet

from network.core.fields import TextField

from .selectors import failed_kinds
from .wording import kind_of

SHORTEST_REASON = 10


class GiveUpForm(forms.Form):
    """The reason, which stands in the audit log."""

    reason = TextField(
        label=_("Reason"),
        max_length=500,
        min_length=SHORTEST_REASON,
        rows=3,
        error_messages={"min_length": _("Say why, in at least ten letters.")},
    )


def _kinds() -> list[tuple[str, str]]:
    return [(name, kind_of(name)) for name in failed_kinds()]


class FailedJobFilterSet(WagtailFilterSet):
    """Filters the list by kind of job, of those that have failed."""

    task_name = django_filters.ChoiceFilter(
        label=_("Kind of job"), choices=_kinds, widget=forms.Select
    )

    class Meta:
        model = ProcrastinateJob
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = self.data.get("task_name", "") if self.data else ""

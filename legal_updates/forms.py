"""What other apps' forms ask about the law."""

from typing import Any

from django import forms

from .models import Topic


class TopicBoxes(forms.CheckboxSelectMultiple):
    """45 boxes in columns."""

    class Media:
        css = {"all": ["legal_updates/topics.css"]}


class TopicField(forms.ModelMultipleChoiceField):
    """The closed list of topics as boxes to tick; works without a script.

    A field of typed tags would take "Y tế, dược" for two, and keep neither.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=Topic.objects.all(),
            required=False,
            widget=TopicBoxes,
            **options,
        )

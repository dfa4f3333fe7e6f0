"""Form fields about the law, for forms of other apps."""

from typing import Any

from django import forms

from .models import Topic


class TopicBoxes(forms.CheckboxSelectMultiple):
    """Widget with the 45 topics as check boxes in columns."""

    class Media:
        css = {"all": ["legal_updates/topics.css"]}


class TopicField(forms.ModelMultipleChoiceField):
    """Field for choosing topics with check boxes; works without JavaScript.

    A field with typed tags would split "Y tế, dược" into two.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=Topic.objects.all(),
            required=False,
            widget=TopicBoxes,
            **options,
        )

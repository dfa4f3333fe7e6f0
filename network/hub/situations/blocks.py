"""Blocks of a curated situation: first steps, and what things cost and how long they take."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class StepBlock(blocks.StructBlock):
    """One of the first steps, whatever the case."""

    title = blocks.CharBlock(
        label=_("What to do"), max_length=90, help_text=_("One short sentence, with its full stop.")
    )
    text = blocks.CharBlock(label=_("How"), required=False, max_length=200)

    class Meta:
        icon = "list-ol"
        label = _("Step")


class CostBlock(blocks.StructBlock):
    """Time and cost of one errand, as the law or the office says it."""

    what = blocks.CharBlock(label=_("Errand"), max_length=80)
    time = blocks.CharBlock(label=_("Time limit"), max_length=120)
    cost = blocks.CharBlock(label=_("What you pay"), max_length=120)

    class Meta:
        icon = "calendar-alt"
        label = _("Errand")

"""Situations: what citizens need, in their own words (domain brief 4.8)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import PageChooserBlock
from wagtail.fields import StreamField

from legal_updates.models import Topic

from .blocks import CostBlock, StepBlock

STEPS, QUESTIONS = (3, 5), 5


class Situation(models.Model):
    """An entry of "Tôi cần ...": a need, with the topics that answer it.

    The first rows come from data/situations.csv; afterwards they are edited in the admin. What the
    page says about the law stands in published articles and in the register: a situation only
    chooses them.
    """

    label = models.CharField(_("what people need"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    when_needed = models.CharField(
        _("when it is needed"),
        max_length=160,
        help_text=_("One short sentence in everyday words, with its full stop."),
    )
    sign = models.CharField(_("sign"), max_length=40, blank=True)
    short_label = models.CharField(
        _("short label"),
        max_length=30,
        blank=True,
        help_text=_("For its tile on a phone; the label itself where this is empty."),
    )
    hint = models.CharField(
        _("examples"),
        max_length=40,
        blank=True,
        help_text=_("Two or three examples, as people say them."),
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), related_name="+")
    # Agency codes instead of foreign keys: agencies change with each reorganisation, and some do
    # not exist yet.
    agency_codes = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        verbose_name=_("codes of the agencies to ask"),
        help_text=_("Separated by commas. Those that have an open section are shown."),
    )

    keeper_code = models.CharField(
        _("code of the agency that keeps this page"), max_length=40, blank=True
    )
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)
    queries = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        verbose_name=_("what people search for"),
        help_text=_("Separated by commas. What answers these searches stands on the page."),
    )
    steps = StreamField(
        [("step", StepBlock())],
        blank=True,
        max_num=STEPS[1],
        verbose_name=_("first steps"),
        help_text=_("Three to five steps that hold for every case."),
    )
    questions = StreamField(
        [
            (
                "question",
                PageChooserBlock(page_type="agency_sites.ArticlePage", label=_("Question")),
            )
        ],
        blank=True,
        max_num=QUESTIONS,
        verbose_name=_("five questions"),
        help_text=_("Published pages: the title is the question, the summary the answer."),
    )
    costs = StreamField([("cost", CostBlock())], blank=True, verbose_name=_("cost and time"))
    # Numbers instead of foreign keys: the documents may be recorded later than they are named.
    laws = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        verbose_name=_("numbers of the current law"),
        help_text=_("Separated by commas, for instance 31/2024/QH15."),
    )

    class Meta:
        verbose_name = _("situation")
        verbose_name_plural = _("situations")
        ordering = ["order", "label"]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("hub:situation", args=[self.slug])

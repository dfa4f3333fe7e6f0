"""Events that people can attend: law day, mobile legal aid, contest."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from network.core.model_fields import WebURLField

from ..querysets import ArticleQuerySet
from .articles import ArticlePage


class EventPage(ArticlePage):
    """An article about an event at a time and place. It leaves the lists afterwards."""

    begins = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(
        _("place of the event"),
        max_length=250,
        blank=True,
        help_text=_("House, street, commune, so that a stranger finds it."),
    )
    online_link = WebURLField(_("address to join online"), max_length=500, blank=True)
    organiser = models.CharField(
        _("organiser"),
        max_length=200,
        blank=True,
        help_text=_("Left empty, it is the agency of this section."),
    )

    parent_page_types = ["agency_sites.SectionIndexPage"]
    template = "agency_sites/event.html"
    page_description = _("Something people may come to, with its time and place.")
    content_panels = [
        *ArticlePage.first_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("begins"), FieldPanel("ends")]),
                FieldPanel("place"),
                FieldPanel("online_link"),
                FieldPanel("organiser"),
            ],
            heading=_("When and where"),
        ),
        *ArticlePage.later_panels,
    ]
    search_fields = [
        *ArticlePage.search_fields,
        index.SearchField("place"),
        index.SearchField("organiser"),
    ]

    class Meta:
        verbose_name = _("event of an agency")
        verbose_name_plural = _("events of agencies")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("begins")),
                name="event_ends_after_it_begins",
                violation_error_message=_("The event ends before it begins."),
            )
        ]
        indexes = [models.Index(Coalesce("ends", "begins"), name="event_over")]

    @classmethod
    def coming(cls, day: dt.date) -> ArticleQuerySet:
        """Return the live events that end on `day` or later, soonest first."""
        morning = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
        events: ArticleQuerySet = cls.objects.live().alias(over=Coalesce("ends", "begins"))
        return events.filter(over__gte=morning).order_by("begins", "id")

    def missing_fields(self) -> dict[str, str]:
        """Require a place, an online link, or both at submission."""
        missing = super().missing_fields()
        if not self.place and not self.online_link:
            missing["place"] = gettext("Say where it is, or how to join online.")
        return missing

    @property
    def first_day(self) -> dt.date:
        """Return the first day in the network's time zone."""
        return timezone.localdate(self.begins)

    @property
    def last_day(self) -> dt.date:
        """Return the last day; the first one if no end is given."""
        return timezone.localdate(self.ends or self.begins)

    @property
    def is_over(self) -> bool:
        """Return whether the last day has passed."""
        return self.last_day < timezone.localdate()

    def paper_lead(self) -> list[tuple[str, str]]:
        """Return summary, time and place for the leaflet."""
        begins = f"{timezone.localtime(self.begins):%H:%M, %d/%m/%Y}"
        where = [(gettext("Place"), self.place)] if self.place else []
        online = [(gettext("Online"), self.online_link)] if self.online_link else []
        return [*super().paper_lead(), (gettext("Time"), begins), *where, *online]

    def lines_before_body(self) -> list[str]:
        """Return place and organiser."""
        return [line for line in (self.place, self.organiser) if line]

"""Views of public pages by day and month, and sums by agency and topic that outlive the pages;
response times and availability of the platform by day.

`services` alone writes these tables; rows are never changed otherwise. The agency and the topics
are those that the page had when it was read.
"""

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from legal_updates.models import Topic
from network.agencies.models import Agency
from network.core.page_views.counting import LONGEST_PATH


class Views(models.Model):
    """Abstract model: how often something was read."""

    # Responses with the page.
    views = models.PositiveIntegerField(_("views"), default=0)
    # Responses to browsers that had the page already.
    revalidated = models.PositiveIntegerField(_("opened again"), default=0)
    robots = models.PositiveIntegerField(_("robots"), default=0)

    class Meta:
        abstract = True


class PageViewCount(Views):
    """Abstract model: how often a page was read in a period."""

    path = models.CharField(_("page"), max_length=LONGEST_PATH)
    # Its id, without foreign key: counts of a deleted page stay. None outside of the page tree.
    page_pk = models.BigIntegerField(null=True)
    # The agency in whose section the page was; None for pages of the network.
    agency = models.ForeignKey(Agency, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        abstract = True


class ViewDay(PageViewCount):
    """Views of a page on a day. Deleted by the retention rules; the sums stay."""

    day = models.DateField(_("day"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "path"], name="view_day_once")]
        indexes = [models.Index(fields=["page_pk", "day"], name="view_day_page")]

    def __str__(self) -> str:
        return f"{self.path} {self.day}"


class ViewMonth(PageViewCount):
    """Views of a page in a month."""

    # Its first day.
    month = models.DateField(_("month"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "path"], name="view_month_once")]
        indexes = [
            models.Index(fields=["page_pk", "month"], name="view_month_page"),
            # The two lists of most read pages: of one agency, and of all.
            models.Index(
                F("agency"), F("month"), F("views").desc(), F("path"), name="view_month_of_agency"
            ),
            models.Index(F("month"), F("views").desc(), F("path"), name="view_month_of_all"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.month}"


class AgencyViews(Views):
    """Views of all pages of an agency, or of the network (None), on a day."""

    agency = models.ForeignKey(Agency, null=True, on_delete=models.SET_NULL, related_name="+")
    day = models.DateField(_("day"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "day"], name="agency_views_once", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["day"], name="agency_views_day")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.day}"


class TopicViews(Views):
    """Views of an agency's articles on a topic in a month. An article may have several topics."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.SET_NULL, related_name="+")
    month = models.DateField(_("month"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "agency", "topic"], name="topic_views_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.agency_id} {self.month}"


class ResponseDay(models.Model):
    """Number of responses of a day by status class and time. Files are not counted."""

    day = models.DateField(_("day"))
    # First digit of the status code.
    status = models.PositiveSmallIntegerField()
    # Upper end of the time in milliseconds; None for those that took longer than the last one.
    within_ms = models.FloatField(null=True)
    number = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "status", "within_ms"],
                name="response_day_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.status}xx {self.within_ms}"


class UptimeDay(models.Model):
    """Minutes of a day in which a web process answered and could write to the database."""

    day = models.DateField(_("day"), primary_key=True)
    minutes = models.PositiveSmallIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.day)

"""Everything public in one table, and what has changed since it was written."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from network.agencies.models import Agency

TITLE_LENGTH = 1700
URL_LENGTH = 1000


class EntryKind(models.TextChoices):
    """What a visitor can find."""

    ARTICLE = "article", _("Article of an agency")
    QUESTION = "question", _("Question and answer")
    DOCUMENT = "document", _("Legal document")
    CARD = "card", _("News of policies")
    AGENCY = "agency", _("Agency")
    PLACE = "place", _("Commune or ward")


class SearchEntry(models.Model):
    """One public thing as the search knows it.

    Nothing here is the truth about anything: `keeping` makes the row anew from the thing that
    `kind` and `key` name, and triggers take it away in the transaction that withdraws the thing.
    """

    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    # The primary key of the page, document or item; of a place the code of the commune.
    key = models.BigIntegerField()
    # None for what belongs to the network.
    agency = models.ForeignKey(Agency, null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=TITLE_LENGTH)
    # Names it is sought by as well: of what it was formed from, its abbreviation.
    names = models.TextField(blank=True)
    url = models.CharField(max_length=URL_LENGTH)
    # What an answer quotes from.
    text = models.TextField(blank=True)
    topics = ArrayField(models.BigIntegerField(), default=list)
    level = models.CharField(max_length=12, blank=True)
    # A value of legal_updates' Validity; "" for what has none.
    status = models.CharField(max_length=16, blank=True)
    day = models.DateField(null=True)
    # Words and marks (see `words`): all of the text without accents; title and beginning with them.
    folded = SearchVectorField()
    exact = SearchVectorField()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_entry_of")]
        indexes = [
            # No fast update: every search would scan the list of pending rows.
            GinIndex(fields=["folded"], name="search_entry_folded", fastupdate=False),
            GinIndex(fields=["exact"], name="search_entry_exact", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.title


class SearchChange(models.Model):
    """A note of the database that a thing has changed; written by triggers, taken by `keeping`.

    Only added to and taken from, never updated: writers of the same thing do not wait for it.
    """

    kind = models.CharField(max_length=10)
    key = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SearchWord(models.Model):
    """A word, or two that follow each other, of public titles: what a typing error is held against.

    `folded` without accents, `written` as most titles write it.
    """

    folded = models.CharField(max_length=80, primary_key=True)
    written = models.CharField(max_length=120)
    titles = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")
        indexes = [
            GinIndex(OpClass(F("folded"), "gin_trgm_ops"), name="search_word_alike"),
            models.Index(
                OpClass(F("folded"), "text_pattern_ops"), F("titles"), name="search_word_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.written

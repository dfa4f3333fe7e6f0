"""Everything public in one table, and what has changed since it was written."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from legal_updates.standing import NO_LAW, WHOLE_CHANGES
from network.agencies.models import Agency

TITLE_LENGTH = 1700
URL_LENGTH = 1000


class EntryKind(models.TextChoices):
    """What a visitor can find."""

    ARTICLE = "article", _("Article of an agency")
    QUESTION = "question", _("Question and answer")
    MATERIAL = "material", _("Material")
    DOCUMENT = "document", _("Legal document")
    CARD = "card", _("News of policies")
    AGENCY = "agency", _("Agency")
    PLACE = "place", _("Commune or ward")


_SIGNS = {
    EntryKind.ARTICLE: "file-text",
    EntryKind.QUESTION: "message-circle-question",
    EntryKind.MATERIAL: "book",
    EntryKind.DOCUMENT: "scale",
    EntryKind.CARD: "info-circle",
    EntryKind.AGENCY: "building-community",
    EntryKind.PLACE: "map-pin",
}


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
    # A value of legal_updates' PendingChange; "" where no relation waits for confirmation.
    pending_change = models.CharField(max_length=8, blank=True, default="", db_default="")
    day = models.DateField(null=True)
    # Whether no official source tells the status.
    status_unchecked = models.BooleanField(default=False, db_default=False)
    # Of pages; "" for what has no other than Vietnamese.
    language = models.CharField(max_length=3, blank=True)
    # Words and marks (see `words`).
    words = SearchVectorField()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_entry_of")]
        # No fast update: every search would scan the list of pending rows.
        indexes = [GinIndex(fields=["words"], name="search_entry_words", fastupdate=False)]

    def __str__(self) -> str:
        return self.title

    @property
    def superseded(self) -> bool:
        """Return whether it is a document that is no longer the law, or has been replaced."""
        return self.status in NO_LAW or self.pending_change in WHOLE_CHANGES

    @property
    def sign(self) -> str:
        """Return the drawn sign of its kind."""
        return _SIGNS[EntryKind(self.kind)]


class SearchChange(models.Model):
    """A note of the database that a thing has changed; written by triggers, taken by `keeping`.

    Only added to and taken from, never updated: writers of the same thing do not wait for it.
    """

    kind = models.CharField(max_length=10)
    key = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SearchWord(models.Model):
    """How many entries hold a word, as the index writes it."""

    word = models.CharField(max_length=150, primary_key=True)
    entries = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.word


class UnansweredQuery(models.Model):
    """A question that no entry answered; its words are kept only once it came on enough days.

    Until then there is but a keyed hash of it: what a single person asked is nowhere to be read.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    query = models.CharField(_("what was searched for"), max_length=200, blank=True)
    days = models.PositiveSmallIntegerField(_("on how many days"), default=1)
    last_on = models.DateField(_("last on"))

    class Meta:
        verbose_name = _("search in vain")
        verbose_name_plural = _("searches in vain")

    def __str__(self) -> str:
        return self.query


class EverydayWord(models.Model):
    """A word of citizens and what the law calls it, so that each is found by the other.

    The first rows come from data/everyday_words.csv; afterwards the rows are the truth.
    """

    said = models.CharField(_("what citizens say"), max_length=80)
    meant = models.CharField(_("what the law calls it"), max_length=120)

    class Meta:
        verbose_name = _("everyday word")
        verbose_name_plural = _("everyday words")
        ordering = ["said", "meant"]
        constraints = [models.UniqueConstraint(fields=["said", "meant"], name="everyday_word_once")]

    def __str__(self) -> str:
        return f"{self.said} = {self.meant}"

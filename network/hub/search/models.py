"""Models of the search: the entries, their pending changes, and word statistics."""

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
    """Kinds of search results."""

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
    """A search entry for one public object.

    Derived data: `keeping` rewrites the row from the object given by `kind` and `key`, and triggers
    delete it in the transaction that withdraws the object.
    """

    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    # Primary key of the page, document or item; for a place, the commune's code.
    key = models.BigIntegerField()
    # None for objects of the network.
    agency = models.ForeignKey(Agency, null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=TITLE_LENGTH)
    # Alternative names: predecessors and abbreviations.
    names = models.TextField(blank=True)
    url = models.CharField(max_length=URL_LENGTH)
    # The text that results quote.
    text = models.TextField(blank=True)
    topics = ArrayField(models.BigIntegerField(), default=list)
    level = models.CharField(max_length=12, blank=True)
    # A Validity of legal_updates, or "".
    status = models.CharField(max_length=16, blank=True)
    # A PendingChange of legal_updates; "" if no relation waits for confirmation.
    pending_change = models.CharField(max_length=8, blank=True, default="", db_default="")
    day = models.DateField(null=True)
    # Whether the status has no official source.
    status_unchecked = models.BooleanField(default=False, db_default=False)
    # Language of a page; "" for Vietnamese only.
    language = models.CharField(max_length=3, blank=True)
    # Words and marks (see `words`).
    words = SearchVectorField()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_entry_of")]
        # Without fastupdate, since every search would have to scan the list of pending rows.
        indexes = [GinIndex(fields=["words"], name="search_entry_words", fastupdate=False)]

    def __str__(self) -> str:
        return self.title

    @property
    def superseded(self) -> bool:
        """Return whether it is a document that is no longer in force or has been replaced."""
        return self.status in NO_LAW or self.pending_change in WHOLE_CHANGES

    @property
    def sign(self) -> str:
        """Return the icon of its kind."""
        return _SIGNS[EntryKind(self.kind)]


class SearchChange(models.Model):
    """Records that an object has changed. Written by triggers, processed by `keeping`.

    Rows are only inserted and deleted, so writers of the same object do not block each other.
    """

    kind = models.CharField(max_length=10)
    key = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SearchWord(models.Model):
    """Number of entries that contain a word, in its index form."""

    word = models.CharField(max_length=150, primary_key=True)
    entries = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.word


class UnansweredQuery(models.Model):
    """A query without results. Its words are stored only after it occurred on enough days.

    Until then only a keyed hash is stored, so a single person's query cannot be read.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    query = models.CharField(_("what was searched for"), max_length=200, blank=True)
    days = models.PositiveSmallIntegerField(_("on how many days"), default=1)
    last_on = models.DateField(_("last on"))

    class Meta:
        verbose_name = _("search in vain")
        verbose_name_plural = _("searches in vain")
        indexes = [
            models.Index(
                models.F("days").desc(),
                models.F("last_on").desc(),
                models.F("digest"),
                condition=~models.Q(query=""),
                name="searches_in_vain",
            )
        ]

    def __str__(self) -> str:
        return self.query


class EverydayWord(models.Model):
    """An everyday word and its legal term, so that each finds the other.

    Where `related`, the word finds the term, but not the other way round, and below exact words.
    The first rows come from data/everyday_words*.csv and related_words.csv; afterwards they are
    edited in the admin.
    """

    said = models.CharField(_("what citizens say"), max_length=80)
    meant = models.CharField(_("what the law calls it"), max_length=120)
    related = models.BooleanField(
        _("only related"),
        default=False,
        db_default=False,
        help_text=_("The term is about this word, but does not mean the same."),
    )

    class Meta:
        verbose_name = _("everyday word")
        verbose_name_plural = _("everyday words")
        ordering = ["said", "meant"]
        constraints = [models.UniqueConstraint(fields=["said", "meant"], name="everyday_word_once")]

    def __str__(self) -> str:
        return f"{self.said} = {self.meant}"

"""Sources (portals that the network reads) and the common library of links to their texts."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase
from wagtail.search import index

from legal_updates.models import Topic
from network.agencies.models import Agency
from network.core.leases import Leased
from network.core.model_fields import WebURLField
from network.core.outside import web_address
from network.core.two_people import TwoPeople

from .choices import (
    FetchOutcome,
    Health,
    ItemStatus,
    JoinedBy,
    Pace,
    ProposalKind,
    ProposalStatus,
    Publisher,
    SourceLevel,
)
from .querysets import LibraryItemQuerySet, SourceQuerySet

EXCERPT_LENGTH = 300
POLICY_KEY_LENGTH = 200
WORDS_LENGTH = 300


class Source(index.Indexed, Leased):
    """A portal's feed: owner, licence, how it is fetched, and the results of its last fetches."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    owner = models.CharField(
        _("owner"), max_length=200, help_text=_("The body that runs the portal.")
    )
    level = models.CharField(_("level"), max_length=12, choices=SourceLevel.choices)
    url = WebURLField(
        _("feed address"),
        max_length=500,
        unique=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Address of the RSS or Atom feed, beginning with https://."),
    )
    publisher = models.CharField(
        _("kind of publisher"),
        max_length=12,
        choices=Publisher.choices,
        blank=True,
        help_text=_("Whose text stands for a policy first; left empty, the name tells."),
    )
    topics = TaggableManager(
        _("topics"),
        through="aggregator.SourceTopic",
        blank=True,
        help_text=_("Given to every item of this source."),
    )
    licence_note = models.CharField(
        _("licence note"),
        max_length=255,
        blank=True,
        help_text=_("By what right we link and quote: public information, permission, ..."),
    )
    trusted = models.BooleanField(
        _("trusted"),
        default=False,
        help_text=_("Items of a trusted source enter the library without a review."),
    )
    block_words = models.TextField(
        _("block words"),
        blank=True,
        max_length=4000,
        help_text=_(
            "One word or phrase per line, with its accents: an item that has one of them waits for "
            "a review, also from a trusted source."
        ),
    )
    enabled = models.BooleanField(_("enabled"), default=True)
    pace = models.CharField(
        _("pace of fetching"), max_length=10, choices=Pace.choices, default=Pace.AUTOMATIC
    )
    interval_minutes = models.PositiveIntegerField(
        _("minutes between fetches"),
        default=1440,
        help_text=_("Automatic: the longest wait. Fixed: the wait. At most 1440, which is a day."),
    )
    contact_email = models.EmailField(
        _("contact email"),
        blank=True,
        help_text=_("Who is told, besides the network admins, when the source falls ill."),
    )

    # Name of the module in `adapters` that reads the source; `options` holds that module's options.
    kind = models.CharField(max_length=20, default="rss", editable=False)
    options = models.JSONField(default=dict, blank=True, editable=False)

    etag = models.CharField(max_length=300, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    body_hash = models.CharField(max_length=64, blank=True, editable=False)
    next_fetch_at = models.DateTimeField(_("next fetch"), default=timezone.now, editable=False)
    fetched_at = models.DateTimeField(_("last fetch"), null=True, editable=False)
    succeeded_at = models.DateTimeField(_("last success"), null=True, editable=False)
    newest_item_at = models.DateTimeField(_("newest item"), null=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    outcome = models.CharField(
        _("outcome"),
        max_length=20,
        choices=FetchOutcome.choices,
        default=FetchOutcome.NEVER,
        editable=False,
    )
    # A code of the pipeline, sometimes followed by ": " and the network's message.
    outcome_detail = models.CharField(max_length=500, blank=True, editable=False)

    # The usual time between two items; None while unknown.
    gap_minutes = models.PositiveIntegerField(null=True, editable=False)
    # Duration of the last fetch, in milliseconds.
    took_ms = models.PositiveIntegerField(null=True, editable=False)
    # Target of the portal's permanent redirect, and how many consecutive fetches confirmed it.
    moved_to = models.CharField(max_length=500, blank=True, editable=False)
    moved_count = models.PositiveIntegerField(default=0, editable=False)
    # Stored, so that lists can filter by it. `health_count`: consecutive fetches in this state.
    health = models.CharField(
        _("state"), max_length=12, choices=Health.choices, default=Health.NEVER, editable=False
    )
    health_since = models.DateTimeField(null=True, editable=False)
    health_count = models.PositiveIntegerField(default=0, editable=False)
    # The last state that the owners were notified of, "" for none; `tell`: a notification is due.
    told_health = models.CharField(max_length=12, blank=True, editable=False)
    tell = models.BooleanField(default=False, editable=False)

    objects = SourceQuerySet.as_manager()

    search_fields = [
        index.SearchField("name"),
        index.SearchField("owner"),
        # Fields by which the list can be filtered and ordered during a search.
        *map(index.FilterField, ("id", "name", "level", "enabled", "outcome", "health")),
        *map(index.FilterField, ("succeeded_at", "newest_item_at", "next_fetch_at")),
    ]

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(interval_minutes__gte=5, interval_minutes__lte=1440),
                name="source_interval_bounds",
                violation_error_message=_("Fetch between every 5 minutes and once a day."),
            )
        ]
        indexes = [
            models.Index(fields=["next_fetch_at"], name="source_due", condition=Q(enabled=True)),
            models.Index(fields=["id"], name="source_to_tell", condition=Q(tell=True)),
        ]

    def __str__(self) -> str:
        return self.name


class PortalHost(Leased):
    """A host of sources. Its lease limits all workers together to one request at a time."""

    name = models.CharField(max_length=253, primary_key=True)
    # The earliest time of the next request.
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class LibraryItem(index.Indexed, models.Model):
    """A link to another publisher's text: title, link, source, short excerpt, never the text."""

    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="items"
    )
    # Unique within the source. Guids change, so feeds.dedupe compares link, guid and digest too.
    identity = models.CharField(max_length=64, editable=False)
    link_key = models.CharField(max_length=64, blank=True, editable=False)
    guid = models.CharField(max_length=500, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=500)
    link = WebURLField(
        _("link"),
        max_length=1000,
        blank=True,
        help_text=_("Opens the text on the website of the source."),
    )
    # As the source wrote it (some portals respond only to that form), or a newer address of it.
    original_link = WebURLField(max_length=1000, blank=True, editable=False)
    # The probable address if the source gave no usable one, for a person to confirm.
    suggested_link = WebURLField(max_length=1000, blank=True, editable=False)
    excerpt = models.CharField(_("excerpt"), max_length=EXCERPT_LENGTH, blank=True)
    published_at = models.DateTimeField(_("published at the source"), null=True, blank=True)
    fetched_at = models.DateTimeField(_("fetched"), editable=False)
    # When the item was first seen; None for items of a first fetch, which may be years old.
    seen_at = models.DateTimeField(null=True, editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    changed_at = models.DateTimeField(
        _("changed at the source"), null=True, blank=True, editable=False
    )
    # A reviewer has written title and excerpt, so later changes of the source do not replace them.
    corrected = models.BooleanField(_("corrected by a reviewer"), default=False, editable=False)
    document_numbers = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        verbose_name=_("document numbers"),
    )
    # The document that the item is about, and a hash of its title's beginning: see feeds.cluster.
    policy_key = models.CharField(max_length=POLICY_KEY_LENGTH, blank=True, editable=False)
    policy_year = models.PositiveSmallIntegerField(null=True, editable=False)
    title_key = models.CharField(max_length=16, blank=True, editable=False)
    topics = TaggableManager(_("topics"), through="aggregator.LibraryItemTopic", blank=True)
    # The card of the item's cluster, to which its other items point. None for the card itself.
    duplicate_of = models.ForeignKey(
        "self",
        verbose_name=_("same as"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="duplicates",
    )
    # The article of the same source that this one seems to repeat at another address. Stays after
    # the review, so that further addresses of the article change this row. Never searched by.
    same_as = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", db_index=False, editable=False
    )
    joined_by = models.CharField(
        _("joined by"), max_length=8, choices=JoinedBy.choices, blank=True, editable=False
    )
    status = models.CharField(
        _("status"), max_length=10, choices=ItemStatus.choices, default=ItemStatus.NEW
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True, editable=False)
    # The reviewer's reason for skipping it; a HeldBy if its page was found wrong.
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    # The entry of `Source.block_words` that holds the item back until a person has reviewed it.
    blocked_word = models.CharField(max_length=100, blank=True, editable=False)
    # Whether its page has shown the title since a person looked: without it, it is another page.
    showed_title = models.BooleanField(default=False, db_default=False, editable=False)

    objects = LibraryItemQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("excerpt"),
        index.SearchField("document_numbers"),
        *map(index.FilterField, ("id", "status", "source_id", "duplicate_of_id", "fetched_at")),
    ]

    class Meta:
        verbose_name = _("library item")
        verbose_name_plural = _("library items")
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "identity"], name="library_item_identity"),
            models.CheckConstraint(
                condition=~Q(status="published") | ~Q(link=""),
                name="library_item_published_has_link",
                violation_error_message=_("An item without a link cannot enter the library."),
            ),
        ]
        indexes = [
            models.Index(
                Coalesce("published_at", "seen_at").desc(nulls_last=True),
                models.F("id").desc(),
                name="library_item_newest",
                condition=Q(status="published", duplicate_of__isnull=True),
            ),
            models.Index(
                fields=["seen_at"],
                name="library_item_arrived",
                condition=Q(status="published", duplicate_of__isnull=True) & ~Q(policy_key=""),
            ),
            models.Index(fields=["link_key"], name="library_item_link_key"),
            models.Index(fields=["status", "-published_at"], name="library_item_queue"),
            GinIndex(fields=["document_numbers"], name="library_item_documents"),
            models.Index(fields=["policy_key"], name="library_item_policy"),
            models.Index(fields=["title_key", "policy_key"], name="library_item_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def href(self) -> str:
        """Return the source's own address if stored, else the canonical link; "" for none."""
        return web_address(self.original_link) or web_address(self.link)

    @property
    def sources(self) -> list[Source]:
        """Return the sources of the cluster, this item's first. Needs `with_sources`."""
        return list(dict.fromkeys(each.source for each in self.attributions))

    @property
    def use_count(self) -> int:
        """Return how often agencies used the item or its duplicates (prefetch both relations)."""
        return sum(len(each.uses.all()) for each in [self, *self.duplicates.all()])

    @property
    def attributions(self) -> list["LibraryItem"]:
        """Return one item of the cluster per source, this one first. Needs `with_sources`."""
        by_source: dict[int, LibraryItem] = {}
        for item in [self, *self.duplicates.all()]:
            by_source.setdefault(item.source_id, item)
        return list(by_source.values())


class SourceTopic(ItemBase):
    """A topic that every item of the source gets."""

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="source_topics")
    content_object = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="source_topics"
    )


class LibraryItemTopic(ItemBase):
    """A topic of one library item."""

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="item_topics")
    content_object = models.ForeignKey(LibraryItem, models.CASCADE, related_name="item_topics")


class Proposal(models.Model):
    """A source or link that an agency proposes for the library, and the network's answer."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=8, choices=ProposalKind.choices)
    url = WebURLField(max_length=500)
    why = models.CharField(max_length=WORDS_LENGTH)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField()
    status = models.CharField(
        max_length=8, choices=ProposalStatus.choices, default=ProposalStatus.WAITING
    )
    answer = models.CharField(max_length=WORDS_LENGTH, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            TwoPeople(
                first="proposed_by",
                second="decided_by",
                name="proposal_decided_by_another",
                refusal=_("You made this proposal: another network admin answers it."),
            )
        ]
        indexes = [
            models.Index(fields=["agency", "-proposed_at"], name="proposal_of_agency"),
            models.Index(fields=["status", "-proposed_at"], name="proposal_by_status"),
        ]

    def __str__(self) -> str:
        return self.url


class LibraryItemUse(models.Model):
    """Records that an agency has started a page from a library item. `item` is the card."""

    item = models.ForeignKey(LibraryItem, on_delete=models.CASCADE, related_name="uses")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.agency}: {self.item}"

"""Columns of the review list, which show all that a reviewer needs to decide."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legal_updates.models import LegalDocument, Topic
from legal_updates.selectors import document_address, documents_by_number
from legal_updates.wording import confirmation_label, validity_badge
from network.core.listing import ListView
from network.core.outside import outside_link

from .choices import HeldBy
from .list_filters import StatusFilter
from .models import ItemStatus, LibraryItem
from .querysets import newest_first
from .review_views import seen_field
from .topics import propose_topics
from .views import REVIEW, SOURCES
from .wording import format_moment

# Additional CSS class of secondary buttons.
_SECOND = dict.fromkeys(("skip", "separate"), " button-secondary")
# The most items of a list that one choice can cover.
MOST_TOGETHER = 500
# A local document number may belong to many bodies; show at most three.
_MOST_DOCUMENTS = 3


def prepare_rows(items: Sequence[LibraryItem]) -> None:
    """Prefetch topics, suggestions and register documents for the rows of a page. Four queries."""
    prefetch_related_objects(items, "item_topics__tag")
    proposals = propose_topics(items)
    documents = documents_by_number(each for item in items for each in item.document_numbers)
    for item in items:
        item.likely_topics = proposals.ticked.get(item.pk, [])
        item.missing_topics = proposals.missing.get(item.pk, [])
        item.register = documents


class ItemListView(ListView):
    """List view of the review queue and the library, rendered as one form."""

    def get_ordering(self, request: HttpRequest, queryset: Any) -> list[Any]:
        """Return the newest news first, unless the user has chosen a column."""
        if self.ORDER_VAR in self.params:
            return super().get_ordering(request, queryset)
        return list(newest_first())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form's target, whether the user may decide, and the prepared rows."""
        context = super().get_context_data(
            may_change=self.permission_helper.user_can_edit_obj(self.request.user, None),
            post_url=reverse(REVIEW),
            sources_url=reverse(SOURCES),
            topics=Topic.objects.all(),
            **kwargs,
        )
        rows = context["object_list"] = list(context["object_list"])
        prepare_rows(rows)
        # Only for waiting items: earlier choices must not be changed by the hundred.
        if context["result_count"] > len(rows) and self._shows_waiting():
            context["listed"] = self._listed()
        return context

    def _shows_waiting(self) -> bool:
        """Return whether the list is filtered to waiting items."""
        filters = (spec for spec in self.filter_specs if isinstance(spec, StatusFilter))
        return any(spec.value() == ItemStatus.NEW for spec in filters)

    def _listed(self) -> list[int]:
        """Return the ids of the list as shown, so that a choice on "all" does not cover items
        that arrive later. At most MOST_TOGETHER."""
        if isinstance(self.queryset, QuerySet):
            return list(self.queryset.values_list("pk", flat=True)[:MOST_TOGETHER])
        return [item.pk for item in self.queryset[:MOST_TOGETHER]]


class ItemColumns:
    """Columns of the review list; mixed into its modeladmin class."""

    @display(description=gettext_lazy("tick"))
    def tick(self, item: LibraryItem) -> SafeString:
        """Return the checkbox that selects the item for the buttons above the list."""
        return format_html(
            '<input type="checkbox" name="item" value="{}" aria-label="{}">',
            item.pk,
            _("Tick: %s") % item.title,
        )

    @display(description=gettext_lazy("content"))
    def content(self, item: LibraryItem) -> SafeString:
        """Return the excerpt, document numbers with register data, and the link to the text."""
        return format_html(
            '<p class="excerpt">{}</p>{}<p>{}</p><small>{}</small>',
            item.excerpt,
            self.numbers(item),
            link_out(item),
            item.source.licence_note,
        )

    def numbers(self, item: LibraryItem) -> SafeString:
        """Return each document number with what the register knows about it."""
        known: dict[str, list[LegalDocument]] = getattr(item, "register", {})
        return format_html_join(
            "",
            '<p class="in-register"><span class="number">{}</span> {}</p>',
            ((each, _in_register(known.get(each, []))) for each in item.document_numbers),
        )

    @display(description=gettext_lazy("topics"))
    def subjects(self, item: LibraryItem) -> SafeString:
        """Return the topics as checked boxes; suggested topics if none has been chosen; "" for a
        duplicate.

        Approving gives the item the topics that are still checked. A missing topic is added by its
        own button. An empty text field is always
        sent, so that the view knows that the row was shown even if all boxes were unchecked.
        """
        if item.duplicate_of_id:
            return SafeString("")
        name = f"topics-{item.pk}"
        topics = [each.tag for each in item.item_topics.all()]
        boxes = format_html_join(
            "",
            '<label><input type="checkbox" name="{}" value="{}" checked> {}</label>',
            ((name, topic.pk, topic.name) for topic in topics or item.likely_topics),
        )
        more = format_html(
            '<input type="text" name="{}" list="topic-names" maxlength="100" autocomplete="off"'
            ' aria-label="{}" placeholder="{}">',
            name,
            _("Add a topic: %s") % item.title,
            _("Add a topic"),
        )
        save = SafeString("")
        if item.status != ItemStatus.NEW:
            save = format_html(
                '<button type="submit" class="button button-small button-secondary" name="topics"'
                ' value="{}">{}</button>',
                item.pk,
                _("Save the topics"),
            )
        return format_html(
            '<input type="hidden" name="{}" value="">{}{}{}{}',
            *(name, boxes, _missing_topics(item), more, save),
        )

    @display(description=gettext_lazy("source"))
    def origin(self, item: LibraryItem) -> SafeString:
        """Return all sources of the item with dates, and for a duplicate the card that it
        repeats."""
        lines = format_html_join(
            "",
            "<p>{} <small>{}</small></p>",
            (
                (
                    outside_link(each.href, each.source.name)
                    if each.pk != item.pk
                    else each.source,
                    format_moment(each.published_at),
                )
                for each in item.attributions
            ),
        )
        notes = [_("Fetched %s") % format_moment(item.fetched_at)]
        users = {use.agency.short_name for each in _cluster(item) for use in each.uses.all()}
        if users:
            notes.append(_("Used by %s") % ", ".join(sorted(users)))
        if item.duplicate_of:
            same = _("Same as the item of %(source)s") % {"source": item.duplicate_of.source.name}
            notes.append(": ".join(filter(None, (same, item.get_joined_by_display()))))
        return format_html("{}{}", lines, _small(notes))

    @display(description=gettext_lazy("status"))
    def standing(self, item: LibraryItem) -> SafeString:
        """Return the status, the reviewer, the number of uses, and whether the source changed the
        item since."""
        notes = []
        if item.reviewed_at:
            who = item.reviewed_by.get_full_name() if item.reviewed_by else ""
            notes.append(f"{who} {format_moment(item.reviewed_at)}".strip())
        if item.reason and item.status == ItemStatus.SKIPPED:
            notes.append(_("Reason: %s") % item.reason)
        if item.use_count:
            notes.append(_("Used (%(count)d)") % {"count": item.use_count})
        if item.same_as and item.status == ItemStatus.NEW:
            notes.append(_known_article(item.same_as))
        if item.reason in HeldBy and item.status == ItemStatus.NEW:
            notes.append(str(HeldBy(item.reason).label))
        if item.blocked_word and item.status == ItemStatus.NEW:
            notes.append(_("Held back by the block word “%s”") % item.blocked_word)
        if item.changed_at and item.status == ItemStatus.NEW:
            notes.append(_("Changed at the source: review it again"))
        return format_html("{}{}", item.get_status_display(), _small(notes))

    @display(description=gettext_lazy("actions"))
    def buttons(self, item: LibraryItem) -> SafeString:
        """Return the choice buttons of this item. The list is one form, so each button names its
        item."""
        pressed = format_html_join(
            " ",
            '<button type="submit" class="button button-small{}" name="{}" value="{}"'
            ' aria-label="{}">{}</button>',
            (
                (_SECOND.get(action, ""), action, item.pk, f"{label}: {item.title}", label)
                for action, label in choices_on(item)
            ),
        )
        return format_html("{}{}", seen_field(item), pressed)


def link_out(item: LibraryItem) -> SafeString:
    """Return the link to the text at the source, or a note that there is none."""
    if not item.href:
        return format_html("<strong>{}</strong>", _("No usable link"))
    return outside_link(item.href, _("Open at the source"))


def choices_on(item: LibraryItem) -> list[tuple[str, str]]:
    """Return the possible choices on an item as (button name, label)."""
    if item.duplicate_of_id:
        return [("separate", _("Not the same policy"))]
    same = [("same", _("Same article"))] if item.same_as_id and item.status == "new" else []
    approve = [("approve", _("Approve"))] if item.link else []
    both = [*same, *approve, ("skip", _("Skip"))]
    done = {ItemStatus.PUBLISHED: "approve", ItemStatus.SKIPPED: "skip"}.get(
        ItemStatus(item.status)
    )
    return [(action, label) for action, label in both if action != done]


def _in_register(documents: list[LegalDocument]) -> SafeString:
    """Return the register's documents of a number with links and validity, or a note that there are
    none."""
    if not documents:
        return format_html("<small>{}</small>", _("Not in the register"))
    return format_html_join(
        " ",
        '<a href="{}">{}</a> {}',
        (
            (
                document_address(each),
                validity_badge(each),
                confirmation_label(each) if each.confirmed_at is None else each.issuer or "",
            )
            for each in documents[:_MOST_DOCUMENTS]
        ),
    )


def _missing_topics(item: LibraryItem) -> SafeString:
    """Return a button for each proposed topic that the item lacks, "" if there is none."""
    buttons = format_html_join(
        " ",
        '<button type="submit" class="button button-small button-secondary" name="add-topic"'
        ' value="{}-{}" aria-label="{}">+ {}</button>',
        (
            (item.pk, topic.pk, _("Add the topic “%s”") % topic.name, topic.name)
            for topic in item.missing_topics
        ),
    )
    if not buttons:
        return buttons
    return format_html(
        '<p class="missing-topics"><small>{}</small> {}</p>', _("Proposed:"), buttons
    )


def _known_article(known: LibraryItem) -> SafeString:
    """Return the note that an item seems to be a known article, with a link to that."""
    return format_html(
        '{} <a href="{}">{}</a>',
        _("Seems to be an article that the library has:"),
        reverse("aggregator_libraryitem_modeladmin_inspect", args=[known.pk]),
        known.title,
    )


def _cluster(item: LibraryItem) -> list[Any]:
    """Return the item and those that repeat it."""
    return [item, *item.duplicates.all()]


def _small(notes: list[str]) -> SafeString:
    """Return the notes as small print."""
    return format_html_join("", "<small>{}</small>", ((note,) for note in notes))

"""Views for review choices on one or several items. POST only."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from legal_updates.models import Topic
from network.agencies.requests import AdminRequest
from network.core.text import fold

from . import review_services
from .clusters import services as cluster_services
from .models import LibraryItem
from .review_forms import ReviewReasonForm
from .review_services import ReviewChoice
from .views import ITEMS, back_address, go_back, require_permission
from .wording import format_moment

_SELECTED = "selected"
_JOIN, _SEPARATE, _TOPICS, _SAME = "join", "separate", "topics", "same"
_SELECTED_ALL = "all"
_ADD_TOPIC = "add-topic"
_LARGEST_ID_LENGTH = 18
_MOST_NAMED = 5


@require_POST
def review(request: AdminRequest) -> HttpResponse:
    """Apply the pressed button's choice to the selected items, or to the button's own item.

    Raises PermissionDenied without the permission to change library items. Redirects back to the
    list.
    """
    require_permission(request, "aggregator.change_libraryitem")
    if _ADD_TOPIC in request.POST:
        return _add_topic(request)
    action, ids = _pressed(request.POST)
    if _SELECTED_ALL in request.POST and request.POST.get(action) == _SELECTED:
        # The reviewer did not see these rows, so items that were decided meanwhile are left out.
        waiting = LibraryItem.objects.waiting()
        listed = _numbers(request.POST.get("listed", "").split(","))
        ids = list(
            dict.fromkeys([*ids, *waiting.filter(pk__in=listed).values_list("pk", flat=True)])
        )
    if action == ReviewChoice.APPROVE and request.POST.get(action) == _SELECTED:
        ids = _without_repeats(request, ids)
    if not ids:
        messages.error(request, _("Nothing was ticked: tick items first, then press the button."))
    elif action == ReviewChoice.SKIP:
        return _skip(request, ids)
    else:
        _decide(request, action, ids)
    return go_back(request, ITEMS)


def _add_topic(request: AdminRequest) -> HttpResponse:
    """Add the proposed topic of the pressed button, whose value is "item id-topic id". Ids that do
    not exist are ignored."""
    numbers = _numbers(request.POST[_ADD_TOPIC].split("-"))
    topic = Topic.objects.filter(pk=numbers[1]).first() if len(numbers) == 2 else None
    if topic is not None:
        item = review_services.add_topic(
            item_id=numbers[0], topic=topic, reviewer=request.user, now=timezone.now()
        )
        if item is not None:
            text = _("“%(title)s” has the topic “%(topic)s” now.")
            messages.success(request, text % {"title": item.title, "topic": topic.name})
    return go_back(request, ITEMS)


def _without_repeats(request: AdminRequest, ids: list[int]) -> list[int]:
    """Return the ids without items that seem to repeat known articles, with a warning about these.

    Approved together with others, they would be public twice by mistake.
    """
    repeats = LibraryItem.objects.waiting().filter(pk__in=ids, same_as__isnull=False)
    left_out = set(repeats.values_list("pk", flat=True))
    if left_out:
        text = _(
            "%(count)d items seem to be articles that the library has: press “Same article”, or "
            "approve each by its own button."
        )
        messages.warning(request, text % {"count": len(left_out)})
    return [pk for pk in ids if pk not in left_out]


def seen_field(item: LibraryItem) -> SafeString:
    """Return a hidden field with the time of the item's last choice, to detect choices made
    meanwhile."""
    last = item.reviewed_at.isoformat() if item.reviewed_at else ""
    return format_html('<input type="hidden" name="seen-{}" value="{}">', item.pk, last)


def _skip(request: AdminRequest, ids: list[int]) -> HttpResponse:
    """Ask for a reason, then skip the items."""
    form = ReviewReasonForm(request.POST if ReviewReasonForm.asked(request.POST) else None)
    seen = _seen(request.POST, ids)
    if not form.is_valid():
        context = {
            "form": form,
            "items": LibraryItem.objects.filter(pk__in=ids),
            "seen": {f"seen-{pk}": request.POST[f"seen-{pk}"] for pk in seen},
            "back": back_address(request, ITEMS),
        }
        return render(request, "aggregator/skip.html", context)
    reason = form.cleaned_data["reason"]
    reviewed = _review(request, ReviewChoice.SKIP, ids, reason)
    if reviewed.count:
        text = _("%(count)d items were skipped.")
        messages.success(request, text % {"count": reviewed.count})
    return go_back(request, ITEMS)


def _decide(request: AdminRequest, action: str, ids: list[int]) -> None:
    """Apply a choice other than skipping, and show its result as a message."""
    who: dict[str, Any] = {"reviewer": request.user, "now": timezone.now()}
    if action == _SEPARATE:
        count = cluster_services.split_items(item_ids=ids, **who)
        text = _("%(count)d items now stand by themselves and wait for a review.")
    elif action == _SAME:
        count = cluster_services.accept_same_articles(item_ids=ids, **who)
        text = _("%(count)d items were merged into the articles that they repeat.")
    elif action == _TOPICS:
        topics = _chosen_topics(request, ids)
        count = review_services.correct_topics(topics=topics, **who)
        text = _("The topics of %(count)d items were saved.")
    elif action == _JOIN:
        count = cluster_services.join_items(item_ids=ids, **who)
        text = _("%(count)d cards became one.")
        if count < 2:
            messages.error(request, _("Tick at least two items that are about the same policy."))
            return
    else:
        reviewed = _review(request, ReviewChoice.APPROVE, ids)
        count, text = reviewed.count, _("%(count)d items are in the library.")
        _show_new_documents(request, reviewed.new_documents)
        _show_undecided(request, ids)
    if count:
        messages.success(request, text % {"count": count})


def _review(
    request: AdminRequest, choice: ReviewChoice, ids: list[int], reason: str = ""
) -> review_services.Reviewed:
    """Apply a choice, and warn about items that somebody else has decided meanwhile."""
    reviewed = review_services.review_items(
        item_ids=ids,
        choice=choice,
        reviewer=request.user,
        now=timezone.now(),
        reason=reason,
        seen=_seen(request.POST, ids),
        topics=_chosen_topics(request, ids) if choice is ReviewChoice.APPROVE else None,
    )
    text = _(
        "“%(title)s” was left as it is: %(who)s has worked on it meanwhile, %(when)s (%(status)s). "
        "Look at it again, then decide."
    )
    for item in reviewed.taken[:_MOST_NAMED]:
        messages.warning(request, text % _standing_of(item))
    if len(reviewed.taken) > _MOST_NAMED:
        more = _("So were %(count)d more items that others have decided on.")
        messages.warning(request, more % {"count": len(reviewed.taken) - _MOST_NAMED})
    return reviewed


def _standing_of(item: LibraryItem) -> dict[str, Any]:
    """Return who decided on the item, when and how, for a message."""
    who = item.reviewed_by.get_full_name() if item.reviewed_by else ""
    return {
        "title": item.title,
        "who": who or _("Somebody else"),
        "when": format_moment(item.reviewed_at),
        "status": item.get_status_display(),
    }


def _show_undecided(request: AdminRequest, ids: list[int]) -> None:
    """Warn about items that cannot be approved because they have no link."""
    linkless = LibraryItem.objects.filter(pk__in=ids, link="").count()
    if linkless:
        text = _("%(count)d items have no link: open them, enter the link, then approve them.")
        messages.warning(request, text % {"count": linkless})


def _show_new_documents(request: AdminRequest, count: int) -> None:
    """Show the number of new register documents, with a link to confirm them."""
    if count:
        said = _("%(count)d legal documents are new in the register.") % {"count": count}
        address = f"{reverse('legal_updates_legaldocument_modeladmin_index')}?standing=to_confirm"
        link = format_html('<a href="{}">{}</a>', address, _("Check and confirm them"))
        messages.info(request, format_html("{} {}", said, link))


def _pressed(data: QueryDict) -> tuple[str, list[int]]:
    """Return the pressed button's name and the ids that it applies to; "" and no ids if there is
    none."""
    names = (*ReviewChoice, _JOIN, _SEPARATE, _TOPICS, _SAME)
    action = next((name for name in names if name in data), "")
    value = data.get(action, "")
    written = data.getlist("item") if value == _SELECTED else [value]
    return str(action), _numbers(written)


def _numbers(written: Iterable[str]) -> list[int]:
    """Return the valid ids among the texts."""
    digits = (each for each in written if each.isascii() and each.isdigit())
    return [int(each) for each in digits if len(each) <= _LARGEST_ID_LENGTH]


def _chosen_topics(request: AdminRequest, ids: Iterable[int]) -> dict[int, list[int]]:
    """Return {item id: topic ids} from the checked or typed topics in the rows of these items.

    Items whose rows were not shown are left out. Unknown topic names cause a warning.
    """
    by_name = {fold(topic.name): topic.pk for topic in Topic.objects.all()}
    known, chosen = set(by_name.values()), {}
    for pk in ids:
        if f"topics-{pk}" not in request.POST:
            continue
        written = [each for each in request.POST.getlist(f"topics-{pk}") if each.strip()]
        ticked = set(_numbers(written)) & known
        named = {each: by_name.get(fold(each.strip())) for each in written if not each.isdecimal()}
        chosen[pk] = sorted(ticked | {topic for topic in named.values() if topic})
        for name in (name for name, topic in named.items() if not topic):
            messages.warning(request, _("There is no topic “%s”: it was left out.") % name)
    return chosen


def _seen(data: QueryDict, ids: list[int]) -> dict[int, dt.datetime | None]:
    """Return {item id: time of its last choice when the form was made}, for items with such a
    field. None means not decided yet."""
    seen: dict[int, dt.datetime | None] = {}
    for pk in ids:
        written = data.get(f"seen-{pk}")
        if written is not None:
            seen[pk] = _written_moment(written)
    return seen


def _written_moment(written: str) -> dt.datetime | None:
    """Return the time, None if the text is empty or invalid."""
    try:
        return dt.datetime.fromisoformat(written)
    except ValueError:
        return None

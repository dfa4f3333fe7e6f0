"""Check of R22: every official channel was announced by an article of the agency soon after its
approval, with its name and address."""

import datetime as dt
import html
import unicodedata
from dataclasses import replace

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.channels.models import Announcement, Channel
from network.core.dates import format_day
from network.core.working_days import working_day_after
from sites.models import ArticlePage

from ..models import Status
from ..outcomes import (
    CheckOutcome,
    Evidence,
    Participants,
    Thresholds,
    grouped,
    judged_by_parts,
    rests_on,
)
from ..proofs import DECLARATION, PAGE
from ..sections import page_evidence
from .absence import absence_of
from .channels import used_channels

# A late announcement is a fault for a year after the approval; later any announcement is enough.
_YEAR = dt.timedelta(days=365)
# Day and page of an announcement.
type _Notice = tuple[dt.date, int]


@rests_on(PAGE, DECLARATION)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if each official channel is announced by a live article within `working_days` after its
    approval, or still has time for it. The article contains the name and address of the channel.

    An announcement that was late counts as a fault for a year; PARTLY if all were late.
    See `absence` for agencies without official channels.
    """
    rows = list(used_channels(participants))
    absence = absence_of(participants)
    announced, without_address = _announcements(rows)
    parts = grouped(
        (
            row.agency_id,
            without_address.get(row.pk)
            or _part(row, announced.get(row.pk), participants.day, thresholds["working_days"]),
        )
        for row in rows
    )
    any_told = {row.agency_id for row in rows if row.pk in announced}

    def judge(pk: int) -> CheckOutcome:
        if pk not in parts:
            return absence.outcome(pk)
        found = judged_by_parts(parts[pk])
        is_part = found.status == Status.NOT_MET and pk in any_told
        return replace(found, status=Status.PARTLY) if is_part else found

    return participants.each(judge)


def _announcements(
    rows: list[Channel],
) -> tuple[dict[int, _Notice], dict[int, Evidence]]:
    """Return {channel id: day and page of its first complete announcement}, and {channel id: fault}
    for channels whose articles all lack the name or the address. Two queries."""
    channels = {row.pk: row for row in rows}
    told = Announcement.objects.filter(channel__in=channels, page__live=True)
    texts = ArticlePage.objects.filter(pk__in=told.values("page"))
    pages = {page.pk: page for page in texts.only("title", "summary", "body")}
    announced: dict[int, _Notice] = {}
    faults: dict[int, Evidence] = {}
    for channel, page, title, at in told.order_by("-page__first_published_at").values_list(
        "channel", "page", "page__title", "page__first_published_at"
    ):
        if lacks := _missing_in(pages.get(page), channels[channel]):
            faults[channel] = page_evidence(page, title, _("Does not contain %s") % lacks)
        else:
            announced[channel] = timezone.localdate(at), page
    return announced, {pk: part for pk, part in faults.items() if pk not in announced}


def _missing_in(page: ArticlePage | None, channel: Channel) -> str:
    """Return which of name and address of a channel an article does not contain, "" if none."""
    blocks = list(page.body.raw_data) if page else []
    text = f"{page.title} {page.summary} {blocks}" if page else ""
    address = channel.url.partition("://")[2].removeprefix("www.").rstrip("/")
    wanted = {_("the name of the page"): channel.name, _("the address of the page"): address}
    missing = [label for label, words in wanted.items() if _plain(words) not in _plain(text)]
    return ", ".join(missing)


def _plain(words: str) -> str:
    """Return text in the form in which it is compared: one case, single spaces, no entities."""
    return " ".join(unicodedata.normalize("NFC", html.unescape(words)).casefold().split())


def _part(channel: Channel, notice: _Notice | None, day: dt.date, working_days: int) -> Evidence:
    # A trigger requires the approval day of official channels; the default satisfies the type only.
    approved = channel.approved_on or day
    due = working_day_after(approved, working_days)
    announced, page = notice or (None, None)
    if announced is None:
        fine = day <= due
        said = _("To be announced by %s") if fine else _("Not announced yet, due by %s")
        note = said % format_day(due)
    else:
        fine = announced <= due or approved + _YEAR < day
        said = _("Announced on %s") if fine else _("Announced late, on %s")
        note = said % format_day(announced)
    address = reverse("channels_desk:channel", args=[channel.pk])
    rests = PAGE.each([page] if page else [])
    return Evidence(str(channel), note, address, fine=fine, rests=rests)

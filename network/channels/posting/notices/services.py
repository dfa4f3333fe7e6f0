"""Create the draft of an announcement. It needs appraisal and approval like any article (R22)."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.core.outside import href
from network.core.text import slugify_vi
from network.mailing.kinds import absolute
from sites.forms import free_slug
from sites.models import AgencyHomePage, ArticlePage, SectionIndexPage, SectionKey

from ...models import Announcement, Channel
from ...register.actions import ChannelAction
from ...register.services import locked_channel
from ...register.transitions import ANNOUNCE

_TITLE_LENGTH = 255
# Possible places in the section; the first existing one is used.
_PLACES = (SectionKey.TRANG_MANG_XA_HOI, SectionKey.TIN_TUC, SectionKey.TIN_HOAT_DONG)


@transaction.atomic
def draft_announcement(*, channel_id: int, user: User, now: dt.datetime) -> ArticlePage:
    """Create a draft article with the channel's name, address and purpose in its agency's section.

    Checks role and state of the locked channel. Raises ValidationError also if the section has no
    place for it.
    """
    channel = locked_channel(channel_id, user, ANNOUNCE)
    place = place_of(channel)
    if place is None:
        raise ValidationError(_("The section of the agency has no place for it yet."))
    draft = _draft(channel, user, timezone.localdate(now))
    draft.slug = free_slug(place, slugify_vi(draft.title))
    place.add_child(instance=draft)
    draft.save_revision(user=user, log_action="wagtail.create", clean=False)
    Announcement.objects.create(channel=channel, page=draft)
    record(
        actor=user,
        agency=channel.agency,
        action=ChannelAction.ANNOUNCED,
        now=now,
        about=channel,
    )
    return draft


def place_of(channel: Channel) -> SectionIndexPage | None:
    """Return the page under which a channel of this agency is announced, or None."""
    home = AgencyHomePage.objects.filter(agency=channel.agency_id, live=True).first()
    if home is None:
        return None
    rows = SectionIndexPage.objects.descendant_of(home).filter(live=True, key__in=_PLACES)
    return min(rows, key=lambda each: _PLACES.index(each.key), default=None)


def _draft(channel: Channel, author: User, day: dt.date) -> ArticlePage:
    """Return the unsaved article that announces the channel."""
    agency = channel.agency
    names = {"name": channel.name, "platform": channel.get_platform_display()}
    return ArticlePage(
        title=(_("Official page on %(platform)s: %(name)s") % names)[:_TITLE_LENGTH],
        summary=_("%(agency)s announces its official page on %(platform)s.")
        % {**names, "agency": agency.name},
        date=day,
        body=[("paragraph", _facts(channel)), ("paragraph", _advice())],
        live=False,
        owner=author,
        source_name=agency.name,
        source_agency=agency.name,
        source_author=author.get_full_name(),
        source_url=absolute(f"/{agency.slug}/"),
        source_date=day,
    )


def _facts(channel: Channel) -> str:
    """Return the channel's registered values as HTML paragraphs."""
    number = channel.platform_number
    contact = (channel.office, channel.website, channel.email, channel.phone)
    told = [
        (_("Name of the page"), channel.name),
        (_("Platform"), f"{channel.get_platform_display()}, {channel.get_kind_display()}"),
        (_("Address"), format_html("<a {}>{}</a>", href(channel.url), channel.url)),
        (_("Number on the platform"), number),
        (_("What the page is for"), channel.intro),
        (_("Agency"), channel.agency.name),
        (_("Contact"), ", ".join(filter(None, contact))),
    ]
    rows = format_html_join(
        "", "<li><b>{}</b>: {}</li>", ((label, words) for label, words in told if words)
    )
    return format_html("<ul>{}</ul>", rows)


def _advice() -> str:
    """Return the paragraph that links to the public link check, as HTML."""
    return format_html(
        '<p>{} <a href="{}">{}</a></p>',
        _("Before you trust a page that calls itself ours, paste its link here:"),
        absolute(reverse("channels:check")),
        _("Check a link"),
    )

"""Views of announcement drafts, posters and regulation templates."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.scope import scope_now
from network.core.letters import rules_response
from network.core.text import slugify_vi
from network.mailing.kinds import absolute

from ...models import APPROVED_STATES, Channel
from ...register.desk.views import ChannelActs
from ...register.selectors import channels_for
from ...register.transitions import ANNOUNCE
from .posters import Poster, draw_poster
from .regulation import regulation_of
from .services import draft_announcement


class AnnounceView(ChannelActs):
    """Form view: create the announcement's draft and open it in the editor."""

    transition = ANNOUNCE
    success_message = gettext_lazy("The announcement is drafted. Read it, then hand it in.")
    explanation = gettext_lazy(
        "A text with name, address and purpose of the page is drafted in your section. It goes "
        "through appraisal and approval as every text does."
    )

    def perform(self, form: Form) -> None:
        """Create the draft and redirect to its editor."""
        page = draft_announcement(channel_id=self.row.pk, user=self.user, now=self.now)
        self.success_url: Any = reverse("wagtailadmin_pages:edit", args=[page.pk])


def poster(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Return the poster of an official channel as PDF. 404 for other channels and those that the
    user may not read."""
    rows = channels_for(scope_now(request)).filter(state__in=APPROVED_STATES)
    channel = get_object_or_404(rows, pk=channel_id)
    drawn = draw_poster(poster_of(channel))
    name = f'attachment; filename="ap-phich-{slugify_vi(channel.name)}.pdf"'
    return HttpResponse(
        drawn, content_type="application/pdf", headers={"Content-Disposition": name}
    )


def poster_of(channel: Channel) -> Poster:
    """Return the texts on the poster of a channel."""
    return Poster(
        head=_("Official page on %s") % channel.get_platform_display(),
        name=channel.name,
        platform=f"{channel.get_kind_display()} {channel.get_platform_display()}",
        agency=channel.agency.name,
        url=channel.url.removeprefix("https://").removeprefix("www."),
        target=absolute(reverse("channels:channel", args=[channel.pk])),
        how=_("Scan the code to check this page."),
        warning=_("Agencies never ask for passwords, OTP codes or money through social networks."),
    )


def regulation(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Return the regulation template of a channel as DOCX. 404 unless the user may read the
    channel."""
    channel = get_object_or_404(channels_for(scope_now(request)), pk=channel_id)
    name = f"quy-che-{slugify_vi(channel.name)}"
    return rules_response(name=name, rules=regulation_of(channel))

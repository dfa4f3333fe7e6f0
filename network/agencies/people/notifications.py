"""The mail that invites."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import Invitation


def mail_invitation(invitation: Invitation, *, token: str) -> None:
    """Mail the link to the invited address, as plain text and as HTML."""
    path = reverse("agencies_acceptance:accept", args=[token])
    place = invitation.agency.short_name if invitation.agency else invitation.place
    context = {
        "invitation": invitation,
        "inviter": invitation.invited_by.get_full_name() or invitation.invited_by.username,
        # Never the Host header of a request: a stranger chooses that one.
        "address": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path,
    }
    send_mail(
        f"[{settings.WAGTAIL_SITE_NAME}] "
        + _("Invitation to work for %(agency)s") % {"agency": place},
        render_to_string("agencies/mail/invitation.txt", context),
        None,
        [invitation.email],
        html_message=render_to_string("agencies/mail/invitation.html", context),
    )

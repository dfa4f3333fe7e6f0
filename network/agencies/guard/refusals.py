"""Log refused requests, in the audit log and for the operator."""

import logging
from typing import Any

from django.contrib.messages import ERROR, get_messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from network.accounts.models import User

from ..audit import record_refusal
from ..requests import AdminRequest
from .owners import agency_code_of
from .rules import rule_of

logger = logging.getLogger("network.agencies.guard")


def log_refusal(
    request: AdminRequest, response: HttpResponse, *, person: User, writing: bool
) -> None:
    """Log a response that refused `person`; refused writes also go to the audit log.

    Expects `request.guarded` (True if the guard itself refused) and `request.aimed_at` (the refused
    object, if any). Skips what an act or view has logged already (`request.journalled`).
    """
    refused = response.status_code in (403, 404) and (writing or request.guarded)
    if not (refused or (writing and _is_shown_out(request, response))):
        return
    assert request.resolver_match  # noqa: S101
    name = request.resolver_match.view_name
    logger.warning(
        "refused %s %s for user %s: %s", request.method, name, person.pk, response.status_code
    )
    rule = rule_of(name)
    unattended = rule is not None and rule.unattended
    if not writing or unattended or getattr(request, "journalled", False):
        return
    record_refusal(
        actor=person,
        url=name,
        now=timezone.now(),
        subject=request.path,
        method=request.method,
        status=response.status_code,
        **_aim(getattr(request, "aimed_at", None)),
    )


def log_anonymous_write(request: HttpRequest) -> None:
    """Log a write attempt without sign-in. The view redirects it to the sign-in page."""
    assert request.resolver_match  # noqa: S101
    logger.warning(
        "refused %s %s: nobody is signed in", request.method, request.resolver_match.view_name
    )


def _aim(named: tuple[str, str] | None) -> dict[str, Any]:
    code = agency_code_of(*named) if named else ""
    return {"asked_agency": code} if code else {}


def _is_shown_out(request: HttpRequest, response: HttpResponse) -> bool:
    """Return whether Wagtail refused the request: it turns PermissionDenied into a message and a
    redirect."""
    if response.get("Location") != reverse("wagtailadmin_home"):
        return False
    stored = get_messages(request)
    found = any(message.level >= ERROR for message in stored)
    # Iterating marked the messages as read, but the user has not seen them yet.
    stored.used = False  # type: ignore[union-attr]
    return found

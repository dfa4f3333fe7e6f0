"""Middleware that shows a running act on every admin page and logs what the overseer does in it."""

from collections.abc import Callable
from typing import Any, cast

from django.db.models import Model
from django.http import HttpResponse
from django.urls import ResolverMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page

from ..acts import current_act
from ..audit import record
from ..guard.middleware import named_objects
from ..guard.owners import ObjectKind
from ..guard.rules import READING_METHODS, Rule, rule_of
from ..models import Act, AuditAction, Membership
from ..requests import AdminRequest

# Starting and ending an act write their own audit entries.
OWN_SCREENS = "agencies_acts:"


class ActsMiddleware:
    """Log the requests of a running act. Placed after the guard, so that only permitted objects are
    named in the log."""

    def __init__(self, get_response: Callable[[AdminRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")

    def __call__(self, request: AdminRequest) -> HttpResponse:
        """Set `request.act` lazily (one query on first use), and log responses 403 and 404."""
        if not request.path.startswith(self.prefix):
            return self.get_response(request)
        now = timezone.now()
        request.act = cast(Act | None, SimpleLazyObject(lambda: _act_of(request, now)))
        request.journalled = False
        response = self.get_response(request)
        if _is_journal_due(request) and response.status_code in (403, 404):
            _journal(request, AuditAction.REFUSED, status=response.status_code)
        return response

    def process_view(
        self, request: AdminRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> None:
        """Write the audit entry before the view runs. If writing fails, the action does not
        happen."""
        if request.path.startswith(self.prefix) and _is_journal_due(request):
            assert request.resolver_match  # noqa: S101
            names = objects_of(request.resolver_match, request)
            _journal(request, AuditAction.ACTED, objects=names)


def objects_of(match: ResolverMatch, request: AdminRequest) -> list[str]:
    """Return labels of the objects that path, query and form refer to, each with its title."""
    named = named_objects(rule_of(match.view_name) or Rule(), match, request)
    return [_label(kind, value) for kind, value in dict.fromkeys(named)]


def _is_journal_due(request: AdminRequest) -> bool:
    match = request.resolver_match
    if request.method in READING_METHODS or match is None or request.journalled:
        return False
    rule = rule_of(match.view_name)
    if (rule is not None and rule.unattended) or match.view_name.startswith(OWN_SCREENS):
        return False
    return bool(request.act)


def _journal(request: AdminRequest, action: AuditAction, **detail: Any) -> None:
    """Log a request made while acting for an agency, and mark the request as logged."""
    match, act = request.resolver_match, request.act
    assert match and act  # noqa: S101
    record(
        actor=request.user,
        agency=act.agency,
        action=action,
        now=timezone.now(),
        subject=", ".join(detail.pop("objects", [])) or request.path,
        method=request.method,
        url=match.view_name,
        **detail,
    )
    request.journalled = True


def _act_of(request: AdminRequest, now: Any) -> Act | None:
    if not request.user.is_authenticated:
        return None
    return current_act(user=request.user, now=now)


def _label(kind: str, value: str) -> str:
    model = _models().get(kind)
    found = model._default_manager.filter(pk=value).first() if model else None
    return f"{kind} {value}" + (f" «{found}»" if found else "")


def _models() -> dict[str, type[Model]]:
    return {
        ObjectKind.PAGE: Page,
        ObjectKind.TREE_PAGE: Page,
        ObjectKind.IMAGE: get_image_model(),
        ObjectKind.DOCUMENT: get_document_model(),
        ObjectKind.COLLECTION: Collection,
        ObjectKind.MEMBERSHIP: Membership,
    }

"""Middleware that refuses admin requests for objects outside the user's reach."""

from collections.abc import Callable
from itertools import chain
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.urls import ResolverMatch, reverse

from network.accounts.models import User

from ..requests import AdminRequest
from ..scope import Scope, scope_now
from .faults import refuse_faults
from .owners import may_reach
from .refs import Objects
from .refusals import log_anonymous_write, log_refusal
from .rules import EVERY_FORM, READING_METHODS, RIGHTS_FIELDS, Rule, needs_write_access, rule_of


class GuardMiddleware:
    """Checks each request to /admin/ against the guard's rules. A foreign object gives 404, like a
    missing one."""

    def __init__(self, get_response: Callable[[AdminRequest], HttpResponse]) -> None:
        """Store the next handler. Raises ImproperlyConfigured if the rules do not match the
        URLs."""
        refuse_faults()
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")

    def __call__(self, request: AdminRequest) -> HttpResponse:
        """Handle the request, then log a refusal.

        Logging happens outside the view, so a rollback of the view's transaction does not remove
        the entry.
        """
        # Remember the user now: Wagtail's admin API resets request.user when it refuses a token.
        person = request.user
        response = self.get_response(request)
        if hasattr(request, "guarded"):
            writing = request.method not in READING_METHODS
            log_refusal(request, response, person=person, writing=writing)
        return response

    def process_view(
        self, request: AdminRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Apply the guard's rule to the request. Raises Http404 or PermissionDenied, or returns a
        405 response."""
        match = request.resolver_match
        if not request.path.startswith(self.prefix) or match is None:
            return None
        rule, user = rule_of(match.view_name), request.user
        if (answer := refuse_method(rule, request)) is not None:
            return answer
        if not user.is_authenticated:
            if request.method not in READING_METHODS and not (rule and rule.self_service):
                log_anonymous_write(request)
            return None
        # While this is True, an exception comes from the guard and not from the view.
        request.guarded = True
        if not user.is_superuser:
            check_request(request, match, user)
        request.guarded = False
        return None


def refuse_method(rule: Rule | None, request: AdminRequest) -> HttpResponse | None:
    """Return a 405 response for a method that no admin view handles, or None if the method is
    allowed."""
    allowed = READING_METHODS | {"POST"} | (rule.methods if rule else frozenset())
    if request.method in allowed:
        return None
    return HttpResponseNotAllowed(sorted(allowed))


def check_request(request: AdminRequest, match: ResolverMatch, user: User) -> None:
    """Raise Http404 or PermissionDenied unless the roles and agencies of `user` cover the request.

    Stores a foreign object in `request.aimed_at` for the log.
    """
    scope, rule = scope_now(request), rule_of(match.view_name)
    if rule is None or rule.refs is None:
        raise Http404
    check_audience(rule, scope, request)
    if RIGHTS_FIELDS & request.POST.keys() and not rule.refuses_rights:
        raise PermissionDenied
    writing = needs_write_access(rule, request)
    for named, value in named_objects(rule, match, request):
        if not may_reach(named, value, user=user, scope=scope, writing=writing):
            request.aimed_at = (named, value)
            raise Http404


def check_audience(rule: Rule, scope: Scope, request: AdminRequest) -> None:
    """Raise Http404 for a closed screen, PermissionDenied for a wrong role or a write by a
    read-only user."""
    if not rule.audience.value:
        raise Http404
    if not rule.audience.value & scope.roles:
        raise PermissionDenied
    if scope.reads_only and needs_write_access(rule, request):
        raise PermissionDenied


def named_objects(rule: Rule, match: ResolverMatch, request: AdminRequest) -> Objects:
    """Yield (kind, value) for every object that path, query and form refer to."""
    for ref in chain(rule.refs or (), EVERY_FORM):
        yield from ref.objects(match, request)

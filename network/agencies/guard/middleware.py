"""Stops a request to /admin/ that names what is not the person's own."""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch, reverse
from wagtail.models import Page

from network.accounts.models import User

from ..scope import Scope, scope_of
from .owners import Named, permits
from .refusals import note_refusal, note_visitor
from .rules import BULK_ACTIONS, BULK_MODELS, FORM_FIELDS, TAG_MODELS, Rule, rule_of

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
EDITING_PING = "wagtailadmin_editing_sessions:ping"
TAG_COMPLETION = "wagtailadmin_tag_model_autocomplete"
# Fields of the stock user form. No form under /admin/ has them: who posts one reaches for rights.
RIGHTS_FIELDS = frozenset({"is_superuser", "is_staff", "groups", "user_permissions"})
# These screens refuse such fields by themselves, and tell the agency whose admin it was.
PEOPLE_SCREENS = "agencies_people:"


class GuardMiddleware:
    """A foreign object is 404, the same answer as for one that does not exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.prefix = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on, then write down what was refused.

        That is done out here, where no transaction of a view that raised takes it back.
        """
        response = self.get_response(request)
        if hasattr(request, "guarded"):
            note_refusal(request, response, writing=request.method not in READING_METHODS)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> None:
        """Raise Http404 or PermissionDenied where the guard's table says so."""
        match = request.resolver_match
        if not request.path.startswith(self.prefix) or match is None:
            return
        user = request.user
        if not user.is_authenticated:
            if request.method not in READING_METHODS and not _is_self_service(match):
                note_visitor(request)
            return
        # Until all has been asked, whatever is raised here is the guard's own refusal.
        request.guarded = True  # type: ignore[attr-defined]
        if not user.is_superuser:
            check_request(request, match, user)
        request.guarded = False  # type: ignore[attr-defined]


def check_request(request: HttpRequest, match: ResolverMatch, user: User) -> None:
    """Raise Http404 or PermissionDenied for what the roles and agencies of `user` do not cover.

    What was named and is out of reach is left in `request.aimed_at` for the log.
    """
    scope = scope_of(user)
    rule = rule_of(match.view_name)
    if match.view_name == EDITING_PING:
        rule = Rule(self_service=True)
    if rule is None:
        raise Http404
    check_audience(rule, scope, request.method or "")
    if RIGHTS_FIELDS & request.POST.keys() and not match.view_name.startswith(PEOPLE_SCREENS):
        raise PermissionDenied
    writing = request.method not in READING_METHODS and not rule.self_service
    for named, value in named_objects(rule, match, request):
        if not permits(named, value, user=user, scope=scope, writing=writing):
            request.aimed_at = (named, value)  # type: ignore[attr-defined]
            raise Http404


def _is_self_service(match: ResolverMatch) -> bool:
    rule = rule_of(match.view_name)
    return rule is not None and rule.self_service


def check_audience(rule: Rule, scope: Scope, method: str) -> None:
    """Raise Http404 for a closed screen, PermissionDenied for the wrong role or a write."""
    if not rule.audience.value:
        raise Http404
    if not rule.audience.value & scope.roles:
        raise PermissionDenied
    if scope.reads_only and method not in READING_METHODS and not rule.self_service:
        raise PermissionDenied


def named_objects(
    rule: Rule, match: ResolverMatch, request: HttpRequest
) -> Iterator[tuple[Named, str]]:
    """Yield every (kind, value) that the path, the query and the form name."""
    for ref in rule.refs:
        if ref.place == "path" and ref.name in match.kwargs:
            yield ref.named, str(match.kwargs[ref.name])
        elif ref.place == "query":
            yield from ((ref.named, value) for value in request.GET.getlist(ref.name) if value)
    if request.method == "POST":
        yield from _form_objects(request)
    yield from _objects_by_model(match, request)


def _form_objects(request: HttpRequest) -> Iterator[tuple[Named, str]]:
    for key, values in request.POST.lists():
        named = FORM_FIELDS.get(key.rpartition("-")[2])
        if named:
            yield from ((named, value) for value in values if value)


def _objects_by_model(match: ResolverMatch, request: HttpRequest) -> Iterator[tuple[Named, str]]:
    """Yield what URLs that name a model by label name: bulk actions, pings, tag completion."""
    parts = match.kwargs
    if match.view_name == "wagtail_bulk_action":
        named = BULK_MODELS.get(f"{parts['app_label']}.{parts['model_name']}".lower())
        if named is None or parts["action"] not in BULK_ACTIONS:
            raise Http404
        ids = request.GET.getlist("id")
        if "all" in ids and named is not Named.PAGE:
            raise Http404
        # "All" means all below a page, so that page must be one's own.
        parents = request.GET.getlist("childOf") if "all" in ids else []
        if "all" in ids and not parents:
            raise Http404
        yield from ((named, value) for value in [*ids, *parents] if value != "all")
    elif match.view_name == EDITING_PING:
        if not _is_page_model(parts["app_label"], parts["model_name"]):
            raise Http404
        yield Named.PAGE, str(parts["object_id"])
    elif match.view_name == TAG_COMPLETION and (
        f"{parts['app_name']}.{parts['model_name']}".lower() not in TAG_MODELS
    ):
        raise Http404


def _is_page_model(app_label: str, model_name: str) -> bool:
    try:
        return issubclass(apps.get_model(app_label, model_name), Page)
    except LookupError:
        return False

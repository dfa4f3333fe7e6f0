"""Admin URLs that name a model by its label: bulk actions, editing sessions, tag autocompletion."""

from django.apps import apps
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.urls import ResolverMatch
from wagtail.models import Page

from network.core.registry import Registry

from .owners import ObjectKind
from .refs import ModelRef, Objects

# An agency has one collection that its files never leave, so there is no bulk action "add to
# collection".
BULK_ACTIONS = frozenset({"delete", "move"})
# Maps a model label to its object kind. Models that are not listed have no bulk actions.
BULK_MODELS = Registry[str]("models with bulk actions")
# Tag models shared by all agencies; other tag models would reveal tags of other agencies.
SHARED_WORDS = Registry[type[Model]]("models of shared words")


def _bulk_rows(match: ResolverMatch, request: HttpRequest) -> Objects:
    parts = match.kwargs
    named = BULK_MODELS.get(f"{parts['app_label']}.{parts['model_name']}".lower())
    if named is None or parts["action"] not in BULK_ACTIONS:
        raise Http404
    ids = request.GET.getlist("id")
    # "All" means all children of a page, so that page must be within the user's reach.
    parents = request.GET.getlist("childOf") if "all" in ids else []
    if "all" in ids and (named != ObjectKind.PAGE or not parents):
        raise Http404
    yield from ((named, value) for value in [*ids, *parents] if value != "all")


def _edited_page(match: ResolverMatch, request: HttpRequest) -> Objects:
    parts = match.kwargs
    try:
        is_page = issubclass(apps.get_model(parts["app_label"], parts["model_name"]), Page)
    except LookupError:
        is_page = False
    if not is_page:
        raise Http404
    yield ObjectKind.PAGE, str(parts["object_id"])


def _completed_tag(match: ResolverMatch, request: HttpRequest) -> Objects:
    if f"{match.kwargs['app_name']}.{match.kwargs['model_name']}".lower() not in SHARED_WORDS:
        raise Http404
    yield from ()


BULK_ROWS = ModelRef(frozenset({"app_label", "model_name", "action"}), _bulk_rows)
EDITED_PAGE = ModelRef(frozenset({"app_label", "model_name", "object_id"}), _edited_page)
COMPLETED_TAG = ModelRef(frozenset({"app_name", "model_name"}), _completed_tag)

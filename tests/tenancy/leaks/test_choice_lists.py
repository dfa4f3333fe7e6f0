"""Every list to choose from that the admin can build: whose rows are in it?

The classes are taken from the admin's own addresses. What comes with a new screen or with an
upgrade of Wagtail, and chooses among people, agencies, pages or anything else that has an owner,
fails here until it is built for each request.
"""

from collections.abc import Iterator
from typing import Any

import django_filters
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.test import RequestFactory
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail_modeladmin.options import ModelAdmin

from network.agencies.guard.rules import rule_of
from network.moderation.review.editor import ModeratedPageViewSet
from tests.tenancy.admin_urls import admin_patterns

OURS = ("network.", "sites.", "aggregator.", "legal_updates.")
# Stock classes that are open to somebody, and why they tell nothing.
HARMLESS = {
    "wagtail.admin.views.pages.history.PageHistoryFilterSet": "who acted on this one page",
    "wagtail.admin.views.generic.history.HistoryFilterSet": "who acted on this one row",
    "wagtail.admin.filters.WagtailFilterSet": "has no filters",
    "wagtail.images.views.chooser.ImageChooserViewSet": "lists what one may choose",
    "wagtail.documents.views.chooser.DocumentChooserViewSet": "lists what one may choose",
    "wagtail.admin.viewsets.pages.PageViewSet": "our viewset stands in its place",
}


def name_of(kind: type) -> str:
    """Return the full name of a class."""
    return f"{kind.__module__}.{kind.__qualname__}"


def is_open(url_name: str) -> bool:
    """Return whether the guard lets anybody in."""
    rule = rule_of(url_name)
    return rule is not None and bool(rule.audience.value)


def open_views() -> Iterator[tuple[type, dict[str, Any]]]:
    """Yield class and arguments of every view of the admin that is open to somebody."""
    for name, pattern, _route in admin_patterns():
        if is_open(name) and hasattr(pattern.callback, "view_class"):
            yield pattern.callback.view_class, pattern.callback.view_initkwargs
    for viewset in page_viewset_registry.values_by_class.values():
        for view in viewset.views.values():
            yield view.view_class, view.view_initkwargs


def filter_sets() -> set[type[django_filters.FilterSet]]:
    """Return every class of filters that an open view uses."""
    found = set()
    for view, arguments in open_views():
        for name in ("filterset_class", "base_filterset_class"):
            kind = arguments.get(name) or getattr(view, name, None)
            if isinstance(kind, type) and issubclass(kind, django_filters.FilterSet):
                # A viewset's filters go before those its view was written with.
                found.add(arguments.get("filterset_class") or kind)
    return found


def is_stock(kind: type) -> bool:
    """Return whether a class is neither ours nor known to be harmless."""
    return not name_of(kind).startswith(OURS) and name_of(kind) not in HARMLESS


def is_unscoped(filter_: django_filters.Filter) -> bool:
    """Return whether a filter offers rows that were not chosen for the request."""
    rows = getattr(filter_, "queryset", None)
    rows = filter_.extra.get("choices") if rows is None else rows
    if callable(rows):
        return not rows.__module__.startswith((*OURS, "wagtail.log_actions"))
    if isinstance(rows, QuerySet):
        return not rows.query.is_empty() and rows.model is not ContentType
    return False


def test_the_walk_finds_the_filters_that_there_are():
    names = {name_of(kind) for kind in filter_sets()}
    for known in (
        "network.agencies.explorer.filters.SectionPageFilterSet",
        "network.agencies.explorer.filters.AgingPagesFilterSet",
        "network.agencies.explorer.filters.PageHistoryFilterSet",
        "network.agencies.explorer.media.OwnImagesFilterSet",
        "network.agencies.explorer.media.OwnDocumentsFilterSet",
        "network.agencies.log.filters.AuditFilterSet",
    ):
        assert known in names


def test_no_open_list_has_filters_of_wagtails_own():
    assert [name_of(kind) for kind in filter_sets() if is_stock(kind)] == []


def test_no_filter_offers_rows_that_were_not_chosen_for_the_request():
    unscoped = [
        f"{name_of(kind)}.{name}"
        for kind in filter_sets()
        for name, filter_ in kind.base_filters.items()
        if is_unscoped(filter_)
    ]
    assert unscoped == []


def test_wagtails_own_filters_would_be_found():
    from wagtail.admin.views.pages.listing import GenericPageFilterSet
    from wagtail.admin.views.reports.workflows import WorkflowTasksReportFilterSet

    assert is_stock(GenericPageFilterSet)
    for kind, unscoped in (
        (GenericPageFilterSet, {"owner", "edited_by", "site", "content_type"}),
        (WorkflowTasksReportFilterSet, {"workflow", "task"}),
    ):
        found = {name for name, each in kind.base_filters.items() if is_unscoped(each)}
        assert unscoped <= found


def test_no_viewset_of_wagtails_own_is_open():
    names = {name for name, _pattern, _route in admin_patterns()}
    stock = {
        name_of(type(viewset))
        for viewset in viewsets.viewsets
        if is_stock(type(viewset))
        and any(is_open(name) for name in names if name.startswith(f"{viewset.url_namespace}:"))
    }
    assert stock == set()
    assert {type(each) for each in page_viewset_registry.values_by_class.values()} == {
        ModeratedPageViewSet
    }


def model_admins(kind: type = ModelAdmin) -> Iterator[type]:
    """Yield every class below ModelAdmin that shows a model."""
    for each in kind.__subclasses__():
        if each.model is not None:
            yield each
        yield from model_admins(each)


def test_no_list_of_modeladmin_filters_by_rows():
    seen = 0
    for admin in model_admins():
        for entry in admin.list_filter:
            seen += 1
            relation = isinstance(entry, str) and admin.model._meta.get_field(entry).is_relation
            assert not relation, f"{name_of(admin)}: {entry}"
    assert seen


@pytest.mark.django_db
@pytest.mark.parametrize("persona", ["author", "agency_admin", "overseer", "network_admin"])
def test_no_filter_names_people_or_things_of_others(cast, persona):
    request = RequestFactory().get("/admin/")
    request.user, request.resolver_match = cast.people[persona], None
    strangers = (cast.foreign.marker,) if persona in ("author", "agency_admin") else ()
    for kind in filter_sets():
        if kind._meta.model is None:
            continue
        filters = kind({}, kind._meta.model._default_manager.none(), request=request)
        for name, field in filters.form.fields.items():
            options = [str(label) for _value, label in getattr(field, "choices", [])]
            if persona in ("overseer", "network_admin") and name in ("owner", "edited_by", "user"):
                raise AssertionError(f"{name_of(kind)}.{name} lists the people of the network")
            for stranger in strangers:
                assert stranger not in " ".join(options), f"{name_of(kind)}.{name}"

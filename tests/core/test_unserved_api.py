"""Of Wagtail's public API nothing is loaded, and no address leads to it."""

import sys

from django.urls import get_resolver

from network.core.unserved_api import UNSERVED


def test_what_it_is_made_with_is_not_loaded():
    assert "ninja" not in sys.modules
    named = [name for name in sys.modules if UNSERVED.match(name)]
    assert named
    assert [name for name in named if getattr(sys.modules[name], "__file__", None)] == []


def test_no_address_leads_to_it():
    routes = [str(each.pattern) for each in get_resolver().url_patterns]
    assert routes
    assert [route for route in routes if route.startswith("api")] == []

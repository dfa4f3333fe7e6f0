"""The offices, people and cases of tests/channels/cases/world.py."""

from copy import deepcopy

import pytest


@pytest.fixture(scope="module")
def made_once(once, tmp_path_factory):
    # The models cannot be imported before pytest-django has set Django up.
    from django.test import override_settings

    from .world import made

    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        return once(made)


@pytest.fixture
def network(made_once, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return deepcopy(made_once)

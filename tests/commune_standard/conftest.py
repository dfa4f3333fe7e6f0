"""The three communes of the tests, made once for a module."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from network.commune_standard.computing import compute_communes
from tests.commune_standard.communes import make_communes


@pytest.fixture(scope="module")
def three_of_module(once):
    def make():
        communes, people = make_communes()
        compute_communes(now=timezone.now(), day=timezone.localdate())
        return SimpleNamespace(communes=communes, people=people)

    return once(make)


@pytest.fixture
def three(three_of_module, db):
    """Three communes, computed."""
    return three_of_module

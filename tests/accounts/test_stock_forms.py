"""Wagtail's forms of accounts, which know no membership, are gone for everybody."""

import pytest
from django.urls import reverse

from network.accounts.models import User
from tests.factories.accounts import make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client):
    """The browser of an account made by `createsuperuser`."""
    account = User.objects.create_superuser("goc", "goc@example.gov.vn", "ba con meo den")
    client.raise_request_exception = False
    return signed_in(client, account)


@pytest.mark.parametrize("name", ["index", "add"])
def test_no_superuser_meets_the_list_or_the_form(root, name):
    assert root.get(reverse(f"wagtailusers_users:{name}")).status_code == 404


@pytest.mark.parametrize("name", ["edit", "delete"])
def test_no_superuser_changes_an_account(root, name):
    lan = make_user("lan")
    address = reverse(f"wagtailusers_users:{name}", args=[lan.pk])
    form = {"username": "lan", "email": "khac@example.gov.vn", "is_active": "on"}
    assert root.get(address).status_code == 404
    assert root.post(address, form).status_code == 404
    assert User.objects.get(pk=lan.pk).email == lan.email


def test_no_menu_leads_there(root):
    page = root.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("wagtailusers_users:index") not in page

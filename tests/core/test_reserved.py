"""No agency takes an address that leads elsewhere."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from network.agencies.models import Agency, Role
from network.core.reserved import reserved_names
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member

TAKEN = (
    *("tim-kiem", "co-quan", "chinh-sach-moi", "linh-vuc", "tai-khoan"),
    *("admin", "documents", "media", "static", "_util"),
)


@pytest.mark.parametrize("name", TAKEN)
def test_addresses_of_the_network_itself_are_taken(name):
    agency = Agency(code="X", name="Sở X", short_name="Sở X", kind="so", slug=name)
    with pytest.raises(ValidationError) as refused:
        agency.clean()
    assert set(refused.value.message_dict) == {"slug"}


def test_names_of_agencies_are_free():
    Agency(slug="so-y-te").clean()
    assert not {"so-y-te", "", "^((?:[\\w\\-]+", "<slug:slug>"} & reserved_names()


def test_a_new_address_is_taken_at_once(settings):
    settings.ROOT_URLCONF = "network.hub.urls"
    reserved_names.cache_clear()
    assert "admin" not in reserved_names()
    reserved_names.cache_clear()


@pytest.mark.django_db
def test_the_form_says_so_and_adds_nothing(client):
    agency = make_agency()
    signed_in(client, make_member(agency, Role.NETWORK_ADMIN))
    form = {"code": "X", "name": "Sở X", "short_name": "Sở X", "kind": "so", "status": "active"}
    address = reverse("agencies_agency_modeladmin_create")
    assert client.post(address, form | {"slug": "tim-kiem"}).status_code == 200
    assert not Agency.objects.filter(code="X").exists()
    assert client.post(address, form | {"slug": "so-x"}).status_code == 302

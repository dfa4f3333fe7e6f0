"""What the environment may say about the database."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from network.settings.database_urls import database_from_url


def test_a_unix_socket_and_quoted_parts_are_understood():
    found = database_from_url("postgresql://a%40b:p%2Fw@/law?host=/run/pg&sslmode=disable")
    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("a@b", "p/w", "/run/pg")
    assert found["NAME"] == "law"
    assert found["OPTIONS"].items() >= {"connect_timeout": 5, "sslmode": "disable"}.items()


@pytest.mark.parametrize("url", ["mysql://a@b/c", "law", "postgresql://a@b:many/c"])
def test_what_is_no_postgresql_address_is_said_by_name(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database_from_url(url)

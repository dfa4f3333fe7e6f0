"""Where to report a weakness (RFC 9116)."""

import datetime as dt

import pytest

from network.hub.models import HubSettings

pytestmark = pytest.mark.django_db
PATH = "/.well-known/security.txt"


def fields(client) -> dict[str, str]:
    answer = client.get(PATH)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in answer.content.decode().splitlines())


def test_it_names_the_contact_and_ends_within_a_year(client, settings):
    settings.SECURITY_CONTACT = "https://stp.example.vn/bao-loi-bao-mat"
    said = fields(client)
    assert said["Contact"] == "https://stp.example.vn/bao-loi-bao-mat"
    assert said["Canonical"] == f"http://testserver{PATH}"
    left = dt.datetime.fromisoformat(said["Expires"]) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(days=170) < left < dt.timedelta(days=365)


def test_without_a_setting_it_is_the_mailbox_of_the_hub(client, settings):
    settings.SECURITY_CONTACT = ""
    hub = HubSettings.load()
    hub.email = ""
    hub.save()
    assert client.get(PATH).status_code == 404
    hub.email = "stp@example.vn"
    hub.save()
    assert fields(client)["Contact"] == "mailto:stp@example.vn"

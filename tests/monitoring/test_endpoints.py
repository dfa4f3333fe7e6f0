"""Health and metrics are answered to the internal network, and do not exist for anybody else."""

import re

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import RequestFactory

from network.monitoring.endpoints import HEALTH, METRICS, is_internal
from tests.factories.people import make_agency

ADDRESSES = [f"/{HEALTH}", f"/{METRICS}"]
OUTSIDE = "203.0.113.7"


@pytest.fixture
def beating(db):
    """A worker that runs."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")


def test_health_says_how_everything_is_in_plain_json(client, beating):
    answer = client.get(f"/{HEALTH}", headers={"host": "10.1.2.3:8081"})
    said = answer.json()
    assert set(said) == {"status", "version", "checks"}
    assert said["checks"]["database"]["status"] == "good"
    assert said["checks"]["worker"]["name"] == "Tiến trình nền"
    assert "@" not in answer.text
    # Nobody watches in a test.
    assert (answer.status_code, said["checks"]["watcher"]["status"]) == (503, "failing")


def test_metrics_are_in_the_format_of_prometheus(client, beating):
    answer = client.get(f"/{METRICS}")
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    sample = re.compile(r'[a-z_]+(\{([a-z_]+="[^"]*",?)+\})? -?[\d.e+-]+')
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert [line for line in lines if not sample.fullmatch(line)] == []
    assert 'pbgdpl_check_level{check="database"} 0' in lines


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_from_outside_there_is_no_such_page(client, address):
    make_agency()
    assert client.get(address, REMOTE_ADDR=OUTSIDE).status_code == 404


@pytest.mark.parametrize(
    ("proxies", "peer", "headers", "internal"),
    [
        (0, "127.0.0.1", {}, True),
        (0, "::1", {}, True),
        (0, OUTSIDE, {}, False),
        # A proxy on this machine that nobody has told us of.
        (0, "127.0.0.1", {"X-Forwarded-For": OUTSIDE}, False),
        (0, "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, False),
        (1, "127.0.0.1", {}, True),
        (1, "127.0.0.1", {"X-Forwarded-For": OUTSIDE}, False),
        # What the visitor has invented stands in front of what the proxy has seen.
        (1, "127.0.0.1", {"X-Forwarded-For": f"127.0.0.1, {OUTSIDE}"}, False),
        # One that hides for whom it asks.
        (1, "127.0.0.1", {"X-Forwarded-Proto": "https"}, False),
        # The proxy names none, or no address: a visitor is not taken for the proxy.
        (1, "127.0.0.1", {"X-Forwarded-For": "unknown"}, False),
        (1, "127.0.0.1", {"X-Forwarded-For": f"{OUTSIDE}:51000"}, False),
        (1, "127.0.0.1", {"X-Forwarded-For": " "}, False),
        (1, "127.0.0.1", {"X-Forwarded-For": "::ffff:127.0.0.1"}, True),
        (1, "127.0.0.1", {"X-Forwarded-For": "2405:4802::7"}, False),
        # Somebody who has gone round the outer one of two proxies.
        (2, "127.0.0.1", {"X-Forwarded-For": OUTSIDE}, False),
        (1, "", {}, False),
        (1, "", {"X-Forwarded-For": "127.0.0.1"}, True),
    ],
)
def test_who_is_internal(settings, proxies, peer, headers, internal):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get(f"/{HEALTH}", REMOTE_ADDR=peer, headers=headers)
    assert is_internal(request) == internal


def test_other_networks_are_internal_if_the_settings_say_so(settings):
    request = RequestFactory().get(f"/{HEALTH}", REMOTE_ADDR="10.20.30.40")
    assert not is_internal(request)
    from network.settings.monitoring import networks

    settings.INTERNAL_NETWORKS = networks("127.0.0.0/8, 10.20.0.0/16")
    assert is_internal(request)


def test_neither_proxy_passes_them_on():
    docker = django_settings.BASE_DIR / "docker"
    caddyfile, nginx = (docker / "Caddyfile").read_text(), (docker / "nginx.conf").read_text()
    public = nginx[nginx.index("listen 8080") : nginx.index("listen 8081")]
    for address in ADDRESSES:
        assert f" {address}*" in caddyfile
        assert re.search(rf"location = {address} {{\s+return 404;", public)

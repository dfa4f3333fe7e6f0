"""Checks of certificates, clocks, the watcher, mail and sources, each good, bad and worse."""

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from aggregator.models import Health, Source
from aggregator.system_checks import check_sources
from network.agencies.undelivered.checks import check_mail
from network.core.system_checks.findings import Level
from network.mailing.models import Delivery, MailOutcome, QueuedMail
from network.moderation.verification import check_decision_chain
from network.monitoring import checks
from network.monitoring.alert_state import AlertOutcome, AlertState
from network.monitoring.checks import check_certificate, check_clock, check_watcher
from tests.factories.mailing import no_mail_server
from tests.factories.sections import make_source
from tests.factories.smtp import make_certificate

MINUTE = dt.timedelta(minutes=1)


@contextmanager
def tls_server(certificate) -> Iterator[int]:
    """Serve one TLS handshake after the other; yields the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet() -> None:
            connection, _address = listening.accept()
            with context.wrap_socket(connection, server_side=True):
                pass

        threading.Thread(target=greet, daemon=True).start()
        yield listening.getsockname()[1]


def test_a_certificate_is_read_from_the_server_that_shows_it(settings, tmp_path):
    with tls_server(make_certificate(tmp_path / "server.pem")) as port:
        settings.CERTIFICATE = f"127.0.0.1:{port}"
        finding = check_certificate(timezone.now())
    # It ends tomorrow, and nobody vouches for it.
    assert (finding.level, finding.value) == (Level.FAILING, "còn 0 ngày")


@pytest.mark.parametrize("place", ["127.0.0.1:1", "/nowhere/certificate.pem", "nonsense"])
def test_a_certificate_that_cannot_be_read_is_a_fault(settings, place):
    settings.CERTIFICATE = place
    assert check_certificate(timezone.now()).level == Level.FAILING
    settings.CERTIFICATE = ""
    assert check_certificate(timezone.now()) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seconds", "level"), [(0, Level.GOOD), (20, Level.WARNING), (-4000, Level.FAILING)]
)
def test_clocks_that_differ_are_found(monkeypatch, seconds, level):
    now = timezone.now() + dt.timedelta(seconds=seconds)
    monkeypatch.setattr(checks, "timezone", SimpleNamespace(now=lambda: now))
    assert check_clock(timezone.now()).level == level


def test_a_watcher_that_runs_and_reaches_somebody_is_good(settings, tmp_path):
    settings.MONITORING_DIR, now = tmp_path, timezone.now()
    settings.DEMO_ALLOWED = False
    assert check_watcher(now).level == Level.FAILING
    state = AlertState(ran_at=now - MINUTE)
    state.save()
    assert check_watcher(now).level == Level.WARNING
    settings.ALERT_MAIL_TO = ["truc@example.gov.vn"]
    assert check_watcher(now).level == Level.GOOD
    assert check_watcher(now + 10 * MINUTE).level == Level.FAILING
    state.deliveries = {"mail": AlertOutcome(now, "SMTPAuthenticationError")}
    state.save()
    assert check_watcher(now).level == Level.FAILING


def deliveries(count: int, outcome: MailOutcome, *, minutes: int = 10) -> None:
    at = timezone.now() - minutes * MINUTE
    mail = QueuedMail.objects.create(kind="mailing.digest", due=0, done_at=at)
    rows = (Delivery(mail=mail, ref=f"{n}", outcome=outcome, at=at) for n in range(count))
    Delivery.objects.bulk_create(rows)


@pytest.mark.django_db
def test_single_addresses_that_are_wrong_are_no_fault_of_the_server():
    assert check_mail(timezone.now()).level == Level.GOOD
    deliveries(60, MailOutcome.SENT)
    deliveries(6, MailOutcome.REFUSED)
    assert check_mail(timezone.now()).level == Level.GOOD
    deliveries(6, MailOutcome.REFUSED)
    assert check_mail(timezone.now()).level == Level.WARNING


@pytest.mark.django_db
def test_a_server_that_has_taken_nothing_for_an_hour_is_a_fault():
    deliveries(200, MailOutcome.SENT, minutes=300)
    deliveries(5, MailOutcome.REFUSED)
    assert check_mail(timezone.now()).level == Level.FAILING
    deliveries(1, MailOutcome.SENT)
    assert check_mail(timezone.now()).level == Level.GOOD


@pytest.mark.django_db
def test_a_mail_that_is_put_off_is_a_fault_only_if_nothing_gets_through():
    mail = QueuedMail.objects.create(kind="mailing.digest", due=9, attempts=1)
    assert check_mail(timezone.now()).level == Level.GOOD
    with no_mail_server():
        assert check_mail(timezone.now()).level == Level.FAILING
    QueuedMail.objects.filter(pk=mail.pk).update(attempts=4)
    assert check_mail(timezone.now()).level == Level.FAILING


@pytest.mark.django_db
def test_a_decision_log_that_was_never_verified_is_no_fault_on_the_first_day(settings):
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(applied) FROM django_migrations")
        (installed,) = cursor.fetchone()
    assert check_decision_chain(installed + 60 * MINUTE).level == Level.GOOD
    assert check_decision_chain(installed + dt.timedelta(days=3)).level == Level.WARNING


@pytest.mark.django_db
def test_sources_are_a_fault_when_nobody_fetches_them():
    now = timezone.now()
    assert check_sources(now) is None
    for _ in range(3):
        make_source()
    Source.objects.update(next_fetch_at=now, health=Health.HEALTHY, leased_until=None)
    assert check_sources(now).level == Level.GOOD
    assert check_sources(now + 90 * MINUTE).level == Level.FAILING
    Source.objects.filter(pk__in=Source.objects.values("pk")[:2]).update(health=Health.GONE)
    finding = check_sources(now)
    assert (finding.level, finding.value) == (Level.WARNING, "1 / 3 chạy")

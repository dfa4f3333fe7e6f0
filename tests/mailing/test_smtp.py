"""Mail over a real mail server: encrypted as SMTP_SECURITY says, or not at all."""

import pytest
from django.core.mail import mailers

from network.accounts.models import User
from network.mailing.models import Delivery, MailOutcome, QueuedMail
from network.mailing.services import queue_mail
from network.settings.mail import SECURITY, smtp_mailer
from tests.factories.accounts import make_user, run_jobs
from tests.factories.mailing import minutes_pass
from tests.factories.smtp import mail_server, make_certificate

pytestmark = pytest.mark.django_db
LAN = "lan@example.gov.vn"


@pytest.fixture
def lan() -> User:
    return make_user("lan", email=LAN)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("smtp") / "server.pem")


@pytest.fixture
def trusted(certificate, monkeypatch) -> None:
    """Let this machine trust the server."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.fixture
def configure(settings, monkeypatch):
    """Set the environment as an installation does, and take the settings from it."""

    def take(security: str, port: int) -> None:
        monkeypatch.setenv("SMTP_SECURITY", security)
        monkeypatch.setenv("SMTP_PORT", str(port))
        settings.MAILERS = {"default": smtp_mailer("127.0.0.1")}

    return take


def reset(lan: User) -> None:
    queue_mail("accounts.password_reset", user_id=lan.pk)
    run_jobs()


@pytest.mark.parametrize("security", SECURITY)
def test_a_mail_goes_as_the_environment_says(lan, certificate, trusted, configure, security):
    with mail_server(certificate, security=security) as server:
        configure(security, server.port)
        reset(lan)
        ((encrypted, to, text),) = server.mails
    assert encrypted == (security != "none")
    assert to == LAN
    assert "Auto-Submitted: auto-generated" in text


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_nobody_vouches_for_gets_no_mail(lan, certificate, configure, security):
    with mail_server(certificate, security=security) as server:
        configure(security, server.port)
        reset(lan)
        assert server.mails == []
    assert QueuedMail.objects.get().done_at is None


def test_starttls_is_never_left_out(lan, certificate, trusted, configure):
    with mail_server(certificate, security="none") as server:
        configure("starttls", server.port)
        reset(lan)
        assert server.mails == []


def test_a_refused_address_ends_at_once_and_a_greylisted_one_is_tried_again(
    lan, certificate, configure
):
    minh = make_user("minh", email="minh@example.gov.vn")
    with mail_server(certificate, security="none") as server:
        configure("none", server.port)
        server.refusals = {LAN: "550 no such mailbox", minh.email: "450 come again"}
        reset(lan)
        reset(minh)
        server.refusals = {}
        minutes_pass(1)
        assert [to for _encrypted, to, _text in server.mails] == [minh.email]
    assert Delivery.objects.get(user=lan).outcome == MailOutcome.REFUSED


def test_an_address_that_cannot_be_written_ends_at_once(lan, certificate, configure):
    User.objects.update(email="đất@example.gov.vn")
    with mail_server(certificate, security="none") as server:
        configure("none", server.port)
        reset(lan)
    assert Delivery.objects.get().outcome == MailOutcome.REFUSED


def test_nobody_listens_and_later_somebody_does(lan, certificate, configure):
    with mail_server(certificate, security="none") as server:
        port = server.port
    configure("none", port)
    reset(lan)
    assert QueuedMail.objects.get().attempts == 1
    with mail_server(certificate, security="none") as server:
        configure("none", server.port)
        minutes_pass(1)
        assert len(server.mails) == 1


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_port_follows_the_way(monkeypatch, settings, security, port):
    monkeypatch.delenv("SMTP_PORT", raising=False)
    monkeypatch.setenv("SMTP_SECURITY", security)
    settings.MAILERS = {"default": smtp_mailer("mail.example.vn")}
    assert mailers["default"].port == port

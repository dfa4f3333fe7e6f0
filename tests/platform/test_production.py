"""The settings of an installation that citizens reach, as the command line meets them."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured

from network.settings.secrets import require_strong

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "network.settings.production",
    "SECRET_KEY": "k9Q-3m_Vt8LrX2wZ7pYb5NhJ4cGf6TdSaEuRq1iOoPxMzBnCvWlKj",
    "DATABASE_URL": "postgresql://pbgdpl@db.example.vn/pbgdpl",
    "ALLOWED_HOSTS": "pbgdpl.example.vn,www.pbgdpl.example.vn",
    "BASE_URL": "https://pbgdpl.example.vn",
    "SMTP_HOST": "mail.example.vn",
    "MAIL_FROM": "pbgdpl@example.vn",
}


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py` or `python -c` with production's settings and nothing of the tests'."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | SETTINGS | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def check_deployment(**environment: str) -> subprocess.CompletedProcess[str]:
    """Run Django's deployment check beside PostgreSQL, which is asked what columns it can make."""
    here = urlsplit(os.environ["DATABASE_URL"])._replace(path="/postgres").geturl()
    asked = "manage.py", "check", "--deploy", "--fail-level", "WARNING"
    return run(*asked, DATABASE_URL=here, **environment)


def test_the_deployment_check_finds_nothing():
    done = check_deployment()
    assert (done.returncode, done.stderr) == (0, "")


def test_the_deployment_check_can_find_something():
    # Strong enough to start with, and shorter than Django advises.
    done = check_deployment(SECRET_KEY=SETTINGS["SECRET_KEY"][:45])
    assert done.returncode == 1
    assert "security.W009" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", ".pbgdpl.example.vn"),
        ("ALLOWED_HOSTS", "pbgdpl.example.vn,"),
        ("BASE_URL", "http://pbgdpl.example.vn"),
        ("BASE_URL", "https://la.example.com"),
        ("BASE_URL", ""),
        ("SMTP_SECURITY", "ssl"),
        ("SMTP_PORT", "smtp"),
        ("SECRET_KEY", "abcde"),
    ],
)
def test_a_value_that_will_not_do_is_refused_in_one_line(name, value):
    done = run("manage.py", "check", **{name: value})
    assert done.returncode == 1
    assert name in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_admin_lives_on_the_host_of_the_base_url():
    read = "from django.conf import settings as s; print(s.ADMIN_HOST, s.ALLOWED_HOSTS)"
    said = run("-c", read, ALLOWED_HOSTS="pbgdpl.example.vn, www.pbgdpl.example.vn").stdout
    assert said == "pbgdpl.example.vn ['pbgdpl.example.vn', 'www.pbgdpl.example.vn']\n"


def test_the_databases_of_the_environment_are_those_that_are_used():
    names = {"DATABASE_URL": "pooled", "DATABASE_REPLICA_URL": "read", "DATABASE_DIRECT_URL": "own"}
    given = {name: f"postgresql://pbgdpl@{host}.example.vn/law" for name, host in names.items()}
    read = (
        "from django.conf import settings as s; d = s.DATABASES;"
        "print(*(f'{name}={each[\"HOST\"]}' for name, each in sorted(d.items())));"
        "print(d['default']['DISABLE_SERVER_SIDE_CURSORS'], s.DATABASE_ROUTERS)"
    )
    assert run("-c", read, **given).stdout.splitlines() == [
        "default=pooled.example.vn direct=own.example.vn replica=read.example.vn",
        "True ['network.core.freshness.replica.ReplicaRouter']",
    ]


@pytest.mark.parametrize(
    "secret",
    ["", "abcde", "a" * 80, "abcabc" * 10, "mat khau cua so tu phap", "0123456789abcdef"],
)
def test_a_secret_that_can_be_guessed_is_refused(secret):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is too easily guessed"):
        require_strong("SECRET_KEY", secret)


def test_a_random_secret_will_do():
    for secret in (SETTINGS["SECRET_KEY"], "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"):
        assert require_strong("SECRET_KEY", secret) == secret

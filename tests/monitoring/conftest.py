"""The watcher that the tests of alerts share."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.monitoring.watching import ADMIN, Watcher, command, mailers, plain_mail_server


@pytest.fixture
def watcher(settings: Any, tmp_path: Path) -> Iterator[Watcher]:
    """A watcher that mails to ADMIN, past the server that all other mail takes."""
    settings.MONITORING_DIR = tmp_path / "monitoring"
    settings.ALERT_MAIL_TO, settings.ALERT_MAILER = [ADMIN], "alerts"
    hook_file = tmp_path / "hook.txt"
    with plain_mail_server() as server:
        settings.MAILERS = mailers(server.port)
        yield Watcher(server, hook_file)


@pytest.fixture
def hook(watcher: Watcher, settings: Any) -> None:
    """Let the watcher run a command as well."""
    settings.ALERT_COMMAND = command(watcher.hook_file)


@pytest.fixture
def database_away(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """The returned function takes the database away, and with False gives it back."""
    host = connection.settings_dict["HOST"]

    def take(away: bool = True) -> None:
        connection.settings_dict["HOST"] = "/nowhere" if away else host
        connection.close()

    with django_db_blocker.unblock():
        connection.close()
        try:
            yield take
        finally:
            take(False)

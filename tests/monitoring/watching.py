"""A watcher whose minutes pass at once, with a mail server and a command that take its alerts."""

import datetime as dt
import json
import shlex
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_string, policy
from pathlib import Path
from typing import Any

from django.utils import timezone

from network.monitoring.alert_state import AlertState, load_state
from network.monitoring.watch import run_once
from tests.factories.smtp import MailServer

ADMIN = "quan-tri@example.gov.vn"
# Appends what it reads to the file that its argument names.
HOOK = "import sys; open(sys.argv[1], 'a').write(sys.stdin.read() + '\\n')"


@dataclass
class Watcher:
    """Runs as the process of the watcher does; `restart` reads the state from the file."""

    server: MailServer
    hook_file: Path
    now: dt.datetime = field(default_factory=timezone.now)
    state: AlertState = field(default_factory=AlertState)

    def run(self, minutes: int = 1) -> list[str]:
        """Run once a minute; returns the subjects of the mails that arrived meanwhile."""
        before = len(self.server.mails)
        for _ in range(minutes):
            self.now += dt.timedelta(minutes=1)
            run_once(self.state, now=self.now)
        return [subject_of(text) for _encrypted, _to, text in self.server.mails[before:]]

    def restart(self) -> None:
        self.state = load_state()

    def hook_calls(self) -> list[dict[str, Any]]:
        """Return what the command was given."""
        if not self.hook_file.exists():
            return []
        return [json.loads(line) for line in self.hook_file.read_text().splitlines()]

    def last_mail(self) -> str:
        """Return the text of the newest mail."""
        parsed = message_from_string(self.server.mails[-1][2], policy=policy.default)
        return str(parsed.get_content())  # type: ignore[attr-defined]


def subject_of(text: str) -> str:
    return str(message_from_string(text, policy=policy.default)["Subject"])


def command(hook_file: Path) -> str:
    """Return an ALERT_COMMAND that appends to the file."""
    return shlex.join([sys.executable, "-c", HOOK, str(hook_file)])


@contextmanager
def plain_mail_server() -> Iterator[MailServer]:
    with MailServer(None, security="none") as server:  # type: ignore[arg-type]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


def mailers(port: int) -> dict[str, Any]:
    """Return MAILERS whose alerts have a server of their own."""
    backend = "django.core.mail.backends"
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    return {
        "default": {"BACKEND": f"{backend}.locmem.EmailBackend"},
        "alerts": {"BACKEND": f"{backend}.smtp.EmailBackend", "OPTIONS": options},
    }

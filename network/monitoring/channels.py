"""Ways to reach the people who run the system, without the worker and without the database."""

import json
import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, mailers

MAIL, COMMAND = "mail", "command"
COMMAND_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Message:
    """A message about the system; `data` says the same for programs."""

    subject: str
    text: str
    data: dict[str, Any]


class NotSent(Exception):
    """A channel did not take a message; the text names no address and no password."""


type Channel = Callable[[Message], None]


def configured_channels() -> dict[str, Channel]:
    """Return the channels that the settings name; each raises NotSent."""
    channels: dict[str, Channel] = {}
    if settings.ALERT_MAIL_TO:
        channels[MAIL] = send_mail
    if settings.ALERT_COMMAND:
        channels[COMMAND] = run_command
    return channels


def send_mail(message: Message) -> None:
    """Hand the message to the mail server at once, past the queue of mails. Raises NotSent with the
    name of the error."""
    mail = EmailMessage(
        f"[{settings.WAGTAIL_SITE_NAME}] {message.subject}",
        message.text,
        to=settings.ALERT_MAIL_TO,
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        mailers[settings.ALERT_MAILER].send_messages([mail])
    except (OSError, ValueError) as error:
        # smtplib's own texts contain addresses.
        raise NotSent(type(error).__name__) from None


def run_command(message: Message) -> None:
    """Run ALERT_COMMAND without a shell, with the message as JSON on its standard input. Raises
    NotSent if it fails or takes too long."""
    data = {"subject": message.subject, "text": message.text, **message.data}
    try:
        subprocess.run(  # noqa: S603
            shlex.split(settings.ALERT_COMMAND),
            input=json.dumps(data, ensure_ascii=False).encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=COMMAND_SECONDS,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        raise NotSent(f"exit code {error.returncode}") from None
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise NotSent(type(error).__name__) from None

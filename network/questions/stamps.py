"""The signed stamp of a public form: when it was made, and a random part of its own.

It stands for a session and for a token against forgery: nothing is done in the name of whoever is
signed in, and whoever sends the form has asked for it a while ago.
"""

import datetime as dt
import secrets
from dataclasses import dataclass

from django.core import signing

# Nobody reads the form and writes a question in less; a form left open overnight is shown anew.
SHORTEST = dt.timedelta(seconds=3)
LONGEST = dt.timedelta(hours=12)
_SALT = "network.questions.stamp"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a stamp says."""

    nonce: str
    made_at: dt.datetime

    def is_of_a_person(self, now: dt.datetime) -> bool:
        """Return whether the time since the form was made is one that people take."""
        return SHORTEST <= now - self.made_at <= LONGEST


def make_stamp(now: dt.datetime) -> str:
    """Return a new stamp."""
    return signing.dumps([secrets.token_urlsafe(12), int(now.timestamp())], salt=_SALT)


def read_stamp(written: str) -> Stamp | None:
    """Return what a stamp says, None for one that is not ours."""
    try:
        nonce, seconds = signing.loads(written, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Stamp(nonce, dt.datetime.fromtimestamp(seconds, dt.UTC))

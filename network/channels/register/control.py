"""Code that an agency puts on its page to show that it controls the page."""

import datetime as dt

from django.utils.crypto import salted_hmac

from network.core.short_codes import ALPHABET

from ..models import CONTROL, Channel

_SALT = "network.channels.control"
_GROUPS, _GROUP_LENGTH = 2, 4


def control_code(channel: Channel, day: dt.date) -> str:
    """Return the code that the page shows from `day` on, for example "PBGDPL-4K7M-2QDX".

    It changes with the page's address and after each day on which it was confirmed, so that an old
    picture or a code copied from another page proves nothing.
    """
    earlier = channel.attestations.filter(item__key=CONTROL, confirmed_on__lt=day).count()
    about = f"{channel.pk}:{channel.address_key}:{earlier}"
    digest = salted_hmac(_SALT, about, algorithm="sha256").digest()
    letters = "".join(ALPHABET[byte % len(ALPHABET)].upper() for byte in digest)
    groups = (letters[at * _GROUP_LENGTH :][:_GROUP_LENGTH] for at in range(_GROUPS))
    return "-".join(("PBGDPL", *groups))

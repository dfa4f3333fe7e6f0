"""Codes to follow a submission: easy to write down, impossible to guess.

Twelve characters of an alphabet of 18 unambiguous letters and digits without vowels, so that no
words appear: 50 bits. The code is derived from the form's random part and the text, so that a form
sent twice gives the same code. The database stores only a keyed digest.
"""

import hmac
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.crypto import salted_hmac

_LETTERS = "CDFHKLMNPQRTVX3479"
_GROUP = 4
_LENGTH = 3 * _GROUP


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of one kind of object. Changing `salt` would invalidate existing codes."""

    salt: str

    def code_of(self, nonce: str, text: str) -> str:
        """Return the code for a form and its text, e.g. K7FX-3MQP-CT9R."""
        form = salted_hmac(f"{self.salt}.code", f"{nonce}:{text}", algorithm="sha256")
        number = int.from_bytes(form.digest())
        letters = []
        for _place in range(_LENGTH):
            number, rest = divmod(number, len(_LETTERS))
            letters.append(_LETTERS[rest])
        starts = range(0, _LENGTH, _GROUP)
        return "-".join("".join(letters[start : start + _GROUP]) for start in starts)

    def digest_of(self, code: str) -> str:
        """Return the stored digest of a code, however it is typed."""
        return self._digest(_read(code), settings.SECRET_KEY)

    def find[Row: Model](self, rows: QuerySet[Row], code: str) -> Row | None:
        """Return the row with a typed code, made with the current or a former secret key, or
        None."""
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        read = _read(code)
        digests = [self._digest(read, key) for key in keys] if len(read) == _LENGTH else []
        return rows.filter(code_digest__in=digests).first()

    def same_text(self, text: str) -> str:
        """Return a keyed digest to recognise equal texts. Keyed, since texts can be guessed.

        Call `lock_text` before searching for duplicates, so that simultaneous ones are found.
        """
        return salted_hmac(f"{self.salt}.text", text, algorithm="sha256").hexdigest()

    def _digest(self, read: str, key: str | bytes) -> str:
        secret = key.encode() if isinstance(key, str) else key
        return hmac.new(secret, f"{self.salt}.digest:{read}".encode(), "sha256").hexdigest()


def lock_text(digest: str) -> None:
    """Lock a text digest until the end of the transaction. Others with the same text wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [digest])


def _read(code: str) -> str:
    return "".join(letter for letter in code.upper()[:60] if letter in _LETTERS)

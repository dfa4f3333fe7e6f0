"""The code by which somebody follows what they sent: easy to write down, not to be guessed.

Twelve of 18 letters and digits that nobody takes for each other, without vowels, so that no word
comes out: 50 bits. It is derived from the form's own random part and the text, so that a form sent
twice gives one code; the database keeps a keyed digest alone, from which nobody gets back to it.
"""

import hmac
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

_LETTERS = "CDFHKLMNPQRTVX3479"
_GROUP = 4
_LENGTH = 3 * _GROUP


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of one kind of thing; another `salt` would end those that are out."""

    salt: str

    def code_of(self, nonce: str, text: str) -> str:
        """Return the code that belongs to a form with this text in it, as K7FX-3MQP-CT9R."""
        form = salted_hmac(f"{self.salt}.code", f"{nonce}:{text}", algorithm="sha256")
        number = int.from_bytes(form.digest())
        letters = []
        for _place in range(_LENGTH):
            number, rest = divmod(number, len(_LETTERS))
            letters.append(_LETTERS[rest])
        starts = range(0, _LENGTH, _GROUP)
        return "-".join("".join(letters[start : start + _GROUP]) for start in starts)

    def digest_of(self, code: str) -> str:
        """Return what is kept of a code, however it is typed."""
        return self._digest(_read(code), settings.SECRET_KEY)

    def digests_of(self, code: str) -> list[str]:
        """Return what may have been kept of a code; the secret key may have changed meanwhile."""
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        read = _read(code)
        return [self._digest(read, key) for key in keys] if len(read) == _LENGTH else []

    def same_text(self, text: str) -> str:
        """Return the digest by which a text is known again; keyed, as texts can be guessed.

        Twins are looked for behind `lock_text`, so that two at once are seen as two.
        """
        return salted_hmac(f"{self.salt}.text", text, algorithm="sha256").hexdigest()

    def _digest(self, read: str, key: str | bytes) -> str:
        secret = key.encode() if isinstance(key, str) else key
        return hmac.new(secret, f"{self.salt}.digest:{read}".encode(), "sha256").hexdigest()


def lock_text(digest: str) -> None:
    """Let whoever locks the same text in this moment wait for the end of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [digest])


def _read(code: str) -> str:
    return "".join(letter for letter in code.upper()[:60] if letter in _LETTERS)

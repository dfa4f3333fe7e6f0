"""Keep passwords, codes and recovery keys out of the register."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Words next to which people write down secrets; recovery keys look like "1234 5678".
_SECRET = re.compile(
    r"mật khẩu|mat khau|password|passwd|\bpass\b|\bpin\b|\botp\b|mã khôi phục|recovery code"
    r"|(?:\d{4}[ -]?\d{4})(?:\s*[,;]?\s*\d{4}[ -]?\d{4})+",
    re.IGNORECASE,
)


def refuse_secrets(words: str) -> None:
    """Raise ValidationError if the text seems to contain a password, code or recovery key."""
    if _SECRET.search(words):
        raise ValidationError(
            _("No password, code or recovery key is kept here. Say only what was seen, and when.")
        )

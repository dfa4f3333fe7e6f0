"""What the web server writes down of each request: what was asked for and how that went.

Not by whom: questions are asked without a name (docs/adr/0019-questions.md). Nor what opens
something: a link out of a mail is a key, and logs are kept longer and read by more people.
"""

import logging
from functools import cache
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from granian.log import LOGGING_CONFIG

# When, what (without its query), status, milliseconds.
FORMAT = '%(time)s "%(method)s %(path)s" %(status)d %(dt_ms).1f'


class KeyMaskingFilter(logging.Filter):
    """Writes addresses as they were sent, so that none makes a line of its own, but no keys."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change what is written of the address; every request is written down."""
        if isinstance(record.args, dict):
            path = str(record.args["path"])
            key = next((begun for begun in _beginnings() if path.startswith(begun)), None)
            shown = f"{key}..." if key else quote(path)
            record.args = {**record.args, "path": shown}
        return True


@cache
def _beginnings() -> tuple[str, ...]:
    """Return how addresses begin that hold keys: of following, of accounts, of previews."""
    preview = reverse("preview", args=["x"]).removesuffix("x/")
    return reverse("following:ask"), reverse("account_home"), preview


_handlers: dict[str, dict[str, Any]] = LOGGING_CONFIG["handlers"]  # type: ignore[assignment]
LOGGING: dict[str, Any] = LOGGING_CONFIG | {
    "filters": {"without_keys": {"()": KeyMaskingFilter}},
    "handlers": _handlers | {"access": _handlers["access"] | {"filters": ["without_keys"]}},
}

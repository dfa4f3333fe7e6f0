"""What the web server writes down of each request: what was asked for and how that went.

Not by whom: questions are asked without a name (docs/adr/0019-questions.md). Nor what opens
something: a link out of a mail is a key, and logs are kept longer and read by more people.
"""

from functools import cache
from typing import Any

from django.urls import reverse
from gunicorn.glogging import Logger

# When, what (without its query), status, bytes, microseconds.
FORMAT = '%(t)s "%(m)s %(U)s" %(s)s %(B)s %(D)s'


class AccessLog(Logger):
    """Gunicorn's log, with the keys in addresses left out."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """Return what FORMAT may use."""
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        for beginning in _beginnings():
            if atoms["U"].startswith(beginning):
                atoms["U"] = f"{beginning}..."
        return atoms


@cache
def _beginnings() -> tuple[str, ...]:
    """Return how addresses begin that hold keys: of following, of accounts, of previews."""
    preview = reverse("preview", args=["x"]).removesuffix("x/")
    return reverse("following:ask"), reverse("account_home"), preview

"""The development settings, whose answers also say which of our templates they were made of."""

from network.settings.dev import *  # noqa: F403
from network.settings.dev import MIDDLEWARE as _MIDDLEWARE

MIDDLEWARE = [
    "tests.guide.templates.TemplatesMiddleware",
    # A page that was kept is not made of its templates again.
    *(each for each in _MIDDLEWARE if not each.endswith("VisitorCacheMiddleware")),
]

"""The settings of `make run`, with the address of tests.scale.pages_urls; nothing is collected."""

from network.settings.dev import *  # noqa: F403
from network.settings.dev import STORAGES

ROOT_URLCONF = "tests.scale.pages_urls"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}

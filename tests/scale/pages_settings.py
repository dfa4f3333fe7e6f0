"""The settings of `make run`, with the address of tests.scale.pages_urls."""

from network.settings.dev import *  # noqa: F403

ROOT_URLCONF = "tests.scale.pages_urls"

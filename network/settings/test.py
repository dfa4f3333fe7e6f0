"""Settings of the test suite: the same PostgreSQL, fast passwords, media in a folder of its own."""

import os

from .base import *

DEBUG = False
SECRET_KEY = "test"  # noqa: S105
BACKUP_KEY = "TEST-TEST-TEST-TEST-TEST-TEST-TEST-TEST"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT") or STATE_DIR / "test-media")
# What tests sign they sign in folders of their own.
MONITORING_DIR = STATE_DIR / "test-monitoring"
DECISION_HEADS_DIR = os.environ.get("DECISION_HEADS_DIR") or STATE_DIR / "no-decision-heads"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
DEMO_ALLOWED = True
# They take seconds a file; what tests them asks for them.
OFFICE_PROGRAM = TESSERACT = ""
AGGREGATOR_ALLOW_LOOPBACK = True
# All portals of the tests are one host; what tests the pause sets it.
AGGREGATOR_HOST_PAUSE_SECONDS = 0
DATABASES["default"]["CONN_MAX_AGE"] = 0
# A test's transaction notifies nobody; tests of the cache start their own servers.
VISITOR_CACHE_BYTES = int(os.environ.get("VISITOR_CACHE_MB") or 0) * 1024 * 1024
# A thread would write past a test's transaction; tests write the counts themselves.
VIEWS_WRITTEN_SECONDS = int(os.environ.get("VIEWS_WRITTEN_SECONDS") or 0)

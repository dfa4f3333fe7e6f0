"""Checks of database, worker, and whether the code fits the database schema."""

import datetime as dt
import time
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.core.heartbeats import NEWEST_HEARTBEAT_AGE, SILENCE_SECONDS
from network.core.version import VERSION

from .findings import DATABASE, SystemCheck, SystemFinding, failing, good, warning

# Number of connections. The type of other roles' sessions is hidden from the application's role.
_CONNECTIONS = "SELECT count(datid), current_setting('max_connections')::int FROM pg_stat_activity"
# Percentage of used connections that gives a warning.
CROWDED_PERCENT = 85


def check_database(now: dt.datetime) -> SystemFinding:
    """Check the connection to the database and the number of connections in use."""
    begun = time.monotonic()
    try:
        with connection.cursor() as cursor:
            cursor.execute(_CONNECTIONS)
            used, most = cursor.fetchone()
    except Exception as error:
        return failing(
            _("does not answer"),
            what=_("Officers cannot work, and visitors read stored copies at best (%(error)s).")
            % {"error": type(error).__name__},
            to_do=_("Start the database and read its log."),
        )
    seconds = time.monotonic() - begun
    figures = {"milliseconds": round(seconds * 1000, 1), "connections": used}
    value = _("answers after %(seconds)s s") % {"seconds": f"{seconds:.3f}".replace(".", ",")}
    in_use = _("%(used)d of %(most)d connections") % {"used": used, "most": most}
    if used * 100 < most * CROWDED_PERCENT:
        return good(value, what=in_use, figures=figures)
    return warning(
        in_use,
        what=_("Nearly all connections of the database are in use."),
        to_do=_("Close programs that hold connections, or raise max_connections in PostgreSQL."),
        figures=figures,
    )


def check_worker(now: dt.datetime) -> SystemFinding:
    """Check the newest heartbeat of a background worker."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST_HEARTBEAT_AGE)
        (age,) = cursor.fetchone()
    if age is not None and age <= SILENCE_SECONDS:
        value = _("heartbeat %(seconds)d s ago") % {"seconds": round(age)}
        return good(value, figures={"heartbeat_age_seconds": round(age, 1)})
    return failing(
        _("does not run"),
        what=_("Mails, scheduled articles and sources wait."),
        to_do=_("Start the worker and read its log."),
        figures={} if age is None else {"heartbeat_age_seconds": round(age, 1)},
    )


def check_version(now: dt.datetime) -> SystemFinding:
    """Compare the migrations of this code with those recorded in the database."""
    with connection.cursor() as cursor:
        # The application's role may read this table; Django's recorder would inspect the schema
        # first.
        table = MigrationRecorder.Migration._meta.db_table
        cursor.execute(f"SELECT app, name FROM {table}")  # noqa: S608
        recorded = set(cursor.fetchall())
    missing = len(migrations_of_code() - recorded)
    if not missing:
        return good(VERSION, figures={"missing_migrations": 0})
    return failing(
        _("%(version)s, %(count)d migrations missing") % {"version": VERSION, "count": missing},
        what=_("The database is older than the program, so some pages end with an error."),
        to_do=_("Make a backup, then run: docker/entrypoint migrate"),
        figures={"missing_migrations": missing},
    )


@cache
def migrations_of_code() -> frozenset[tuple[str, str]]:
    """Return (app label, name) of all migration files, by file names without importing them."""
    return frozenset(
        (config.label, file.stem)
        for config in apps.get_app_configs()
        for file in (Path(config.path) / "migrations").glob("[!_]*.py")
    )


CHECKS = {
    DATABASE: SystemCheck(gettext_lazy("Database"), check_database, needs_database=False),
    "worker": SystemCheck(gettext_lazy("Background worker"), check_worker),
    "version": SystemCheck(gettext_lazy("Version"), check_version),
}

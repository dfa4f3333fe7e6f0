#!/usr/bin/env python3
"""Django's command line, with the project's own PostgreSQL around it when none is named."""

import contextlib
import gc
import os
import signal
import sys

# Needed to start or to write translations, not to read them from a database.
WITHOUT_DATABASE = {"collectstatic", "help", "update_messages", "version"}


def main() -> None:
    """Run one command; what the user can put right ends in one line and exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings.dev")
    try:
        import django
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
        from django.db import OperationalError

        from network.launch import DATABASE_NAME, ClusterError, own_cluster
    except ModuleNotFoundError as error:
        sys.exit(
            f"{error.name} is not installed: run `make run`, then `.venv/bin/python manage.py`"
        )
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        with contextlib.ExitStack() as held:
            if sys.argv[1:2] and sys.argv[1] not in WITHOUT_DATABASE and (own := own_cluster()):
                held.enter_context(own.use())
                own.create_database(DATABASE_NAME)
            # As in network/wsgi.py: the collector finds nothing while everything is loaded.
            gc.disable()
            django.setup()
            gc.freeze()
            gc.enable()
            execute_from_command_line(sys.argv)
    except (ClusterError, ImproperlyConfigured, OperationalError) as error:
        sys.exit(f"manage.py: {' '.join(str(error).split())}")


if __name__ == "__main__":
    main()

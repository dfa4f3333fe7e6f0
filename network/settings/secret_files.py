"""Secrets from files: `SECRET_KEY_FILE=/run/secrets/key` in place of `SECRET_KEY=...`.

A variable is shown by `docker inspect`, in /proc and in many a log; a file only to who may read it.
Docker's secrets and systemd's credentials are such files.
"""

from collections.abc import MutableMapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SECRETS = (
    *("SECRET_KEY", "SECRET_KEY_FALLBACKS", "DATABASE_URL", "DATABASE_OWNER_URL"),
    *("SMTP_PASSWORD", "ALERT_SMTP_PASSWORD", "BACKUP_KEY", "BACKUP_KEY_FALLBACKS"),
    *("MEDIA_STORE_SECRET", "DATABASE_REPLICA_URL", "DATABASE_DIRECT_URL"),
)


def read_secret_files(environment: MutableMapping[str, str]) -> None:
    """Set each secret whose NAME_FILE is set to the file's content, without the line's end.

    The file counts more than a variable of the same name, and NAME_FILE is removed: a process that
    is started with another NAME uses that. Raises ImproperlyConfigured if the file
    cannot be read or is empty.
    """
    for name in SECRETS:
        path = environment.pop(f"{name}_FILE", "")
        if not path:
            continue
        try:
            secret = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"{name}_FILE: {path} cannot be read.") from error
        if not secret:
            raise ImproperlyConfigured(f"{name}_FILE: {path} is empty.")
        environment[name] = secret

"""What the processes log, and in which form; from the environment."""

import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured

# Of each line: "line" for people or "json" for programs (network/log_lines.py).
LOG_FORMAT = os.environ.get("LOG_FORMAT") or "line"
if LOG_FORMAT not in {"line", "json"}:
    raise ImproperlyConfigured("LOG_FORMAT must be line or json.")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "network.log_lines.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        },
        "access_line": {
            "()": "network.log_lines.LineFormatter",
            "format": "%(asctime)s %(message)s",
            "datefmt": "%Y-%m-%d %H:%M:%S %z",
        },
        "json": {"()": "network.log_lines.JsonFormatter"},
        "access_json": {"()": "network.log_lines.JsonFormatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT},
        "access": {
            "class": "logging.StreamHandler",
            "formatter": f"access_{LOG_FORMAT}",
            "stream": "ext://sys.stdout",
        },
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "aggregator": {"level": "INFO"},
        "network": {"level": "INFO"},
        "network.access": {"handlers": ["access"], "propagate": False},
    },
}
# Errors go to a server of one's own as well, if one is named (network/error_reports.py).
if error_reports_dsn := os.environ.get("ERROR_REPORTS_DSN", ""):
    LOGGING["handlers"]["reports"] = {
        "class": "network.error_reports.ErrorReportHandler",
        "dsn": error_reports_dsn,
    }
    LOGGING["root"]["handlers"].append("reports")

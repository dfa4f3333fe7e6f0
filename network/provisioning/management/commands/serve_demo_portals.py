"""Serve the demo's sample portals on the loopback address."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from network.provisioning.demo.portal_server import serve


class Command(BaseCommand):
    """Until interrupted, answer as the portals that the demo's sources name."""

    help = "Serve the demo's sample portals on 127.0.0.1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8765)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        try:
            serve("127.0.0.1", port)
        except OSError as error:
            raise CommandError(f"cannot serve on port {port}: {error.strerror}") from error

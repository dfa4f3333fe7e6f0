"""Open the section of one agency."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from network.agencies.models import Agency
from network.provisioning.services import open_agency


class Command(BaseCommand):
    """Creates an agency's section, collection and groups. A second run changes nothing."""

    help = "Open the section of the agency CODE: pages, collection, groups."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code")

    def handle(self, *args: Any, code: str, **options: Any) -> None:
        agency = Agency.objects.filter(code=code).first()
        if agency is None:
            raise CommandError(f'there is no agency with the code "{code}"')
        home = open_agency(agency=agency, now=timezone.now())
        self.stdout.write(f"{agency.name}: {home.url_path}")

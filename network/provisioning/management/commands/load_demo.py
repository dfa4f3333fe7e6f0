"""Load the demo network."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from network.agencies import importing
from network.agencies.import_services import import_agencies
from network.provisioning.demo import loader
from network.provisioning.demo.documents import load_documents
from network.provisioning.demo.following import load_followers
from network.provisioning.demo.law_pages import load_law_pages
from network.provisioning.demo.notices import load_notices
from network.provisioning.demo.questions import load_questions

AGENCIES = Path(importing.__file__).resolve().parent / "data" / "agencies_2019.csv"


class Command(BaseCommand):
    """Fill the database with the agencies of 2019, people, documents, articles and sources."""

    help = "Load the demo network; safe to run twice, refused on production settings."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where the portals answer, and what only to do."""
        parser.add_argument("--portals-url", default="http://127.0.0.1:8765")
        parser.add_argument(
            "--accounts", action="store_true", help="only print the demo's accounts"
        )

    def handle(self, *args: Any, portals_url: str, accounts: bool, **options: Any) -> None:
        """Load, step by step, each safe to repeat."""
        if not settings.DEMO_ALLOWED:
            raise CommandError("the demo is for trying out; these are production settings")
        if accounts:
            self.print_accounts()
            return
        if loader.holds_other_agencies():
            raise CommandError("this database holds other agencies; the demo wants an empty one")
        self.load(portals_url)
        self.stdout.write(loader.summary())

    def load(self, portals_url: str) -> None:
        """Load everything that is not there yet."""
        parsed = importing.read_agencies(AGENCIES.read_bytes(), filename=AGENCIES.name)
        import_agencies(parsed=parsed, dry_run=False)
        self.write_line("agencies")
        agencies = loader.load_contacts()
        loader.open_sections(agencies, now=timezone.now())
        loader.end_agencies()
        self.write_line("sections")
        loader.load_hub_settings()
        loader.load_accounts()
        self.write_line("accounts")
        load_documents(now=timezone.now())
        self.write_line("legal documents")
        loader.load_articles(report=self.write_line)
        load_law_pages(now=timezone.now())
        load_notices(now=timezone.now())
        load_questions(now=timezone.now())
        self.write_line("questions")
        loader.load_sources(portals_url=portals_url)
        loader.load_rules()
        load_followers(now=timezone.now())
        self.write_line("sources")

    def write_line(self, step: str) -> None:
        """Show progress on one line."""
        end = "\n" if not self.stderr.isatty() else "\r"
        self.stderr.write(f"demo: {step}".ljust(40), ending=end)

    def print_accounts(self) -> None:
        """Print name, role and agency of each account, and the one password."""
        for row in loader.read_json("accounts.json"):
            self.stdout.write(f"  {row['username']:<20} {row['role']:<14} {row['agency']}")
        self.stdout.write(f"  password of all: {loader.DEMO_PASSWORD}")
        if settings.SECOND_FACTOR_REQUIRED:
            self.stdout.write("  code of the second step: manage.py second_factor_code NAME")

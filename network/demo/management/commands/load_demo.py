"""Load the demo network."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from ... import (
    activities,
    agencies,
    cases,
    channels,
    commune_standard,
    loader,
    oversight,
    posts,
    practices,
    reporting,
    scans,
    situations,
    usage,
)
from ...accounts import DEMO_PASSWORD, STAFF, load_accounts
from ...announcements import load_announcements
from ...capacity import load_papers, load_qualifications, load_resources
from ...data import read_json
from ...directives import load_directives
from ...documents import load_documents
from ...following import load_followers
from ...later import order_jobs
from ...outreach import load_outreach
from ...panos import load_panos
from ...policies import load_policies
from ...reform import carry_out_reforms
from ...rights_requests import load_rights_requests
from ...searching import fill_search
from ...texts.loading import load_pages
from ...texts.questions import load_questions

# Loaded last, in this order. Each part is safe to run twice and adds nothing the second time.
PARTS: dict[str, Callable[[dt.datetime], None]] = {
    "channels": channels.load,
    "cases": cases.load,
    "scans": scans.load,
    "posts": posts.load,
    "activities": activities.load,
    "practices": practices.load,
    "reporting": reporting.load,
    "announcements": load_announcements,
    "commune_standard": commune_standard.load,
    "oversight": oversight.load,
    "situations": situations.load,
    "usage": usage.load,
}


class Command(BaseCommand):
    """Fills the database with current agencies, users, documents, articles and sources."""

    help = "Load the demo network; safe to run twice, refused on production settings."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options for the portals' URL and for printing the accounts only."""
        parser.add_argument("--portals-url", default="http://127.0.0.1:8765")
        parser.add_argument(
            "--accounts", action="store_true", help="only print the demo's accounts"
        )

    def handle(self, *args: Any, portals_url: str, accounts: bool, **options: Any) -> None:
        if not settings.DEMO_ALLOWED:
            raise CommandError("the demo is for trying out; these are production settings")
        if accounts:
            self.print_accounts()
            return
        if loader.holds_other_agencies():
            raise CommandError("this database holds other agencies; the demo wants an empty one")
        stored = loader.is_stored()
        try:
            self.load(portals_url)
        except (LookupError, ObjectDoesNotExist, ValidationError, DatabaseError) as error:
            if not stored:
                raise
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            raise CommandError(
                f"the stored demo is of an earlier release and cannot be completed ({reason}):"
                " run `make clean` first, which removes it"
            ) from error
        self.stdout.write(loader.summary())

    def load(self, portals_url: str) -> None:
        """Load all missing demo data."""
        agencies.import_missing()
        agencies.load_contacts()
        self.write_line("agencies")
        agencies.open_sections(now=timezone.now())
        self.write_line("sections")
        loader.load_hub_settings()
        load_accounts()
        load_qualifications(now=timezone.now())
        load_papers(now=timezone.now())
        load_resources(now=timezone.now())
        self.write_line("accounts")
        load_documents(now=timezone.now())
        self.write_line("legal documents")
        load_pages(now=timezone.now())
        self.write_line("articles")
        carry_out_reforms(now=timezone.now())
        self.write_line("reform of 2025")
        load_questions(now=timezone.now())
        load_rights_requests(now=timezone.now())
        self.write_line("questions")
        load_directives(now=timezone.now())
        self.write_line("directives")
        loader.load_sources(portals_url=portals_url)
        loader.load_rules()
        load_policies(now=timezone.now())
        load_panos()
        load_outreach(now=timezone.now())
        load_followers(now=timezone.now())
        self.write_line("sources")
        for name, load in PARTS.items():
            load(timezone.now())
            self.write_line(name)
        fill_search()
        order_jobs()
        self.write_line("search")

    def write_line(self, step: str) -> None:
        """Show progress on one line."""
        end = "\n" if not self.stderr.isatty() else "\r"
        self.stderr.write(f"demo: {step}".ljust(40), ending=end)

    def print_accounts(self) -> None:
        """Print the accounts and their common password."""
        for row in read_json("accounts.json"):
            self.stdout.write(f"  {row['username']:<20} {row['role']:<14} {row['agency']}")
        others = [row for row in read_json("agencies.json") if "people" in row]
        self.stdout.write(f"  and NAME_{', NAME_'.join(STAFF.values())}, where NAME is one of:")
        self.stdout.write("  " + ", ".join(row["accounts"] for row in others))
        self.stdout.write(f"  password of all: {DEMO_PASSWORD}")
        if settings.SECOND_FACTOR_REQUIRED:
            self.stdout.write("  code of the second step: manage.py second_factor_code NAME")

"""Command that rebuilds the index of citations, e.g. after pages were loaded without signals."""

from typing import Any

from django.core.management.base import BaseCommand
from wagtail.models import Page

from legal_updates.citing.services import index_whole_page
from network.agencies.scope import SECTION_DEPTH

_TOLD_EVERY = 1000


class Command(BaseCommand):
    """Reads every page of every section. Correct index entries are not written again."""

    help = "Make the index of citations (document -> pages) anew. Can be run at any time, again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Index all pages in the order of their ids."""
        pages = Page.objects.filter(depth__gte=SECTION_DEPTH).order_by("pk")
        total = pages.count()
        for number, page in enumerate(pages.specific().iterator(chunk_size=500), start=1):
            index_whole_page(page=page)
            if number % _TOLD_EVERY == 0:
                self.stdout.write(f"{number} of {total} pages")
        self.stdout.write(f"{total} pages read.")

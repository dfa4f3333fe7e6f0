"""What a person at the review desk sends."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from network.moderation.checklist import items_for
from network.moderation.models import Decision
from network.moderation.revisions import digest_of, newest_revision


def desk_of(page: Page) -> str:
    """Return the address of a page's desk."""
    return reverse("moderation:desk", args=[page.pk])


def filled_form(page: Page, move: str, *, answer: str = "yes", **fields: Any) -> dict[str, Any]:
    """Return the form of the desk as it is shown now, filled in, with `move` pressed."""
    items = items_for(page=page, day=timezone.localdate())
    last = Decision.objects.filter(page_id=page.pk).order_by("-pk").first()
    return {
        "move": move,
        "seen": digest_of(newest_revision(page.pk).pk),
        "last": last.pk if last else 0,
        "comment": "",
        **{f"answer-{item.key}": answer for item in items},
        **fields,
    }


def press(client: Client, page: Page, move: str, **fields: Any) -> Any:
    """Return the answer to a button pressed after the form was filled in with yes everywhere."""
    return client.post(desk_of(page), filled_form(page, move, **fields))

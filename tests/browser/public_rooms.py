"""What official pages on social networks and good practices show to visitors."""

from typing import Any

from django.utils import timezone

from network.agencies.models import Agency, Role
from network.practices.models import Practice
from sites.models import ArticlePage
from tests.factories.channels import add_channel, secure
from tests.factories.people import make_member
from tests.factories.practices import make_practice


def add_official_pages(agency: Agency, name: str) -> None:
    """Add a page that is official, and one that merged into it."""
    people = [make_member(agency, role) for role in (Role.AUTHOR, Role.APPROVER)]
    keeper, leader = people
    facts = {"leader": leader, "name": name}
    used = add_channel(agency, keeper, url="facebook.com/soytegialai", **facts)
    secure(used, *people)
    ended = {"state": "merged", "ended_on": timezone.localdate(), "merged_into": used}
    add_channel(agency, keeper, url="facebook.com/soytecu", **facts, **ended)


def add_public_practice(article: ArticlePage, words: str, **whose: Any) -> Practice:
    """Return a recognised one of which all may be read."""
    told = dict.fromkeys(("title", "area", "way"), words)
    return make_practice(
        pk=1, state="recognised", page=article, contact_is_public=True, **told, **whose
    )

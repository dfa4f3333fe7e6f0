"""Check whether the external URLs on public pages still respond.

Uses the guarded HTTP client and the politeness rules of sources: one request per host at a time,
with pauses, and never an internal address. A refusal is not a dead link, since citizens may still
be able to open it; and a single bad hour does not make a link dead.
"""

import datetime as dt
import random
from dataclasses import replace
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from aggregator.feeds.missing_pages import is_missing_page
from aggregator.feeds.types import NotAFeedReason
from aggregator.fetcher import parsing_turn, policy
from aggregator.item_pages import (
    REFUSALS,
    CheckedPage,
    has_judged_page,
    judge_oversized_page,
    judge_page,
    recent_urls,
)
from aggregator.politeness import claim_turn, host_of, next_turn, release_turns
from network.core import http, leases

from ..models import ArticlePage, BodyLink, LinkCheck, LinkState
from ..models.link_checks import URL_LENGTH
from .selectors import named_urls
from .wording import MISSING

FAILURES_OF_THE_DEAD = 3
# No address waits longer for its next check.
ALIVE_FOR = dt.timedelta(days=7)
_ASK_AGAIN = dt.timedelta(days=1)
# Of pages that are not judged, no more is fetched.
_BYTES = 1024 * 1024

# Rich text contains href="..." (quotes escaped in JSON), other blocks "url": "...".
_BODY_LINKS = r"""
WITH named AS (
  SELECT DISTINCT article.page_ptr_id AS page_id, replace(found[1], '&amp;', '&') AS url
  FROM {article} article
  JOIN {page} page ON page.id = article.page_ptr_id AND page.live
  CROSS JOIN LATERAL regexp_matches(
    article.body::text, '(?:href=\\"|"url": ")(https?://[^"\\\s<>]{{1,250}})["\\]', 'g'
  ) found
  WHERE article.body::text LIKE '%http%'
), gone AS (
  DELETE FROM {link} link WHERE NOT EXISTS (
    SELECT FROM named WHERE named.page_id = link.page_id AND named.url = link.url
  )
)
INSERT INTO {link} (page_id, url) SELECT page_id, url FROM named ON CONFLICT DO NOTHING
"""


def sync_body_links() -> None:
    """Update the table of external URLs in live texts. One statement."""
    tables = {"article": ArticlePage, "page": Page, "link": BodyLink}
    names = {name: model._meta.db_table for name, model in tables.items()}
    with connection.cursor() as cursor:
        cursor.execute(_BODY_LINKS.format(**names))


@transaction.atomic
def sync_link_checks(*, now: dt.datetime) -> int:
    """Add all URLs on public pages to the checks, and remove the others. Returns the number added.

    New URLs are checked in the next run. Of the library, the news of the last month are checked.
    """
    sync_body_links()
    news = (url for url in recent_urls(now) if len(url) <= URL_LENGTH)
    named = {url for (url,) in named_urls()}.union(news)
    known = set(LinkCheck.objects.values_list("url", flat=True))
    LinkCheck.objects.filter(url__in=known - named).delete()
    new = [LinkCheck(url=url, next_check_at=now) for url in sorted(named - known)]
    LinkCheck.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


@transaction.atomic
def save_panos(*, formset: Any, now: dt.datetime) -> None:
    """Save a valid PanoFormSet and update the URL checks."""
    formset.save()
    sync_link_checks(now=now)


def check_link(*, link_id: int, now: dt.datetime) -> LinkState | None:
    """Check one due URL and store the result. Returns None if it was not checked.

    It is postponed if its host is busy. A check deleted meanwhile stays deleted.
    """
    due = LinkCheck.objects.filter(pk=link_id, next_check_at__lte=now)
    check = next(iter(leases.claim(due, now=now)), None)
    if check is None:
        return None
    turn = claim_turn(host=host_of(check.url), now=now)
    if turn is None:
        # Random only to spread retries, not for security.
        spread = random.random()  # noqa: S311
        leases.release(check, next_check_at=next_turn(now=now, spread=spread))
        return None
    try:
        state, code = _ask(check)
    finally:
        release_turns(turn, ended=timezone.now())
    changes = _changes(check, state, code, now)
    return changes["state"] if leases.release(check, **changes) else None


def _ask(check: LinkCheck) -> tuple[LinkState, str]:
    """Request a URL and return its state with a code. A page that says in its heading that it does
    not exist fails, although the server answers 200."""
    # Pages of items are read in full: whoever changes one could fill it beyond a smaller limit.
    is_judged = has_judged_page(check.url)
    limits = policy() if is_judged else replace(policy(), max_bytes=_BYTES)
    try:
        answer = http.fetch(check.url, policy=limits)
    except http.TooLarge:
        # A too large response shows that the link works.
        if is_judged:
            judge_oversized_page(url=check.url)
        return LinkState.ALIVE, ""
    except http.FetchError as error:
        return LinkState.FAILING, error.code
    with parsing_turn(answer.body):
        return _judge(check, answer)


def _judge(check: LinkCheck, answer: http.Response) -> tuple[LinkState, str]:
    """Return the state of a link with a code by its response, and judge the items that it shows."""
    code = _fault_of(answer)
    is_missing = code in MISSING
    found = CheckedPage(
        answer.url,
        b"" if code else answer.body,
        answer.headers.get("content-type"),
        is_missing,
        is_missing and check.failures + 1 >= FAILURES_OF_THE_DEAD,
    )
    judge_page(url=check.url, found=found)
    refused = answer.status in REFUSALS
    failed = LinkState.UNCLEAR if refused else LinkState.FAILING
    return (failed if code else LinkState.ALIVE), code


def _fault_of(answer: http.Response) -> str:
    """Return the code of what is wrong with a response, "" if nothing is."""
    if not 200 <= answer.status < 300:
        return f"http_{answer.status}"
    missing = is_missing_page(answer.body, answer.headers.get("content-type"))
    return NotAFeedReason.MISSING_PAGE.value if missing else ""


def _changes(check: LinkCheck, state: LinkState, code: str, now: dt.datetime) -> dict[str, Any]:
    """Return the new values of a link check's fields; a link that failed several times is dead."""
    failures, since, again = 0, None, ALIVE_FOR
    if state is LinkState.FAILING:
        failures, since, again = check.failures + 1, check.failing_since or now, _ASK_AGAIN
        if failures >= FAILURES_OF_THE_DEAD:
            state = LinkState.DEAD
    return {
        "state": state,
        "code": code[:30],
        "failures": failures,
        "failing_since": since,
        "checked_at": now,
        "next_check_at": now + again,
    }

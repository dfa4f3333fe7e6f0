"""Queries for texts that may be posted, their posts, and their approval."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from network.agencies.models import Agency
from network.agencies.scope import Scope, below
from network.agencies.selectors import agency_of_page
from network.moderation.models import Action, Decision
from sites.models import ArticlePage

from ..links.addresses import Platform
from ..models import Channel, ChannelState, Post
from ..shared.roles import DECIDING, KEEPING
from .texts import PostText, PublishedText, post_text

POSTING = KEEPING | DECIDING
_APPROVALS = (Action.APPROVED, Action.PUBLISHED_URGENTLY)


def posts_for(scope: Scope, *, writing: bool = False) -> QuerySet[Post]:
    """Return the posts that `scope` may read, or with `writing` change; newest first."""
    rows: QuerySet[Post] = Post.scoped.of(scope, writing=writing)
    return rows.select_related("agency", "channel", "page", "decision", "posted_by", "removed_by")


def texts_for(scope: Scope) -> QuerySet[ArticlePage]:
    """Return the published texts of the agencies for which the user may post, newest first.

    The annotation `posts` counts their posts that were not removed.
    """
    keys = [pk for pk, held in scope.agency_roles.items() if not POSTING.isdisjoint(held)]
    paths = Agency.objects.filter(pk__in=keys, home_page__isnull=False)
    own = below(paths.values_list("home_page__path", flat=True))
    rows = ArticlePage.objects.published().filter(own).with_agency().as_entries()
    posts = Post.objects.filter(page=OuterRef("pk"), removed_on=None).order_by().values("page")
    return rows.annotate(posts=Coalesce(Subquery(posts.annotate(n=Count("pk")).values("n")), 0))


def approval_of(page: ArticlePage, *, day: dt.date) -> Decision | None:
    """Return the decision by which the text that was public on `day` was approved, or None."""
    rows = Decision.objects.filter(page_id=page.pk, deed__in=_APPROVALS, at__date__lte=day)
    return rows.order_by("-pk").first()


def channels_to_post_on(agency: Agency) -> QuerySet[Channel]:
    """Return the agency's active channels."""
    return Channel.objects.filter(agency=agency, state=ChannelState.ACTIVE)


@dataclass(frozen=True, slots=True)
class PostDraft:
    """The text to paste into one channel."""

    channel: Channel
    post: PostText


def post_drafts_of(page: ArticlePage, *, link: str) -> list[PostDraft]:
    """Return one draft per active channel of the text's agency; [] if it has none."""
    agency = agency_of_page(page)
    text = PublishedText(
        title=page.title,
        summary=page.summary,
        source=(page.source_name, page.source_author, page.source_agency, page.source_url),
        topics=tuple(str(topic) for topic in page.shown_topics),
        link=link,
    )
    channels = channels_to_post_on(agency) if agency else Channel.objects.none()
    return [
        PostDraft(each, post_text(text, Platform(each.platform), source_label=_("Source")))
        for each in channels
    ]

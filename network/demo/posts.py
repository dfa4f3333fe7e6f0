"""Demo data for posts: approved texts on active channels. Safe to run twice."""

import datetime as dt

from django.utils import timezone

from network.channels.models import Channel, ChannelState, Post
from network.channels.posting.selectors import approval_of
from sites.models import ArticlePage

EACH = 2


def load(now: dt.datetime) -> None:
    """Post the newest approved texts of each agency on its channels; mark one post as removed."""
    if Post.objects.exists():
        return
    day = timezone.localdate(now)
    channels = Channel.objects.filter(state=ChannelState.ACTIVE).select_related("agency__home_page")
    for channel in channels:
        texts = ArticlePage.objects.published().under(channel.agency.home_page)
        for page in texts[:EACH]:
            _post(channel, page, day)
    last = Post.objects.last()
    if last:
        last.removed_on, last.removed_by = day, last.posted_by
        last.save()


def _post(channel: Channel, page: ArticlePage, day: dt.date) -> None:
    """Store a post of the page on the channel, if the page was approved by `day`."""
    if decision := approval_of(page, day=day):
        Post.objects.create(
            agency=channel.agency,
            channel=channel,
            page=page,
            decision=decision,
            url=f"{channel.url}/posts/{page.pk}",
            posted_on=day,
            posted_by=channel.registered_by,
        )

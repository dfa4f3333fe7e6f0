"""Feeds in all formats, independent of their content."""

from .answers import answer_cached, answer_feed
from .channels import EMPTY_FEED_DATE, FeedChannel, FeedEntry, entry_id
from .formats import FORMATS
from .urls import FeedFile

__all__ = [
    "EMPTY_FEED_DATE",
    "FORMATS",
    "FeedChannel",
    "FeedEntry",
    "FeedFile",
    "answer_cached",
    "answer_feed",
    "entry_id",
]

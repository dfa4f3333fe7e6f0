"""URLs of the public pages, under /van-ban/."""

from collections.abc import Callable

from django.urls import URLPattern, path, register_converter

from network.core.feeds import FeedChannel, FeedFile

from . import channels, views


def feed(prefix: str, name: str, channel_of: Callable[..., FeedChannel]) -> URLPattern:
    """Return the URL pattern of a channel in every format."""
    return path(f"{prefix}<feed_file:file>", views.feed, {"channel_of": channel_of}, name=name)


register_converter(FeedFile, "feed_file")
app_name = "legal_updates"
urlpatterns = [
    path("", views.index, name="index"),
    path("co-hieu-luc-thang-nay/", views.in_force, name="in_force"),
    path("sap-het-hieu-luc/", views.expiring, name="expiring"),
    path("so/<slug:slug>/", views.number, name="number"),
    feed("", "feed", channels.documents),
    feed("linh-vuc/<slug:slug>/", "topic_feed", channels.documents_of_topic),
    path("lich-hieu-luc.ics", views.coming_days, name="calendar"),
    path(
        "linh-vuc/<slug:slug>/lich-hieu-luc.ics", views.coming_days_of_topic, name="topic_calendar"
    ),
    path("<slug:slug>/", views.document, name="document"),
]

"""Addresses of the hub that are not pages of the tree."""

from collections.abc import Callable

from django.urls import URLPattern, path, register_converter

from network.core.feeds import Channel, FeedFile

from . import channels, feed_views, views
from .offline import views as offline_views
from .search import views as search_views
from .sharing import views as sharing_views
from .sharing.codes import ShortCode


def feed(prefix: str, name: str, channel_of: Callable[..., Channel]) -> URLPattern:
    """Return the addresses of one channel in every format."""
    return path(f"{prefix}<feed:file>", feed_views.feed, {"channel_of": channel_of}, name=name)


register_converter(FeedFile, "feed")
register_converter(ShortCode, "code")
app_name = "hub"
urlpatterns = [
    path("tim-kiem/", search_views.search, name="search"),
    path("tim-kiem/goi-y/", search_views.suggest, name="suggest"),
    path("linh-vuc/<slug:slug>/", views.topic, name="topic"),
    path("chinh-sach-moi/", views.policies, name="policies"),
    path("co-quan/", views.directory, name="directory"),
    # For passing a page or a document on.
    path("s/<code:code>/", sharing_views.lead_on, name="short"),
    path("s/<code:code>/to-gap/", sharing_views.leaflet, name="leaflet"),
    path("s/<code:code>.svg", sharing_views.qr_code, name="qr_code"),
    path("s/<code:code>.png", sharing_views.picture, name="picture"),
    # For reading without a network.
    path("sw.js", offline_views.worker, name="worker"),
    path("manifest.webmanifest", offline_views.manifest, name="manifest"),
    path("ngoai-tuyen/", offline_views.offline, name="offline"),
    # For feed readers.
    path("chinh-sach-moi/nguon.opml", feed_views.sources, name="sources"),
    feed("chinh-sach-moi/", "feed", channels.library),
    feed("chinh-sach-moi/cap/<slug:slug>/", "level_feed", channels.library_of_level),
    feed("linh-vuc/<slug:slug>/", "topic_feed", channels.library_of_topic),
    feed("co-quan/<slug:slug>/chinh-sach-moi/", "section_feed", channels.library_of_section),
]

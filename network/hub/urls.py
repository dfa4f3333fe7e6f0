"""URLs of the hub outside the page tree."""

from collections.abc import Callable

from django.urls import URLPattern, include, path, register_converter
from django.views.generic import RedirectView

from network.core.feeds import FeedChannel, FeedFile

from . import (
    article_channels,
    channels,
    feed_views,
    listing_views,
    security_txt,
    sitemap_views,
    statements,
    views,
)
from .contacts import views as contact_views
from .figures import views as figure_views
from .notices import views as notice_views
from .places import views as place_views
from .search import views as search_views
from .situation_pages import views as situation_views


def feed(prefix: str, name: str, channel_of: Callable[..., FeedChannel]) -> URLPattern:
    """Return the URL pattern of a channel in every format."""
    return path(f"{prefix}<feed:file>", feed_views.feed, {"channel_of": channel_of}, name=name)


register_converter(FeedFile, "feed")
app_name = "hub"
urlpatterns = [
    path("tim-kiem/", search_views.search, name="search"),
    path("tim-kiem/goi-y/", search_views.suggest, name="suggest"),
    path("linh-vuc/", views.topics, name="topics"),
    path("linh-vuc/<slug:slug>/", views.topic, name="topic"),
    path("chinh-sach-moi/", views.policies, name="policies"),
    path("tai-lieu/", listing_views.materials, name="materials"),
    # The electronic bookshelf of law (14/2019/QĐ-TTg, Article 8).
    path("tu-sach/", listing_views.shelf, name="shelf"),
    path("tu-sach/<slug:slug>/", listing_views.agency_shelf, name="agency_shelf"),
    path("bai-moi/", listing_views.newest, name="newest"),
    path("co-quan/", views.directory, name="directory"),
    path("", include("network.hub.sharing.urls")),
    # Statements of the network.
    path("quyen-rieng-tu/", statements.privacy, name="privacy"),
    path("rieng-tu/", RedirectView.as_view(pattern_name="hub:privacy"), name="privacy_before"),
    path("tiep-can/", statements.accessibility, name="accessibility"),
    path("", include("network.hub.offline.urls")),
    path("toi-can/", situation_views.index, name="situations"),
    path("toi-can/<slug:slug>/", situation_views.situation, name="situation"),
    path("so-dien-thoai/", contact_views.index, name="contacts"),
    path("so-lieu/", figure_views.figures, name="figures"),
    path("noi-toi-o/", place_views.my_place, name="my_place"),
    path("canh-bao/", notice_views.warnings, name="warnings"),
    path("su-kien/", notice_views.events, name="events"),
    path("su-kien/<int:page_id>.ics", notice_views.event_calendar, name="event_calendar"),
    # Search engines.
    path(".well-known/security.txt", security_txt.security_txt, name="security_txt"),
    path("robots.txt", sitemap_views.robots, name="robots"),
    path("sitemap.xml", sitemap_views.index, name="sitemap"),
    path("sitemap/chi-muc-<int:part>.xml", sitemap_views.more, name="more_sitemaps"),
    path("sitemap/cong-chung.xml", sitemap_views.hub, name="hub_sitemap"),
    path("sitemap/van-ban-<int:part>.xml", sitemap_views.documents, name="document_sitemap"),
    path("sitemap/co-quan/<slug:slug>.xml", sitemap_views.section, name="section_sitemap"),
    # Feed readers.
    path("chinh-sach-moi/nguon.opml", feed_views.sources, name="sources"),
    feed("", "article_feed", article_channels.articles),
    feed(
        "co-quan/<slug:slug>/bai-viet/",
        "section_article_feed",
        article_channels.articles_of_section,
    ),
    feed(
        "linh-vuc/<slug:slug>/bai-va-van-ban/",
        "topic_article_feed",
        article_channels.articles_and_documents_of_topic,
    ),
    feed("chinh-sach-moi/", "feed", channels.library),
    feed("chinh-sach-moi/cap/<slug:slug>/", "level_feed", channels.library_of_level),
    feed("linh-vuc/<slug:slug>/", "topic_feed", channels.library_of_topic),
    feed("co-quan/<slug:slug>/chinh-sach-moi/", "section_feed", channels.library_of_section),
]

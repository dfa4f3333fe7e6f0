"""Public URLs of stops, under /thong-bao-hoat-dong/."""

from django.urls import path, register_converter

from network.core.feeds import FeedFile

from . import views

register_converter(FeedFile, "stop_feed")
app_name = "stops"
urlpatterns = [
    path("", views.stops, name="index"),
    path("lich-tam-dung.ics", views.calendar, name="calendar"),
    path("<stop_feed:file>", views.feed, name="feed"),
]

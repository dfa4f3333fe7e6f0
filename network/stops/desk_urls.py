"""URLs of the network admin's screens, under /admin/tam-dung/."""

from django.urls import path

from . import desk_views

app_name = "stops_desk"
urlpatterns = [
    path("", desk_views.index, name="index"),
    path("bao/", desk_views.AnnounceView.as_view(), name="announce"),
    path("<int:stop_id>/doi-gio/", desk_views.ExtendView.as_view(), name="extend"),
    path("<int:stop_id>/xong/", desk_views.EndView.as_view(), name="end"),
]

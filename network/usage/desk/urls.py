"""URLs of the screens of views, under /admin/luot-xem/."""

from django.urls import path

from .lists import AgenciesView, PagesView, TopicsView
from .pages import PageView

app_name = "usage"
urlpatterns = [
    *PagesView.paths(),
    *AgenciesView.paths("co-quan/"),
    *TopicsView.paths("linh-vuc/"),
    path("trang/<int:page_id>/", PageView.as_view(), name="page"),
]

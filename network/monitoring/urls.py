"""Addresses of monitoring, under /admin/tinh-trang-he-thong/."""

from django.urls import path

from .views import SendTestView, StatusView

app_name = "monitoring"
urlpatterns = [
    path("", StatusView.as_view(), name="status"),
    path("gui-thu/", SendTestView.as_view(), name="test"),
]

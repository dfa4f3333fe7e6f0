"""URL of the confirmation screen, under /admin/hieu-luc-cho-xac-nhan/."""

from django.urls import path

from .views import StatusesView

app_name = "legal_statuses"
urlpatterns = [path("", StatusesView.as_view(), name="index")]

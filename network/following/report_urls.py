"""URL of the report, under /admin/nguoi-theo-doi/."""

from django.urls import path

from . import report

app_name = "following_report"
urlpatterns = [path("", report.followers, name="index")]

"""URL of the officers' list, under /admin/danh-gia/."""

from django.urls import path

from . import report

app_name = "feedback_report"
urlpatterns = [path("", report.ratings, name="index")]

"""Addresses of the report, under /admin/toc-do-dang/."""

from django.urls import path

from . import views

app_name = "legal_update_pace"
urlpatterns = [
    path("", views.PaceView.as_view(), name="index"),
    path("ket-qua/", views.PaceView.as_view(results_only=True), name="results"),
]

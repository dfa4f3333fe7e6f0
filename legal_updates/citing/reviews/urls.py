"""Addresses of the pages to review, under /admin/trang-can-ra-soat/."""

from django.urls import path

from . import oversight_views as oversight
from . import views

app_name = "legal_reviews"
urlpatterns = [
    path("", views.ReviewsView.as_view(), name="index"),
    path("ket-qua/", views.ReviewsView.as_view(results_only=True), name="index_results"),
    path("<int:review_id>/", views.ReviewView.as_view(), name="review"),
    path("co-quan/", oversight.AgenciesView.as_view(), name="agencies"),
    path(
        "co-quan/ket-qua/",
        oversight.AgenciesView.as_view(results_only=True),
        name="agencies_results",
    ),
    path("toan-mang/", oversight.OpenReviewsView.as_view(), name="open"),
    path(
        "toan-mang/ket-qua/",
        oversight.OpenReviewsView.as_view(results_only=True),
        name="open_results",
    ),
]

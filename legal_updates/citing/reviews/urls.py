"""URLs of the page reviews, under /admin/trang-can-ra-soat/."""

from django.urls import path

from . import delegating, views
from . import oversight_views as oversight

app_name = "legal_reviews"
urlpatterns = [
    *views.ReviewsView.paths(),
    path("<int:review_id>/", views.ReviewView.as_view(), name="review"),
    path("<int:review_id>/giao/", delegating.DelegateReviewView.as_view(), name="delegate"),
    *oversight.AgenciesToReviewView.paths("co-quan/"),
    *oversight.OpenReviewsView.paths("toan-mang/"),
]

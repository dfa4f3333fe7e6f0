"""URL of the withdrawal, in the namespace of the desk."""

from django.urls import path

from .views import WithdrawPageView

urlpatterns = [
    path("pages/go-bai/<int:page_id>/", WithdrawPageView.as_view(), name="withdraw"),
]

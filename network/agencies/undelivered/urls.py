"""Addresses of the undelivered mails, under /admin/thu-chua-gui-duoc/."""

from django.urls import path

from . import views

app_name = "agencies_undelivered"
urlpatterns = [
    path("", views.UndeliveredView.as_view(), name="index"),
    path("ket-qua/", views.UndeliveredView.as_view(results_only=True), name="results"),
    path("gui-lai/", views.SendAgainView.as_view(), name="send_all"),
    path("<int:delivery_id>/gui-lai/", views.SendAgainView.as_view(), name="send"),
]

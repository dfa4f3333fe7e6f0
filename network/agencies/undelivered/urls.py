"""URLs of the undelivered mails, under /admin/thu-chua-gui-duoc/."""

from django.urls import path

from . import views

app_name = "agencies_undelivered"
urlpatterns = [
    *views.UndeliveredView.paths(),
    path("gui-lai/", views.SendAgainView.as_view(), name="send_all"),
    path("<int:delivery_id>/gui-lai/", views.SendAgainView.as_view(), name="send"),
]

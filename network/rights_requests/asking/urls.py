"""URLs of rights requests, under /yeu-cau-du-lieu/."""

from django.urls import path

from . import views

app_name = "rights_requests"
urlpatterns = [
    path("", views.SendView.as_view(), name="send"),
    *views.FollowRequestView.paths(),
]

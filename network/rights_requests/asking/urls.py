"""URLs of rights requests, under /yeu-cau-du-lieu/."""

from django.urls import path

from . import views

app_name = "rights_requests"
urlpatterns = [
    path("", views.send, name="send"),
    path("theo-doi/", views.follow, name="follow"),
    path("theo-doi/xoa/", views.withdraw, name="withdraw"),
]

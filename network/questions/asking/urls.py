"""URLs of questions, under /hoi-dap/."""

from django.urls import path

from . import views

app_name = "questions"
urlpatterns = [
    path("", views.answers, name="answers"),
    path("gui/", views.ask, name="ask"),
    path("theo-doi/", views.follow, name="follow"),
    path("theo-doi/xoa/", views.withdraw, name="withdraw"),
]

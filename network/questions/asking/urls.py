"""URLs of questions, under /hoi-dap/."""

from django.urls import path

from . import views

app_name = "questions"
urlpatterns = [
    path("", views.answers, name="answers"),
    path("gui/", views.AskView.as_view(), name="ask"),
    *views.FollowQuestionView.paths(),
]

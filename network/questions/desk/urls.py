"""Addresses of the officers' screens, under /admin/cau-hoi/."""

from django.urls import path

from . import action_views as deeds
from . import views

app_name = "question_desk"
urlpatterns = [
    path("", views.QuestionsView.as_view(), name="index"),
    path("ket-qua/", views.QuestionsView.as_view(results_only=True), name="index_results"),
    path("da-chuyen/", views.ForwardedView.as_view(), name="forwarded"),
    path(
        "da-chuyen/ket-qua/",
        views.ForwardedView.as_view(results_only=True),
        name="forwarded_results",
    ),
    path("<int:question_id>/", views.QuestionView.as_view(), name="question"),
    path("<int:question_id>/tiep-nhan/", deeds.TakeInView.as_view(), name="take_in"),
    path("<int:question_id>/chuyen/", deeds.ForwardView.as_view(), name="forward"),
    path("<int:question_id>/khong-tra-loi/", deeds.RefuseView.as_view(), name="refuse"),
    path("<int:question_id>/tra-loi/", deeds.AnswerView.as_view(), name="answer"),
]

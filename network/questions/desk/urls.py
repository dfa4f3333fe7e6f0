"""URLs of the officers' screens, under /admin/cau-hoi/."""

from django.urls import path

from . import action_views as forms
from . import views

app_name = "question_desk"
urlpatterns = [
    *views.QuestionsView.paths(),
    *views.ForwardedView.paths("da-chuyen/"),
    path("<int:question_id>/", views.QuestionView.as_view(), name="question"),
    path("<int:question_id>/tiep-nhan/", forms.TakeInView.as_view(), name="take_in"),
    path("<int:question_id>/giao/", forms.DelegateQuestionView.as_view(), name="delegate"),
    path("<int:question_id>/chuyen/", forms.ForwardView.as_view(), name="forward"),
    path("<int:question_id>/khong-tra-loi/", forms.RefuseView.as_view(), name="refuse"),
    path("<int:question_id>/tra-loi/", forms.AnswerView.as_view(), name="answer"),
]

"""URLs of the screens of evidence, in the namespace of oversight."""

from django.urls import path

from .views import AnswerView, DecideView, EvidenceView, VerdictsView, VerdictView

_ONE = "co-quan/<int:agency_id>/<int:requirement_id>/"
urlpatterns = [
    path(f"{_ONE}minh-chung/", EvidenceView.as_view(), name="evidence"),
    *VerdictsView.paths("minh-chung/"),
    path("minh-chung/<int:verdict_id>/", VerdictView.as_view(), name="verdict"),
    path("minh-chung/<int:verdict_id>/tra-loi/", AnswerView.as_view(), name="answer_verdict"),
    path("minh-chung/<int:verdict_id>/ket-luan/", DecideView.as_view(), name="decide_verdict"),
]

"""URLs of the officers' screens for cases, under /admin/mao-danh/."""

from django.urls import path

from . import authority_views, delegating, views

app_name = "cases_desk"
_ONE = "<int:case_id>/"
urlpatterns = [
    *views.CasesView.paths(),
    *authority_views.AuthoritiesView.paths("noi-tiep-nhan/"),
    path("noi-tiep-nhan/ghi/", authority_views.SetView.as_view(), name="set_authority"),
    path("mo-vu/", views.OpenView.as_view(), name="open"),
    path("chung-cu/<int:evidence_id>/", views.evidence_file, name="evidence"),
    path(_ONE, views.CaseView.as_view(), name="case"),
    path(f"{_ONE}chung-cu/", views.EvidenceView.as_view(), name="add_evidence"),
    path(f"{_ONE}xac-minh/", views.VerifyView.as_view(), name="verify"),
    path(f"{_ONE}xac-nhan/", views.ConfirmView.as_view(), name="confirm"),
    path(f"{_ONE}khong-mao-danh/", views.SettleView.as_view(), name="settle"),
    path(f"{_ONE}rut-lai/", views.ReopenView.as_view(), name="reopen"),
    path(f"{_ONE}da-bao/", views.NotifyView.as_view(), name="notify"),
    path(f"{_ONE}xem-lai/", views.LookView.as_view(), name="look"),
    path(f"{_ONE}giao/", delegating.DelegateCaseView.as_view(), name="delegate"),
    path(f"{_ONE}thu/", views.letter, name="letter"),
]

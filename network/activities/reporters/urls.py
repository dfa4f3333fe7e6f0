"""URLs of reporters and requests, under /admin/bao-cao-vien/."""

from django.urls import path

from . import request_views, views

app_name = "reporters"
_ONE, _ASKED = "<int:reporter_id>/", "de-nghi/<int:request_id>/"
urlpatterns = [
    *views.ReportersView.paths(),
    path("them/", views.EnterReporterView.as_view(), name="add"),
    *request_views.RequestsView.paths("de-nghi/"),
    path("de-nghi/gui/", request_views.AskView.as_view(), name="ask"),
    path(_ASKED, request_views.RequestView.as_view(), name="request"),
    path(f"{_ASKED}cu/", request_views.AcceptView.as_view(), name="accept"),
    path(f"{_ASKED}khong-cu/", request_views.DeclineView.as_view(), name="decline"),
    path(f"{_ASKED}rut/", request_views.WithdrawView.as_view(), name="withdraw"),
    path(_ONE, views.ReporterView.as_view(), name="reporter"),
    path(f"{_ONE}sua/", views.EditReporterView.as_view(), name="edit_reporter"),
    path(f"{_ONE}cong-khai/", views.ListReporterView.as_view(), name="list_reporter"),
    path(f"{_ONE}thoi-cong-khai/", views.UnlistReporterView.as_view(), name="unlist_reporter"),
    path(f"{_ONE}ket-thuc/", views.EndReporterView.as_view(), name="end_reporter"),
]

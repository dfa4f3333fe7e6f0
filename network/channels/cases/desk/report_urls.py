"""URLs of the officers' screens for reports, under /admin/tin-bao-trang-gia/."""

from django.urls import path

from . import report_views as views

app_name = "fake_reports_desk"
_ONE = "<int:fake_report_id>/"
urlpatterns = [
    *views.ReportsView.paths(),
    path(_ONE, views.ReportView.as_view(), name="report"),
    path(f"{_ONE}vao-vu/", views.TakeView.as_view(), name="take"),
    path(f"{_ONE}tra-loi/", views.CloseView.as_view(), name="close"),
    path(f"{_ONE}chuyen/", views.HandOverView.as_view(), name="hand_over"),
    path(f"{_ONE}anh/", views.picture, name="picture"),
]

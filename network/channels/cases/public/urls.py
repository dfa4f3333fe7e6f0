"""URLs of confirmed fakes and reports, under /trang-chinh-thuc/."""

from django.urls import path

from . import views

app_name = "fakes"
urlpatterns = [
    path("mao-danh/", views.fakes, name="fakes"),
    path("mao-danh/<int:case_id>/", views.fakes, name="fake"),
    path("mao-danh/du-lieu.json", views.as_json, name="json"),
    path("mao-danh/du-lieu.csv", views.as_csv, name="csv"),
    path("bao-trang-gia/", views.ReportView.as_view(), name="report"),
    *views.FollowReportView.paths("bao-trang-gia/"),
]

"""Addresses of competence and resources, under /admin/nang-luc/."""

from django.urls import path

from .people_views import ChangeView, QualificationsView, RecordView, qualification_file

app_name = "capacity"
urlpatterns = [
    *QualificationsView.paths("trinh-do/"),
    path("trinh-do/<int:membership_id>/ghi-nhan/", RecordView.as_view(), name="record"),
    path("trinh-do/<int:qualification_id>/sua/", ChangeView.as_view(), name="change"),
    path("trinh-do/<int:qualification_id>/tep/", qualification_file, name="file"),
]

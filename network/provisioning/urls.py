"""URLs of provisioning, under /admin/co-quan/."""

from django.urls import path

from .import_views import ImportView
from .opening_views import OpenSectionView
from .people_file.views import PeopleFileView, people_template

app_name = "provisioning"
urlpatterns = [
    path("nhap-danh-sach/", ImportView.as_view(), name="import"),
    path("nguoi-tu-tep/", PeopleFileView.as_view(), name="people_file"),
    path("nguoi-tu-tep/mau/", people_template, name="people_template"),
    path("<int:agency_id>/mo-chuyen-muc/", OpenSectionView.as_view(), name="open_section"),
]

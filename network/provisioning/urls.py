"""URLs of provisioning, under /admin/co-quan/."""

from django.urls import include, path

from .import_views import ImportView
from .opening_views import OpenSectionView

app_name = "provisioning"
urlpatterns = [
    path("nhap-danh-sach/", ImportView.as_view(), name="import"),
    path("", include("network.provisioning.people_file.urls")),
    path("<int:agency_id>/mo-chuyen-muc/", OpenSectionView.as_view(), name="open_section"),
]

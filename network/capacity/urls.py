"""URLs of qualifications, decisions and resources, under /admin/nang-luc/."""

from django.urls import path

from .decisions import DecisionsView, FileDecisionView, decision_file
from .people_views import ChangeView, QualificationsView, RecordView, qualification_file
from .resource_views import EnterView, ResourcesView

app_name = "capacity"
urlpatterns = [
    *QualificationsView.paths("trinh-do/"),
    path("trinh-do/<int:membership_id>/ghi-nhan/", RecordView.as_view(), name="record"),
    path("trinh-do/<int:qualification_id>/sua/", ChangeView.as_view(), name="change"),
    path("trinh-do/<int:qualification_id>/tep/", qualification_file, name="file"),
    *DecisionsView.paths("quyet-dinh/"),
    path(
        "quyet-dinh/<int:membership_id>/them-tep/",
        FileDecisionView.as_view(),
        name="file_decision",
    ),
    path("quyet-dinh/<int:decision_id>/tep/", decision_file, name="decision_file"),
    *ResourcesView.paths("nguon-luc/"),
    path("nguon-luc/xlsx/", ResourcesView.as_view(as_workbook=True), name="resources_xlsx"),
    path("nguon-luc/<int:agency_id>/<int:year>/", EnterView.as_view(), name="enter"),
]

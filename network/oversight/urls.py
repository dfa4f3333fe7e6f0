"""URLs of oversight, under /admin/giam-sat/."""

from django.urls import include, path

from .agency_views import AgencyView, DeclareView, DisputeView, check_again, own
from .dispute_views import DisputeRowView, DisputesView
from .matrix_views import MatrixView
from .old_law import OldLawView
from .situation_views import SituationView

app_name = "oversight"
_ABOUT = "co-quan/<int:agency_id>/"
_ONE = f"{_ABOUT}<int:requirement_id>/"
urlpatterns = [
    path("", SituationView.as_view(), name="situation"),
    path("xlsx/", SituationView.as_view(file_format="xlsx"), name="situation_xlsx"),
    path("csv/", SituationView.as_view(file_format="csv"), name="situation_csv"),
    path("ma-tran/", MatrixView.as_view(), name="matrix"),
    path("ma-tran/xlsx/", MatrixView.as_view(as_file=True), name="matrix_xlsx"),
    path("ma-tran/<int:finding_id>/", MatrixView.as_view(), name="cell"),
    path("cua-minh/", own, name="own"),
    path("cua-minh/chinh-sach/", own, {"screen": "policies"}, name="own_policies"),
    path("cua-minh/gioi-thieu/", own, {"screen": "outreach"}, name="own_outreach"),
    path("cua-minh/chat-luong/", own, {"screen": "quality"}, name="own_quality"),
    path(_ABOUT, AgencyView.as_view(), name="agency"),
    path(f"{_ABOUT}kiem-lai/", check_again, name="check_again"),
    path(f"{_ONE}y-kien/", DisputeView.as_view(), name="dispute"),
    path(f"{_ONE}tu-khai/", DeclareView.as_view(), name="declare"),
    *OldLawView.paths("van-ban-het-hieu-luc/"),
    *DisputesView.paths("y-kien/"),
    path("y-kien/<int:dispute_id>/", DisputeRowView.as_view(), name="dispute_row"),
    path("", include("network.oversight.audits.urls")),
    path("", include("network.oversight.duties.urls")),
    path("", include("network.oversight.verdicts.urls")),
    path("", include("network.oversight.outreach.urls")),
    path("", include("network.oversight.policies.urls")),
    path("", include("network.oversight.quality.urls")),
    path("", include("network.oversight.reminding.urls")),
    path("", include("network.oversight.support.urls")),
]

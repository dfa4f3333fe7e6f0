"""URLs of oversight, under /admin/giam-sat/."""

from django.urls import path

from .agency_views import AgencyView, DeclareView, DisputeView, check_again, own
from .audits.views import AuditCellView, audit
from .dispute_views import DisputeRowView, DisputesView
from .matrix_views import MatrixView
from .old_law import OldLawView
from .outreach.views import AllOutreachView, EnterView, OutreachView, strike
from .policies.views import PassOverView, PoliciesView, take_up_again
from .quality.views import AllQualityView, QualityView
from .reminding.desk_views import ReceiveReminderView, RemindersView, ReminderView, letter
from .reminding.views import RemindView
from .situation_views import SituationView
from .support.views import AskHelpView, HelpRequestView, HelpView
from .verdicts.views import AnswerView, DecideView, EvidenceView, VerdictsView, VerdictView

app_name = "oversight"
_REMINDER = "nhac-nho/<int:reminder_id>/"
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
    path("chat-luong/", AllQualityView.as_view(), name="quality_all"),
    path(f"{_ABOUT}chat-luong/", QualityView.as_view(), name="quality"),
    path("gioi-thieu/", AllOutreachView.as_view(), name="outreach_all"),
    path("gioi-thieu/<int:outreach_id>/xoa/", strike, name="strike_outreach"),
    path(f"{_ABOUT}gioi-thieu/", OutreachView.as_view(), name="outreach"),
    path(f"{_ABOUT}gioi-thieu/ghi/", EnterView.as_view(), name="enter_outreach"),
    path(f"{_ABOUT}chinh-sach/", PoliciesView.as_view(), name="policies"),
    path(f"{_ABOUT}chinh-sach/bo-qua/", PassOverView.as_view(), name="pass_over"),
    path(f"{_ABOUT}chinh-sach/<int:item_id>/lam-lai/", take_up_again, name="take_up_again"),
    path(_ABOUT, AgencyView.as_view(), name="agency"),
    path(f"{_ABOUT}kiem-lai/", check_again, name="check_again"),
    path(f"{_ONE}y-kien/", DisputeView.as_view(), name="dispute"),
    path(f"{_ONE}tu-khai/", DeclareView.as_view(), name="declare"),
    path(f"{_ONE}minh-chung/", EvidenceView.as_view(), name="evidence"),
    *VerdictsView.paths("minh-chung/"),
    path("minh-chung/<int:verdict_id>/", VerdictView.as_view(), name="verdict"),
    path("minh-chung/<int:verdict_id>/tra-loi/", AnswerView.as_view(), name="answer_verdict"),
    path("minh-chung/<int:verdict_id>/ket-luan/", DecideView.as_view(), name="decide_verdict"),
    path("chon-mau/", audit, name="audit"),
    path("chon-mau/<int:cell_id>/", AuditCellView.as_view(), name="audit_cell"),
    *OldLawView.paths("van-ban-het-hieu-luc/"),
    path("nhac-nho/gui/", RemindView.as_view(), name="remind"),
    *RemindersView.paths("nhac-nho/"),
    path(_REMINDER, ReminderView.as_view(), name="reminder"),
    path(f"{_REMINDER}nhan/", ReceiveReminderView.as_view(), name="receive_reminder"),
    path(f"{_REMINDER}thu/", letter, name="letter"),
    path(f"{_REMINDER}thu-cung-dot/", letter, {"is_whole": True}, name="letters"),
    *HelpView.paths("ho-tro/"),
    path("ho-tro/gui/", AskHelpView.as_view(), name="ask_help"),
    path("ho-tro/<int:help_id>/", HelpRequestView.as_view(), name="help_request"),
    *DisputesView.paths("y-kien/"),
    path("y-kien/<int:dispute_id>/", DisputeRowView.as_view(), name="dispute_row"),
]

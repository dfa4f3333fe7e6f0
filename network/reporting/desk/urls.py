"""URLs of the report screens, under /admin/bao-cao/."""

from django.urls import path

from . import act_views, file_views, period_views, report_views, totals_views

app_name = "reporting"
_REPORT, _PERIOD = "<int:report_id>/", "ky/<int:period_id>/"
urlpatterns = [
    *report_views.ReportsView.paths(),
    path(_REPORT, report_views.ReportView.as_view(), name="report"),
    path(f"{_REPORT}ghi/", report_views.WriteView.as_view(), name="write"),
    path(f"{_REPORT}nop/", act_views.SubmitView.as_view(), name="submit"),
    path(f"{_REPORT}giao/", act_views.DelegateReportView.as_view(), name="delegate"),
    path(f"{_REPORT}nhap-thay/", act_views.TakePaperView.as_view(), name="take_paper"),
    path(f"{_REPORT}tiep-nhan/", act_views.AcceptView.as_view(), name="accept"),
    path(f"{_REPORT}tra-lai/", act_views.SendBackView.as_view(), name="send_back"),
    path(f"{_REPORT}nhac/", act_views.RemindView.as_view(), name="remind"),
    path(f"{_REPORT}gia-han/", act_views.ExtendView.as_view(), name="extend"),
    path(f"{_REPORT}dinh-chinh/", act_views.CorrectView.as_view(), name="correct"),
    path(f"{_REPORT}ban-ky/", file_views.signed_file, name="signed"),
    path(f"{_REPORT}docx/", file_views.report_docx, name="docx"),
    path(f"{_REPORT}pdf/", file_views.report_pdf, name="pdf"),
    path(f"{_REPORT}xlsx/", file_views.report_xlsx, name="xlsx"),
    *period_views.PeriodsView.paths("ky/"),
    path("ky/mo/", period_views.OpenView.as_view(), name="open_period"),
    path(_PERIOD, totals_views.TotalsView.as_view(), name="period"),
    path(f"{_PERIOD}nhac/", period_views.RemindAllView.as_view(), name="remind_all"),
    path(f"{_PERIOD}khoa/", period_views.LockView.as_view(), name="lock"),
    path(f"{_PERIOD}phien-ban/", period_views.ConsolidateView.as_view(), name="consolidate"),
    path("ky/phien-ban/<int:consolidation_id>/", file_views.version_docx, name="version_docx"),
    path(f"{_PERIOD}gui/", period_views.SendUpView.as_view(), name="send_up"),
    path(f"{_PERIOD}xlsx/", file_views.totals_xlsx, name="totals_xlsx"),
    path(f"{_PERIOD}docx/", file_views.totals_docx, name="totals_docx"),
    path(f"{_PERIOD}pdf/", file_views.totals_pdf, name="totals_pdf"),
    path(f"{_PERIOD}json/", file_views.totals_json, name="totals_json"),
]

"""Addresses of the reports on pages, under /admin/bao-cao-trang/."""

from .views import AgingPagesView, PageHistoryView

app_name = "agencies_reports"
urlpatterns = [*AgingPagesView.paths("cu/"), *PageHistoryView.paths("lich-su/")]

"""URLs of the page reports, under /admin/bao-cao-trang/."""

from .views import AgingPagesView, PageHistoryView

app_name = "agencies_reports"
urlpatterns = [*AgingPagesView.paths("cu/"), *PageHistoryView.paths("lich-su/")]

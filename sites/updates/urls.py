"""URLs of the report, under /admin/toc-do-dang/."""

from .views import PaceView

app_name = "legal_update_pace"
urlpatterns = PaceView.paths()

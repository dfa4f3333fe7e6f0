"""URLs of the audit log, under /admin/nhat-ky/."""

from .views import AuditLogView

app_name = "agencies_audit"
urlpatterns = AuditLogView.paths()

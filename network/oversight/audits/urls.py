"""URLs of the sample audits, in the namespace of oversight."""

from django.urls import path

from .views import AuditCellView, audit

urlpatterns = [
    path("chon-mau/", audit, name="audit"),
    path("chon-mau/<int:cell_id>/", AuditCellView.as_view(), name="audit_cell"),
]

"""Addresses of the audit log, under /admin/nhat-ky/."""

from django.urls import path

from . import views

app_name = "agencies_audit"
urlpatterns = [
    path("", views.AuditLogView.as_view(), name="index"),
    path("ket-qua/", views.AuditLogView.as_view(results_only=True), name="results"),
    path("xuat/", views.AuditExportView.as_view(), name="export"),
]

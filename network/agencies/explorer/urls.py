"""Addresses of the reports on pages, under /admin/bao-cao-trang/."""

from django.urls import path

from . import views

app_name = "agencies_reports"
urlpatterns = [
    path("cu/", views.AgingPagesView.as_view(), name="aging"),
    path("cu/ket-qua/", views.AgingPagesView.as_view(results_only=True), name="aging_results"),
    path("cu/xuat/", views.AgingPagesExport.as_view(), name="aging_export"),
    path("lich-su/", views.PageHistoryView.as_view(), name="history"),
    path(
        "lich-su/ket-qua/", views.PageHistoryView.as_view(results_only=True), name="history_results"
    ),
    path("lich-su/xuat/", views.PageHistoryExport.as_view(), name="history_export"),
]

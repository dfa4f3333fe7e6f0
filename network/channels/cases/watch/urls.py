"""URLs of the screens for scans, under /admin/ra-soat-mao-danh/."""

from django.urls import path

from . import views

app_name = "channels_watch"
_ONE = "<int:scan_id>/"
urlpatterns = [
    *views.ScansView.paths(),
    path("mo/", views.OpenView.as_view(), name="open"),
    path(_ONE, views.ScanView.as_view(), name="scan"),
    path(f"{_ONE}xem/", views.LookView.as_view(), name="look"),
    path(f"{_ONE}trang/", views.FindView.as_view(), name="find"),
    path(f"{_ONE}xong/", views.FinishView.as_view(), name="finish"),
]

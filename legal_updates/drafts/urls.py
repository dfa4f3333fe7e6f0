"""URLs of drafts, under /admin/van-ban-cho-xac-nhan/."""

from django.urls import path

from . import views

app_name = "legal_drafts"
urlpatterns = [
    *views.DraftsView.paths(),
    path("<int:draft_id>/", views.ConfirmView.as_view(), name="confirm"),
    path("<int:draft_id>/tu-choi/", views.RefuseView.as_view(), name="refuse"),
]

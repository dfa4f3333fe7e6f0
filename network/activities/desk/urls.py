"""URLs of the diary, under /admin/nhat-ky-hoat-dong/."""

from django.urls import path

from . import views
from .events import EventsView
from .figures import AgencyActivitiesView, FiguresView

app_name = "activities"
urlpatterns = [
    *views.ActivitiesView.paths(),
    path("xlsx/", views.ActivitiesView.as_view(as_workbook=True), name="xlsx"),
    *FiguresView.paths("so-lieu/"),
    *AgencyActivitiesView.paths("so-lieu/<int:agency_id>/"),
    *EventsView.paths("su-kien/"),
    path("su-kien/<int:page_id>/", views.FromEventView.as_view(), name="from_event"),
    path("them/", views.EntryView.as_view(), name="add"),
    path("them/<int:agency_id>/", views.EntryView.as_view(), name="add_for"),
    path("nhap-tep/", views.ImportView.as_view(), name="import"),
    path("mau-xlsx/", views.workbook_to_fill_in, name="blank"),
    path("<int:activity_id>/", views.ActivityView.as_view(), name="activity"),
    path("<int:activity_id>/sua/", views.EditView.as_view(), name="edit"),
    path("<int:activity_id>/tuong-tu/", views.CopyView.as_view(), name="copy"),
    path("<int:activity_id>/bo/", views.RemoveView.as_view(), name="remove"),
]

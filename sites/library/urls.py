"""URLs of the library for agencies, under /admin/kho-tin/."""

from django.urls import path

from . import views

app_name = "agency_library"
urlpatterns = [
    *views.LibraryView.paths(),
    path("<int:item_id>/dung/", views.UseView.as_view(), name="use"),
]

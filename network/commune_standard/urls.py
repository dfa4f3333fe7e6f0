"""URLs of the commune standard, under /admin/chuan-xa/."""

from django.urls import path

from .views import CommuneView, EnterFigureView, TableOfCommunesView, dossier_file, own

app_name = "commune_standard"
urlpatterns = [
    path("", TableOfCommunesView.as_view(), name="table"),
    path("cua-minh/", own, name="own"),
    path("<int:agency_id>/", CommuneView.as_view(), name="commune"),
    path("<int:agency_id>/ho-so/", dossier_file, name="dossier"),
    path("<int:agency_id>/<int:indicator_id>/nhap/", EnterFigureView.as_view(), name="enter"),
]

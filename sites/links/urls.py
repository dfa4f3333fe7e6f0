"""URLs of the link screens, under /admin/lien-ket/."""

from django.urls import path

from . import views
from .missing_views import MissingLinksView

app_name = "section_links"
urlpatterns = [
    *views.DeadLinksView.paths(),
    path("bat-buoc/", views.required, name="required"),
    *MissingLinksView.paths("con-thieu/"),
    path("pano/", views.panos, name="panos"),
]

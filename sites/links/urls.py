"""Addresses of the screens, under /admin/lien-ket/."""

from django.urls import path

from . import views

app_name = "section_links"
urlpatterns = [
    *views.DeadLinksView.paths(),
    path("bat-buoc/", views.required, name="required"),
    path("pano/", views.panos, name="panos"),
]

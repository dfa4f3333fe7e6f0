"""URLs for reading offline, in the namespace of the hub."""

from django.urls import path

from . import views

urlpatterns = [
    path("sw.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    *(path(name, views.icon, {"name": name}) for name in ("favicon.ico", "apple-touch-icon.png")),
    path("ngoai-tuyen/", views.offline, name="offline"),
]

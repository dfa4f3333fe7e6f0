"""URLs for sharing a page or document, in the namespace of the hub."""

from django.urls import path, register_converter

from . import views
from .codes import ShortCode

register_converter(ShortCode, "code")
urlpatterns = [
    path("s/<code:code>/", views.redirect_to_page, name="short"),
    path("s/<code:code>/to-gap/", views.leaflet, name="leaflet"),
    path("s/<code:code>.svg", views.qr_code, name="qr_code"),
    path("s/<code:code>.png", views.picture, name="picture"),
    path("chia-se.png", views.hub_picture, name="hub_picture"),
]

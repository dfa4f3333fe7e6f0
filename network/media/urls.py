"""URLs of stored images below /media/. Documents have their URLs below /documents/."""

from django.urls import re_path

from . import views

app_name = "media"
# The storage allows no other characters in names.
urlpatterns = [
    re_path(r"^(?P<path>avatar_images/[\w.-]+)$", views.face, name="face"),
    re_path(r"^(?P<path>pages/[0-9a-f]{20}/[\w.-]+)$", views.page_picture, name="page_picture"),
    re_path(r"^(?P<path>[\w./-]+)$", views.picture, name="picture"),
]

"""What is kept below MEDIA_ROOT and has an address; files have theirs under /documents/."""

from django.urls import re_path

from . import views

app_name = "media"
# Storage lets no other character into a name.
urlpatterns = [
    re_path(r"^(?P<path>avatar_images/[\w.-]+)$", views.face, name="face"),
    re_path(r"^(?P<path>pages/[0-9a-f]{20}/[\w.-]+)$", views.page_picture, name="page_picture"),
    re_path(r"^(?P<path>[\w./-]+)$", views.picture, name="picture"),
]

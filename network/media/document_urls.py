"""The address of a file, under the name Wagtail and its link handlers ask for.

In place of `wagtail.documents.urls`: its view asks hooks, but sends no part of a file, no policy
of ours and no word on keeping, and its password form serves collections that nobody can close.
"""

from django.urls import re_path

from . import views

urlpatterns = [re_path(r"^([0-9]{1,18})/([\w.-]+)$", views.document, name="wagtaildocs_serve")]

"""URL of a document, under the name that Wagtail and its link handlers reverse.

Replaces `wagtail.documents.urls`: that view calls hooks, but supports no byte ranges and sets
neither our content security policy nor cache headers. Its password form is for restricted
collections, which do not exist here.
"""

from django.urls import re_path

from . import views

urlpatterns = [re_path(r"^([0-9]{1,18})/([\w.-]+)$", views.document, name="wagtaildocs_serve")]

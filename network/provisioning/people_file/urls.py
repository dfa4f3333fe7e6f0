"""URLs of the import of people, in the namespace of provisioning."""

from django.urls import path

from .views import PeopleFileView, people_template

urlpatterns = [
    path("nguoi-tu-tep/", PeopleFileView.as_view(), name="people_file"),
    path("nguoi-tu-tep/mau/", people_template, name="people_template"),
]

"""URLs of what is asked of the network, in the namespace of oversight."""

from django.urls import path

from .views import DeclareDutyView, DutiesView, dossier_file

urlpatterns = [
    path("nen-tang-so/", DutiesView.as_view(), name="duties"),
    path("nen-tang-so/ho-so/", dossier_file, name="duties_dossier"),
    path("nen-tang-so/<int:duty_id>/khai/", DeclareDutyView.as_view(), name="declare_duty"),
]

"""URLs of proposals, under /admin/de-nghi/."""

from django.urls import path, re_path

from . import views

app_name = "aggregator_proposals"
urlpatterns = [
    path("", views.OwnProposalsView.as_view(), name="own"),
    re_path("^moi/(?P<kind>source|link)/$", views.ProposeView.as_view(), name="propose"),
    path("cac-co-quan/", views.WaitingProposalsView.as_view(), name="waiting"),
    path("<int:proposal_id>/tu-choi/", views.DeclineView.as_view(), name="decline"),
]

"""Addresses of the agency admin's screens, under /admin/nguoi-dung/."""

from django.urls import path

from . import network_views, views

app_name = "agencies_people"
urlpatterns = [
    path("", views.PeopleView.as_view(), name="index"),
    path("moi/", views.InviteView.as_view(), name="invite"),
    path("loi-moi/", views.InvitationsView.as_view(), name="invitations"),
    path("loi-moi/<int:invitation_id>/gui-lai/", views.ResendView.as_view(), name="resend"),
    path("loi-moi/<int:invitation_id>/thu-hoi/", views.WithdrawView.as_view(), name="withdraw"),
    path("<int:membership_id>/doi-vai-tro/", views.ChangeView.as_view(), name="change"),
    path("<int:membership_id>/ket-thuc/", views.EndView.as_view(), name="end"),
    path(
        "<int:membership_id>/dat-lai-xac-thuc/",
        views.ResetFactorView.as_view(),
        name="reset_factor",
    ),
    path(
        "co-quan/<int:agency_id>/moi-quan-tri/",
        network_views.FirstAdminView.as_view(),
        name="first_admin",
    ),
    path("mang-luoi/", network_views.NetworkPeopleView.as_view(), name="network"),
    path(
        "mang-luoi/<int:membership_id>/dat-lai-xac-thuc/",
        network_views.ResetNetworkFactorView.as_view(),
        name="reset_network_factor",
    ),
]

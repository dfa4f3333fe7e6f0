"""URLs of the screens about people, under /admin/nguoi-dung/."""

from django.urls import path

from . import network_role_views, network_views, overview, views

app_name = "agencies_people"
urlpatterns = [
    path("", views.PeopleView.as_view(), name="index"),
    path("moi/", views.InviteView.as_view(), name="invite"),
    path("loi-moi/", views.InvitationsView.as_view(), name="invitations"),
    path(
        "loi-moi/<int:invitation_id>/gui-lai/", views.ResendInvitationView.as_view(), name="resend"
    ),
    path(
        "loi-moi/<int:invitation_id>/thu-hoi/",
        views.WithdrawInvitationView.as_view(),
        name="withdraw",
    ),
    path("<int:membership_id>/doi-vai-tro/", views.ChangeView.as_view(), name="change"),
    path("<int:membership_id>/nguoi-thay/", views.SubstituteView.as_view(), name="substitute"),
    path("<int:membership_id>/ket-thuc/", views.EndRoleView.as_view(), name="end"),
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
    *overview.OverviewView.paths("tat-ca/"),
    path("mang-luoi/", network_views.NetworkPeopleView.as_view(), name="network"),
    path(
        "mang-luoi/<int:membership_id>/dat-lai-xac-thuc/",
        network_views.ResetNetworkFactorView.as_view(),
        name="reset_network_factor",
    ),
    path(
        "mang-luoi/giao-vai-tro/",
        network_role_views.GrantNetworkRoleView.as_view(),
        name="give_network_role",
    ),
    path(
        "mang-luoi/<int:membership_id>/ket-thuc/",
        network_role_views.EndNetworkRoleView.as_view(),
        name="end_network_role",
    ),
    path(
        "mang-luoi/loi-moi/",
        network_role_views.NetworkInvitationsView.as_view(),
        name="network_invitations",
    ),
    path(
        "mang-luoi/loi-moi/<int:invitation_id>/gui-lai/",
        network_role_views.ResendNetworkInvitationView.as_view(),
        name="resend_to_network",
    ),
    path(
        "mang-luoi/loi-moi/<int:invitation_id>/thu-hoi/",
        network_role_views.WithdrawNetworkInvitationView.as_view(),
        name="withdraw_from_network",
    ),
]

"""URLs of sign-in, under allauth's names. allauth's other views are not available.

No sign-up, no email management, no social sign-in, no sign-in by a mailed code.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from django.urls import path, re_path
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import RedirectView

from . import views

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="mfa_index"), name="account_home"),
    path("dang-nhap/", views.SignInView.as_view(), name="account_login"),
    # Polled by open pages, and the last page of a sign-in within one of them.
    path("phien/", views.standing, name="account_standing"),
    path("da-dang-nhap-lai/", views.signed_in_again, name="account_signed_in_again"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("tam-khoa/", account.account_inactive, name="account_inactive"),
    path("doi-mat-khau/", views.ChangePasswordView.as_view(), name="account_change_password"),
    # allauth redirects accounts without a password here; they set one by a mailed link.
    path(
        "dat-mat-khau/",
        RedirectView.as_view(pattern_name="account_reset_password"),
        name="account_set_password",
    ),
    path("quen-mat-khau/", views.ForgottenPasswordView.as_view(), name="account_reset_password"),
    path("quen-mat-khau/da-gui/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "mat-khau-moi/da-doi/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^mat-khau-moi/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("bao-mat/", views.SafetyView.as_view(), name="mfa_index"),
    path(
        "bao-mat/nhap-ma/", xframe_options_sameorigin(factor.authenticate), name="mfa_authenticate"
    ),
    path("bao-mat/nhap-lai-ma/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("bao-mat/ung-dung/", views.EnrolAppView.as_view(), name="mfa_activate_totp"),
    path("bao-mat/ung-dung/go/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("bao-mat/ma-du-phong/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "bao-mat/ma-du-phong/tao-moi/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "bao-mat/ma-du-phong/tai-ve/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("bao-mat/khoa/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("bao-mat/khoa/them/", views.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path(
        "bao-mat/khoa/nhap-lai/",
        passkey.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("bao-mat/khoa/<int:pk>/go/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
    path("bao-mat/khoa/<int:pk>/doi-ten/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
]

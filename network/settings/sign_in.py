"""How people sign in, and how long a session lasts (docs/adr/0008-sign-in.md)."""

import os

AUTHENTICATION_BACKENDS = ["network.accounts.backends.NameOrEmailBackend"]
SECOND_FACTOR_REQUIRED = True
ADMIN_IDLE_MINUTES = int(os.environ.get("ADMIN_IDLE_MINUTES") or 60)
# Delays after wrong passwords and codes, in seconds (network/core/spam_guard/delays.py). A device
# that has signed in to the account before is counted by itself, and not by its network address.
SIGN_IN_ACCOUNT_DELAY = {"free": 5, "first": 30, "longest": 900, "recovery": 900}
SIGN_IN_ADDRESS_DELAY = {"free": 30, "first": 30, "longest": 30, "recovery": 30}
SIGN_IN_LOG_DAYS = 180
# How many proxies of our own stand in front; what they say of the client's address is believed.
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES") or 0)
SESSION_ENGINE = "network.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60
CSRF_FAILURE_VIEW = "network.accounts.views.form_expired"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
ACCOUNT_ADAPTER = "network.accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_SESSION_REMEMBER = False
# Django's: allauth's would copy emails into a table of its own, where old ones stay valid.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_RATE_LIMITS = {
    # Failures are counted by network/accounts/attempts.py: these limits would stop a whole office.
    "login": None,
    "login_failed": None,
    # The key in the mailed link cannot be guessed.
    "reset_password_from_key": None,
}
ACCOUNT_FORMS = {
    "login": "network.accounts.forms.SignInForm",
    "reset_password": "network.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "network.accounts.forms.NewPasswordForm",
    "change_password": "network.accounts.forms.ChangePasswordForm",
}
MFA_ADAPTER = "network.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "PBGDPL Gia Lai"
MFA_FORMS = {
    "authenticate": "network.accounts.forms.TwoFactorCodeForm",
    "reauthenticate": "network.accounts.forms.CodeAgainForm",
    "activate_totp": "network.accounts.forms.EnrolAppForm",
    "authenticate_webauthn": "network.accounts.forms.PasskeyForm",
    "reauthenticate_webauthn": "network.accounts.forms.PasskeyAgainForm",
    "add_webauthn": "network.accounts.forms.AddPasskeyForm",
}

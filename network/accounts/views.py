"""Sign-in views that differ from allauth's."""

from typing import Any

from allauth.account import views as account_views
from allauth.account.adapter import get_adapter as account_adapter
from allauth.core.ratelimit import consume_or_429
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from . import services
from .devices import remember_device
from .forms import ChangePasswordForm
from .models import SignInOutcome
from .same_person import PARAMETER, read_person
from .script_answers import is_script_request, script_refusal
from .second_factor import mark_step_used
from .selectors import has_second_factor, recent_sign_ins


@method_decorator(xframe_options_sameorigin, name="dispatch")
class SignInView(account_views.LoginView):
    """Sign-in by name and password. In a frame of an open editor it accepts only the user who was
    working there."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Pass the only permitted user to the form, if the request names one."""
        asked = self.request.POST.get(PARAMETER) or self.request.GET.get(PARAMETER, "")
        person = read_person(asked) if asked else None
        self.named = {PARAMETER: asked} if person else {}
        return super().get_form_kwargs() | {"person": person}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"named": self.named}

    def get_authenticated_redirect_url(self) -> str:
        """Return the redirect for users who are signed in already.

        Wagtail redirects users without admin rights to the sign-in page, so redirecting them back
        would loop.
        """
        if self.request.user.has_perm("wagtailadmin.access_admin"):
            return str(super().get_authenticated_redirect_url())
        return reverse("mfa_index")


class ChangePasswordView(account_views.PasswordChangeView):
    """Form view: change the password while signed in."""

    def form_valid(self, form: ChangePasswordForm) -> HttpResponse:
        """Save the password and renew this device's cookie; all other devices become unknown."""
        response: HttpResponse = super().form_valid(form)
        remember_device(self.request, response, form.user)
        return response


class ForgottenPasswordView(account_views.PasswordResetView):
    """Form view: request the mail with the link for a new password."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Queue the mail. The response is the same for every email; 429 for too many requests."""
        email = form.cleaned_data["email"]
        refused = consume_or_429(self.request, action="reset_password", key=email.casefold())
        if refused:
            return refused
        services.request_password_reset(email=email)
        return redirect("account_reset_password_done")


class EnrolAppView(ActivateTOTPView):
    """Form view: set up an authenticator app. At the first sign-in this completes it."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save the app, mark its code as used, and trust the session."""
        response = super().form_valid(form)
        app = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        mark_step_used(app, form.step)
        complete_enrolment(self.request, app)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether this is the first factor, without which nothing else can be opened."""
        first = not has_second_factor(self.request.user)
        return super().get_context_data(**kwargs) | {"is_first_factor": first}


class AddPasskeyView(AddWebAuthnView):
    """Form view: set up a passkey. At the first sign-in this completes it."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save the passkey and trust the session: creating it here proves the second factor."""
        response = super().form_valid(form)
        keys = Authenticator.objects.filter(
            user=self.request.user, type=Authenticator.Type.WEBAUTHN
        )
        complete_enrolment(self.request, keys.latest("pk"))
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first = not has_second_factor(self.request.user)
        return super().get_context_data(**kwargs) | {"is_first_factor": first}


class SafetyView(IndexView):
    """Page of the account's factors and its last sign-ins."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sign_ins = recent_sign_ins(self.request.user)
        return super().get_context_data(**kwargs) | {"sign_ins": sign_ins}


def complete_enrolment(request: HttpRequest, authenticator: Authenticator) -> None:
    """Trust the session by the factor that was just set up, renew the session key, and log it."""
    post_authentication(request, authenticator)
    request.session.cycle_key()
    services.record_sign_in(
        request=request, user=authenticator.user, outcome=SignInOutcome.ENROLLED, now=timezone.now()
    )


def redirect_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect from allauth's other sign-in pages to the only one; `next` is kept if it is safe."""
    wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
    query = f"?{urlencode({REDIRECT_FIELD_NAME: wanted})}" if _is_safe(wanted) else ""
    return redirect(reverse("account_login") + query)


def standing(request: HttpRequest) -> JsonResponse:
    """Return as JSON who is signed in, and the CSRF token for forms of pages that are open."""
    user = request.user
    person = str(user.pk) if user.is_authenticated else ""
    response = JsonResponse({"person": person, "token": get_token(request)})
    add_never_cache_headers(response)
    return response


@xframe_options_sameorigin
def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Show that the work in the open page can continue."""
    return render(request, "accounts/signed_in_again.html")


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Return the 429 page for too many requests."""
    return render(request, "accounts/too_many_requests.html", status=429)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the 403 page for a form from another session (CSRF failure), as JSON for scripts. It
    names no technical reason."""
    if is_script_request(request):
        return script_refusal("form_expired", _("The page is out of date."), status=403)
    return render(request, "accounts/form_expired.html", status=403)


def _is_safe(url: str) -> bool:
    """Return whether a redirect to `url` is allowed; not for ""."""
    return bool(url) and account_adapter().is_safe_url(url)

"""Public views without session and cookies: the link itself authorises the action.

So Django's cookie-based CSRF check would protect nothing, and one-click unsubscribe by mail
programs (RFC 8058) sends no token. GET requests change nothing, because mail scanners open every
link.
"""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from network.accounts.addresses import client_address
from network.core.freshness.middleware import for_visitors
from network.core.public_forms.limits import accept_submission

from . import selectors, services
from .choices import choices_from_query
from .forms import ChoicesForm, FollowForm, preselected
from .masking import masked
from .models import Frequency
from .tokens import key_of, manage_token, request_id_of


def personal[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Decorator for pages opened by a secret link or showing an address: not cached, indexed or
    sent as referrer."""

    @csrf_exempt
    @never_cache
    @wraps(view)
    def marked(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(*args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return marked


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Show or process the subscription form. The response does not reveal whether the address is
    known."""
    now = timezone.now()
    data = request.POST if request.method == "POST" else None
    form = FollowForm(data, now=now, initial=preselected(request.GET))
    if not form.is_valid():
        return render(request, "following/ask.html", {"form": form})
    address = client_address(request)
    if not accept_submission(form, purpose="following.form", address=address):
        return render(request, "following/ask.html", {"form": form}, status=429)
    if not form.is_trapped:
        services.ask_to_follow(**form.asked, now=now)
    return redirect("following:asked")


@require_safe
@for_visitors
def asked(request: HttpRequest) -> HttpResponse:
    """Tell the visitor to confirm by mail."""
    return render(request, "following/asked.html", {"days": services.LINK_DAYS})


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what will be confirmed, with a button. Only the POST confirms.

    404 for an invalid token, 410 for a request that is closed or too old.
    """
    now, request_id = timezone.now(), request_id_of(token)
    if request_id is None:
        raise Http404
    if request.method == "POST":
        subscriber = services.confirm_request(request_id=request_id, now=now)
        if subscriber:
            return redirect("following:manage", manage_token(subscriber))
    asked_for = selectors.open_request(request_id, now=now)
    if asked_for is None:
        return render(request, "following/out_of_date.html", status=410)
    context = {
        "email": masked(asked_for.email),
        "names": selectors.names_of_choices(choices_from_query(asked_for)),
        "frequency": Frequency(asked_for.frequency).label,
    }
    return render(request, "following/confirm.html", context)


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Show and change what a subscriber follows.

    404 for an invalid token, 410 if the subscription was deleted.
    """
    key = key_of(token)
    if key is None:
        raise Http404
    subscriber = selectors.subscriber_with(key)
    if subscriber is None:
        return render(request, "following/stopped.html", status=410)
    data = request.POST if request.method == "POST" else None
    form = ChoicesForm(data, initial=selectors.followed_by(subscriber))
    saved = form.is_valid()
    if saved and not services.change_follows(key=key, **form.asked):
        return render(request, "following/stopped.html", status=410)
    context = {"form": form, "saved": saved, "token": token, "email": masked(subscriber.email)}
    return render(request, "following/manage.html", context)


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask with one button; a POST (also from a mail program) deletes the subscription at once.

    Repeating it, or using an old link, gives the same response. 404 for an invalid token.
    """
    key = key_of(token)
    if key is None:
        raise Http404
    if request.method == "POST":
        services.stop_following(key=key)
    elif subscriber := selectors.subscriber_with(key):
        context = {"token": token, "email": masked(subscriber.email)}
        return render(request, "following/stop.html", context)
    return render(request, "following/stopped.html")

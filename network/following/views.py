"""The pages of following, all without session or cookie: what may be done, the link says.

So Django's CSRF check, which rests on a cookie, guards nothing here, and one-click stops of mail
programs (RFC 8058) come without one. A GET changes nothing: mail scanners open every link.
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
    """Mark a page that a secret link opens, or that may hold an address: nobody keeps it."""

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
    """Show the form, or take it; the answer is the same whoever's address it was."""
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
    """Say that the mail must be confirmed."""
    return render(request, "following/asked.html", {"days": services.LINK_DAYS})


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is to be confirmed and one button; only the button confirms."""
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
    """Show what somebody follows, and take what they change of it."""
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
    """Ask with one button, and delete at once when it is pressed, here or in a mail program.

    A second press, or a link that was used before, gets the same answer.
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

"""Public pages of submissions: the form, and the page that shows or deletes a row by its code."""

import datetime as dt
import secrets
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from network.accounts.addresses import client_address
from network.core.public_forms.codes import Codes
from network.core.public_forms.following import CodeForm
from network.core.public_forms.limits import accept_submission, count_wrong_code
from network.core.spam_guard.forms import GuardedForm


class PublicPostView(View):
    """Page that citizens open and post to without session and cookies."""

    http_method_names = ["get", "head", "post"]
    request: HttpRequest
    now: dt.datetime

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        """Return the view without CSRF protection: a request acts in nobody's name, and a form that
        stores something has a stamp of its own."""
        return csrf_exempt(never_cache(super().as_view(**initkwargs)))

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()


class SubmitView[Form: GuardedForm](PublicPostView):
    """Page with a form. Shows the form again with status 422 if it has an error, or 429 if the
    sender's network has to wait. A trapped form gets the usual response, but nothing is stored."""

    form_class: type[Form]
    template_name = ""
    received_template_name = ""
    # None if senders get no code.
    codes: Codes | None = None

    def context(self) -> dict[str, Any]:
        """Return additional context of both templates."""
        return {}

    def make_form(self, *data: Any) -> Form:
        """Return the form, bound if there is data."""
        return self.form_class(*data, now=self.now, label_suffix="")

    def store(self, form: Form) -> str:
        """Store the submission and return its code, "" without codes. Raises ValidationError."""
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the empty form."""
        return self.answer(self.make_form(), 200)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Store the submission and show its code."""
        form = self.make_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.answer(form, 422)
        address = client_address(request)
        if form.is_trapped:
            code = self.codes.code_of(secrets.token_urlsafe(12), "") if self.codes else ""
        elif not accept_submission(form, purpose=form.purpose, address=address):
            return self.answer(form, 429)
        else:
            try:
                code = self.store(form)
            except ValidationError as error:
                form.add_error(None, error)
                return self.answer(form, 422)
        context = self.context() | self.receipt(form) | {"code": code}
        return render(request, self.received_template_name, context)

    def receipt(self, form: Form) -> dict[str, Any]:
        """Return what the page after sending shows beside the code."""
        return {}

    def answer(self, form: Form, status: int) -> HttpResponse:
        """Show the form."""
        context = self.context() | {"form": form}
        return render(self.request, self.template_name, context, status=status)


class FollowView[Row: Model](PublicPostView):
    """Page that shows the submission with a posted code, or deletes it for its sender.

    A correct code is always accepted, however many wrong ones came from the same network: thousands
    of people may share an IP address, and a 50-bit code cannot be guessed at the rate of a web
    server (docs/adr/0059-delays-in-place-of-lockouts.md).
    """

    template_name = ""
    # Name of the row in the template.
    row_name = "row"
    # Set only by the URL of the deletion.
    is_deletion = False

    @classmethod
    def paths(cls, route: str = "") -> list[URLPattern]:
        """Return the URL patterns "follow" and "withdraw" below `route`."""
        deletion = cls.as_view(is_deletion=True, http_method_names=["post"])
        return [
            path(f"{route}theo-doi/", cls.as_view(), name="follow"),
            path(f"{route}theo-doi/xoa/", deletion, name="withdraw"),
        ]

    def find(self, code: str) -> Row | None:
        """Return the row with a typed code, or None."""
        raise NotImplementedError

    def delete_row(self, row: Row) -> None:
        """Delete the row at its sender's request."""
        raise NotImplementedError

    def describe(self, row: Row) -> dict[str, Any]:
        """Return what the page shows beside the row."""
        return {}

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form for the code."""
        return self.answer(CodeForm(label_suffix=""))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show the row with the posted code. Deletes it instead at the URL of the deletion, once
        its sender has ticked the confirmation. 429 after too many wrong codes."""
        form = CodeForm(request.POST or None, label_suffix="")
        if not form.is_valid():
            return self.answer(form)
        row = self.find(form.cleaned_data["code"])
        if row is None:
            if not count_wrong_code(address=client_address(request), now=self.now):
                return render(request, "core/too_much.html", status=429)
            form.add_error("code", _("Nothing has this code. Look at each letter again."))
            return self.answer(form)
        if self.is_deletion and request.POST.get("sure") == "on":
            self.delete_row(row)
            return self.answer(form, deleted=True)
        shown = {self.row_name: row, "code": form.cleaned_data["code"]}
        return self.answer(form, **shown, **self.describe(row))

    def answer(self, form: CodeForm, **context: Any) -> HttpResponse:
        """Show the page."""
        status = 422 if form.errors else 200
        return render(self.request, self.template_name, context | {"form": form}, status=status)

"""Delete a file in Wagtail's form for several uploads, also if a page already uses it."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.multiple_upload import DeleteView


def delete_unless_used(
    view: DeleteView, request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponse:
    """Delete the file, or return status 409 if a page uses it. Wagtail's view would raise a server
    error."""
    try:
        with transaction.atomic():
            return DeleteView.post(view, request, *args, **kwargs)
    except ProtectedError:
        words = _("A page uses this file: take it out of the page first, then delete it.")
        return JsonResponse({"success": False, "error_message": words}, status=409)

"""Refusals for scripts of open pages, as JSON with a message that they can show."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

# Status codes with which an autosaving editor is refused: no permission, or no longer signed in.
_REFUSALS = frozenset({302, 403, 404})


class ScriptResponsesMiddleware:
    """Turns refusals of an autosaving editor's requests, which expect JSON, into JSON with a
    reason."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Replace the response if it refuses an admin POST request that accepts only JSON."""
        response = self.get_response(request)
        if (
            response.status_code in _REFUSALS
            and is_admin_post(request)
            and not request.accepts("text/html")
            and response.headers.get("Content-Type") != "application/json"
        ):
            text = _("You may no longer change this, or it was taken away.")
            return script_refusal("right_ended", text, status=403)
        return response


def is_admin_post(request: HttpRequest) -> bool:
    """Return whether the request sends a form, or a script's data, to an admin page."""
    return request.method == "POST" and request.path_info.startswith(reverse("wagtailadmin_home"))


def is_script_request(request: HttpRequest) -> bool:
    """Return whether a script sent the request, which cannot show an HTML page."""
    is_ajax = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    return is_ajax or not request.accepts("text/html")


def script_refusal(code: str, text: str, *, status: int) -> JsonResponse:
    """Return a refusal in the JSON format of Wagtail's editor."""
    answer = {"success": False, "error_code": code, "error_message": text}
    return JsonResponse(answer, status=status)

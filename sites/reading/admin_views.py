"""Processing state of a material's files, polled by its editor."""

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe


@require_safe
def files_state(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the files of the last saved draft."""
    # Looked up by name, because the model's module imports this one.
    page = get_object_or_404(apps.get_model("agency_sites", "MaterialPage"), pk=page_id)
    files = page.get_latest_revision_as_object().files_to_read
    return render(request, "agency_sites/reading/files_state.html", {"files": files})

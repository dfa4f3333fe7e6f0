"""Views that send images, documents and profile pictures. Users without access get 404."""

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from .delivery import send_file
from .models import Rendition
from .selectors import (
    avatar_at,
    document_named,
    holds_pass,
    image_at,
    is_public,
    may_open,
    may_see_face,
)
from .viewing.selectors import rendering_at


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send the original image or rendition stored at `path`."""
    found = image_at(path)
    if found is None:
        raise Http404
    image = found.image if isinstance(found, Rendition) else found
    public = is_public(image)
    if not (public or may_open(image, request.user) or holds_pass(request, image)):
        raise Http404
    return send_file(request, found.file, public=public)


@require_safe
def document(request: HttpRequest, document_id: str, file_name: str) -> HttpResponseBase:
    """Send a document requested by id and name. 404 if it was withdrawn."""
    found = document_named(int(document_id), file_name)
    if found is None or found.withdrawn:
        raise Http404
    public = is_public(found)
    if not (public or may_open(found, request.user) or holds_pass(request, found)):
        raise Http404
    return send_file(request, found.file, public=public)


@require_safe
def page_picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send the image of a file's page to everybody who may open the file."""
    rendering = rendering_at(path)
    if rendering is None:
        raise Http404
    file = rendering.document
    public = is_public(file)
    if not (public or may_open(file, request.user) or holds_pass(request, file)):
        raise Http404
    return send_file(request, FieldFile(file, file.file.field, path), public=public)


@require_safe
def face(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a profile picture to users who may see its owner in the admin."""
    profile = avatar_at(path)
    if profile is None or not may_see_face(profile.user, request.user):
        raise Http404
    return send_file(request, profile.avatar, public=False)

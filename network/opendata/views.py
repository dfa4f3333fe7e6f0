"""The public page of the catalogue, and its files."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import etag, require_safe

from .datasets import DATASETS
from .models import CatalogueFile
from .services import MANIFEST


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the sets with their files, day and licence."""
    files = {file.name: file for file in CatalogueFile.objects.defer("body")}
    manifest = files.get(MANIFEST)
    sets = [
        (dataset, [files[f"{dataset.key}.{end}"] for end in ("csv", "json")])
        for dataset in DATASETS
        if manifest and f"{dataset.key}.csv" in files
    ]
    context = {"sets": sets, "manifest": manifest, "licence": settings.OPEN_DATA_LICENCE}
    return render(request, "opendata/index.html", context)


def _etag(request: HttpRequest, name: str) -> str | None:
    digest = CatalogueFile.objects.filter(name=name).values_list("sha256", flat=True).first()
    return f'"{digest}"' if digest else None


@require_safe
@etag(_etag)
def file(request: HttpRequest, name: str) -> HttpResponse:
    """Return a file of the newest edition. 404 for another name."""
    row = get_object_or_404(CatalogueFile, name=name)
    answer = HttpResponse(bytes(row.body), content_type=row.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{row.name}"'
    answer["Cache-Control"] = "public, no-cache"
    return answer

"""Signal handlers for events that only Wagtail's code triggers: a file was stored or deleted."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from . import tasks
from .models import AgencyDocument
from .viewing import services
from .viewing.models import Rendering
from .viewing.selectors import is_viewed


def connect() -> None:
    post_save.connect(document_stored, sender=AgencyDocument, dispatch_uid="media_stored")
    post_delete.connect(rendering_gone, sender=Rendering, dispatch_uid="media_rendering_gone")


def document_stored(*, instance: AgencyDocument, raw: bool = False, **kwargs: Any) -> None:
    """Queue the rendering of a new file version. The job is committed with the transaction."""
    if raw or instance.withdrawn or not is_viewed(instance):
        return
    rendering = services.add_rendering(document=instance)
    if not (rendering.finished_at or rendering.leased_until):
        tasks.enqueue(rendering)


def rendering_gone(*, instance: Rendering, **kwargs: Any) -> None:
    """Delete the images of a rendering after its row's deletion is committed."""
    transaction.on_commit(lambda: services.forget_pictures(folder=instance.folder))

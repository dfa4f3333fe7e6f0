"""Upload paths of files about channels."""

from django.db import models

from network.media.file_names import stored_name


def channel_path(row: models.Model, filename: str) -> str:
    """Return the path below MEDIA_ROOT for an uploaded file."""
    return stored_name("channels", filename)

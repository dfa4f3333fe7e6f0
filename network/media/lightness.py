"""Renditions small enough for a phone on 3G, whatever the photo."""

from io import BytesIO

from django.core.files import File
from PIL import Image
from wagtail.images.models import Filter

MOST_BYTES = 60_000
# Formats that can be compressed more; public pages use no others.
FORMATS = {"format-webp": "WEBP", "format-jpeg": "JPEG"}
# Quality and scale, tried one after another. Quality goes down first, because a smaller image that
# is enlarged shows blocks.
STEPS = ((60, 1.0), (45, 1.0), (30, 1.0), (30, 0.7), (30, 0.5), (30, 0.35))


def compressed_rendition(file: File, asked: Filter) -> File:
    """Return a rendition of at most MOST_BYTES, with as little loss as possible.

    Only for the formats of public pages and images without animation. After the last step the file
    may still be larger. It starts from the rendition, because decoding a large photo at each step
    would take seconds.
    """
    names = [FORMATS[each] for each in asked.spec.split("|") if each in FORMATS]
    if not names or file.size <= MOST_BYTES:
        return file
    with Image.open(file) as made:
        if getattr(made, "is_animated", False):
            return file
        picture = made.convert("RGBA" if made.mode in ("RGBA", "LA", "P") else "RGB")
    for quality, scale in STEPS:
        size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
        light = BytesIO()
        picture.resize(size).save(light, names[0], quality=quality)
        if light.tell() <= MOST_BYTES:
            break
    return File(light, name=file.name)

"""Pictures inside office files, made light; no Django."""

import io
from pathlib import Path

from PIL import Image

from .results import LARGE, Reading

_MOST_PIXELS, _MOST_PICTURES, _QUALITY = 50_000_000, 500, 70


def keep_picture(content: bytes, folder: Path, reading: Reading) -> str:
    """Write a picture as WebP and return its name; "" for one that cannot be shown."""
    if len(reading.pictures) >= _MOST_PICTURES:
        return ""
    try:
        with Image.open(io.BytesIO(content)) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                return ""
            picture = opened.convert("RGBA" if opened.has_transparency_data else "RGB")
    except Exception:
        # Drawings of Windows (EMF, WMF) and whatever is damaged.
        return ""
    picture.thumbnail((LARGE, LARGE * 2))
    name = f"anh-{len(reading.pictures) + 1}.webp"
    picture.save(folder / name, "WEBP", quality=_QUALITY)
    reading.pictures.append(name)
    return name

"""Store the pictures of a manuscript, written anew so that nothing hidden in them remains. Pure."""

import hashlib
import io
from pathlib import Path

from PIL import Image, ImageOps

from ..viewing.pictures import MOST_PIXELS, WHOLE, Crop, cropped, decoded_small

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
_QUALITY, _MOST_SIDE = 90, 4000
_THUMB, _THUMB_QUALITY = 320, 60


class ManuscriptPictures:
    """Writes pictures into a folder, each once: `anh-1.png` and its thumbnail `anh-1.webp`."""

    most = 60

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: dict[str, str] = {}

    def keep(self, content: bytes, crop: Crop = WHOLE) -> str:
        """Return the name of the stored picture, "" if it cannot be shown.

        `crop` are the parts cut off at left, top, right and bottom, which are not stored.
        """
        key = hashlib.sha256(content).hexdigest() + repr(crop)
        if key not in self.names:
            if len(self.names) >= self.most:
                return ""
            self.names[key] = self.write(content, crop)
        return self.names[key]

    def write(self, content: bytes, crop: Crop) -> str:
        """Write a new picture and return its name, "" if it cannot be shown."""
        try:
            with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    return ""
                is_photo = opened.format == "JPEG"
                drawn = ImageOps.exif_transpose(decoded_small(opened, (_MOST_SIDE, _MOST_SIDE)))
                drawn = cropped(drawn, crop)
        except Exception:
            # Unknown format (EMF, WMF), or damaged: a decoder may raise anything.
            return ""
        stem = f"anh-{len(self.names) + 1}"
        name = f"{stem}.jpg" if is_photo else f"{stem}.png"
        if is_photo:
            drawn.convert("RGB").save(self.folder / name, "JPEG", quality=_QUALITY)
        else:
            drawn.save(self.folder / name, "PNG")
        small = drawn.convert("RGBA" if drawn.has_transparency_data else "RGB")
        small.thumbnail((_THUMB, _THUMB))
        small.save(self.folder / f"{stem}.webp", "WEBP", quality=_THUMB_QUALITY)
        return name

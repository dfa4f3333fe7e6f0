"""Turn a printed page of the demo into what a scanner gives."""

import io

import pypdfium2
from PIL import Image, ImageChops

# What an office scanner gives: resolution, turn in degrees, spread of its grain.
_DPI, _ASKEW, _GRAIN = 150, 0.6, 12


def scanned(leaflet: bytes) -> bytes:
    """Return a printed page as a scanner gives it: a grey picture, a little askew, without text."""
    page = pypdfium2.PdfDocument(leaflet)[0].render(scale=_DPI / 72).to_pil().convert("L")
    grain = Image.effect_noise(page.size, _GRAIN).point(lambda level: max(0, 128 - level))
    turned = page.rotate(_ASKEW, resample=Image.Resampling.BICUBIC, fillcolor="white")
    out = io.BytesIO()
    ImageChops.subtract(turned, grain).save(out, "PDF", resolution=_DPI, quality=60)
    return out.getvalue()

"""Turn a printed demo page into a simulated scan."""

import io

import pypdfium2
from PIL import Image, ImageChops

# Typical values of an office scanner: resolution, rotation in degrees, strength of the noise.
_DPI, _ASKEW, _GRAIN = 150, 0.6, 12


def scanned(leaflet: bytes) -> bytes:
    """Return the page as a simulated scan: a grey image, slightly rotated, without a text layer."""
    page = pypdfium2.PdfDocument(leaflet)[0].render(scale=_DPI / 72).to_pil().convert("L")
    grain = Image.effect_noise(page.size, _GRAIN).point(lambda level: max(0, 128 - level))
    turned = page.rotate(_ASKEW, resample=Image.Resampling.BICUBIC, fillcolor="white")
    out = io.BytesIO()
    ImageChops.subtract(turned, grain).save(out, "PDF", resolution=_DPI, quality=60)
    return out.getvalue()

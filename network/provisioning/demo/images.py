"""The demo network's drawings: flat SVG of our own, each with its WebP beside it.

Rendered once by a browser (1500 x 1000), so that neither a font nor a program draws at run time.
"""

from pathlib import Path

DRAWINGS = Path(__file__).resolve().parent / "drawings"
# Width and height of each in pixels.
DRAWING_SIZE = (1500, 1000)


def render_image(key: str) -> bytes:
    """Return the WebP of the drawing `key` of images.json."""
    return (DRAWINGS / f"{key}.webp").read_bytes()

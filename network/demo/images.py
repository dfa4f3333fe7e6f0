"""Demo drawings: our own flat SVG files, each with a WebP version.

The WebP files were rendered once by a browser (1500 x 1000), so that no font or renderer is needed
at run time.
"""

from pathlib import Path

DRAWINGS = Path(__file__).resolve().parent / "drawings"
# Width and height in pixels.
DRAWING_SIZE = (1500, 1000)


def render_image(key: str) -> bytes:
    """Return the WebP of drawing `key` in images.json."""
    return (DRAWINGS / f"{key}.webp").read_bytes()

"""Candidates of `srcset`: each width once, as HTML demands.

A photo that is hard to compress is stored smaller than asked, so two may be equally wide.
"""

from collections.abc import Sequence

from wagtail.images.models import AbstractRendition, ResponsiveImage


def offer_each_width_once() -> None:
    """Let Wagtail's tags `picture` and `srcset_image` list one rendition of each width."""
    ResponsiveImage.get_width_srcset = classmethod(_width_srcset)


def _width_srcset(cls: type[ResponsiveImage], renditions: Sequence[AbstractRendition]) -> str:
    if len(renditions) == 1:
        return str(renditions[0].url)
    by_width = {each.width: each.url for each in reversed(renditions)}
    return ", ".join(f"{by_width[width]} {width}w" for width in reversed(by_width))

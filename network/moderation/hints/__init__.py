"""The automatic hints beside the appraisal checklist. Pure but for `wording`, which translates.

Hints warn; a missing source, credit or alt text blocks (domain rules R24 and WCAG 1.1.1). A hint
is no judgement: the appraiser answers the checklist.
"""

from .find import find_hints
from .reading import Readability, ReadingLevel, measure_reading
from .types import (
    Content,
    ContentPart,
    Hint,
    HintCode,
    ImageFacts,
    LinkStatus,
    NumberStatus,
    Place,
    Severity,
    SourceFacts,
)

__all__ = [
    "Content",
    "ContentPart",
    "Hint",
    "HintCode",
    "ImageFacts",
    "LinkStatus",
    "NumberStatus",
    "Place",
    "Readability",
    "ReadingLevel",
    "Severity",
    "SourceFacts",
    "find_hints",
    "measure_reading",
]

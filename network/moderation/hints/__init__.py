"""Automatic hints beside the appraisal checklist.

Pure functions, except for `wording`, which translates. Most hints warn; a missing source, credit or
alt text blocks (domain rule R24, WCAG 1.1.1). Hints do not decide: the appraiser answers the
checklist.
"""

from .find import find_hints
from .readability import Readability, ReadabilityLevel, measure_readability
from .types import (
    Content,
    ContentPart,
    Hint,
    HintCode,
    ImageFacts,
    LinkStatus,
    NumberStatus,
    Passage,
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
    "Passage",
    "Readability",
    "ReadabilityLevel",
    "Severity",
    "SourceFacts",
    "find_hints",
    "measure_readability",
]

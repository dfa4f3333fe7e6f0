"""Models of the diary of activities, and of legal reporters."""

from .diary import (
    MOST_COUNTED,
    NAME_LENGTH,
    TEXT_LENGTH,
    WITH_PEOPLE,
    Activity,
    ActivityForm,
    Audience,
    CountedAs,
)
from .reporters import (
    NUMBER_LENGTH,
    Degree,
    Reporter,
    ReporterKind,
    ReporterLevel,
    SpeakerRequest,
    SpeakerRequestState,
)

__all__ = [
    "MOST_COUNTED",
    "NAME_LENGTH",
    "NUMBER_LENGTH",
    "TEXT_LENGTH",
    "WITH_PEOPLE",
    "Activity",
    "ActivityForm",
    "Audience",
    "CountedAs",
    "Degree",
    "Reporter",
    "ReporterKind",
    "ReporterLevel",
    "SpeakerRequest",
    "SpeakerRequestState",
]

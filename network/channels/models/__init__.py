"""The register of channels; what is planned, watched and posted stands beside it."""

from .files import channel_path
from .notices import Announcement
from .plans import ChannelPlan, PlanState
from .posts import Post
from .register import (
    ADDRESS_LENGTH,
    APPROVED_STATES,
    BEFORE_APPROVAL,
    ENDED_STATES,
    FULL_ADMINS,
    INTRO_LENGTH,
    NAME_LENGTH,
    NUMBER_LENGTH,
    SECOND_FACTOR,
    TEXT_LENGTH,
    WORDS,
    Attestation,
    Channel,
    ChannelAdmin,
    ChannelName,
    ChannelState,
    SafetyItem,
    Share,
)
from .watch import FindKind, LookResult, Scan, ScanFind, ScanLook, SearchLink
from .words import WordList

__all__ = [
    "ADDRESS_LENGTH",
    "APPROVED_STATES",
    "BEFORE_APPROVAL",
    "ENDED_STATES",
    "FULL_ADMINS",
    "INTRO_LENGTH",
    "NAME_LENGTH",
    "NUMBER_LENGTH",
    "SECOND_FACTOR",
    "TEXT_LENGTH",
    "WORDS",
    "Announcement",
    "Attestation",
    "Channel",
    "ChannelAdmin",
    "ChannelName",
    "ChannelPlan",
    "ChannelState",
    "FindKind",
    "LookResult",
    "PlanState",
    "Post",
    "SafetyItem",
    "Scan",
    "ScanFind",
    "ScanLook",
    "SearchLink",
    "Share",
    "WordList",
    "channel_path",
]

"""The register of channels; what is planned, watched and posted stands beside it."""

from .register import (
    ADDRESS_LENGTH,
    APPROVED_STATES,
    BEFORE_APPROVAL,
    ENDED_STATES,
    FULL_ADMINS,
    NAME_LENGTH,
    NUMBER_LENGTH,
    TEXT_LENGTH,
    Attestation,
    Channel,
    ChannelAdmin,
    ChannelName,
    ChannelState,
    SafetyItem,
    Share,
    channel_path,
)

__all__ = [
    "ADDRESS_LENGTH",
    "APPROVED_STATES",
    "BEFORE_APPROVAL",
    "ENDED_STATES",
    "FULL_ADMINS",
    "NAME_LENGTH",
    "NUMBER_LENGTH",
    "TEXT_LENGTH",
    "Attestation",
    "Channel",
    "ChannelAdmin",
    "ChannelName",
    "ChannelState",
    "SafetyItem",
    "Share",
    "channel_path",
]

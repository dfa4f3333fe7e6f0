"""A small file for each requirement: set-based, pure over what the floors below hold."""

from ..outcomes import Check
from . import (
    r01,
    r02,
    r02c,
    r03,
    r04,
    r05,
    r06,
    r07,
    r08,
    r09,
    r10,
    r11,
    r12,
    r24,
    r25,
    r29,
    r30,
)

ALL: dict[str, Check] = {
    "r01": r01.check,
    "r02": r02.assigned,
    "r02a": r02.posting,
    "r02b": r02.writing,
    "r02c": r02c.check,
    "r03": r03.check,
    "r04": r04.check,
    "r05": r05.check,
    "r06": r06.check,
    "r07": r07.check,
    "r08": r08.check,
    "r09": r09.check,
    "r10": r10.check,
    "r11": r11.check,
    "r12": r12.check,
    "r24": r24.check,
    "r25": r25.check,
    "r29": r29.check,
    "r30": r30.check,
}

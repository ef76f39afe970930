"""Why a platform may say no: coded, so that a ground can travel in an event and be counted."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class DeclineGround(StrEnum):
    """A platform's ground for declining."""

    NO_CAPACITY = "no_capacity"
    OUTSIDE_CAPABILITY = "outside_capability"
    EQUIPMENT_UNAVAILABLE = "equipment_unavailable"
    QUALIFICATION_MISSING = "qualification_missing"
    SAFETY_CONCERN = "safety_concern"
    TERMS_NOT_AGREED = "terms_not_agreed"


NAMES: Final[Mapping[DeclineGround, tuple[str, str]]] = {
    DeclineGround.NO_CAPACITY: ("产能已满", "No capacity"),
    DeclineGround.OUTSIDE_CAPABILITY: ("超出平台能力", "Outside the platform's capability"),
    DeclineGround.EQUIPMENT_UNAVAILABLE: ("设备不可用", "Equipment is not available"),
    DeclineGround.QUALIFICATION_MISSING: ("缺少相应资质", "A qualification is missing"),
    DeclineGround.SAFETY_CONCERN: ("存在安全顾虑", "Safety concern"),
    DeclineGround.TERMS_NOT_AGREED: ("合作条件未达成一致", "No agreement on the terms"),
}
"""Chinese and English name of each."""

"""What a policy pack says, as strict and frozen models. One module per part of a pack.

Only shapes are here. What the parts mean to each other is in policy/check.py, where files are read
in policy/loader.py.
"""

from policy.model.base import Basis, Figure, Name, SetLimit
from policy.model.funding import Voucher
from policy.model.pack import Calendar, DayOff, Pack, Source
from policy.model.party import Department, Industry, PlatformType, SponsorKind
from policy.model.process import (
    EvidenceKind,
    Gate,
    Item,
    ItemLimits,
    Material,
    RefusalGround,
    Stage,
    StopGround,
)
from policy.model.target import Target

__all__ = [
    "Basis",
    "Calendar",
    "DayOff",
    "Department",
    "EvidenceKind",
    "Figure",
    "Gate",
    "Industry",
    "Item",
    "ItemLimits",
    "Material",
    "Name",
    "Pack",
    "PlatformType",
    "RefusalGround",
    "SetLimit",
    "Source",
    "SponsorKind",
    "Stage",
    "StopGround",
    "Target",
    "Voucher",
]

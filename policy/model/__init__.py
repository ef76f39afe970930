"""What a policy pack says, as strict and frozen models. One module per part of a pack.

Only shapes are here. What the parts mean to each other is in policy/check.py, where files are read
in policy/loader.py.
"""

from policy.model.base import Basis, Figure, Name, SetLimit, SetPeriod
from policy.model.fact import Choice, Fact
from policy.model.funding import (
    Advice,
    Conversion,
    Evaluation,
    Grant,
    Programme,
    Rate,
    Reading,
    Referral,
    Stacking,
    Voucher,
    YearShare,
)
from policy.model.item import (
    Check,
    CommitmentText,
    Extension,
    Item,
    ItemLimits,
    ItemProcedure,
    ItemRoutes,
    LimitCase,
    Permission,
    Priority,
    RoundTerms,
    RouteTerms,
)
from policy.model.pack import Calendar, DayOff, Pack, Source
from policy.model.party import Chain, ChainLink, Department, Industry, SponsorKind, Tier
from policy.model.platform import Criterion, Indicator, IndicatorSet, PlatformType, PublishedList
from policy.model.process import (
    EvidenceKind,
    Gate,
    HoldGround,
    Material,
    Procedure,
    RefusalGround,
    Stage,
    StopGround,
    Supervision,
)
from policy.model.risk import CreditGrade, Risk, RiskGrade, RiskRule, RouteException, RouteName
from policy.model.subject import PROJECT, Subject, SubjectId
from policy.model.target import Target

__all__ = [
    "PROJECT",
    "Advice",
    "Basis",
    "Calendar",
    "Chain",
    "ChainLink",
    "Check",
    "Choice",
    "CommitmentText",
    "Conversion",
    "CreditGrade",
    "Criterion",
    "DayOff",
    "Department",
    "Evaluation",
    "EvidenceKind",
    "Extension",
    "Fact",
    "Figure",
    "Gate",
    "Grant",
    "HoldGround",
    "Indicator",
    "IndicatorSet",
    "Industry",
    "Item",
    "ItemLimits",
    "ItemProcedure",
    "ItemRoutes",
    "LimitCase",
    "Material",
    "Name",
    "Pack",
    "Permission",
    "PlatformType",
    "Priority",
    "Procedure",
    "Programme",
    "PublishedList",
    "Rate",
    "Reading",
    "Referral",
    "RefusalGround",
    "Risk",
    "RiskGrade",
    "RiskRule",
    "RoundTerms",
    "RouteException",
    "RouteName",
    "RouteTerms",
    "SetLimit",
    "SetPeriod",
    "Source",
    "SponsorKind",
    "Stacking",
    "Stage",
    "StopGround",
    "Subject",
    "SubjectId",
    "Supervision",
    "Target",
    "Tier",
    "Voucher",
    "YearShare",
]

"""Why an application may be refused: coded, so that a ground can travel in an event."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class RefusalGround(StrEnum):
    """A ground on which the funding officer may refuse."""

    SPONSOR_NOT_ELIGIBLE = "sponsor_not_eligible"
    CONTRACT_NOT_ELIGIBLE = "contract_not_eligible"
    EVIDENCE_INSUFFICIENT = "evidence_insufficient"
    SUBSIDISED_ELSEWHERE = "subsidised_elsewhere"
    BUDGET_EXHAUSTED = "budget_exhausted"


NAMES: Final[Mapping[RefusalGround, tuple[str, str]]] = {
    RefusalGround.SPONSOR_NOT_ELIGIBLE: ("申请单位不符合条件", "The sponsor is not eligible"),
    RefusalGround.CONTRACT_NOT_ELIGIBLE: ("合同不在支持范围内", "The contract is out of scope"),
    RefusalGround.EVIDENCE_INSUFFICIENT: ("证明材料不足", "The evidence is insufficient"),
    RefusalGround.SUBSIDISED_ELSEWHERE: ("已获其他资金支持", "Subsidised elsewhere already"),
    RefusalGround.BUDGET_EXHAUSTED: ("年度预算已用完", "The year's budget is used up"),
}
"""Chinese and English name of each."""

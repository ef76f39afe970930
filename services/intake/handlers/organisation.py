"""Organisations: registered by their own people, under a code that is checked."""

from stdnum.cn import uscc as uscc_rules
from stdnum.exceptions import (
    InvalidChecksum,
    InvalidComponent,
    InvalidFormat,
    InvalidLength,
    ValidationError,
)

from chassis.auth import Principal
from chassis.database import UnitOfWork
from contracts.ids import OrganisationId
from contracts.people import ORGANISATION
from services.intake import repository
from services.intake.domain.errors import BadUscc, NotYourOrganisation

_WHY_USCC = {
    InvalidLength: ("长度应为 18 位", "it must have 18 characters"),
    InvalidFormat: ("含有不允许的字符", "it has characters that are not allowed"),
    InvalidChecksum: ("校验位不符", "its check digit is wrong"),
    InvalidComponent: ("机构类别或行政区划不存在", "its kind or region does not exist"),
}


def checked_uscc(given: str) -> OrganisationId:
    """The code in its normal form. Raises BadUscc (GB 32100-2015)."""
    try:
        return OrganisationId(uscc_rules.validate(given))
    except ValidationError as fault:
        why_zh, why_en = _WHY_USCC.get(type(fault), ("格式不符", "its form is wrong"))
        raise BadUscc(uscc=given, why_zh=why_zh, why_en=why_en) from fault


async def register_organisation(
    uscc: str, name: str, email: str, caller: Principal, uow: UnitOfWork
) -> tuple[OrganisationId, int]:
    """Register or change the caller's organisation; its id and new version."""
    checked = checked_uscc(uscc)
    own = caller.scope(ORGANISATION)
    if own != checked:
        raise NotYourOrganisation(own=own or "-")
    version = await repository.save_organisation(uow.connection, checked, name, email, uow.now)
    return checked, version

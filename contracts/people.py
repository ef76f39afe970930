"""Roles and scopes, as they stand in the sign-in issuer's claims."""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a person may come to do (domain.md section 1)."""

    SPONSOR = "sponsor"
    OFFICER = "officer"
    DEPARTMENT_LEAD = "department_lead"
    CASE_MANAGER = "case_manager"
    GATE_REVIEWER = "gate_reviewer"
    FUNDING_OFFICER = "funding_officer"
    PLATFORM_OPERATOR = "platform_operator"
    ASSESSOR = "assessor"
    DIRECTOR = "director"
    AUDITOR = "auditor"
    OPERATOR = "operator"


PACK: Final = "pack"
DEPARTMENT: Final = "department"
ORGANISATION: Final = "organisation"
PLATFORM: Final = "platform"
SCOPES: Final = (PACK, DEPARTMENT, ORGANISATION, PLATFORM)
"""Keys of the ``fastlane`` claim beside ``roles``: where a role holds."""

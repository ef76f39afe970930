"""Audiences: the people an event concerns, described by role and scope."""

from dataclasses import dataclass

from contracts.ids import PersonId
from contracts.people import DEPARTMENT, ORGANISATION, PACK, PLATFORM, Role


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody who holds one of the roles in every one of the scopes; or one named person."""

    roles: tuple[Role, ...] = ()
    scopes: tuple[tuple[str, str], ...] = ()
    person: PersonId | None = None


def members_of(organisation: str) -> Audience:
    """Sponsors who act for an organisation."""
    return Audience((Role.SPONSOR,), ((ORGANISATION, organisation),))


def officers_of(pack: str, department: str) -> Audience:
    """A department's officers."""
    return Audience((Role.OFFICER,), ((PACK, pack), (DEPARTMENT, department)))


def lead_of(pack: str, department: str) -> Audience:
    """A department's lead."""
    return Audience((Role.DEPARTMENT_LEAD,), ((PACK, pack), (DEPARTMENT, department)))


def workers_of(pack: str, role: Role) -> Audience:
    """Those whose role holds in the whole pack: gate reviewers, case managers, funding officers."""
    return Audience((role,), ((PACK, pack),))


def operators_of(platform: str) -> Audience:
    """Those who run a platform."""
    return Audience((Role.PLATFORM_OPERATOR,), ((PLATFORM, platform),))


def only(person: PersonId) -> Audience:
    """One person."""
    return Audience(person=person)

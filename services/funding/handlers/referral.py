"""Referrals: consent, hand-over, what came of it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.auth import Principal
from chassis.database import UnitOfWork
from chassis.identity import new_id
from contracts.errors import NotFound, StaleVersion
from contracts.events.funding import (
    ReferralConcluded,
    ReferralConsented,
    ReferralSent,
    ReferralWithdrawn,
)
from contracts.ids import PersonId, ProjectId
from contracts.people import ORGANISATION, Role
from policy.model import Referral as Declared
from services.funding import repository
from services.funding.domain.errors.voucher import UnknownRecipient
from services.funding.domain.project import Project
from services.funding.domain.quote import Programme
from services.funding.domain.referral import Outcome, Referral, check_consent
from services.funding.handlers.desk import Desk, is_of_authority
from services.funding.handlers.programme import known_programme, referral_of


@dataclass(frozen=True, slots=True)
class AskReferral:
    """A sponsor wants to be introduced; the package lists what may be passed on."""

    project_id: ProjectId
    programme: str
    recipient: int
    """Which of the programme's funds or lenders, from 0."""
    package: tuple[str, ...]
    consent: bool
    wanted: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What came of a referral; equity that was agreed brings its file."""

    outcome: Outcome
    amount: Decimal | None
    note: str
    diligence: dict[str, str]


async def ask_referral(cmd: AskReferral, caller: Principal, uow: UnitOfWork) -> UUID:
    """Consent to being introduced, with a package."""
    project = await repository.lock_project(uow.connection, cmd.project_id)
    if project is None or caller.scope(ORGANISATION) != project.organisation_id:
        raise NotFound(what_zh="项目", what_en="project")
    programme = known_programme(project.pack, cmd.programme)
    declared = referral_of(project.pack, cmd.programme)
    project.check_may_receive()
    programme.check_open_to(
        subject=project.subject, sponsor_kind=project.sponsor_kind, credit=project.credit_grade
    )
    check_consent(cmd.consent, list(cmd.package))
    made = Referral(
        id=new_id(),
        **_whose(project, programme),
        **_recipient(declared, cmd.recipient),
        package=list(dict.fromkeys(cmd.package)),
        wanted=cmd.wanted,
        consented_at=uow.now,
        consented_by=PersonId(caller.id),
    )
    await repository.add_referral(uow.connection, made)
    await uow.tell(
        ReferralConsented(
            project_id=project.id,
            referral_id=made.id,
            pack=project.pack,
            programme=programme.id,
        )
    )
    return made.id


def _whose(project: Project, programme: Programme) -> dict[str, Any]:
    return {
        "project_id": project.id,
        "project_title": project.title,
        "organisation_id": project.organisation_id,
        "organisation_name": project.organisation_name,
        "pack": project.pack,
        "programme": programme.id,
        "kind": programme.kind,
        "authority": programme.authority,
    }


def _recipient(declared: Declared, number: int) -> dict[str, Any]:
    """The fund or lender of that number. Raises UnknownRecipient."""
    if not 0 <= number < len(declared.refers_to):
        raise UnknownRecipient(given=number, count=len(declared.refers_to))
    name = declared.refers_to[number]
    return {"recipient_zh": name.zh, "recipient_en": name.en}


async def send_referral(id_: UUID, expected: int | None, desk: Desk, uow: UnitOfWork) -> None:
    """Hand the project over with its package, while the consent stands."""
    referral = await _as_officer(id_, expected, desk, uow)
    await repository.save_referral(uow.connection, referral.send(uow.now))
    event = ReferralSent(
        project_id=referral.project_id, referral_id=id_, programme=referral.programme
    )
    await uow.tell(event)


async def conclude_referral(
    id_: UUID, said: Conclusion, expected: int | None, desk: Desk, uow: UnitOfWork
) -> None:
    """Note what came of it."""
    referral = await _as_officer(id_, expected, desk, uow)
    after = referral.conclude(said.outcome, said.amount, said.note, said.diligence, uow.now)
    await repository.save_referral(uow.connection, after)
    event = ReferralConcluded(
        project_id=referral.project_id,
        referral_id=id_,
        programme=referral.programme,
        outcome=said.outcome,
    )
    await uow.tell(event)


async def withdraw_consent(id_: UUID, caller: Principal, uow: UnitOfWork) -> None:
    """Take the consent back: nothing is passed on from now on (mechanisms M60)."""
    referral = await repository.lock_referral(uow.connection, id_)
    own = caller.scope(ORGANISATION)
    is_own = referral is not None and own == referral.organisation_id
    if referral is None or not is_own or not caller.has(Role.SPONSOR):
        raise no_referral()
    await repository.save_referral(uow.connection, referral.withdraw(uow.now))
    event = ReferralWithdrawn(
        project_id=referral.project_id,
        referral_id=id_,
        pack=referral.pack,
        programme=referral.programme,
    )
    await uow.tell(event)


async def _as_officer(id_: UUID, expected: int | None, desk: Desk, uow: UnitOfWork) -> Referral:
    referral = await repository.lock_referral(uow.connection, id_)
    if referral is None or not is_of_authority(desk.caller, referral.pack, referral.authority):
        raise no_referral()
    if expected is not None and expected != referral.version:
        raise StaleVersion(current=referral.version)
    return referral


def no_referral() -> NotFound:
    """It is not there, or not for this person."""
    return NotFound(what_zh="对接", what_en="referral")

"""Signers 加签: colleagues whose signature a decision waits for, all of them 会签.

Asked by whoever holds the task, for a case or a gate. A signer never decides, nobody signs twice,
and an objection stands until its signer agrees after all or is taken off with a reason; all of
it is recorded.

=========  ==========================================  =========================================
move       by                                          then
=========  ==========================================  =========================================
ask        the holder                                  the signature is awaited
sign       the signer, or who stands in meanwhile      agreed, or objected; agreed is final
take off   the holder, or the lead                     no longer awaited; not once agreed
=========  ==========================================  =========================================
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from contracts.events.approval import SignerAdded, SignerRemoved, TaskSigned
from contracts.ids import PersonId
from services.approval.domain.absence import Absence, present
from services.approval.domain.case import Case
from services.approval.domain.errors import (
    AlreadySigned,
    AlreadySigner,
    NobodyLeft,
    NotASigner,
    ObjectionReasonMissing,
    SignaturesMissing,
    SignedAlready,
    SignerCannotDecide,
    SignerRemovalReasonMissing,
    TooManySigners,
)
from services.approval.domain.gate import Gate
from services.approval.domain.holder import Actor, check_held_by, check_may_release

Task = Case | Gate
MOST_SIGNERS: Final = 10
"""More colleagues than that agree in a meeting, not one after the other."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a signer said, and who signed: ``by`` acts for the signer where that one is away."""

    by: Actor
    at: datetime
    agrees: bool
    opinion: str


@dataclass(frozen=True, slots=True)
class Signer:
    """A colleague whose signature is asked; not once taken off."""

    id: UUID
    who: Actor
    asked_by: Actor
    asked_at: datetime
    note: str
    signature: Signature | None = None

    @property
    def has_agreed(self) -> bool:
        """Whether the decision need not wait for this one any more."""
        return self.signature is not None and self.signature.agrees


def ask(
    task: Task, signers: Sequence[Signer], actor: Actor, new: Signer, acting: Actor
) -> SignerAdded:
    """Ask a colleague to sign; ``acting`` is whoever stands in for them today, or themselves.

    Raises SignerCannotDecide for the holder, AlreadySigner, TooManySigners.
    """
    task.check_open()
    holder = check_held_by(task.holder, actor)
    if {holder.person, actor.person} & {new.who.person, acting.person}:
        raise SignerCannotDecide(name=acting.name)
    if any(each.who.person == new.who.person for each in signers):
        raise AlreadySigner(name=new.who.name)
    if len(signers) >= MOST_SIGNERS:
        raise TooManySigners(most=MOST_SIGNERS)
    return SignerAdded(
        project_id=task.project_id,
        task_id=task.id,
        task_kind=task.kind,
        department=task.department,
        pack=task.card.pack,
        name=task.name,
        signer=new.who.person,
        acting=None if acting.person == new.who.person else acting.person,
        by=actor.person,
    )


def sign(
    task: Task, signers: Sequence[Signer], asked: Signer, signature: Signature
) -> tuple[Signer, TaskSigned]:
    """Sign as a signer, or for one who is away. Raises AlreadySigned, SignedAlready."""
    task.check_open()
    actor = signature.by
    if task.holder is not None and actor.acts_for(task.holder.person):
        raise SignerCannotDecide(name=actor.name)
    if asked.has_agreed:
        raise AlreadySigned(name=asked.who.name)
    others = (each for each in signers if each.id != asked.id and each.signature is not None)
    if any(each.signature and each.signature.by.person == actor.person for each in others):
        raise SignedAlready(name=actor.name)
    if not signature.agrees and not signature.opinion:
        raise ObjectionReasonMissing()
    after = replace(asked, signature=signature)
    waiting = missing([after if each.id == asked.id else each for each in signers])
    return after, TaskSigned(
        project_id=task.project_id,
        task_id=task.id,
        task_kind=task.kind,
        department=task.department,
        pack=task.card.pack,
        name=task.name,
        signer=asked.who.person,
        signed_by=actor.person,
        agrees=signature.agrees,
        missing=len(waiting),
        holder=task.holder.person if task.holder else None,
    )


def take_off(
    task: Task, asked: Signer, actor: Actor, reason: str, *, is_lead: bool
) -> SignerRemoved:
    """No longer wait for a signature. Raises AlreadySigned once it was given."""
    task.check_open()
    if not is_lead:
        check_held_by(task.holder, actor)
    elif task.holder is not None:
        check_may_release(task.holder, actor, reason, is_lead=True)
    if not reason:
        raise SignerRemovalReasonMissing()
    if asked.has_agreed:
        raise AlreadySigned(name=asked.who.name)
    return removed(task, asked, actor)


def removed(task: Task, asked: Signer, by: Actor | None) -> SignerRemoved:
    """The fact that a signature is no longer awaited; by nobody where an interest came up."""
    return SignerRemoved(
        project_id=task.project_id,
        task_id=task.id,
        task_kind=task.kind,
        department=task.department,
        pack=task.card.pack,
        name=task.name,
        signer=asked.who.person,
        reason="taken_off" if by else "conflict_of_interest",
        by=by.person if by else None,
    )


def missing(signers: Iterable[Signer]) -> list[Signer]:
    """Those who have not agreed, in the order in which they were asked."""
    return [each for each in signers if not each.has_agreed]


def check_all_signed(signers: Sequence[Signer], actor: Actor) -> None:
    """Raises SignerCannotDecide for a signer, SignaturesMissing until all have agreed."""
    check_no_signer(signers, actor)
    waiting = missing(signers)
    if waiting:
        names = ", ".join(each.who.name for each in waiting)
        raise SignaturesMissing(names=names, n=len(waiting))


def check_no_signer(signers: Iterable[Signer], actor: Actor) -> None:
    """Raises SignerCannotDecide for who is asked to sign, or has signed for somebody."""
    for each in signers:
        signed_by = each.signature.by.person if each.signature else None
        if actor.acts_for(each.who.person) or actor.person == signed_by:
            raise SignerCannotDecide(name=actor.name)


def entry_for(
    signers: Sequence[Signer], who: Actor, away: Sequence[Absence], item: str, day: date
) -> Signer | None:
    """What somebody may sign on that day: their own entry, or that of an absent colleague."""
    for each in signers:
        if each.who.person == who.person:
            return each
    return next((each for each in missing(signers) if _acts(who, each, away, item, day)), None)


def _acts(who: Actor, signer: Signer, away: Sequence[Absence], item: str, day: date) -> bool:
    try:
        return present(away, signer.who, item, day).person == who.person
    except NobodyLeft:
        return False


def entry_of(signers: Iterable[Signer], person: PersonId) -> Signer:
    """Somebody's own entry. Raises NotASigner."""
    for each in signers:
        if each.who.person == person:
            return each
    raise NotASigner(name=person)

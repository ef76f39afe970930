"""Signers of a task, in the pure domain."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.identity import new_id
from contracts.errors import DomainError
from contracts.ids import PersonId
from services.approval.domain import hands, signing
from services.approval.domain.absence import Absence, StandIn
from services.approval.domain.case import Case
from services.approval.domain.errors import (
    AlreadySigned,
    AlreadySigner,
    HeldByAnother,
    ObjectionReasonMissing,
    SignaturesMissing,
    SignedAlready,
    SignerCannotDecide,
    SignerRemovalReasonMissing,
    TooManySigners,
)
from services.approval.domain.holder import Actor
from services.approval.domain.lease import Lease
from services.approval.domain.signing import Signature, Signer
from tests.support.order import open_case

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
HOLDER, AN, BO, CHEN = (Actor(PersonId(name), name) for name in ("holder", "an", "bo", "chen"))


def _case() -> Case:
    case, _ = Case.open(open_case(), NOW)
    return hands.claim(case, HOLDER, NOW, Lease())[0]


def _signer(who: Actor) -> Signer:
    return Signer(new_id(), who, HOLDER, NOW, "")


def _said(by: Actor, *, agrees: bool = True, opinion: str = "") -> Signature:
    return Signature(by, NOW, agrees, opinion)


def test_a_decision_waits_for_all_and_names_who_is_missing() -> None:
    case, an, bo = _case(), _signer(AN), _signer(BO)
    signed, fact = signing.sign(case, (an, bo), an, _said(AN))
    assert (fact.signer, fact.missing, fact.holder) == ("an", 1, "holder")
    with pytest.raises(SignaturesMissing, match="bo") as refused:
        signing.check_all_signed((signed, bo), HOLDER)
    assert "an" not in refused.value.facts["names"].split(", ")
    both, last = signing.sign(case, (signed, bo), bo, _said(BO))
    assert last.missing == 0
    signing.check_all_signed((signed, both), HOLDER)
    signing.check_all_signed((), HOLDER)


def test_an_objection_stands_until_its_signer_agrees_after_all() -> None:
    case, an = _case(), _signer(AN)
    with pytest.raises(ObjectionReasonMissing):
        signing.sign(case, (an,), an, _said(AN, agrees=False))
    objected, _ = signing.sign(case, (an,), an, _said(AN, agrees=False, opinion="缺监测方案"))
    with pytest.raises(SignaturesMissing):
        signing.check_all_signed((objected,), HOLDER)
    agreed, _ = signing.sign(case, (objected,), objected, _said(AN))
    signing.check_all_signed((agreed,), HOLDER)
    with pytest.raises(AlreadySigned):
        signing.sign(case, (agreed,), agreed, _said(AN, agrees=False, opinion="改主意"))


def test_nobody_both_signs_and_decides() -> None:
    case, an = _case(), _signer(AN)
    for who in (_signer(HOLDER), _signer(AN)):
        acting = HOLDER
        with pytest.raises(SignerCannotDecide):
            signing.ask(case, (), HOLDER, who, acting)
    with pytest.raises(SignerCannotDecide):
        signing.sign(case, (an,), an, _said(replace(HOLDER, behalf=AN)))
    signed, _ = signing.sign(case, (an,), an, _said(replace(BO, behalf=AN)))
    for decider in (AN, BO, replace(CHEN, behalf=AN)):
        with pytest.raises(SignerCannotDecide):
            signing.check_all_signed((signed,), decider)
    signing.check_all_signed((signed,), replace(CHEN, behalf=HOLDER))


def test_nobody_signs_for_two() -> None:
    case, an, bo = _case(), _signer(AN), _signer(BO)
    first, _ = signing.sign(case, (an, bo), an, _said(replace(CHEN, behalf=AN)))
    with pytest.raises(SignedAlready):
        signing.sign(case, (first, bo), bo, _said(replace(CHEN, behalf=BO)))


def test_asking_is_for_the_holder_once_each_and_not_without_end() -> None:
    case, an = _case(), _signer(AN)
    fact = signing.ask(case, (), HOLDER, an, BO)
    assert (fact.signer, fact.acting, fact.by) == ("an", "bo", "holder")
    with pytest.raises(HeldByAnother):
        signing.ask(case, (), CHEN, an, AN)
    with pytest.raises(AlreadySigner):
        signing.ask(case, (an,), HOLDER, _signer(AN), AN)
    many = [_signer(Actor(PersonId(f"p{n}"), f"p{n}")) for n in range(signing.MOST_SIGNERS)]
    with pytest.raises(TooManySigners):
        signing.ask(case, many, HOLDER, an, AN)


def test_taking_off_needs_a_reason_and_spares_what_was_signed() -> None:
    case, an = _case(), _signer(AN)
    with pytest.raises(SignerRemovalReasonMissing):
        signing.take_off(case, an, HOLDER, "", is_lead=False)
    assert signing.take_off(case, an, HOLDER, "调岗", is_lead=False).reason == "taken_off"
    assert signing.take_off(case, an, CHEN, "调岗", is_lead=True).by == "chen"
    with pytest.raises(HeldByAnother):
        signing.take_off(case, an, CHEN, "调岗", is_lead=False)
    signed, _ = signing.sign(case, (an,), an, _said(AN))
    with pytest.raises(AlreadySigned):
        signing.take_off(case, signed, HOLDER, "调岗", is_lead=False)


def test_an_absent_signers_stand_in_may_sign_and_the_signer_again_after_return() -> None:
    an, bo = _signer(AN), _signer(BO)
    away = (Absence(AN.person, "an", date(2026, 3, 1), date(2026, 3, 5), (StandIn(None, CHEN),)),)
    found = signing.entry_for((an, bo), CHEN, away, "environment", TODAY)
    assert found is an
    assert signing.entry_for((an, bo), CHEN, away, "environment", date(2026, 3, 5)) is None
    assert signing.entry_for((an, bo), AN, away, "environment", TODAY) is an
    assert signing.entry_for((an, bo), HOLDER, away, "environment", TODAY) is None


_PEOPLE = (HOLDER, AN, BO, CHEN)
_STEP = st.tuples(
    st.sampled_from(("ask", "sign", "object", "take_off")),
    st.sampled_from(_PEOPLE),
    st.sampled_from(_PEOPLE),
)


@given(st.lists(_STEP, max_size=25))
def test_any_sequence_leaves_a_decision_to_who_never_signed_and_to_all_hands(
    steps: Sequence[tuple[str, Actor, Actor]],
) -> None:
    case = _case()
    signers: list[Signer] = []
    agreed: set[str] = set()
    for what, actor, person in steps:
        found = next((each for each in signers if each.who == person), None)
        try:
            if what == "ask":
                new = _signer(person)
                signing.ask(case, signers, actor, new, person)
                signers.append(new)
            elif found is None:
                continue
            elif what == "take_off":
                signing.take_off(case, found, actor, "x", is_lead=False)
                signers.remove(found)
            else:
                agrees = what == "sign"
                after, _ = signing.sign(
                    case, signers, found, _said(person, agrees=agrees, opinion="x")
                )
                signers[signers.index(found)] = after
                agreed |= {person.person} if agrees else set()
        except DomainError:
            continue
    assert HOLDER not in [each.who for each in signers]
    assert len({each.who.person for each in signers}) == len(signers)
    assert agreed <= {each.who.person for each in signers}
    is_complete = {each.who.person for each in signers} == agreed
    if is_complete:
        signing.check_all_signed(signers, HOLDER)
    else:
        with pytest.raises(SignaturesMissing):
            signing.check_all_signed(signers, HOLDER)

"""Who is told what."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from contracts.envelope import Message
from contracts.events import after_decision, approval, case_life, funding, intake
from contracts.events.approval import CaseOutcome
from contracts.ids import ApplicationId, CaseId, OrganisationId, PersonId, ProjectId
from contracts.people import Role
from contracts.process import GateOutcome, ProjectOutcome
from contracts.topology import consumers_of
from services.notify.domain.audience import (
    lead_of,
    members_of,
    officers_of,
    only,
    operators_of,
    workers_of,
)
from services.notify.domain.names import Words
from services.notify.domain.notice import last_day
from services.notify.domain.project import Project
from services.notify.domain.rules import RULES, notices
from services.notify.domain.rules.rule import nobody
from tests.support.story import Story

ORGANISATION = OrganisationId("91440101MA9Y010002")
PROJECT = Project(Story().project, ORGANISATION, "试剂中试", "guangzhou")
MANAGED = Project(Story().project, ORGANISATION, "试剂中试", "guangzhou", PersonId("manager-1"))
HEARD = [message for each in consumers_of("notify") for message in each.messages]


class Called:
    """Names that show where they were asked for."""

    def __getattr__(self, section: str) -> Callable[[str], Words]:
        return lambda id_: Words(f"<{id_}>", f"<{id_}>")


def told(event: Message, project: Project = PROJECT) -> list[Any]:
    return list(notices(event, project, Called()))  # type: ignore[arg-type]


def last(story: Story) -> Message:
    return story.told[-1].message


def test_every_event_that_notify_hears_has_a_rule_and_no_other() -> None:
    assert set(RULES) == set(HEARD)


def test_a_case_goes_to_its_department_with_the_last_day_in_time() -> None:
    story = Story().opened(0, "environment", "ecology", due=10)
    (notice,) = told(last(story))
    assert notice.audience == officers_of("guangzhou", "ecology")
    assert notice.subject.zh == "新件：<environment>“试剂中试”"
    assert notice.task is not None


def test_the_day_shown_is_the_one_before_the_midnight_at_which_it_is_late() -> None:
    midnight_in_shanghai = datetime(2026, 3, 20, 16, 0, tzinfo=UTC)
    assert last_day(midnight_in_shanghai) == "2026-03-20"


def test_a_request_for_information_is_urgent_and_names_its_ground() -> None:
    (notice,) = told(last(Story().asked(0, "environment", ground="testing")))
    assert notice.audience == members_of(ORGANISATION)
    assert notice.urgent
    assert "<testing>" in notice.body.zh
    assert "<ecology>" in notice.body.en


@pytest.mark.parametrize(
    ("outcome", "ground", "urgent", "word"),
    [
        (CaseOutcome.APPROVED, None, False, "准予通过"),
        (CaseOutcome.REFUSED, "outside_plan", True, "<outside_plan>"),
    ],
)
def test_a_decision_reaches_sponsor_and_case_manager(
    outcome: CaseOutcome, ground: str | None, urgent: bool, word: str
) -> None:
    found = told(last(Story().decided(0, "land", outcome, ground=ground)), MANAGED)
    assert [each.audience for each in found] == [
        members_of(ORGANISATION),
        only(PersonId("manager-1")),
    ]
    assert found[0].urgent is urgent
    assert word in found[0].subject.zh + found[0].body.zh


def test_without_a_named_manager_those_of_the_pack_hear() -> None:
    event = last(Story().finished(0, ProjectOutcome.WITHDRAWN))
    assert told(event)[1].audience == workers_of("guangzhou", Role.CASE_MANAGER)


def reminder(
    holder: PersonId | None, department: str | None, percent: int = 80
) -> approval.TaskReminded:
    return approval.TaskReminded(
        project_id=PROJECT.id,
        task_id=CaseId(UUID(int=1)),
        task_kind="case" if department else "gate",
        department=department,
        pack="guangzhou",
        name="land" if department else "pilot",
        percent=percent,
        holder=holder,
    )


def test_a_reminder_goes_to_the_holder_and_else_to_whoever_may_claim() -> None:
    assert told(reminder(PersonId("o"), "ecology"))[0].audience == only(PersonId("o"))
    assert told(reminder(None, "ecology"))[0].audience == officers_of("guangzhou", "ecology")
    gate = told(reminder(None, None))[0]
    assert gate.audience == workers_of("guangzhou", Role.GATE_REVIEWER)
    assert "gate of <pilot>" in gate.subject.en
    assert [told(reminder(None, "e", each))[0].urgent for each in (50, 100)] == [False, True]


@pytest.mark.parametrize(
    ("to_role", "department", "audience"),
    [
        ("department_lead", "ecology", lead_of("guangzhou", "ecology")),
        ("case_manager", "ecology", only(PersonId("manager-1"))),
        ("director", None, workers_of("guangzhou", Role.DIRECTOR)),
        ("a_role_of_tomorrow", None, only(PersonId("manager-1"))),
    ],
)
def test_an_escalation_goes_above(to_role: str, department: str | None, audience: object) -> None:
    event = approval.TaskEscalated(
        project_id=PROJECT.id,
        task_id=CaseId(UUID(int=1)),
        task_kind="case",
        department=department,
        pack="guangzhou",
        name="land",
        limit="statutory",
        to_role=to_role,
    )
    (notice,) = told(event, MANAGED)
    assert (notice.audience, notice.urgent) == (audience, True)


def test_a_hold_is_told_once_by_the_course_and_not_by_the_gate() -> None:
    assert told(last(Story().gate_decided(0, GateOutcome.HOLD))) == []
    (notice,) = told(last(Story().held(0, until=3)))
    assert "2026-03-05" in notice.body.zh


def test_a_choice_of_platform_goes_to_those_who_run_it() -> None:
    (notice,) = told(last(Story(platform="p-1").placing(0, "chosen")))
    assert notice.audience == operators_of("p-1")


def test_a_key_project_needs_its_manager_at_once() -> None:
    event = last(Story().submitted(key_project=True))
    assert [each.urgent for each in told(event)] == [False, True]


def test_money_is_worded_with_its_amount() -> None:
    event = funding.ApplicationGranted(
        project_id=ProjectId(PROJECT.id),
        application_id=ApplicationId(UUID(int=2)),
        programme="voucher",
        amount=Decimal("1234567.80"),
    )
    (notice,) = told(event)
    assert "1,234,567.80" in notice.body.zh


_AFTER_DECISION: dict[str, Any] = {
    "inspection_id": UUID(int=2),
    "finding": "rectify",
    "rectify_by": "2026-03-09",
    "found_by": "o",
    "number": 2,
    "revoked_by": "l",
    "upstream": UUID(int=3),
    "upstream_item": "planning",
    "is_reviewed": True,
    "obligation_id": UUID(int=4),
    "kind": "rectification",
    "party": "sponsor",
    "level": "overdue",
    "grade": "D",
    "before": "C",
    "closes": ("funding",),
    "rule": "r",
    "route": "standard",
    "cause": "facts",
    "condition_id": UUID(int=5),
    "by_condition": UUID(int=6),
    "replaced_by": "o",
    "result": "partly",
    "permission_id": UUID(int=7),
    "from_on": "2026-03-02",
    "to_on": "2028-03-01",
    "is_temporary": True,
    "reconsideration_id": UUID(int=8),
    "sitting_id": UUID(int=9),
    "at": datetime(2026, 3, 9, 2, tzinfo=UTC),
    "cases": (UUID(int=1),),
    "departments": ("ecology",),
    "decided": (UUID(int=1),),
    "left_open": (),
    "absent": (),
}
_OWN: dict[type[Message], dict[str, Any]] = {
    approval.ClockRecomputed: {"cause": "grade"},
    approval.SignerRemoved: {"reason": "taken_off"},
    after_decision.CaseRevoked: {"ground": "inspection_failed"},
    after_decision.CreditGraded: {"ground": "inspection_failed"},
    after_decision.PermissionEnded: {"how": "lapsed"},
    after_decision.ReconsiderationSought: {"cause": "sponsor"},
    after_decision.ReconsiderationDecided: {"result": "upheld"},
}
"""Where one name means different things in different events."""


def all_events() -> list[Message]:
    """One of every kind that tells somebody, with facts of the simplest kind."""
    facts: dict[str, Any] = {
        "project_id": PROJECT.id,
        "organisation_id": ORGANISATION,
        "organisation_name": "样例",
        "title": "t",
        "industry": "i",
        "sponsor_kind": "k",
        "key_project": True,
        "pack": "guangzhou",
        "pack_version": "1",
        "pack_digest": "d",
        "entry_stage": "pilot",
        "stage": "pilot",
        "attempt": 2,
        "carried_out_by": "sponsor",
        "needs_platform": False,
        "until": datetime(2026, 3, 5, tzinfo=UTC),
        "held_until": datetime(2026, 3, 5, tzinfo=UTC),
        "manager": "m",
        "contract_id": UUID(int=3),
        "referral_id": UUID(int=4),
        "movement_id": UUID(int=5),
        "reverses": UUID(int=6),
        "party": "platform",
        "step": "filing",
        "place": 2,
        "number": 1,
        "kind": "voucher",
        "case_id": UUID(int=1),
        "gate_id": UUID(int=1),
        "task_id": UUID(int=1),
        "placement_id": UUID(int=1),
        "application_id": UUID(int=1),
        "task_kind": "case",
        "item": "land",
        "department": "ecology",
        "due_at": datetime(2026, 3, 5, tzinfo=UTC),
        "statutory_due_at": datetime(2026, 3, 5, tzinfo=UTC),
        "provisional": False,
        "clock_version": 1,
        "calendar": "test",
        "alarms": (),
        "round": 1,
        "ground": "g",
        "conditions": 2,
        "within_committed": True,
        "within_statutory": True,
        "decided_by": "o",
        "state": "withdrawn",
        "name": "land",
        "percent": 50,
        "holder": "o",
        "given_by": "l",
        "reason": "lease_ran_out",
        "how": "reassigned",
        "from_holder": "p",
        "signer": "s",
        "acting": None,
        "signed_by": "s",
        "agrees": True,
        "missing": 0,
        "meant_for": None,
        "by": "l",
        "to": "q",
        "limit": "committed",
        "to_role": "department_lead",
        "hold_until": None,
        "platform_id": "p",
        "programme": "v",
        "amount": "1.00",
        **_AFTER_DECISION,
    }
    outcomes = {
        approval.CaseDecided: "approved_with_conditions",
        approval.GateDecided: "iterate",
        funding.ReferralConcluded: "agreed",
    }
    others = set(case_life.EVENTS)  # see test_case_life
    telling = [type_ for type_, rule in RULES.items() if rule is not nobody and type_ not in others]
    return [
        type_.model_validate(
            facts | {"outcome": outcomes.get(type_, "industrialised")} | _OWN.get(type_, {})
        )
        for type_ in telling
    ]


@pytest.mark.parametrize("event", all_events(), ids=lambda event: type(event).__name__)
def test_every_notice_is_worded_in_both_languages(event: Message) -> None:
    found = told(event)
    assert found
    for notice in found:
        for words in (notice.subject, notice.body):
            assert re.search(r"[\u4e00-\u9fff]", words.zh)
            assert not re.search(
                r"[\u4e00-\u9fff]", words.en.replace(PROJECT.title, "").replace("样例", "")
            )
            assert "None" not in words.zh + words.en
        assert re.fullmatch(r"[a-z_]+", notice.kind)


@pytest.mark.parametrize(
    ("how", "by", "hears"),
    [
        ("transferred", "an", ["bo"]),
        ("delegated", "an", ["bo"]),
        ("returned", "an", ["bo"]),
        ("returned", None, ["bo"]),
        ("recalled", "bo", ["an"]),
        ("reassigned", "lead", ["bo", "an"]),
    ],
)
def test_of_a_task_that_changed_hands_hears_whoever_did_not_do_it(
    how: str, by: str | None, hears: list[str]
) -> None:
    event = approval.TaskTransferred.model_validate(
        {
            "project_id": PROJECT.id,
            "task_id": UUID(int=1),
            "task_kind": "case",
            "department": "ecology",
            "pack": "guangzhou",
            "name": "land",
            "how": how,
            "from_holder": "an",
            "holder": "bo",
            "meant_for": None,
            "by": by,
        }
    )
    assert [notice.audience for notice in told(event)] == [only(PersonId(each)) for each in hears]


def _signing(type_: type[Message], **changes: Any) -> Message:
    facts = {
        "project_id": PROJECT.id,
        "task_id": UUID(int=1),
        "task_kind": "case",
        "department": "ecology",
        "pack": "guangzhou",
        "name": "land",
        "signer": "an",
        "by": "holder",
    }
    return type_.model_validate(facts | changes)


@pytest.mark.parametrize(
    ("event", "hears"),
    [
        (_signing(approval.SignerAdded, acting=None), ["an"]),
        (_signing(approval.SignerAdded, acting="bo"), ["an", "bo"]),
        (_signing(approval.SignerRemoved, reason="taken_off"), ["an"]),
        (_signing(approval.SignerRemoved, reason="conflict_of_interest", by=None), []),
        *(
            (
                _signing(
                    approval.TaskSigned,
                    signed_by="an",
                    agrees=agrees,
                    missing=missing,
                    holder=holder,
                ),
                hears,
            )
            for agrees, missing, holder, hears in (
                (True, 1, "holder", []),
                (True, 0, "holder", ["holder"]),
                (False, 2, "holder", ["holder"]),
                (True, 0, None, []),
            )
        ),
    ],
)
def test_signers_hear_that_they_are_asked_and_the_holder_how_it_went(
    event: Message, hears: list[str]
) -> None:
    assert [notice.audience for notice in told(event)] == [only(PersonId(each)) for each in hears]


@pytest.mark.parametrize(
    ("reason", "heard"),
    [
        ("put_back", 0),
        ("put_back_by_lead", 1),
        ("lease_ran_out", 1),
        ("conflict_of_interest", 0),
    ],
)
def test_who_put_a_task_back_needs_no_message(reason: str, heard: int) -> None:
    event = approval.TaskReleased.model_validate(
        {
            "project_id": PROJECT.id,
            "task_id": UUID(int=1),
            "task_kind": "case",
            "holder": "an",
            "reason": reason,
        }
    )
    assert len(told(event)) == heard


def test_an_assignment_names_nobody_in_the_message() -> None:
    event = intake.CaseManagerAssigned(project_id=PROJECT.id, manager=PersonId("person-77"))
    (notice,) = told(event)
    assert "person-77" not in notice.body.zh + notice.body.en

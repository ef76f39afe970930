"""The English catalogue is complete and in step with the pages; every value has a word."""

import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from contracts.catalogue import EVENTS
from contracts.events.approval import CaseOutcome
from contracts.people import Role
from contracts.process import GateOutcome, ProjectOutcome
from services.approval.domain.case import CaseState
from services.approval.domain.decision import Trigger
from services.approval.domain.gate import GateState
from services.funding.domain.application import ApplicationState
from services.funding.domain.contract import ContractState
from services.funding.domain.instalment import InstalmentState
from services.funding.domain.ledger import Account, MovementKind
from services.funding.domain.referral import ReferralState
from services.insight.domain.span import Party
from services.intake.domain.project import ProjectState
from services.notify.domain.delivery import DeliveryState
from services.notify.domain.preference import Channel
from services.portal.catalogue import is_translated, texts
from services.portal.domain.history import SENTENCES
from services.portal.domain.texts import catalogue_path
from services.portal.domain.words import TABLES
from services.registry.domain.placement import DeclineGround, PlacementState

PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")


def _catalogue() -> Catalog:
    with catalogue_path("en").open("rb") as file:
        return read_po(file, locale="en")


def test_every_text_of_the_pages_is_in_the_catalogue_and_no_other() -> None:
    used = {each if isinstance(each, str) else each[0] for each, _ in texts()}
    kept = {m.id if isinstance(m.id, str) else m.id[0] for m in _catalogue() if m.id}
    assert kept == used, "run: python -m services.portal.catalogue"


def test_every_text_has_an_english_translation() -> None:
    assert [message.id for message in _catalogue() if not is_translated(message)] == []


def test_a_translation_keeps_the_facts_of_its_text() -> None:
    for message in _catalogue():
        if not message.id:
            continue
        source = message.id if isinstance(message.id, str) else message.id[0]
        forms = [message.string] if isinstance(message.string, str) else list(message.string)
        expected = sorted(PLACEHOLDER.findall(source))
        for form in forms[-1:]:
            assert sorted(PLACEHOLDER.findall(form)) == expected, source


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("role", Role),
        ("party", Party),
        ("project_state", ProjectState),
        ("project_outcome", ProjectOutcome),
        ("case_state", CaseState),
        ("case_state", GateState),
        ("case_outcome", CaseOutcome),
        ("gate_outcome", GateOutcome),
        ("condition_trigger", Trigger),
        ("placement_state", PlacementState),
        ("decline_ground", DeclineGround),
        ("application_state", ApplicationState),
        ("account", Account),
        ("movement", MovementKind),
        ("instalment_state", InstalmentState),
        ("contract_state", ContractState),
        ("referral_state", ReferralState),
        ("delivery_state", DeliveryState),
        ("channel", Channel),
    ],
)
def test_every_value_that_a_service_can_answer_has_a_word(table: str, values: type) -> None:
    assert {str(each) for each in values} <= set(TABLES[table])  # type: ignore[attr-defined]


def test_every_event_of_a_project_has_a_sentence() -> None:
    told = {each.TYPE.removeprefix("fastlane.").rpartition(".v")[0] for each in EVENTS}
    # A platform's entry is no project's event.
    assert told - {"registry.platform_published", "funding.budget_carried_over"} == set(SENTENCES)

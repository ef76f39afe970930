"""A project starts only on the rules it was submitted under."""

from pathlib import Path

import pytest

from chassis.bus import PermanentFault
from contracts.events.intake import ProjectSubmitted
from contracts.ids import OrganisationId
from policy.loader import PACKS_DIR_VARIABLE, load_pack
from policy.plan import compile_plan
from tests.support.plans import PROJECT
from workflows.bridge import card_of, pinned_plan

PACKS = Path(__file__).parents[1] / "support" / "packs"


@pytest.fixture(autouse=True)
def _made_up_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PACKS_DIR_VARIABLE, str(PACKS))


def submitted(**changed: str) -> ProjectSubmitted:
    """A submission under the made-up pack."""
    return ProjectSubmitted(
        project_id=PROJECT,
        organisation_id=OrganisationId("91440101MA5AAAAA1X"),
        organisation_name="草地科技",
        title="一号草地",
        industry="cheese",
        sponsor_kind="farm",
        key_project=False,
        **{"pack": "meadow", "pack_version": "1", "pack_digest": "", "entry_stage": "", **changed},
    )


def pinned(**changed: str) -> ProjectSubmitted:
    """A submission pinned to the pack that is here."""
    plan = compile_plan(load_pack("meadow").pack)
    here = {
        "pack_version": plan.version,
        "pack_digest": plan.digest,
        "entry_stage": plan.entry_stages[0],
    }
    return submitted(**{**here, **changed})


def test_the_plan_is_that_of_the_pinned_pack_and_queues_are_told_the_pin() -> None:
    submission = pinned()
    plan = pinned_plan(submission)

    assert (plan.pack, plan.digest) == ("meadow", submission.pack_digest)
    card = card_of(submission, plan)
    assert (card.pack_version, card.pack_digest) == (plan.version, plan.digest)
    assert (card.calendar, card.extra_days_off) == (plan.calendar, plan.extra_days_off)


@pytest.mark.parametrize(
    "changed",
    [
        {"pack": "no_such_pack"},
        {"pack_digest": "f" * 64},
        {"pack_version": "0.0.0"},
        {"entry_stage": "no_such_stage"},
    ],
)
def test_a_project_on_other_rules_than_those_here_never_starts(changed: dict[str, str]) -> None:
    with pytest.raises(PermanentFault):
        pinned_plan(pinned(**changed))

"""The table of moves is what the aggregate does, and the page about it is made from the table."""

import pytest

from contracts.errors import DomainError
from services.approval.domain.case_state import MOVES, OPEN, CaseState, check_move
from tests.contract import case_states, reference
from tests.unit.approval.cases import IN_STATE, moves_of


@pytest.mark.parametrize("state", CaseState)
def test_the_builders_make_every_state(state: CaseState) -> None:
    case = IN_STATE[state]()
    assert case.state is state
    assert case.is_open == (state in OPEN)


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("name", MOVES)
def test_a_move_is_refused_exactly_as_the_table_says(name: str, state: CaseState) -> None:
    move, act = MOVES[name], moves_of(IN_STATE[state]())[name]
    expected = move.error(state)
    if expected is None:
        after, *_ = act()
        assert after.state in move.paths[state]
    else:
        with pytest.raises(DomainError) as refused:
            act()
        assert type(refused.value) is expected


@pytest.mark.parametrize("name", MOVES)
def test_every_error_of_the_table_has_words_in_both_languages_and_no_gaps(name: str) -> None:
    for state in CaseState:
        error = MOVES[name].error(state)
        if error is not None:
            with pytest.raises(error) as refused:
                check_move(name, state)
            assert refused.value.text("zh")
            assert refused.value.text("en")
        else:
            check_move(name, state)


def test_every_state_is_reached_and_every_open_one_is_left() -> None:
    steps = [
        (source, target)
        for move in MOVES.values()
        for source, targets in move.paths.items()
        for target in targets
    ]
    assert {target for _, target in steps} == set(CaseState)
    assert {source for source, target in steps if source is not target} >= set(OPEN)


def test_the_page_about_states_is_made_from_the_table() -> None:
    page = (reference.FOLDER / "case-states.md").read_text(encoding="utf-8")
    assert page == case_states.page(), "python -m tests.contract.reference --write"

"""``docs/reference/case-states.md``: the states of a case and its moves, made from their table."""

from services.approval.domain.case_state import MOVES, OPEN, CaseState, Move

INTRODUCTION = """# The states of a case

Made from `services/approval/domain/case_state.py` by `python -m tests.contract.reference --write`;
a test holds it to the code, and another holds the aggregate to the table, move by state.

A case is *open* while something is still to be done before it is decided. Whether the clock stands
still is no state: a case can be stopped for several reasons at once, and the stops are united. What
a move asks for beyond its state (who holds the case, a listed ground, a date) it refuses by errors
of its own; `docs/reference/openapi-approval.json` has the routes. An item that knows no acceptance
begins accepted. Not drawn: `withdraw` and `supersede` end every open case.
"""


def page() -> str:
    """The page, whole."""
    parts = [INTRODUCTION, "```mermaid", *_diagram(), "```", "", "## Moves", "", *_moves()]
    return "\n".join([*parts, "", "## Refusals", "", *_refusals(), ""])


def _diagram() -> list[str]:
    """Where moves lead; without those that end any open case alike, which the text says."""
    lines = ["stateDiagram-v2", "    [*] --> received", "    [*] --> accepted"]
    for name, move in MOVES.items():
        if name in ("withdraw", "supersede"):
            continue
        for source, targets in move.paths.items():
            lines += [f"    {source} --> {each}: {name}" for each in targets if each != source]
    return lines


def _moves() -> list[str]:
    head = ["| move | in | to | by | effect |", "|---|---|---|---|---|"]
    return head + [
        f"| `{name}` | {_names(move.sources)} | {_targets(move)} | {move.actor} | {move.effect} |"
        for name, move in MOVES.items()
    ]


def _names(states: tuple[CaseState, ...]) -> str:
    if set(states) == set(OPEN):
        return "any open one"
    return ", ".join(states)


def _targets(move: Move) -> str:
    reached = {each for targets in move.paths.values() for each in targets}
    if all(targets == (source,) for source, targets in move.paths.items()):
        return "the same"
    return ", ".join(each for each in CaseState if each in reached)


def _refusals() -> list[str]:
    head = [
        "What each move says in the states that do not allow it; an empty cell allows it.",
        "",
        "| move | " + " | ".join(CaseState) + " |",
        "|---" * (len(CaseState) + 1) + "|",
    ]
    return head + [
        f"| `{name}` | " + " | ".join(_code(move, state) for state in CaseState) + " |"
        for name, move in MOVES.items()
    ]


def _code(move: Move, state: CaseState) -> str:
    error = move.error(state)
    return f"`{error.code}`" if error else ""

"""The plan of a project as it was submitted: the same wherever it is compiled.

What a sponsor stated travels as text and truth values: numbers are decimal text, so that nothing
is rounded on the way. The pack's own declarations say what each fact is.
"""

from collections.abc import Mapping

from pydantic import TypeAdapter, ValidationError

from contracts.process import Plan
from policy.course import UnknownInPack
from policy.model import Fact, Pack
from policy.model.base import Number
from policy.plan import compile_plan
from policy.project_facts import FactOfWrongKind, FactValue, ProjectFacts, check_facts

Stated = Mapping[str, bool | str]
"""Facts by their id, as they are stored and told."""
_NUMBER: TypeAdapter[object] = TypeAdapter(Number)
_LONGEST_SHOWN = 40


def submitted_plan(
    pack: Pack, *, industry: str, sponsor_kind: str, subject: str, entry_stage: str, facts: Stated
) -> Plan:
    """The plan of such a project. Raises UnknownInPack, StageNotOpen and FactOfWrongKind."""
    compiled = compile_plan(pack, subject)  # Names a subject that the pack does not have.
    known = ProjectFacts.model_validate(
        {
            "industry": industry,
            "sponsor_kind": sponsor_kind,
            "subject": compiled.subject,
            "entry_stage": entry_stage,
            "facts": values_of(pack, facts),
        }
    )
    check_facts(pack, known)
    return compile_plan(pack, facts=known)


def values_of(pack: Pack, stated: Stated) -> dict[str, FactValue]:
    """The facts as expressions take them. Raises UnknownInPack and FactOfWrongKind.

    A choice that the pack does not have is found by check_facts.
    """
    declared = {fact.id: fact for fact in pack.facts}
    for name in stated:
        if name not in declared:
            known = ", ".join(declared) or "-"
            raise UnknownInPack(
                at=f"facts.{name}", pack=pack.id, value=name[:_LONGEST_SHOWN], known=known
            )
    return {name: _value(declared[name], value) for name, value in stated.items()}


def _value(fact: Fact, stated: bool | str) -> FactValue:
    if fact.type not in ("number", "amount") or isinstance(stated, bool):
        return stated
    try:
        number: FactValue = _NUMBER.validate_python(stated, strict=False)  # type: ignore[assignment]
    except ValidationError:
        raise FactOfWrongKind(
            at=f"facts.{fact.id}",
            fact=fact.id,
            value=stated[:_LONGEST_SHOWN],
            expected="0, 1.5, ...",
        ) from None
    return number

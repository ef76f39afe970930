"""Whether what is asked for fits where a thing stands."""

from enum import StrEnum

from services.funding.domain.errors.money import NotInState


def check_state(state: StrEnum, *needed: StrEnum) -> None:
    """Refuse what belongs to other states, and name those. Raises NotInState."""
    if state not in needed:
        raise NotInState(state=state, needed=", ".join(needed))

"""Search attributes: how an operator finds courses in Temporal. No personal data."""

from typing import Final

from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

from workflows.course import CourseState, Phase

STAGE: Final = SearchAttributeKey.for_keyword("Stage")
PROJECT_STATE: Final = SearchAttributeKey.for_keyword("ProjectState")
PACK: Final = SearchAttributeKey.for_keyword("Pack")
KEYS: Final = (STAGE, PROJECT_STATE, PACK)


def attributes(pack: str, stage: str, phase: Phase) -> TypedSearchAttributes:
    """All attributes of a course."""
    return TypedSearchAttributes(
        [
            SearchAttributePair(STAGE, stage),
            SearchAttributePair(PROJECT_STATE, phase.value),
            SearchAttributePair(PACK, pack),
        ]
    )


def attributes_of(pack: str, state: CourseState) -> TypedSearchAttributes:
    """All attributes of a course that stands at ``state``."""
    return attributes(pack, state.stage, state.phase)

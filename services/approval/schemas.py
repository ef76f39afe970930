"""What approval's HTTP API takes and gives. Ids, not labels: names come from the pack."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from services.approval.domain.decision import Trigger

Text4000 = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Outcome = Literal[
    *("approved", "approved_with_conditions", "refused"),
    *("advance", "iterate", "hold", "stop"),
]

"""What a queue's page shows: its tab and filters, as an address, and as the service is asked."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Self
from urllib.parse import urlencode

TABS: Final = ("mine", "unclaimed", "overdue", "on_hold", "to_sign", "copied")
"""Tabs beside "all"; each is a yes-or-no filter of the service."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A tab and filters; empty means everything. ``name`` is ``case:item`` or ``gate:stage``."""

    view: str = ""
    name: str = ""
    stage: str = ""
    industry: str = ""
    route: str = ""
    grade: str = ""
    state: str = ""
    text: str = ""

    @property
    def kept(self) -> dict[str, Any]:
        """The filter as the service takes and keeps it."""
        kind, _, id_ = self.name.partition(":")
        wanted: dict[str, Any] = {
            "stage": self.stage,
            "industry": self.industry,
            "route": self.route,
            "grade": self.grade,
            "state": self.state,
            "text": self.text,
        }
        if id_:
            wanted |= (
                {"kind": kind, "item": id_} if kind == "case" else {"kind": kind, "stage": id_}
            )
        if self.view in TABS:
            wanted[self.view] = True
        return {key: value for key, value in wanted.items() if value}

    @property
    def asked(self) -> dict[str, str]:
        """The same as query parameters of the service."""
        return {key: "true" if value is True else value for key, value in self.kept.items()}

    @property
    def query(self) -> str:
        """The page's own query string."""
        return urlencode({key: value for key, value in asdict(self).items() if value})

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return bool(self.kept)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """The page that shows a kept filter."""
        view = next((tab for tab in TABS if kept.get(tab)), "")
        stage, name = str(kept.get("stage") or ""), ""
        if kept.get("item"):
            name = f"case:{kept['item']}"
        elif kept.get("kind") == "gate" and stage:
            name, stage = f"gate:{stage}", ""
        words = {
            key: str(kept.get(key) or "") for key in ("industry", "route", "grade", "state", "text")
        }
        return cls(view=view, name=name, stage=stage, **words)


FIELDS: Final = tuple(each.name for each in fields(Shown))

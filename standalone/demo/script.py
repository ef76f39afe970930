"""The season's script: `samples/projects*.yaml`, read and checked."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import yaml

from standalone.problem import StackProblem


@dataclass(frozen=True, slots=True)
class Story:
    """What is to happen on a project's way; None or False where nothing special is."""

    iterate: str | None = None
    hold: str | None = None
    stop: str | None = None
    refuse: str | None = None
    withdraw: str | None = None
    decline: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """Money beside vouchers that the sponsor asks for, with what is stated for it alone."""

    programme: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Application:
    """One application as it will be typed; ``refused`` is the code expected for a wrong one."""

    sponsor: str
    title: str
    industry: str
    pack: str
    after_days: float
    enter_at: str | None = None
    grounds: str | None = None
    kind: str = "small_medium_enterprise"
    key: bool = False
    platform: str | None = None
    voucher: str | None = None
    grant: Grant | None = None
    project_code: str | None = None
    refused: str | None = None
    subject: str = "project"
    facts: dict[str, Any] = field(default_factory=dict)
    story: Story = field(default_factory=Story)

    def body(self) -> dict[str, Any]:
        """The request that submits it."""
        return {
            "title": self.title,
            "summary": f"{self.title}：验证工艺窗口，形成可放大的工艺包与检验方法。",
            "pack": self.pack,
            "industry": self.industry,
            "sponsor_kind": self.kind,
            "entry_stage": self.enter_at,
            "entry_grounds": self.grounds,
            "key_project": self.key,
            "project_code": self.project_code,
            "subject": self.subject,
            "facts": self.facts,
        }


_FIELDS = frozenset(each.name for each in fields(Application)) | {"summary"}
_STORIES = frozenset(each.name for each in fields(Story))
_GRANTS = frozenset(each.name for each in fields(Grant))


def load_all(paths: Iterable[Path]) -> list[Application]:
    """The applications of all files in order of time: every pack's season side by side."""
    applications = [each for path in paths for each in load(path)]
    return sorted(applications, key=lambda each: each.after_days)


def load(path: Path) -> list[Application]:
    """The applications in order of time. Raises StackProblem naming the entry that is wrong."""
    try:
        document = yaml.safe_load(path.read_text("utf-8"))
        entries, pack = document["projects"], document["pack"]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError) as fault:
        raise StackProblem(
            f"无法读取申请文件 {path}:{fault}", f"Cannot read the applications in {path}: {fault}"
        ) from None
    applications = [_application(entry, n, path, pack) for n, entry in enumerate(entries, 1)]
    return sorted(applications, key=lambda each: each.after_days)


def _application(entry: dict[str, Any], number: int, path: Path, pack: str) -> Application:
    granted = entry.get("grant")
    unknown = set(entry) - _FIELDS | set(entry.get("story", {})) - _STORIES
    unknown |= set(granted or {}) - _GRANTS
    missing = {"sponsor", "title", "industry", "after_days"} - set(entry)
    missing |= {"programme"} - set(granted) if granted is not None else set()
    if unknown or missing:
        named = ", ".join(sorted(map(str, unknown | missing)))
        raise StackProblem(
            f"{path} 第 {number} 个申请有缺项或多余项：{named}。",
            f"Application {number} in {path} has missing or unknown fields: {named}.",
        )
    story = Story(**entry.get("story", {}))
    grant = Grant(**granted) if granted is not None else None
    apart = ("story", "grant", "summary")
    values = {key: value for key, value in entry.items() if key not in apart}
    return Application(**{"pack": pack, **values}, story=story, grant=grant)

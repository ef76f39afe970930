"""Builds broken packs: the made-up pack's values, changed in one place."""

from collections.abc import Callable
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

from policy.check import check_pack
from policy.model import Pack
from policy.problem import Finding
from policy.structure import build_pack
from policy.yaml_text import read_yaml

PACKS = Path(__file__).parents[2] / "support" / "packs"
MEADOW = PACKS / "meadow"
Values = dict[str, Any]


@lru_cache(maxsize=1)
def _meadow() -> Values:
    document = read_yaml((MEADOW / "pack.yaml").read_text("utf-8"), "pack.yaml")
    assert isinstance(document.value, dict)
    return document.value


def meadow_values() -> Values:
    """The values of the made-up pack, to be changed at will."""
    return deepcopy(_meadow())


def meadow() -> Pack:
    pack = build_pack(meadow_values())
    assert isinstance(pack, Pack), pack
    return pack


def findings_after(change: Callable[[Values], object]) -> list[Finding]:
    """Everything found after changing the values of the made-up pack."""
    values = meadow_values()
    change(values)
    built = build_pack(values)
    return built if isinstance(built, list) else check_pack(built)


def codes_after(change: Callable[[Values], object]) -> set[str]:
    return {finding.code for finding in findings_after(change)}

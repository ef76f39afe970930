"""The BPMN that `fastlane policy diagram` writes opens in the usual modellers, without a warning.

bpmn-moddle is what they read it with; it comes with `npm ci`, the node of its wheel runs it.
"""

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policy.tools.bpmn import diagram_bpmn
from policy.tools.bpmn_flow import pools
from policy.tools.bpmn_shape import Pool
from standalone.servers.programs import node
from tests.unit.policy.test_tools_diagram import LANGUAGES, all_packs

READER = Path(__file__).with_name("read_bpmn.mjs")


def read(files: list[Path]) -> dict[str, Any]:
    """What bpmn-moddle makes of the files, by name."""
    result = subprocess.run(
        [node(), str(READER), *map(str, files)], capture_output=True, text=True, timeout=25
    )
    assert result.returncode == 0, f"npm ci, or make setup\n{result.stderr[-800:]}"
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def kinds_in(drawn: list[Pool]) -> Iterator[str]:
    """The type of every node and flow, as the standard calls it."""
    for pool in drawn:
        yield from (f"bpmn:{node.kind[0].upper()}{node.kind[1:]}" for node in pool.nodes)
        yield from ("bpmn:SequenceFlow" for _ in pool.flows)


def test_every_packs_diagrams_are_read_without_a_warning(tmp_path: Path) -> None:
    drawn: dict[str, Counter[str]] = {}
    for loaded in all_packs():
        for language in LANGUAGES:
            file = tmp_path / f"{loaded.pack.id}-{len(loaded.pack.items)}-{language}.bpmn"
            file.write_text(diagram_bpmn(loaded, language), "utf-8")
            drawn[str(file)] = Counter(kinds_in(pools(loaded.pack, language)))
    told = read([Path(file) for file in drawn])
    assert told.keys() == drawn.keys()
    for file, found in told.items():
        assert found["warnings"] == [], file
        assert found["unconnected"] == [], file
        assert found["undrawn"] == [], file
        assert found["kinds"] == drawn[file], file


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('targetRef="', 'targetRef="nobody_'),
        ("<bpmn:parallelGateway", "<bpmn:paralelGateway"),
        ('bpmnElement="', 'bpmnElement="nothing_'),
    ],
)
def test_a_fault_in_a_diagram_is_found(tmp_path: Path, right: str, wrong: str) -> None:
    text = diagram_bpmn(all_packs()[0], "en")
    assert right in text
    file = tmp_path / "broken.bpmn"
    file.write_text(text.replace(right, wrong, 1), "utf-8")
    [found] = read([file]).values()
    assert found["warnings"]

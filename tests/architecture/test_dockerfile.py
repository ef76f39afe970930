"""The image cannot be built in a test, so its recipe is read: pinned, not root, complete."""

import json
import re
from dataclasses import dataclass, field
from importlib.util import find_spec

import pytest

from standalone.setup_venv import ASSET_FILES
from tests.architecture.sources import PACKAGES, ROOT


@dataclass
class Stage:
    """One ``FROM`` and what follows it, as (instruction, words)."""

    base: str
    name: str | None = None
    steps: list[tuple[str, str]] = field(default_factory=list)

    def of(self, instruction: str) -> list[str]:
        return [words for given, words in self.steps if given == instruction]


def stages_of(text: str) -> list[Stage]:
    lines = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    stages: list[Stage] = []
    for line in filter(str.strip, lines):
        instruction, _, words = line.strip().partition(" ")
        if instruction == "FROM":
            base, _, name = words.partition(" AS ")
            stages.append(Stage(base, name or None))
        else:
            stages[-1].steps.append((instruction, words.strip()))
    return stages


def faults(text: str) -> list[str]:
    """What is wrong with a recipe for an image of ours."""
    stages = stages_of(text)
    found = [
        f"{stage.base} is not pinned"
        for stage in stages
        if not re.fullmatch(r"[a-z]+:\d+\.\d+[\w.-]*", stage.base)
    ]
    users = stages[-1].of("USER")
    if not users or not re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[-1]):
        found.append("runs as root")
    installs = [w for stage in stages for w in stage.of("RUN") if "pip install" in w]
    if not all("--require-hashes" in words for words in installs):
        found.append("installs without hashes")
    return found


RECIPE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_recipe_is_pinned_hashed_and_not_root() -> None:
    assert faults(RECIPE) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "FROM python:3.11.14-slim-bookworm\n",
            "FROM python:latest\n",
            "python:latest is not pinned",
        ),
        ("USER 65532:65532\n", "", "runs as root"),
        ("--require-hashes ", "", "installs without hashes"),
    ],
)
def test_a_careless_recipe_is_found(old: str, new: str, fault: str) -> None:
    assert old in RECIPE
    assert faults(RECIPE.replace(old, new)) == [fault]


def test_every_package_but_the_one_machine_lane_is_in_the_image() -> None:
    copied = {words.split()[0] for words in stages_of(RECIPE)[-1].of("COPY")} - {"--from=build"}
    assert copied & set(PACKAGES) == set(PACKAGES) - {"standalone"}


def test_what_is_copied_exists_and_is_not_ignored() -> None:
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for stage in stages_of(RECIPE):
        for words in stage.of("COPY"):
            sources = words.split()[:-1]
            if not sources[0].startswith("--from"):
                assert [s for s in sources if not (ROOT / s).exists() or f"!{s}" not in kept] == []


def test_the_default_command_is_a_process() -> None:
    last = stages_of(RECIPE)[-1]
    assert json.loads(last.of("ENTRYPOINT")[0]) == ["python", "-m"]
    module, role = json.loads(last.of("CMD")[0])
    assert find_spec(f"{module}.__main__")
    assert role == "api"


def test_the_image_has_the_assets_that_set_up_copies() -> None:
    (copy,) = (
        words for words in stages_of(RECIPE)[0].of("RUN") if words.startswith("mkdir vendor")
    )
    for asset in ASSET_FILES:
        assert f"node_modules/{asset}" in copy


def test_image_and_project_want_the_same_python() -> None:
    version = (ROOT / ".python-version").read_text(encoding="utf-8").strip()
    pythons = {stage.base for stage in stages_of(RECIPE) if stage.base.startswith("python:")}
    assert len(pythons) == 1
    assert pythons.pop().startswith(f"python:{'.'.join(version.split('.')[:2])}.")

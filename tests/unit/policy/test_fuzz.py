"""Whatever is in a pack's files, it is loaded or refused with reasons and places, and quickly."""

from copy import deepcopy
from datetime import date
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.check import check_pack
from policy.explain import ProjectFacts, explain
from policy.explain_text import explanation_text
from policy.loader import MAX_SIZE_BYTES, load_pack, problems_in
from policy.model import Pack
from policy.plan import compile_plan
from policy.problem import PackRefused
from policy.structure import build_pack
from policy.yaml_text import read_yaml
from tests.unit.policy.builder import MEADOW, Values, meadow_values

_LINES = (MEADOW / "pack.yaml").read_text("utf-8").splitlines()
_JUNK: list[Any] = [
    None, "", "x", "基", 0, -1, 10**17, True, [], {}, [None], {"zh": "一", "en": "One"},
    "2024-01-01", ["x", "x"], {"id": "x"}, "a" * 600, "smell == 'mild'", "(((", "cheese",
]  # fmt: skip


def _spots(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place below the values of a pack."""
    pairs: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    below = [spot for key, each in pairs for spot in _spots(each, (*path, key))]
    return [*[(*path, key) for key, _ in pairs], *below]


_SPOTS = _spots(meadow_values())


def spoilt(seed: int) -> Values:
    """The made-up pack with a few of its values replaced, removed or repeated."""
    random = Random(seed)
    values = meadow_values()
    for spot in random.sample(_SPOTS, random.randint(1, 4)):
        target: Any = values
        try:
            for part in spot[:-1]:
                target = target[part]
            _spoil(random, target, spot[-1])
        except (KeyError, IndexError, TypeError):
            continue
    return values


def _spoil(random: Random, target: Any, key: str | int) -> None:
    match random.randint(0, 3):
        case 0:
            del target[key]
        case 1 if isinstance(target, list):
            target.append(deepcopy(target[key]))  # type: ignore[call-overload]
        case 2 if isinstance(target, dict):
            target[random.choice("abcxyz")] = target[key]
        case _:
            target[key] = deepcopy(random.choice(_JUNK))


@given(st.integers(0, 10**9))
def test_a_spoilt_pack_is_refused_with_reasons_or_is_still_a_pack(seed: int) -> None:
    built = build_pack(spoilt(seed))
    for finding in check_pack(built) if isinstance(built, Pack) else built:
        assert all((finding.code, finding.zh, finding.en, finding.remedy_zh, finding.remedy_en))


@given(st.integers(0, 10**9))
def test_shuffled_and_broken_lines_are_read_or_refused_with_a_line(seed: int) -> None:
    random = Random(seed)
    lines = _LINES[:]
    for _ in range(random.randint(1, 5)):
        at = random.randrange(len(lines))
        junk = [
            "\t x",
            "- ",
            "&a",
            "*a",
            "!!python/name:os x",
            "x: [",
            "? [a]",
            "---",
            "\0",
        ]
        lines[at] = random.choice([random.choice(lines), lines[at][1:], random.choice(junk), "}"])
    document = read_yaml("\n".join(lines), "pack.yaml")
    for problem in document.problems:
        assert problem.line >= 1
        assert all((problem.zh, problem.en, problem.remedy_zh, problem.remedy_en))


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    document = read_yaml(text, "pack.yaml")
    assert document.problems or document.value is None or document.value is not NotImplemented


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"x: " + b"a" * (10 * MAX_SIZE_BYTES), "too_big"),
        (b"\xff\xfe" + "format: 1".encode("utf-16-le"), "not_utf8"),
        ("name: 广州".encode("gb18030"), "not_utf8"),
        (b"a: &x [l,l]\nb: &y [*x,*x]\nc: [*y,*y]\n", "anchor"),
        (b"format: 1\nformat: 1\n", "duplicate_key"),
        (b"[" * 100_000, "syntax"),
        (b"{" * 100_000, "syntax"),
        (b"a:\n" + b"".join(b" " * n + b"a:\n" for n in range(1, 400)), "too_deep"),
        (b"id: !!python/object/apply:os.system ['true']\n", "tag"),
        (b"issued_on: 2024-02-30\n", "bad_value"),
        (b"figure: " + b"9" * 5000 + b"\n", "bad_value"),
        (b"format: 1\n---\nformat: 1\n", "second_document"),
        (b"", "not_sections"),
        (b"- 1\n", "not_sections"),
        (b"\x00", "syntax"),
        (b"format: 1\n" * 20_000, "duplicate_key"),
    ],
)
def test_an_attack_is_refused_quickly_and_with_its_place(
    tmp_path: Path, text: bytes, code: str
) -> None:
    (tmp_path / "pack.yaml").write_bytes(text)
    began = perf_counter()
    problems = problems_in(tmp_path)
    assert perf_counter() - began < 2
    assert code in {problem.code for problem in problems}
    assert problems[0].file in ("pack.yaml", tmp_path.name)


def test_a_date_in_quotation_marks_is_told_how_to_be_written(tmp_path: Path) -> None:
    text = "\n".join(_LINES).replace("issued_on: 2024-05-06", 'issued_on: "2024-05-06"')
    folder = tmp_path / "meadow"
    folder.mkdir()
    (folder / "pack.yaml").write_text(text, "utf-8")
    with pytest.raises(PackRefused) as refused:
        load_pack(folder)
    [problem] = refused.value.problems
    assert "2025-02-10" in problem.remedy_en
    assert problem.path == ("sources", 0, "issued_on")


@given(st.integers(0, 10**9), st.booleans())
def test_whatever_passes_the_check_can_be_explained_and_compiled(seed: int, raw: bool) -> None:
    built = build_pack(spoilt(seed))
    if not isinstance(built, Pack) or check_pack(built):
        return
    stated = {fact.id for fact in built.facts} & {"uses_raw_milk"}
    told = {
        "industry": built.industries[0].id,
        "sponsor_kind": built.sponsor_kinds[0].id,
        "facts": dict.fromkeys(stated, raw),
    }
    for subject in ("project", *(subject.id for subject in built.subjects)):
        facts = ProjectFacts.model_validate({**told, "subject": subject})
        found = explain(built, facts, date(2026, 3, 2))
        assert explanation_text(found, "zh")
        assert explanation_text(found, "en")
        assert compile_plan(built, subject).stages


def _lines(each: str, count: int) -> str:
    return "".join(each.format(n=n) for n in range(count))


@pytest.mark.parametrize(
    ("section", "extra", "code"),
    [
        ("evidence_kinds:\n", _lines("  - {{id: r{n}, name: {{zh: 一, en: R}}}}\n", 8000), None),
        ("facts:\n", _lines("  - {{id: f{n}, name: {{zh: 一, en: A}}, type: yes_no}}\n", 5000),
         "fact_unused"),
        ("    evidence: [recipe]\n", "    evidence: [" + _lines("x{n}, ", 40_000) + "]\n",
         "unknown_reference"),
        ("    evidence: [recipe]\n", "    evidence: [" + _lines("1, ", 100_000) + "]\n",
         "wrong_type"),
    ],
)  # fmt: skip
def test_a_pack_near_the_largest_size_is_answered_quickly(
    tmp_path: Path, section: str, extra: str, code: str | None
) -> None:
    folder = tmp_path / "meadow"
    folder.mkdir()
    text = "\n".join(_LINES) + "\n"
    replaced = extra if section.startswith(" ") else section + extra
    (folder / "pack.yaml").write_text(text.replace(section, replaced, 1), "utf-8")
    began = perf_counter()
    codes = {problem.code for problem in problems_in(folder)}
    assert perf_counter() - began < 5
    assert codes == ({code} if code else set())

"""Begins a pack: a folder that passes every check but for the places that are left to fill.

A place to fill is an empty value whose line says so; `check` then lists exactly those lines.
"""

import re
from dataclasses import dataclass
from pathlib import Path

TEMPLATES = Path(__file__).parent / "template"
MARK = "填写 / FILL IN"
_SLUG = re.compile(r"[a-z][a-z0-9_]{0,62}")


class ScaffoldRefused(Exception):
    """The folder cannot be made; says why in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(en)

    def text(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Place:
    """A line that somebody who knows the policy has to fill."""

    file: str
    line: int
    what: str


def scaffold(id_: str, into: Path) -> tuple[Path, tuple[Place, ...]]:
    """Makes `into/<id>`; the folder and its places to fill, in order.

    Raises ScaffoldRefused for an id that is none and for a folder that is there: it never
    overwrites anything.
    """
    if not _SLUG.fullmatch(id_):
        raise ScaffoldRefused(
            f"编号“{id_}”不符合要求：小写字母开头，只用小写字母、数字和下划线。",
            f"{id_!r} is no id: lower case letters, digits and underscores, a letter first.",
        )
    folder = into / id_
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise ScaffoldRefused(
            f"无法建立文件夹 {folder}（{why}）。请换一个编号，或用 --into 指定别处。",
            f"Cannot make the folder {folder} ({why}). Choose another id, or a place with --into.",
        ) from error
    places: list[Place] = []
    for template in sorted(TEMPLATES.glob("*.yaml"), key=_order):
        text = template.read_text("utf-8").replace("{id}", id_)
        (folder / template.name).write_text(text, "utf-8")
        places += _places(template.name, text)
    return folder, tuple(places)


def next_steps(folder: Path, places: tuple[Place, ...], language: str) -> str:
    """What to do with the folder, as numbered lines."""
    files = ", ".join(dict.fromkeys(place.file for place in places))
    zh = (
        f"已建立 {folder}。接下来：",
        f"1. 填写 {len(places)} 处（行末注明“{MARK}”），在 {files}。",
        f"2. fastlane policy check {folder}          列出还缺什么",
        f"3. fastlane policy diagram {folder} --svg course.svg    看阶段和审批图",
        f"4. fastlane policy explain {folder} --project 项目.yaml  试算一个项目",
        "5. 资金、风险分级、平台类型等见 docs/policy-packs.md，政策有的再加。",
        f"6. fastlane policy release {folder}        定稿：此后改动须提高 version",
        f"7. 演示需要样例：samples/ 下的 people、platforms、projects.{folder.name}.yaml，"
        "写法见同一文档“Sample people, platforms and projects”一节。",
    )
    en = (
        f"Made {folder}. What to do next:",
        f"1. Fill in {len(places)} places (their lines say “{MARK}”), in {files}.",
        f"2. fastlane policy check {folder} --language en          lists what is missing",
        f"3. fastlane policy diagram {folder} --svg course.svg    shows stages and approvals",
        f"4. fastlane policy explain {folder} --project project.yaml  tries a project out",
        "5. Money, risk grades, platform types and so on: docs/policy-packs.md, as the policy has.",
        f"6. fastlane policy release {folder}        final: changes then need a new version",
        f"7. To be played by the demo it needs samples: people, platforms and "
        f"projects.{folder.name}.yaml under samples/; how: the same page, “Sample people ...”.",
    )
    return "\n".join(zh if language == "zh" else en)


def _order(template: Path) -> tuple[bool, str]:
    """The file with the identity first."""
    return (template.name != "pack.yaml", template.name)


def _places(file: str, text: str) -> list[Place]:
    return [
        Place(file, number, line.partition(MARK)[2].lstrip(": "))
        for number, line in enumerate(text.splitlines(), start=1)
        if f"# {MARK}" in line
    ]

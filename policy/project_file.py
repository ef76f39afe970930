"""Reads the facts of a project from a small YAML file, for `fastlane policy explain`."""

from pathlib import Path

from pydantic import ValidationError

from policy.problem import Problem
from policy.project_facts import ProjectFacts
from policy.structure import shape_finding
from policy.yaml_text import read_yaml

MAX_SIZE_BYTES = 100_000  # a handful of lines


class ProjectFileRefused(ValueError):
    """The file does not hold the facts of a project. Carries what to correct."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.text("en") for problem in problems))


def read_project(file: Path) -> ProjectFacts:
    """The facts in the file. Raises ProjectFileRefused, and OSError when it cannot be read."""
    if file.stat().st_size > MAX_SIZE_BYTES:
        raise ProjectFileRefused([_problem(file, "文件过大。", "The file is too big.")])
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise ProjectFileRefused([_problem(file, "文件不是 UTF-8。", "Not UTF-8.")]) from None
    document = read_yaml(text, file.name)
    if document.problems:
        raise ProjectFileRefused(document.problems)
    try:
        return ProjectFacts.model_validate(document.value)
    except ValidationError as error:
        problems = []
        for details in error.errors(include_url=False):
            if not details["loc"]:
                problems.append(_problem(file, "文件没有内容。", "It states nothing.", line=1))
                continue
            found = shape_finding(details, ProjectFacts)
            path = found.path[:2]  # below a fact pydantic names the kinds that it tried
            line = document.lines.get(path, document.lines.get(path[:1], 1))
            words = (found.zh, found.en, found.remedy_zh, found.remedy_en)
            problems.append(Problem("bad_project_file", file.name, line, path, *words))
        raise ProjectFileRefused(problems) from None


def _problem(file: Path, zh: str, en: str, line: int = 0) -> Problem:
    return Problem(
        "bad_project_file",
        file.name,
        line,
        (),
        zh,
        en,
        "须写 industry、sponsor_kind；可写 subject、entry_stage、contract_amount、"
        "credit_grade、facts。",
        "Write industry and sponsor_kind; subject, entry_stage, contract_amount, credit_grade and "
        "facts are optional.",
    )

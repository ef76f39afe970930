"""Who may import whom: import-linter's contracts, and what a package may import from outside."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import (
    PACKAGES,
    ROOT,
    copy_packages,
    name_of,
    python_files,
    tree_of,
)

_LINT = "from importlinter.cli import lint_imports_command as lint; lint()"
PURE = {
    "contracts": {"contracts", "pydantic", "pydantic_core", "annotated_types"},
    "policy": {
        "policy",
        "contracts",
        "pydantic",
        "pydantic_core",
        "yaml",
        "holidays",
        "chinese_calendar",
        "rule_engine",
    },
}
"""The only packages beside the standard library that the pure ones may import."""

EDGES = {
    "policy/cli.py": {"click"},  # a command line is an edge, not part of what is pure
    "policy/tools/command.py": {"click"},  # so is this one
    "services/portal/domain/texts.py": {"babel"},  # dates and numbers in the reader's way
    "services/approval/domain/letter.py": {"stdnum"},  # a check character is arithmetic
}
"""Files that may import more, and what."""

BREACHES = {
    "stack": ("chassis/planted.py", "import services.intake.api"),
    "services-apart": ("services/intake/planted.py", "import services.approval"),
    "inside-a-service": ("services/intake/repository.py", "import services.intake.api"),
    "inside-the-portal": ("services/portal/session.py", "import services.portal.page"),
    "pure-core": ("services/intake/domain/planted.py", "import sqlalchemy"),
    "temporal-stays-in-workflows": ("services/intake/planted.py", "import temporalio.client"),
    "course-decides-only": ("workflows/course/planted.py", "import nats"),
    "workflow-code-reaches-no-io": ("workflows/search.py", "import policy.loader"),
    "tables-are-private": ("services/intake/planted.py", "import services.intake.tables"),
}
"""Contract → (file, line) that breaks it and nothing else need break."""


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _LINT, "--no-logo", "--no-cache", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def contracts_declared() -> set[str]:
    lines = (ROOT / ".importlinter").read_text(encoding="utf-8").splitlines()
    head = "[importlinter:contract:"
    return {line.removeprefix(head).rstrip("]") for line in lines if line.startswith(head)}


def foreign_imports(file: Path, allowed: set[str]) -> list[str]:
    """Imports of top-level packages that are neither the standard library's nor allowed."""
    found = []
    for node in ast.walk(tree_of(file)):
        match node:
            case ast.Import():
                names = [alias.name for alias in node.names]
            case ast.ImportFrom(level=0, module=str() as module):
                names = [module]
            case _:
                continue
        tops = (name.partition(".")[0] for name in names)
        found += [
            f"{file.name}:{node.lineno} imports {top}"
            for top in tops
            if top not in allowed and top not in sys.stdlib_module_names
        ]
    return found


def domain_files(root: Path = ROOT) -> list[Path]:
    return [
        file
        for file in python_files("services", root=root)
        if file.name == "domain.py" or "domain" in file.parent.parts[-2:]
    ]


def unseen(root: Path) -> list[str]:
    """Folders of code that are no packages: import-linter would not look into them."""
    folders = {file.parent for file in python_files(*PACKAGES, root=root)}
    return sorted(
        name_of(folder, root)
        for folder in folders
        if "migrations" not in folder.parts and not (folder / "__init__.py").exists()
    )


def test_every_folder_of_code_is_seen() -> None:
    assert unseen(ROOT) == []


def test_a_folder_that_is_not_seen_is_found(tmp_path: Path) -> None:
    hidden = tmp_path / "services" / "x" / "api"
    hidden.mkdir(parents=True)
    (hidden / "task.py").write_text("", encoding="utf-8")
    assert unseen(tmp_path) == ["services/x/api"]


def test_imports_keep_every_contract() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


def test_every_contract_has_a_planted_breach() -> None:
    assert contracts_declared() == set(BREACHES)


@pytest.mark.parametrize("contract", sorted(BREACHES))
def test_a_planted_import_breaks_its_contract(contract: str, tmp_path: Path) -> None:
    root = copy_packages(tmp_path)
    file, line = BREACHES[contract]
    planted = root / file
    before = planted.read_text(encoding="utf-8") if planted.exists() else '"""Planted."""\n'
    planted.write_text(f"{before}\n{line}\n", encoding="utf-8")

    result = lint(root, "--contract", contract)

    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout


@pytest.mark.parametrize("package", sorted(PURE))
def test_pure_packages_import_only_what_is_listed(package: str) -> None:
    found = [
        f"{name_of(file)}: {each}"
        for file in python_files(package)
        for each in foreign_imports(file, PURE[package] | EDGES.get(name_of(file), set()))
    ]
    assert found == []


DOMAIN = {"contracts", "policy", "services"}
"""Other services are kept out by a contract; what is left of ``services`` is its own domain."""


def test_a_domain_imports_only_what_is_pure() -> None:
    assert domain_files()
    found = [
        f"{name_of(file)}: {each}"
        for file in domain_files()
        for each in foreign_imports(file, DOMAIN | EDGES.get(name_of(file), set()))
    ]
    assert found == []


def test_a_foreign_import_in_a_domain_is_found(tmp_path: Path) -> None:
    planted = tmp_path / "services" / "x" / "domain" / "case.py"
    planted.parent.mkdir(parents=True)
    planted.write_text("import enum\nfrom httpx import get\n", encoding="utf-8")
    assert domain_files(tmp_path) == [planted]
    assert foreign_imports(planted, DOMAIN) == ["case.py:2 imports httpx"]

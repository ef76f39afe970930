"""The sources that the guards read: which there are, and a copy of them to plant faults in."""

import ast
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("contracts", "policy", "chassis", "services", "workflows", "standalone")
SERVICES = ("intake", "approval", "funding", "notify", "registry", "insight", "portal")
_LEFT_BEHIND = {
    ".git",
    ".venv",
    "node_modules",
    "vendor",
    "build",
    "dist",
    "htmlcov",
    "__pycache__",
    ".hypothesis",
}
"""Folders that set-up and running leave behind; .gitignore names the same."""


def python_files(*folders: str, root: Path = ROOT) -> list[Path]:
    """Every Python file below the folders, in a stable order."""
    found = (file for folder in folders for file in _walk(root / folder))
    return sorted(file for file in found if file.suffix == ".py")


def source_files(root: Path = ROOT) -> list[Path]:
    """Every file that is a source, of any kind."""
    return sorted(_walk(root))


def _walk(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for entry in folder.iterdir():
        if entry.is_symlink():
            continue
        if entry.is_dir():
            hidden_state = entry.name.startswith(".") and entry.name != ".ci"
            if not (entry.name in _LEFT_BEHIND or hidden_state or entry.suffix == ".egg-info"):
                yield from _walk(entry)
        else:
            yield entry


def tree_of(file: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def name_of(file: Path, root: Path = ROOT) -> str:
    """A file's path as people say it."""
    return file.relative_to(root).as_posix()


def copy_packages(target: Path, packages: Iterable[str] = PACKAGES) -> Path:
    """The packages' Python files and the import rules, copied to where a fault may be planted."""
    for package in packages:
        for file in python_files(package):
            copied = target / file.relative_to(ROOT)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copied)
    shutil.copyfile(ROOT / ".importlinter", target / ".importlinter")
    return target

"""Loads packs from folders of YAML files: safely, strictly, with every problem at once.

A pack is a folder; each of its `*.yaml` files holds some of the pack's sections. Lines of the
files are kept only while loading, to say where a problem is. What parts mean to each other is
checked by check.py.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path as FilePath

from policy.check import check_pack
from policy.check.term import term_notices
from policy.digest import digest_of
from policy.file_problem import (
    misplaced,
    no_files,
    not_sections,
    not_utf8,
    section_twice,
    too_big,
)
from policy.model import Pack
from policy.problem import Finding, PackRefused, Path, Problem, UnknownPack
from policy.release import FILE as RELEASES_FILE
from policy.release import release_findings
from policy.structure import build_pack
from policy.yaml_text import Document, read_yaml

PACKS_DIR = FilePath(__file__).parent / "packs"
PACKS_DIR_VARIABLE = "FASTLANE_PACKS_DIR"
MAX_SIZE_BYTES = 1_000_000  # the largest real pack is a twentieth of it
MAX_FILES = 50


@dataclass(frozen=True, slots=True)
class LoadedPack:
    """A pack that passed every check, with the digest that projects are pinned to."""

    pack: Pack
    digest: str
    folder: FilePath


@dataclass(slots=True)
class _Sections:
    """The sections of all files together, and where each came from."""

    values: dict[str, object] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def locate(self, finding: Finding, folder: FilePath) -> Problem:
        """The finding with its file and the nearest line known above it."""
        path = finding.path
        document = self.documents.get(str(path[0])) if path else None
        words = (finding.zh, finding.en, finding.remedy_zh, finding.remedy_en)
        if document is None:
            return Problem(finding.code, folder.name, 0, path, *words)
        return Problem(finding.code, document.file, _line(document, path), path, *words)


def load_pack(pack: str | FilePath, extra_dirs: Sequence[FilePath] = ()) -> LoadedPack:
    """The pack of an id, or in a folder. Cached until its files change.

    Raises UnknownPack when no folder holds it and PackRefused with every problem in it.
    """
    if isinstance(pack, FilePath):
        folder = pack
    else:
        packs = available_packs(extra_dirs)
        if pack not in packs:
            raise UnknownPack(pack, packs)
        folder = packs[pack]
    return _load_cached(folder.resolve(), _stamp(folder))


def available_packs(extra_dirs: Iterable[FilePath] = ()) -> dict[str, FilePath]:
    """Folder by pack id, those of FASTLANE_PACKS_DIR and `extra_dirs` included.

    An extra folder never replaces a pack that comes with the lane.
    """
    found: dict[str, FilePath] = {}
    for parent in (PACKS_DIR, *_environment_dirs(), *extra_dirs):
        if not parent.is_dir():
            continue
        for folder in sorted(parent.iterdir()):
            if folder.is_dir() and any(folder.glob("*.yaml")):
                found.setdefault(folder.name, folder)
    return found


def problems_in(folder: FilePath) -> tuple[Problem, ...]:
    """Every problem of a pack, none when it may be used. Never cached."""
    try:
        _load(folder.resolve())
    except PackRefused as refused:
        return refused.problems
    return ()


def notices_in(folder: FilePath, today: date) -> tuple[Problem, ...]:
    """What to know of a pack on a day that does not keep it from being used. Raises PackRefused."""
    loaded = load_pack(folder)
    sections = _read(loaded.folder)
    found = term_notices(loaded.pack, today)
    return tuple(sections.locate(each, loaded.folder) for each in found)


def _environment_dirs() -> list[FilePath]:
    listed = os.environ.get(PACKS_DIR_VARIABLE, "")
    return [FilePath(each) for each in listed.split(os.pathsep) if each]


def _stamp(folder: FilePath) -> tuple[tuple[str, int, int], ...]:
    """Changes when a file of the pack does, or the record of releases."""
    releases = folder.parent / RELEASES_FILE
    files = [*_pack_files(folder), *([releases] if releases.is_file() else [])]
    return tuple((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files)


@lru_cache(maxsize=64)
def _load_cached(folder: FilePath, stamp: object) -> LoadedPack:
    return _load(folder)


def _load(folder: FilePath) -> LoadedPack:
    sections = _read(folder)
    if sections.problems:
        raise PackRefused(folder.name, sections.problems)
    built = build_pack(sections.values)
    findings = built if isinstance(built, list) else check_pack(built)
    digest = "" if isinstance(built, list) else digest_of(built)
    if isinstance(built, Pack):
        if built.id != folder.name:
            findings = [*findings, misplaced(built.id, folder)]
        findings = [*findings, *release_findings(built, digest, folder)]
    if isinstance(built, list) or findings:
        problems = [sections.locate(finding, folder) for finding in findings]
        raise PackRefused(folder.name, problems)
    return LoadedPack(built, digest, folder)


def _pack_files(folder: FilePath) -> list[FilePath]:
    return sorted(file for file in folder.glob("*.yaml") if file.is_file())


def _read(folder: FilePath) -> _Sections:
    """All files, as far as they can be read. Sizes are looked at before anything is read."""
    sections = _Sections()
    files = _pack_files(folder)
    size_bytes = sum(file.stat().st_size for file in files)
    if not files:
        sections.problems.append(no_files(folder))
    elif size_bytes > MAX_SIZE_BYTES or len(files) > MAX_FILES:
        sections.problems.append(too_big(folder, size_bytes, len(files), MAX_SIZE_BYTES, MAX_FILES))
    else:
        for file in files:
            _read_file(file, sections)
    return sections


def _read_file(file: FilePath, sections: _Sections) -> None:
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        sections.problems.append(not_utf8(file, line))
        return
    document = read_yaml(text, file.name)
    sections.problems.extend(document.problems)
    if document.problems:
        return
    if not isinstance(document.value, dict):
        sections.problems.append(not_sections(file))
        return
    for section, value in document.value.items():
        if section in sections.documents:
            first, line = sections.documents[section].file, _line(document, (section,))
            sections.problems.append(section_twice(file, line, section, first))
        else:
            sections.values[section] = value
            sections.documents[section] = document


def _line(document: Document, path: Path) -> int:
    while path:
        if path in document.lines:
            return document.lines[path]
        path = path[:-1]
    return document.lines.get((), 1)

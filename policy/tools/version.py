"""Earlier versions of a pack, kept beside it: `<pack>/versions/<version>/<pack>/*.yaml`.

`fastlane policy release` keeps a copy, so that a project that is pinned to a version finds its
rules after the pack has moved on (docs/decisions/0210).
"""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from policy.loader import LoadedPack, available_packs, load_pack
from policy.problem import PackRefused, UnknownPack
from policy.release import releases_beside

FOLDER = "versions"
_VERSION = re.compile(r"[0-9]+(\.[0-9]+){0,3}")


class UnknownVersion(LookupError):
    """Neither the pack as it is now nor what is kept of it has that version."""

    def __init__(self, pack: str, version: str, known: Sequence[str]) -> None:
        self.pack, self.version, self.known = pack, version, tuple(known)
        super().__init__(f"pack {pack!r} has no version {version!r}; it has {', '.join(known)}")

    def text(self, language: str) -> str:
        known = ", ".join(self.known)
        if language == "zh":
            return f"政策包“{self.pack}”没有版本 {self.version}。可用：{known}。"
        return f"The pack {self.pack!r} has no version {self.version}. It has: {known}."


class DigestDiffers(ValueError):
    """There is such a version, but it means something else than what was pinned."""

    def __init__(self, loaded: LoadedPack, digest: str) -> None:
        super().__init__(
            f"pack {loaded.pack.id!r} {loaded.pack.version} is pinned as {digest[:19]}, "
            f"here it is {loaded.digest[:19]}"
        )


def keep(loaded: LoadedPack) -> Path | None:
    """Copies a pack to its versions; the copy, or None when it was there already."""
    copy = _kept(loaded.folder, loaded.pack.version)
    if copy.is_dir():
        return None
    copy.mkdir(parents=True)
    for file in sorted(loaded.folder.glob("*.yaml")):
        shutil.copyfile(file, copy / file.name)
    return copy


def kept_versions(folder: Path) -> tuple[str, ...]:
    """The versions that are kept of the pack in a folder, oldest number first."""
    copies = (folder / FOLDER).glob(f"*/{folder.name}")
    names = (copy.parent.name for copy in copies)
    return tuple(sorted((each for each in names if _VERSION.fullmatch(each)), key=_number))


def load_version(id_: str, version: str, extra_dirs: Sequence[Path] = ()) -> LoadedPack:
    """A pack in a certain version: as it is now, or as it was kept.

    Raises UnknownPack, UnknownVersion, and PackRefused when that version cannot be used or is not
    what was released.
    """
    packs = available_packs(extra_dirs)
    if id_ not in packs:
        raise UnknownPack(id_, packs)
    folder = packs[id_]
    kept = _kept(folder, version)
    if _VERSION.fullmatch(version) and kept.is_dir():
        return _as_released(load_pack(kept), folder)
    try:
        loaded = load_pack(folder)
    except PackRefused:
        raise UnknownVersion(id_, version, kept_versions(folder)) from None
    if loaded.pack.version != version:
        known = dict.fromkeys([*kept_versions(folder), loaded.pack.version])
        raise UnknownVersion(id_, version, list(known))
    return loaded


def load_pinned(id_: str, version: str, digest: str) -> LoadedPack:
    """The pack that a project is pinned to. Raises DigestDiffers beside what load_version does."""
    loaded = load_version(id_, version)
    if loaded.digest != digest:
        raise DigestDiffers(loaded, digest)
    return loaded


def load_named(named: str) -> LoadedPack:
    """A pack as people name it: an id, `id@version`, or a folder."""
    id_, at, version = named.partition("@")
    if at and not Path(named).is_dir():
        return load_version(id_, version)
    if named not in available_packs() and Path(named).is_dir():
        return load_pack(Path(named))
    return load_pack(named)


def _kept(folder: Path, version: str) -> Path:
    return folder / FOLDER / version / folder.name


def _as_released(kept: LoadedPack, folder: Path) -> LoadedPack:
    noted = releases_beside(folder).get((kept.pack.id, kept.pack.version))
    if noted is not None and noted != kept.digest:
        raise DigestDiffers(kept, noted)
    return kept


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))

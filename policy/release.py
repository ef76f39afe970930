"""Which digest every released version of a pack has: a version never changes its meaning.

`DIGESTS` beside the packs' folders holds one line for each release: id, version, digest.
"""

from pathlib import Path

from policy.model import Pack
from policy.problem import Finding

FILE = "DIGESTS"
_HEADER = (
    "# 已发布的政策包：编号 版本 摘要。由 fastlane policy release 写入，不要手改。\n"
    "# Released packs: id, version, digest. Written by `fastlane policy release`; not by hand.\n"
)
Releases = dict[tuple[str, str], str]


class ReleaseRefused(Exception):
    """The version is out already, with another meaning."""

    def __init__(self, pack: Pack, digest: str) -> None:
        self.finding = changed(pack, digest)
        super().__init__(self.finding.en)


def releases_beside(folder: Path) -> Releases:
    """Digest by id and version, from the file beside a pack's folder. Empty without one.

    Raises ValueError for a line that is none.
    """
    file = folder.parent / FILE
    if not file.is_file():
        return {}
    releases: Releases = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        words = line.split()
        if len(words) != 3 or not words[2].startswith("sha256:"):
            raise ValueError(f"{file.name}:{number}: expected id, version, digest")
        releases[words[0], words[1]] = words[2]
    return releases


def release(pack: Pack, digest: str, folder: Path) -> bool:
    """Notes the version; False when it was noted already. Raises ReleaseRefused."""
    releases = releases_beside(folder)
    known = releases.get((pack.id, pack.version))
    if known is not None:
        if known != digest:
            raise ReleaseRefused(pack, digest)
        return False
    releases[pack.id, pack.version] = digest
    lines = [f"{id_} {version} {each}\n" for (id_, version), each in sorted(releases.items())]
    (folder.parent / FILE).write_text(_HEADER + "".join(lines), "utf-8")
    return True


def release_findings(pack: Pack, digest: str, folder: Path) -> list[Finding]:
    """Whether the pack means something else than its version did when it was released."""
    try:
        known = releases_beside(folder).get((pack.id, pack.version))
    except ValueError as error:
        return [
            Finding(
                "releases_unreadable",
                ("version",),
                f"发布记录无法读取({error})。",
                f"The record of releases cannot be read ({error}).",
                "请从版本库恢复 DIGESTS。",
                "Restore DIGESTS from the repository.",
            )
        ]
    return [] if known in (None, digest) else [changed(pack, digest)]


def changed(pack: Pack, digest: str) -> Finding:
    return Finding(
        "changed_under_same_version",
        ("version",),
        f"版本 {pack.version} 已经发布，内容却变了（现为 {digest[:19]}）。",
        f"Version {pack.version} is released, and its content has changed (now {digest[:19]}).",
        "请提高 version；在办项目仍按原版本办理。",
        "Raise the version; running projects stay with the old one.",
    )

"""The state folder: everything that outlives a run, its format, its lock and its secrets.

Does not know what the servers keep in their own folders inside it.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standalone import jsonfile
from standalone.problem import DiskFull, StateForeign, StateInUse

FORMAT = 1
# First start writes about 120 MB (PostgreSQL 45, JetStream, logs); below this nothing good follows.
NEEDED_BYTES = 500 * 2**20
DATABASE_SERVICES = ("intake", "approval", "funding", "notify", "registry", "insight")
VERIFIER = "verifier"


@dataclass(frozen=True, slots=True)
class StateFolder:
    """Names of what is inside. Made by `prepare`, or directly by those who only read."""

    root: Path

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def stack_file(self) -> Path:
        return self.root / "stack.json"

    @property
    def secrets_file(self) -> Path:
        return self.root / "secrets.json"

    @property
    def clock_file(self) -> Path:
        return self.root / "clock.json"

    @property
    def format_file(self) -> Path:
        return self.root / "format.json"

    @property
    def lock_file(self) -> Path:
        return self.root / "lock"

    @property
    def mail(self) -> Path:
        return self.root / "mail"

    @property
    def traces(self) -> Path:
        return self.root / "traces"

    @property
    def objects(self) -> Path:
        return self.root / "objects"

    def folder(self, name: str) -> Path:
        """The folder of that name, made when missing."""
        path = self.root / name
        path.mkdir(mode=0o700, exist_ok=True)
        return path


def prepare(root: Path) -> StateFolder:
    """Makes the folder or checks that it is one of ours. Raises StateForeign or DiskFull."""
    state = StateFolder(root.absolute())
    _check_format(state)
    # 0711 as root, so that PostgreSQL's own account can reach its folder and read nothing else.
    mode = 0o711 if os.geteuid() == 0 else 0o700
    try:
        state.root.mkdir(mode=mode, parents=True, exist_ok=True)
        os.chmod(state.root, mode)
    except OSError as error:
        raise StateForeign(
            f"无法使用状态目录 {state.root}:{error.strerror}。用 STATE= 另指定一个可写的目录。",
            f"The state folder {state.root} cannot be used: {error.strerror}. "
            f"Name a writable folder with STATE=.",
        ) from error
    check_disk(state.root, NEEDED_BYTES)
    if not state.format_file.exists():
        jsonfile.write(state.format_file, {"format": FORMAT}, durable=True)
    for name in ("logs", "mail", "traces", "objects"):
        state.folder(name)
    return state


def _check_format(state: StateFolder) -> None:
    if not state.root.exists() or not any(state.root.iterdir()):
        return
    try:
        found = jsonfile.read(state.format_file)["format"]
    except FileNotFoundError:
        raise StateForeign(
            f"{state.root} 不是空目录，也不是本系统的状态目录。"
            f"用 STATE= 另指定一个目录，或自行清空它。",
            f"{state.root} is neither empty nor a state folder of the lane. "
            f"Name another folder with STATE=, or empty it yourself.",
        ) from None
    except (ValueError, KeyError, TypeError):
        raise StateForeign(
            f"状态目录 {state.root} 没有写完整（format.json 无法读取）。执行 make reset 重新开始。",
            f"The state folder {state.root} is half-written (format.json cannot be read). "
            f"Run `make reset` to begin again.",
        ) from None
    if found != FORMAT:
        raise StateForeign(
            f"状态目录 {state.root} 的格式为 {found}，本版本使用格式 {FORMAT}。"
            f"用建立它的版本打开，或执行 make reset 重新开始。",
            f"The state folder {state.root} has format {found}; this release uses format {FORMAT}. "
            f"Open it with the release that made it, or run `make reset` to begin again.",
        )


def check_disk(path: Path, needed_bytes: int) -> None:
    """Raises DiskFull when less than `needed_bytes` are free where `path` lives."""
    free = free_bytes(path)
    if free < needed_bytes:
        raise DiskFull(path, free, needed_bytes)


def free_bytes(path: Path) -> int:
    """Bytes that this account may still write where `path` lives."""
    figures = os.statvfs(path)
    return figures.f_bavail * figures.f_frsize


def prune(folder: Path, kept_bytes: int) -> None:
    """Removes the oldest files of a folder beyond `kept_bytes`."""
    total = 0
    files = [(path.stat(), path) for path in folder.iterdir() if path.is_file()]
    for figures, path in sorted(files, key=lambda row: row[0].st_mtime, reverse=True):
        total += figures.st_size
        if total > kept_bytes:
            path.unlink(missing_ok=True)


@contextmanager
def locked(state: StateFolder) -> Iterator[None]:
    """Holds the folder for this process alone; the kernel lets go when we die.

    Raises StateInUse.
    """
    descriptor = os.open(state.lock_file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StateInUse(state.root, lock_holder(state)) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def is_locked(state: StateFolder) -> bool:
    """Whether a supervisor is alive on this folder, asked of the kernel and not of a pid file."""
    try:
        descriptor = os.open(state.lock_file, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def lock_holder(state: StateFolder) -> int | None:
    """The pid that last took the lock."""
    try:
        return int(state.lock_file.read_text())
    except (OSError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Secrets:
    """Generated at first start and kept 0600; nobody chooses or types them."""

    postgres: str
    roles: dict[str, str]
    nats: str
    session: str
    cookie_keys: tuple[str, ...]

    @classmethod
    def load(cls, state: StateFolder) -> "Secrets":
        """Raises StateForeign when the file is damaged."""
        try:
            kept: dict[str, Any] = jsonfile.read(state.secrets_file)
            return cls(
                postgres=kept["postgres"],
                roles=dict(kept["roles"]),
                nats=kept["nats"],
                session=kept["session"],
                cookie_keys=tuple(kept["cookie_keys"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            raise StateForeign(
                f"状态目录 {state.root} 中的 secrets.json 缺失或损坏，数据库口令已无法取回。"
                f"执行 make reset 重新开始。",
                f"secrets.json in {state.root} is missing or damaged, and with it the passwords "
                f"of the databases. Run `make reset` to begin again.",
            ) from None


def load_or_make_secrets(state: StateFolder, *, is_new: bool) -> Secrets:
    """The secrets of this state; made only when nothing depends on older ones (`is_new`)."""
    if state.secrets_file.exists() or not is_new:
        return Secrets.load(state)
    made = {
        "postgres": secrets.token_urlsafe(24),
        "roles": {name: secrets.token_urlsafe(24) for name in (*DATABASE_SERVICES, VERIFIER)},
        "nats": secrets.token_urlsafe(24),
        "session": secrets.token_urlsafe(48),
        "cookie_keys": [secrets.token_urlsafe(32)],
    }
    jsonfile.write(state.secrets_file, made, durable=True)
    return Secrets.load(state)

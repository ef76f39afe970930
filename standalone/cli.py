"""The command line of the one-machine lane: `fastlane <verb>`.

Verbs of their own modules are loaded when they are called, so a fault in one leaves the others.
"""

import importlib
import sys
from pathlib import Path
from typing import Any

import click

from standalone.ports import SERVICES
from standalone.problem import StackProblem

DEFAULT_STATE = Path(".fastlane")
# Verb -> (module:command, one line of help).
ELSEWHERE: dict[str, tuple[str, str]] = {
    "demo": ("standalone.demo:main", "在系统上演示一季度的业务 · Play a season of the lane"),
    "verify": (
        "standalone.verify:main",
        "独立核对数据库、消息和流程 · Check databases, streams, histories",
    ),
    "trace": ("standalone.trace:main", "查看一个项目的调用链 · Show a project's traces"),
    "dead-letters": (
        "standalone.dead_letters:main",
        "查看和重投死信 · Look at dead letters, redrive them",
    ),
    "insight": ("standalone.insight:main", "重建读模型 · Rebuild the read models"),
    "policy": ("standalone.packs:main", "政策包：检查、说明 · Policy packs: check, explain"),
}
state_option = click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    default=DEFAULT_STATE,
    show_default=True,
    envvar="FASTLANE_STATE",
    help="状态目录 · state folder",
)


class Verbs(click.Group):
    """Knows the names of all verbs, imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *ELSEWHERE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = ELSEWHERE[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        own = [
            (name, command.get_short_help_str(limit=90)) for name, command in self.commands.items()
        ]
        rows = own + [(name, text) for name, (_, text) in ELSEWHERE.items()]
        with formatter.section("命令 · Commands"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except StackProblem as problem:
            click.echo(f"✗ {problem.zh}\n  {problem.en}", err=True)
            ctx.exit(1)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """科技成果转化快车道 · The technology-transfer fast lane, on one machine."""


@main.command()
@state_option
@click.option(
    "--port",
    type=click.IntRange(1024, 65000),
    default=8080,
    show_default=True,
    help="网关端口，其余端口依次排列 · the gateway's port; the others follow it",
)
@click.option(
    "--ports",
    type=click.Choice(["fixed", "auto"]),
    default="fixed",
    show_default=True,
    help="auto：任选空闲端口 · any free ports",
)
@click.option(
    "--day-seconds",
    type=click.FloatRange(min=0.05),
    default=86400.0,
    show_default=True,
    help="一个业务日的真实秒数 · real seconds per lane day",
)
@click.option(
    "--only", type=click.Choice(["servers"]), help="只启动服务器，不启动业务 · the servers alone"
)
@click.option(
    "--split",
    type=click.Choice(SERVICES),
    multiple=True,
    help="该服务分三个进程运行 · api, consumer, relay apart",
)
@click.option("--ephemeral", is_flag=True, help="结束后不保留状态 · keep no state")
@click.option("--quiet", is_flag=True, help="不显示各进程日志 · leave out the processes' lines")
def run(
    state: Path,
    port: int,
    ports: str,
    day_seconds: float,
    only: str | None,
    split: tuple[str, ...],
    ephemeral: bool,
    quiet: bool,
) -> None:
    """启动全部服务并留在前台 · Start everything, stay in the foreground."""
    from standalone import lifecycle

    lifecycle.run(
        None if ephemeral else state,
        None if ports == "auto" else port,
        day_seconds,
        with_services=only is None,
        split=split,
        quiet=quiet,
    )


@main.command()
@state_option
def down(state: Path) -> None:
    """停止，保留状态 · Stop, keep the state."""
    from standalone import lifecycle

    lifecycle.down(state)


@main.command()
@state_option
@click.option("--yes", is_flag=True, help="不再询问 · do not ask")
def reset(state: Path, yes: bool) -> None:
    """停止并删除全部状态 · Stop, and forget all state."""
    from standalone import lifecycle

    if not yes and sys.stdin.isatty():
        click.confirm(f"删除 {state} 中的全部数据?· Delete all data in {state}?", abort=True)
    lifecycle.reset(state)


@main.command()
@state_option
def status(state: Path) -> None:
    """查看各进程、内存和待发消息 · Show processes, memory, outboxes."""
    from standalone import status as view

    if not view.show(state):
        sys.exit(1)

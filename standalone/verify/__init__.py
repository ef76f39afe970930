"""`fastlane verify`: an independent reader says whether anything was lost, doubled or stuck.

It reads databases, streams and workflow histories itself. A lane at work is always a little behind
itself, so what is wrong only for a moment is looked at again until it is right or time is up.
"""

import asyncio
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import click

from standalone.problem import StackProblem
from standalone.stack import Stack
from standalone.verify import run
from standalone.verify.fault import Fault

__all__ = ["Fault", "main"]


@click.command()
@click.option("--state", type=click.Path(path_type=Path, file_okay=False), default=".fastlane")
@click.option(
    "--within", type=float, default=20.0, show_default=True, help="秒 · seconds to settle"
)
@click.option("--json", "as_json", is_flag=True, help="机器可读 · for programs")
def main(state: Path, within: float, as_json: bool) -> None:
    """独立核对数据库、消息和流程 · Check databases, streams, histories."""
    stack = Stack.load(state)
    if stack.supervisor() is None:
        raise StackProblem(
            "系统没有在运行。先执行 make run。",
            "The lane is not running. Start it with `make run`.",
        )
    faults, looked_at = asyncio.run(run.verify(stack, within_s=within))
    if as_json:
        click.echo(json.dumps({"faults": [asdict(each) for each in faults], **looked_at}))
    else:
        counted = " · ".join(f"{what} {count}" for what, count in looked_at.items())
        click.echo(f"核对范围 · looked at: {counted}")
        for fault in faults:
            click.echo(f"✗ {fault}")
        if faults:
            click.echo(f"发现 {len(faults)} 处问题 · {len(faults)} things are wrong")
        else:
            click.echo("没有丢失、重复或停滞 · nothing lost, doubled or stuck")
    # Temporal's core has threads of its own that may abort while the interpreter is torn down.
    sys.stdout.flush()
    os._exit(1 if faults else 0)

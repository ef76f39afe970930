"""`fastlane insight`: the read models of a running stack, made again or compared with the log."""

import asyncio
from pathlib import Path

import click

from chassis.service import Runtime
from services.insight.app import make_service
from services.insight.rebuild import differences
from services.insight.rebuild import rebuild as rebuild_all
from standalone.stack import Stack
from standalone.state import VERIFIER


@click.group()
@click.option("--state", type=click.Path(path_type=Path, file_okay=False), default=".fastlane")
@click.pass_context
def main(context: click.Context, state: Path) -> None:
    """重建读模型 · Rebuild the read models."""
    context.obj = Stack.load(state)


@main.command()
@click.pass_obj
def rebuild(stack: Stack) -> None:
    """从事件日志重新推算，期间照常服务 · Derive everything from the log again, while serving."""

    async def work() -> int:
        async with runtime_of(stack, "insight").opened() as runtime:
            return await rebuild_all(runtime)

    count = asyncio.run(work())
    click.echo(f"已重建 {count} 个项目 · {count} projects rebuilt")


@main.command()
@click.pass_obj
def check(stack: Stack) -> None:
    """与事件日志比较，不作更改 · Compare with the log, change nothing."""

    async def work() -> list[str]:
        async with runtime_of(stack, VERIFIER).opened() as runtime:
            return await differences(runtime)

    found = asyncio.run(work())
    click.echo("\n".join(found) if found else "读模型与事件日志一致 · read models equal the log")
    raise SystemExit(1 if found else 0)


def runtime_of(stack: Stack, role: str) -> Runtime:
    """Insight on a stack's database, as one of its roles."""
    service = make_service()
    settings = service.settings(
        environment="standalone", database_url=stack.database_url(role), database_pool=4
    )
    return Runtime(service, settings)

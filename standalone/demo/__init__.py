"""`fastlane demo`: a season of the lane, played by simulated people over the public API."""

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import click
import httpx

from standalone import people
from standalone.demo import report, script
from standalone.demo.actor import Actor, Tally
from standalone.demo.play import Played, play
from standalone.problem import NotRunning, StackProblem
from standalone.stack import Stack, running_stack

DAY_SECONDS = 1.4
"""Half a year of every pack in under five minutes, with room for two cores to keep up."""
MOST_DAY_SECONDS = 10.0
"""With longer days a season of half a year takes more than half an hour."""
_ENDED = 130
"""As a shell says it of a program that was interrupted."""


@click.command()
@click.option("--state", type=click.Path(path_type=Path, file_okay=False), default=".fastlane")
@click.option(
    "--report",
    "report_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="结果写入此文件(JSON)· write the figures here",
)
@click.option(
    "--day-seconds",
    type=click.FloatRange(min=0.2, max=MOST_DAY_SECONDS),
    default=DAY_SECONDS,
    show_default=True,
    help="自带系统的一天长度（秒）· real seconds per lane day of a stack of its own",
)
@click.option(
    "--projects",
    type=click.Path(path_type=Path, exists=True),
    help="申请文件，默认为全部 samples/projects*.yaml · one file of applications, not all",
)
@click.option("--seed", type=int, default=1, show_default=True, help="人的脾气 · people's chance")
@click.option("--within", type=float, default=900.0, show_default=True, help="秒 · seconds at most")
def main(
    state: Path,
    report_file: Path | None,
    day_seconds: float,
    projects: Path | None,
    seed: int,
    within: float,
) -> None:
    """在系统上演示一季度的业务，各地同时办理 · Play a season of the lane, every pack at once."""
    applications = script.load_all([projects] if projects else people.samples("projects"))
    season = _demo(state, report_file, day_seconds, applications, seed, within)
    try:
        failed = asyncio.run(_until_ended(season))
    except asyncio.CancelledError:
        click.echo("演示已中断，所启动的进程都已停止 · ended early; nothing it started still runs")
        raise SystemExit(_ENDED) from None
    raise SystemExit(1 if failed else 0)


async def _until_ended(season: Coroutine[Any, Any, bool]) -> bool:
    """A signal cancels the season, which takes down the lane that it started for itself."""
    playing = asyncio.create_task(season)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, playing.cancel)
    return await playing


async def _demo(
    state: Path,
    report_file: Path | None,
    day_seconds: float,
    applications: list[script.Application],
    seed: int,
    within: float,
) -> bool:
    async with AsyncExitStack() as opened:
        stack = _usable(state)
        if stack is None:
            click.echo(
                "没有正在运行、且时间足够快的系统，启动一套临时系统 · "
                "no running lane with short days: starting one of its own"
            )
            stack = await opened.enter_async_context(running_stack(day_seconds=day_seconds))
        click.echo(f"网关 · gateway {stack.gateway_url}")
        played = await play(stack, applications, seed=seed, within_s=within, say=click.echo)
        figures = await _figures(stack, played)
    click.echo(report.table(figures))
    if report_file is not None:
        report.write(figures, report_file)
        click.echo(f"  {report_file}")
    for mistake in played.mistakes:
        click.echo(f"✗ {mistake}", err=True)
    return bool(played.mistakes)


def overseer(known: list[people.Person]) -> people.Person:
    """The director of the whole lane, or of the only pack there is."""
    directors = [person for person in known if "director" in person.roles]
    return min(directors, key=lambda person: "pack" in person.scopes)


def _usable(state: Path) -> Stack | None:
    """The running stack, when a season on it ends today."""
    try:
        stack = Stack.load(state)
    except NotRunning:
        return None
    if stack.supervisor() is None or not stack.is_ready:
        return None
    return stack if stack.anchor.day_seconds <= MOST_DAY_SECONDS else None


async def _figures(stack: Stack, played: Played) -> dict[str, object]:
    director = overseer(people.load())
    async with httpx.AsyncClient(base_url=stack.gateway_url, timeout=30) as http:
        actor = Actor(director, stack.issuer_url, http, Tally())
        for _ in range(60):
            figures = await report.gather(stack, actor, played)
            if sum(figures["projects_by_state"].values()) >= len(played.projects) and not figures[
                "projects_by_state"
            ].get("open"):
                break
            await asyncio.sleep(0.5)
        return figures


__all__ = ["StackProblem", "main"]

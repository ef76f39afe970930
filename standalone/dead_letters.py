"""`fastlane dead-letters`: messages that a consumer could not handle; look, mend, send again."""

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click
from nats.aio.client import Client as Nats
from nats.js import JetStreamContext
from nats.js.errors import NotFoundError

from contracts.topology import DEAD_LETTERS
from standalone.problem import StackProblem
from standalone.stack import Stack

T = TypeVar("T")
REDRIVEN = "redriven/"
"""Begins the message id of a dead letter that was sent again: its own id would be dropped."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One message in the dead-letter stream."""

    number: int
    consumer: str
    subject: str
    error: str
    body: bytes


@click.group()
@click.option("--state", type=click.Path(path_type=Path, file_okay=False), default=".fastlane")
@click.pass_context
def main(context: click.Context, state: Path) -> None:
    """查看和重投死信 · Look at dead letters, redrive them."""
    context.obj = state


@main.command("list")
@click.pass_obj
def list_(state: Path) -> None:
    """列出 · One line each."""
    letters = _run(_with_stream(state, _read_all))
    for letter in letters:
        click.echo(
            f"{letter.number:>6}  {letter.consumer:<22}  {letter.subject}  {letter.error[:90]}"
        )
    click.echo(f"{len(letters)} 封死信 · {len(letters)} dead letters")


@main.command()
@click.argument("number", type=int)
@click.pass_obj
def show(state: Path, number: int) -> None:
    """查看一封 · One of them, whole."""
    letter = _run(_with_stream(state, lambda stream: _read(stream, number)))
    click.echo(f"consumer {letter.consumer}\nsubject  {letter.subject}\nerror    {letter.error}\n")
    click.echo(_readable(letter.body))


@main.command()
@click.argument("numbers", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="全部 · every one of them")
@click.pass_obj
def redrive(state: Path, numbers: tuple[int, ...], everything: bool) -> None:
    """重新投递 · Send again; those who had handled it already do nothing."""
    if bool(numbers) == everything:
        raise click.UsageError("写明编号，或用 --all · give numbers, or --all")

    async def send(stream: JetStreamContext) -> int:
        wanted = [each.number for each in await _read_all(stream)] if everything else list(numbers)
        for number in wanted:
            await _redrive(stream, await _read(stream, number))
        return len(wanted)

    count = _run(_with_stream(state, send))
    click.echo(f"已重投 {count} 封 · {count} sent again")


async def _redrive(stream: JetStreamContext, letter: DeadLetter) -> None:
    """Publish first, then take it out of the dead letters: a crash in between repeats it."""
    await stream.publish(
        letter.subject,
        letter.body,
        headers={
            "Nats-Msg-Id": f"{REDRIVEN}{letter.number}",
            "content-type": "application/cloudevents+json",
        },
    )
    await stream.delete_msg(DEAD_LETTERS.name, letter.number)


async def _read_all(stream: JetStreamContext) -> list[DeadLetter]:
    state = (await stream.stream_info(DEAD_LETTERS.name)).state
    found = []
    for number in range(state.first_seq, state.last_seq + 1):
        try:
            found.append(await _read(stream, number))
        except StackProblem:
            continue  # Redriven before.
    return found


async def _read(stream: JetStreamContext, number: int) -> DeadLetter:
    try:
        message = await stream.get_msg(DEAD_LETTERS.name, seq=number)
    except NotFoundError:
        raise StackProblem(
            f"没有编号为 {number} 的死信。", f"There is no dead letter {number}."
        ) from None
    headers = message.headers or {}
    return DeadLetter(
        number=number,
        consumer=headers.get("fastlane-consumer", "?"),
        subject=headers.get("fastlane-subject", "?"),
        error=headers.get("fastlane-error", "?"),
        body=message.data or b"",
    )


def _readable(body: bytes) -> str:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except ValueError:
        return repr(body)


async def _with_stream(state: Path, use: Any) -> Any:
    async with _stream(Stack.load(state)) as stream:
        return await use(stream)


@asynccontextmanager
async def _stream(stack: Stack) -> AsyncIterator[JetStreamContext]:
    nats = Nats()
    try:
        await nats.connect(stack.nats_url, max_reconnect_attempts=1)
    except OSError as fault:
        raise StackProblem(
            "消息总线没有在运行。先执行 make run。", "The bus is not running: `make run` first."
        ) from fault
    try:
        yield nats.jetstream()
    finally:
        await nats.close()


def _run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)

"""What runs on a state folder: processes, memory, readiness, messages still to be sent."""

import asyncio
from pathlib import Path

import asyncpg
import click
import httpx
import psutil

from standalone import databases
from standalone.layout import SERVERS
from standalone.ports import HOST
from standalone.problem import StackProblem
from standalone.servers.questions import get_ok
from standalone.stack import ProcessRecord, Stack
from standalone.state import DATABASE_SERVICES, VERIFIER, Secrets, StateFolder, is_locked

_MEGABYTE = 2**20


def show(state: Path) -> bool:
    """Prints it; True when everything is ready. Raises NotRunning."""
    folder = StateFolder(state.absolute())
    stack = Stack.load(folder)
    if not is_locked(folder):
        left = sum(1 for record in stack.processes.values() if record.find())
        click.echo(
            f"主进程已不在，遗留 {left} 个进程；执行 make down 清理，或 make run 重新启动。\n"
            f"The supervisor is gone and left {left} processes; `make down` ends them, "
            f"`make run` starts again."
        )
        return False
    waiting, answering = asyncio.run(_asked(stack))
    click.echo(f"{'进程 process':<22}{'pid':>8}{'MB':>7}{'重启':>5}  状态 state")
    total = 0.0
    for record in stack.processes.values():
        memory = memory_mb(record)
        total += memory
        lag = waiting.get(record.name)
        note = f"  待发消息 to send: {lag}" if lag else ""
        pid = record.pid or "-"
        click.echo(
            f"{record.name:<20}{pid:>8}{memory:>7.0f}{record.restarts:>7}"
            f"  {_word(record, answering.get(record.name, record.is_ready))}{note}"
        )
    own = stack.supervisor()
    total += own.memory_info().rss / _MEGABYTE if own else 0
    click.echo(f"合计内存 memory: {total:.0f} MB")
    click.echo(f"地址 address: {stack.gateway_url}   登录 sign-in: {stack.issuer_url}")
    started = all(record.is_ready for record in stack.processes.values())
    return stack.is_ready and started and all(answering.values())


def memory_mb(record: ProcessRecord) -> float:
    """Memory of a process and its children, shared pages counted once where the kernel says."""
    process = record.find()
    if process is None:
        return 0.0
    total = 0.0
    for each in [process, *process.children(recursive=True)]:
        try:
            total += each.memory_full_info().pss / _MEGABYTE
        except (psutil.Error, AttributeError):
            total += _resident(each)
    return total


def _resident(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / _MEGABYTE
    except psutil.Error:
        return 0.0


def _word(record: ProcessRecord, answers: bool) -> str:
    if record.has_given_up:
        return "已放弃 given up"
    if record.is_ready:
        return "就绪 ready" if answers else "未就绪 not ready"
    return "启动中 starting" if record.pid else "已退出 down"


async def _asked(stack: Stack) -> tuple[dict[str, int], dict[str, bool]]:
    """Messages still to be sent, and which of our processes answer that they are ready now."""
    ours = [name for name in stack.processes if name not in SERVERS]
    waiting = asyncio.create_task(_waiting_messages(stack))
    answers = await asyncio.gather(*(_answers(stack.service_url(name)) for name in ours))
    return await waiting, dict(zip(ours, answers, strict=True))


async def _answers(address: str) -> bool:
    try:
        await get_ok(f"{address}/health/ready")
    except httpx.HTTPError:
        return False
    return True


async def _waiting_messages(stack: Stack) -> dict[str, int]:
    """Outbox rows not yet published, per service; empty when the database does not answer."""
    try:
        secrets = Secrets.load(stack.state)
        connection = await asyncpg.connect(
            host=HOST,
            port=stack.ports["postgres"],
            user=VERIFIER,
            password=secrets.roles[VERIFIER],
            database=databases.DATABASE,
            timeout=3,
        )
    except (OSError, TimeoutError, asyncpg.PostgresError, StackProblem):
        return {}
    waiting = {}
    try:
        for service in DATABASE_SERVICES:
            if await connection.fetchval("select to_regclass($1)", f"{service}.outbox"):
                query = f"select count(*) from {service}.outbox where published_at is null"
                waiting[service] = await connection.fetchval(query)
    finally:
        await connection.close()
    return waiting

"""The supervisor itself: killed, stopped, started again, refused; nothing is left behind."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import psutil
import pytest

from standalone.people import ROOT
from standalone.ports import HOST, fixed, free
from standalone.servers import postgres
from standalone.stack import running_stack, wait_for
from standalone.state import StateFolder, is_locked
from tests.integration.standalone.verb import all_gone, fastlane

pytestmark = [pytest.mark.stack, pytest.mark.timeout(120)]


async def test_a_killed_supervisor_leaves_no_process_and_no_lost_state(tmp_path: Path) -> None:
    async with running_stack(tmp_path / "lane", only_servers=True) as stack:
        os.kill(stack.supervisor_pid, signal.SIGKILL)
        await all_gone(stack)
        assert not is_locked(stack.state)
        code, said = await fastlane("status", "--state", str(stack.state.root))
        assert code == 1
        assert "make down" in said
    async with running_stack(tmp_path / "lane", only_servers=True) as again:
        assert again.is_ready
        assert again.supervisor_pid != stack.supervisor_pid
    code, said = await fastlane("reset", "--yes", "--state", str(stack.state.root))
    assert code == 0, said
    assert not stack.state.root.exists()
    assert not postgres.locate(stack.state).folder.exists()


async def test_down_works_from_elsewhere_and_status_shows_every_process() -> None:
    async with running_stack(only_servers=True) as stack:
        state = str(stack.state.root)
        code, said = await fastlane("status", "--state", state)
        assert code == 0, said
        assert all(name in said for name in stack.processes)
        second = await fastlane("run", "--only", "servers", "--ports", "auto", "--state", state)
        assert second[0] == 1
        assert "make down" in second[1]
        code, said = await fastlane("down", "--state", state)
        assert code == 0, said
        await all_gone(stack)
        assert not any(stack.state.root.glob("stack.json"))


async def test_down_ends_what_a_killed_supervisor_left(tmp_path: Path) -> None:
    """A child that escaped the kernel's signal is still found by what the supervisor wrote."""
    async with running_stack(only_servers=True) as stack:
        mail = stack.processes["mail"].find()
        assert mail is not None
        mail.suspend()
        os.kill(stack.supervisor_pid, signal.SIGSTOP)
        os.kill(stack.supervisor_pid, signal.SIGKILL)
        code, said = await fastlane("down", "--state", str(stack.state.root))
        assert code == 0, said
        await all_gone(stack)


async def test_a_taken_port_is_named_and_nothing_is_started(tmp_path: Path) -> None:
    base = next(port for port in free().values() if not _any_taken(port))
    with socket.socket() as holder:
        holder.bind((HOST, fixed(base)["temporal"]))
        holder.listen()
        state = str(tmp_path / "lane")
        code, said = await fastlane(
            *("run", "--only", "servers", "--port", str(base), "--state", state)
        )
    assert code == 1
    assert str(fixed(base)["temporal"]) in said
    assert "make run PORT=" in said
    assert not (tmp_path / "lane" / "stack.json").exists()


def _any_taken(base: int) -> bool:
    return base + 60 > 32000


async def test_another_day_length_is_refused_on_an_existing_state(tmp_path: Path) -> None:
    async with running_stack(tmp_path / "lane", 1.0, only_servers=True) as stack:
        pass
    code, said = await fastlane(
        *("run", "--only", "servers", "--ports", "auto", "--day-seconds", "2"),
        *("--state", str(stack.state.root)),
    )
    await fastlane("reset", "--yes", "--state", str(stack.state.root))
    assert code == 1
    assert "DAY_SECONDS=1" in said


async def test_a_program_that_keeps_ending_is_reported_with_its_own_words(tmp_path: Path) -> None:
    broken = tmp_path / "nats-server"
    broken.write_text("#!/bin/sh\necho 'the disk is on fire'\nexit 3\n")
    broken.chmod(0o755)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "standalone", "run", "--only", "servers"),
        *("--ports", "auto", "--ephemeral"),
        cwd=ROOT,
        env={**os.environ, "FASTLANE_NATS_BIN": str(broken)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert process.returncode == 1
    assert "nats did not start" in output.decode()
    assert "the disk is on fire" in output.decode()


async def test_a_half_made_database_is_made_again(tmp_path: Path) -> None:
    async with running_stack(tmp_path / "lane", only_servers=True) as stack:
        home = postgres.locate(stack.state)
    half = home.folder / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18")
    home.data.rename(home.folder / "moved-away")
    async with running_stack(tmp_path / "lane", only_servers=True) as again:
        assert again.processes["postgres"].is_ready
    assert not half.exists()
    await fastlane("reset", "--yes", "--state", str(stack.state.root))


async def test_two_stacks_run_side_by_side() -> None:
    async with running_stack(only_servers=True) as one, running_stack(only_servers=True) as two:
        assert not set(one.ports.values()) & set(two.ports.values())
        assert one.processes["postgres"].pid != two.processes["postgres"].pid


async def test_a_stack_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    state = tmp_path / "lane"
    program = (
        "import asyncio, pathlib, sys\n"
        "from standalone.stack import running_stack\n"
        "async def main():\n"
        "    async with running_stack(pathlib.Path(sys.argv[1]), only_servers=True):\n"
        "        await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    starter = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, str(state), cwd=ROOT
    )
    stack = await wait_for(StateFolder(state), lambda found: found.is_ready, 60)
    starter.kill()
    await starter.wait()
    await all_gone(stack)
    await fastlane("reset", "--yes", "--state", str(state))
    assert stack.supervisor() is None or not psutil.pid_exists(stack.supervisor_pid)

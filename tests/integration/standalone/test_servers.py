"""The servers of one machine: separate, private, and back after any of them was killed."""

import asyncio
import smtplib
from collections.abc import AsyncIterator
from email.message import EmailMessage

import asyncpg
import nats
import pytest
import pytest_asyncio

from standalone import databases
from standalone.ports import HOST
from standalone.stack import Stack, running_stack
from standalone.state import DATABASE_SERVICES, VERIFIER, Secrets

pytestmark = pytest.mark.stack


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stack() -> AsyncIterator[Stack]:
    async with running_stack(only_servers=True) as running:
        yield running


async def connect(stack: Stack, role: str) -> "asyncpg.Connection[asyncpg.Record]":
    return await asyncpg.connect(
        host=HOST,
        port=stack.ports["postgres"],
        user=role,
        password=Secrets.load(stack.state).roles[role],
        database=databases.DATABASE,
    )


async def test_a_service_makes_tables_in_its_own_schema_and_sees_no_other(stack: Stack) -> None:
    approval, funding = await connect(stack, "approval"), await connect(stack, "funding")
    try:
        await approval.execute("create table note (text text)")
        assert await approval.fetchval("select to_regclass('approval.note')::text") == "note"
        for statement in (
            "select * from approval.note",
            "create table approval.intruder ()",
            "create table public.intruder ()",
            "create schema intruder",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await funding.execute(statement)
    finally:
        await approval.execute("drop table if exists note")
        await approval.close()
        await funding.close()


async def test_the_verifier_reads_everything_and_writes_nothing(stack: Stack) -> None:
    owner, verifier = await connect(stack, "intake"), await connect(stack, VERIFIER)
    try:
        await owner.execute("create table seen (id int); insert into seen values (7)")
        assert await verifier.fetchval("select id from intake.seen") == 7
        with pytest.raises(
            (asyncpg.ReadOnlySQLTransactionError, asyncpg.InsufficientPrivilegeError)
        ):
            await verifier.execute("insert into intake.seen values (8)")
    finally:
        await owner.execute("drop table if exists seen")
        await owner.close()
        await verifier.close()


async def test_a_wrong_password_does_not_open_the_database(stack: Stack) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(
            host=HOST,
            port=stack.ports["postgres"],
            user="approval",
            password="guessed",
            database=databases.DATABASE,
        )


async def test_every_role_has_a_password_of_its_own(stack: Stack) -> None:
    roles = Secrets.load(stack.state).roles
    assert set(roles) == {*DATABASE_SERVICES, VERIFIER}
    assert len(set(roles.values())) == len(roles)


async def test_the_bus_wants_credentials(stack: Stack) -> None:
    # In the protocol's own words: the client library leaves its socket open when it is refused.
    reader, writer = await asyncio.open_connection(HOST, stack.ports["nats"])
    try:
        assert (await reader.readline()).startswith(b"INFO")
        writer.write(b'CONNECT {"verbose":false}\r\nPING\r\n')
        assert b"Authorization Violation" in await reader.readline()
    finally:
        writer.close()
        await writer.wait_closed()


async def test_the_bus_keeps_what_it_acknowledged(stack: Stack) -> None:
    client = await nats.connect(stack.nats_url)
    stream = client.jetstream()
    await stream.add_stream(name="KEPT", subjects=["kept"])
    await stream.publish("kept", b"promise")
    await client.close()
    await stack.back("nats", stack.kill("nats"))
    client = await nats.connect(stack.nats_url)
    try:
        assert (await client.jetstream().get_last_msg("KEPT", "kept")).data == b"promise"
        await client.jetstream().delete_stream("KEPT")
    finally:
        await client.close()


async def test_mail_is_kept_before_it_is_accepted(stack: Stack) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "lane@fastlane.example", "sponsor-01@fastlane.example"
    message["Subject"] = "待办提醒"
    message.set_content("请补充材料。")

    def send() -> None:
        with smtplib.SMTP(HOST, stack.ports["mail"], timeout=10) as smtp:
            smtp.send_message(message)

    await asyncio.to_thread(send)
    kept = [path.read_bytes() for path in stack.state.mail.glob("*.eml")]
    assert [b"X-Envelope-To: sponsor-01@fastlane.example" in content for content in kept] == [True]


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", ["postgres", "temporal", "issuer", "mail", "gateway"])
async def test_a_killed_server_comes_back(stack: Stack, name: str) -> None:
    later = await stack.back(name, stack.kill(name))
    assert later.processes[name].restarts >= 1
    assert later.is_ready

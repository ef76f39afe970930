"""Notify on a database of its own, beside a real mail server."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from services.notify.app import make_service
from tests.support.postgres import PostgresServer
from tests.support.service import Bench, bench_of

HOST = "127.0.0.1"


@dataclass
class MailServer:
    """A real SMTP server that keeps what it takes, and can be told to refuse."""

    port: int = 0
    answer: str = "250 kept"
    recipient_answer: str = "250 ok"
    unknown: set[str] = field(default_factory=set)
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)

    async def handle_RCPT(
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Called by aiosmtpd for every recipient."""
        if address in self.unknown:
            return "550 unknown"
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Called by aiosmtpd once per letter."""
        if self.answer.startswith("250"):
            content = envelope.original_content or b""
            mail = message_from_bytes(content, policy=policy.default)
            self.taken.append((envelope.rcpt_tos[0], mail))
        return self.answer

    def reset(self) -> None:
        """As new."""
        self.answer, self.recipient_answer = "250 kept", "250 ok"
        self.taken.clear()
        self.unknown.clear()

    def for_(self, person: str) -> list[EmailMessage]:
        """Letters to one person."""
        return [mail for to, mail in self.taken if to == f"{person}@fastlane.example"]


@pytest.fixture(scope="session")
async def mail_server() -> AsyncIterator[MailServer]:
    """One mail server for the session."""
    kept = MailServer()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(kept, hostname="mail.test", enable_SMTPUTF8=True, loop=loop), HOST, 0
    )
    kept.port = server.sockets[0].getsockname()[1]
    async with server:
        yield kept


@pytest.fixture(scope="module")
async def bench(postgres_server: PostgresServer, mail_server: MailServer) -> AsyncIterator[Bench]:
    """The service under test."""
    async with bench_of(
        make_service(), postgres_server, smtp_host=HOST, smtp_port=mail_server.port
    ) as bench:
        yield bench


@pytest.fixture
def mailbox(mail_server: MailServer) -> MailServer:
    """The mail server, empty and willing."""
    mail_server.reset()
    return mail_server

"""Words an e-mail, and hands it to the mail server. Knows no database."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr
from uuid import UUID

import aiosmtplib

from services.notify.settings import NotifySettings

TIMEOUT_S = 30.0
"""For one answer of the mail server."""
PERMANENT = 500
_WORDS = {
    "zh": (
        "科技成果转化快速通道",
        "查看项目:",
        "本邮件由系统自动发出，请勿直接回复。接收方式可在“消息”页面更改。",
    ),
    "en": (
        "Technology-transfer fast lane",
        "See the project: ",
        "Sent automatically; please do not reply. Change how you are told on the messages page.",
    ),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail to be sent. ``id`` is the delivery's: the same letter has it on every attempt."""

    id: UUID
    to: str
    language: str
    subject: str
    body: str
    link: str

    def as_email(self, sender: str) -> EmailMessage:
        """The message for the wire. Line breaks in a title never reach a header."""
        name, see, footer = _WORDS[self.language]
        mail = EmailMessage()
        mail["From"] = formataddr((name, sender))
        mail["To"] = self.to
        mail["Subject"] = " ".join(self.subject.split())
        mail["Message-ID"] = f"<{self.id}@{sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(f"{self.subject}\n\n{self.body}\n\n{see}{self.link}\n\n-- \n{footer}\n")
        # Last: setting the content takes every Content- header away.
        mail["Content-Language"] = "zh-CN" if self.language == "zh" else "en"
        return mail


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a letter: None for ``error`` when the server took it."""

    id: UUID
    error: str | None = None
    is_final: bool = False


class Post:
    """The way to the mail server: one connection for a handful of letters."""

    def __init__(self, settings: NotifySettings) -> None:
        self._settings = settings

    @property
    def is_open(self) -> bool:
        """Whether a mail server is set up at all."""
        return bool(self._settings.smtp_host)

    async def send(self, letters: Iterable[Letter], within_s: float) -> list[Outcome]:
        """Send some letters; never raises for what a mail server does.

        None is begun after ``within_s``; those that were not count as failed for now.
        """
        waiting = list(letters)
        outcomes: list[Outcome] = []
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + within_s
        try:
            async with self._connection() as server:
                while waiting:
                    if loop.time() > ends_at:
                        raise TimeoutError("the mail server is too slow")
                    outcomes.append(await self._send(server, waiting[0]))
                    waiting.pop(0)
        except (aiosmtplib.SMTPException, OSError) as fault:
            # The server, not a letter: none of those left was looked at.
            outcomes += [Outcome(letter.id, _text(fault, letter)) for letter in waiting]
        return outcomes

    def _connection(self) -> aiosmtplib.SMTP:
        settings = self._settings
        return aiosmtplib.SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_username or None,
            password=settings.smtp_password.get_secret_value() or None,
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
            timeout=TIMEOUT_S,
        )

    async def _send(self, server: aiosmtplib.SMTP, letter: Letter) -> Outcome:
        try:
            await server.send_message(letter.as_email(self._settings.mail_from))
        except aiosmtplib.SMTPRecipientsRefused as fault:
            refusal = fault.recipients[0]
            return Outcome(letter.id, _text(refusal, letter), refusal.code >= PERMANENT)
        except (aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPDataError) as fault:
            return Outcome(letter.id, _text(fault, letter), fault.code >= PERMANENT)
        except (aiosmtplib.SMTPNotSupported, ValueError) as fault:
            # The address or the text cannot be put on this server's wire; it never will.
            return Outcome(letter.id, _text(fault, letter), is_final=True)
        return Outcome(letter.id)


def _text(fault: BaseException, letter: Letter) -> str:
    """What went wrong, without the address: operators read it."""
    return f"{type(fault).__name__}: {fault}".replace(letter.to, "<recipient>")[:500]

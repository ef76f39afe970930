"""The mail sink: an SMTP server of its own process that keeps each message as a file.

`python -m standalone.mail PORT FOLDER`. Nothing leaves this machine. Files are named by arrival and
appear whole; only then is the message accepted.
"""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


class FolderOfMail:
    """Stores what arrives; the answer 250 is given after the file is in place."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Called by aiosmtpd once per message."""
        self._count += 1
        name = f"{time.time_ns()}-{os.getpid()}-{self._count}.eml"
        content = envelope.original_content or b""
        recipients = ", ".join(envelope.rcpt_tos)
        partial = self._folder / f".{name}"
        try:
            partial.write_bytes(f"X-Envelope-To: {recipients}\r\n".encode() + content)
            os.replace(partial, self._folder / name)
        except OSError as error:
            return f"452 {error.strerror}"
        return "250 kept"


async def serve(port: int, folder: Path) -> None:
    """Runs until SIGTERM or SIGINT."""
    handler = FolderOfMail(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="mail.fastlane.example", enable_SMTPUTF8=True),
        HOST,
        port,
    )
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    print(f"keeping mail in {folder}", flush=True)
    async with server:
        await ended.wait()


if __name__ == "__main__":
    Path(sys.argv[2]).mkdir(parents=True, exist_ok=True)
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))

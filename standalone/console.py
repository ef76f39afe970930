"""What the supervisor shows: progress sentences in both languages and the processes' own lines.

Colour only on a terminal. Knows nothing of processes.
"""

import os
import sys
from pathlib import Path
from typing import TextIO

COLOURS = (36, 32, 33, 35, 34, 96, 92, 93, 95, 94)
# A log of 20 MB is a day of a busy lane; the one before it is kept beside it.
LOG_LIMIT_BYTES = 20 * 2**20


class Console:
    """The foreground terminal of `run`; `quiet` leaves out the processes' lines."""

    def __init__(self, stream: TextIO = sys.stdout, *, quiet: bool = False) -> None:
        self._stream = stream
        self._quiet = quiet
        self._coloured = stream.isatty() and "NO_COLOR" not in os.environ

    def say(self, zh: str, en: str) -> None:
        """One step of progress, Chinese first."""
        self._write(f"{self._paint('▸', 1)} {zh}  {self._paint(en, 2)}\n")

    def plain(self, text: str) -> None:
        """A ready-made block of text."""
        self._write(text + "\n")

    def line(self, name: str, colour: int, text: str) -> None:
        """One line of a process, behind its name."""
        if not self._quiet:
            self._write(f"{self._paint(f'{name:<12}│', COLOURS[colour % len(COLOURS)])} {text}\n")

    def _paint(self, text: str, code: int) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._coloured else text

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            # The terminal is gone (closed window, full disk behind a pipe): the stack goes on.
            self._coloured = False


class LogFile:
    """The log of one process: appended, turned over at a limit, silent when the disk is full."""

    def __init__(self, path: Path, limit_bytes: int = LOG_LIMIT_BYTES) -> None:
        self.path = path
        self._limit = limit_bytes
        self.is_full = False
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._stream = path.open("ab", buffering=0)

    def write(self, line: bytes) -> None:
        """Appends a line; a full disk sets `is_full` and loses the line, not the process."""
        try:
            if self._stream.tell() > self._limit:
                self._turn()
            self._stream.write(line)
            self.is_full = False
        except OSError:
            self.is_full = True

    def tail(self, lines: int = 12) -> str:
        """The last lines, for a message."""
        return last_lines(self.path, lines)

    def close(self) -> None:
        self._stream.close()

    def _turn(self) -> None:
        self._stream.close()
        os.replace(self.path, self.path.with_suffix(".1.log"))
        self._stream = self.path.open("ab", buffering=0)


def last_lines(path: Path, lines: int) -> str:
    """The end of a log, for a message; empty when there is none."""
    try:
        text = path.read_bytes()[-16384:].decode("utf-8", "replace")
    except OSError:
        return ""
    return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])

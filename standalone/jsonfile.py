"""Small JSON files of the state folder, written whole or not at all."""

import json
import os
from pathlib import Path
from typing import Any


def write(path: Path, value: Any, *, mode: int = 0o600, durable: bool = False) -> None:
    """Puts `value` at `path` in one step: a reader sees the old file or the new one."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(value, stream, ensure_ascii=False, indent=2)
        stream.flush()
        if durable:
            os.fsync(stream.fileno())
    os.replace(partial, path)


def read(path: Path) -> Any:
    """The value at `path`. Raises FileNotFoundError or ValueError."""
    return json.loads(path.read_text(encoding="utf-8"))

"""The generated reference: ``python -m tests.contract.reference --write`` fills docs/reference/."""

import sys
from pathlib import Path
from typing import Any

from tests.contract import asyncapi, case_states, openapi
from tests.contract.snapshots import text_of

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"


def documents() -> dict[str, dict[str, Any]]:
    """Document by file name in docs/reference/."""
    apis = {f"openapi-{service}.json": openapi.document(service) for service in openapi.SERVICES}
    return {"asyncapi.json": asyncapi.document(), **apis}


def write() -> None:
    """Write every document again."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, document in documents().items():
        (FOLDER / name).write_text(text_of(document), encoding="utf-8")
    (FOLDER / "case-states.md").write_text(case_states.page(), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python -m tests.contract.reference --write")
    write()

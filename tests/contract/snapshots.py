"""Frozen contracts: the schema of every message, and a sample of each that has to parse for ever.

``python -m tests.contract.snapshots --write`` writes the schemas again, adds a sample for each
message that has none, and never touches a sample that exists: it stands for what is already stored.
"""

import json
import sys
from pathlib import Path
from typing import Any

from contracts.catalogue import BY_TYPE
from contracts.envelope import Envelope, Message

FOLDER = Path(__file__).parent
SNAPSHOTS = FOLDER / "snapshots"
SAMPLES = FOLDER / "samples"
ENVELOPE = "envelope"
_WORDS = {
    "organisation_id": "91440101MA0000000R",
    "organisation_name": "示例生物医药有限公司",
    "title": "示例项目：工艺放大",
    "department": "department_a",
    "pack": "meadow",
    "pack_version": "2026.1",
    "pack_digest": "0" * 64,
    "calendar": "2026.1",
    "holder": "person-1",
    "manager": "person-1",
    "decided_by": "person-1",
    "platform_id": "meadow-pilot",
}
_UUID = "01990000-0000-7000-8000-000000000001"
_TIME = "2026-03-02T09:00:00+08:00"


def schema_of(message: type[Message]) -> dict[str, Any]:
    """What is on the bus: the schema of the message as it is written."""
    return {"$id": message.TYPE, **message.model_json_schema(mode="serialization")}


def snapshots() -> dict[str, dict[str, Any]]:
    """Schema by file name (without suffix), the envelope's included."""
    schemas = {type_: schema_of(message) for type_, message in BY_TYPE.items()}
    return schemas | {ENVELOPE: Envelope.model_json_schema(mode="serialization")}


def text_of(document: dict[str, Any]) -> str:
    """How a snapshot or a sample stands in its file."""
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def sample_of(message: type[Message]) -> dict[str, Any]:
    """A whole message on the bus, its data made from the schema, every field filled."""
    schema = message.model_json_schema(mode="serialization")
    data = _example(schema, schema, "")
    parsed = message.model_validate(data)
    return {
        "specversion": "1.0",
        "id": _UUID,
        "source": f"/fastlane/{_publisher(message)}",
        "type": message.TYPE,
        "subject": parsed.aggregate,
        "time": _TIME,
        "recordedtime": _TIME,
        "sequence": 1,
        "datacontenttype": "application/json",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "data": parsed.model_dump(mode="json"),
    }


def _publisher(message: type[Message]) -> str:
    _, first, *_ = message.TYPE.split(".")
    return "lane" if first == "cmd" else first


def _example(schema: dict[str, Any], root: dict[str, Any], name: str) -> Any:
    if "$ref" in schema:
        return _example(root["$defs"][schema["$ref"].rpartition("/")[2]], root, name)
    if "anyOf" in schema:
        return _example(schema["anyOf"][0], root, name)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    match schema.get("type"):
        case "object":
            fields = schema.get("properties", {})
            return {field: _example(part, root, field) for field, part in fields.items()}
        case "array":
            return [_example(schema["items"], root, name)]
        case "boolean":
            return True
        case "integer" | "number":
            return max(1, schema.get("minimum", 1))
        case _:
            return _word(schema.get("format"), name)


def _word(form: str | None, name: str) -> str:
    match form:
        case "uuid":
            return _UUID
        case "date-time":
            return _TIME
        case "date":
            return _TIME[:10]
    return _WORDS.get(name, "12.50" if name == "amount" else f"{name}_a")


def write() -> None:
    """Write every schema, and the samples that are missing."""
    for folder in (SNAPSHOTS, SAMPLES):
        folder.mkdir(exist_ok=True)
    current = snapshots()
    for file in SNAPSHOTS.glob("*.json"):
        if file.stem not in current:
            file.unlink()
    for name, schema in current.items():
        (SNAPSHOTS / f"{name}.json").write_text(text_of(schema), encoding="utf-8")
    for type_, message in BY_TYPE.items():
        file = SAMPLES / f"{type_}.json"
        if not file.exists():
            file.write_text(text_of(sample_of(message)), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python -m tests.contract.snapshots --write")
    write()

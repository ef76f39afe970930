"""The format as JSON Schema, so that an editor can complete and check a pack's files."""

import json
from typing import Any

from policy.model import Pack

TITLE = "政策包的一个文件 / a file of a policy pack"


def json_schema() -> dict[str, Any]:
    """For one file: the sections of a pack may be spread over several, so none is demanded."""
    schema = Pack.model_json_schema()
    schema.pop("required", None)
    schema["title"] = TITLE
    definitions = schema["$defs"]
    for definition in definitions.values():
        properties = definition.get("properties", {})
        if "reason" in properties:
            properties["reason"]["anyOf"].insert(0, {"type": "string"})
    plain = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    result: dict[str, Any] = _plain(plain)
    return result


def schema_text() -> str:
    """As it stands in docs/reference/policy-pack.schema.json."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _plain(value: Any) -> Any:
    """Without generated titles, and with numbers as a pack writes them: without quotation marks."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    choices = value.get("anyOf", [])
    if any(each.get("type") == "number" for each in choices):
        kept = [each for each in choices if each.get("type") != "string"]
        value = {**value, "anyOf": kept}
        if len(kept) == 1:
            value = {**{key: each for key, each in value.items() if key != "anyOf"}, **kept[0]}
    return {
        key: _plain(each)
        for key, each in value.items()
        if not (key == "title" and each != TITLE and isinstance(each, str))
    }

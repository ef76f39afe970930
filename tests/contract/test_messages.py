"""Messages are frozen: their schemas by snapshots, their past by samples that still parse."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from pydantic import ValidationError

from contracts.catalogue import BY_TYPE, parse
from contracts.envelope import Envelope, Event
from contracts.events.lane import StageEntered
from tests.contract import snapshots

RENEW = "if the change is meant: python -m tests.contract.snapshots --write"


def snapshot(name: str) -> Any:
    return json.loads((snapshots.SNAPSHOTS / f"{name}.json").read_text(encoding="utf-8"))


def sample_files() -> list[Path]:
    return sorted(snapshots.SAMPLES.glob("*.json"))


def sample(type_: str) -> Any:
    return json.loads((snapshots.SAMPLES / f"{type_}.json").read_text(encoding="utf-8"))


def lost(before: Any, after: Any, path: str = "") -> list[str]:
    """Values of a sample that a message no longer says."""
    match before:
        case dict():
            here = after if isinstance(after, dict) else {}
            return [w for key in before for w in lost(before[key], here.get(key), f"{path}.{key}")]
        case list():
            if not isinstance(after, list) or len(after) != len(before):
                return [path]
            pairs = enumerate(zip(before, after, strict=True))
            return [w for at, (old, new) in pairs for w in lost(old, new, f"{path}[{at}]")]
        case _:
            return [] if _same(before, after) else [path]


def _same(before: Any, after: Any) -> bool:
    return str(before) == str(after) or _instant(before) == _instant(after) is not None


def _instant(value: Any) -> Any:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return None


@pytest.mark.parametrize("name", sorted(snapshots.snapshots()))
def test_a_schema_changes_only_together_with_its_snapshot(name: str) -> None:
    assert snapshots.snapshots()[name] == snapshot(name), RENEW


def test_every_snapshot_belongs_to_a_message() -> None:
    files = {file.stem for file in snapshots.SNAPSHOTS.glob("*.json")}
    assert files == set(snapshots.snapshots()), RENEW


def test_a_changed_message_is_found() -> None:
    class Changed(StageEntered):
        attempt: str  # type: ignore[assignment]

    before, after = snapshot(StageEntered.TYPE), snapshots.schema_of(Changed)
    assert before["properties"] != after["properties"]


def test_every_message_has_a_sample() -> None:
    assert {file.stem for file in sample_files()} >= set(BY_TYPE), RENEW


@pytest.mark.parametrize("file", sample_files(), ids=lambda file: file.stem)
def test_what_was_once_said_is_still_understood(file: Path) -> None:
    before = json.loads(file.read_text(encoding="utf-8"))
    envelope = Envelope.model_validate(before)
    message = parse(envelope)
    assert message.aggregate == envelope.subject
    assert lost(before["data"], message.model_dump(mode="json")) == []


def test_a_field_that_became_required_is_found() -> None:
    class Stricter(Event):
        TYPE: ClassVar = "fastlane.lane.stage_entered.v1"
        reason: str

    with pytest.raises(ValidationError):
        Stricter.model_validate(sample(Stricter.TYPE)["data"])


def test_a_field_that_is_no_longer_said_is_found() -> None:
    assert lost({"a": 1, "b": {"c": "x"}}, {"a": 1, "b": {}}) == [".b.c"]
    assert lost({"a": [{"b": 1}]}, {"a": [{"c": 2}]}) == [".a[0].b"]
    assert lost({"a": [1, 2]}, {"a": [1]}) == [".a"]


@pytest.mark.parametrize("type_", sorted(BY_TYPE))
def test_an_envelope_is_a_cloud_event(type_: str) -> None:
    text = Envelope.model_validate(sample(type_)).model_dump_json()
    event = JSONFormat().read(CloudEvent, text)
    assert event.get_type() == type_
    assert event.get_subject() == sample(type_)["subject"]
    assert event.get_extension("sequence") == 1
    assert event.get_data() == sample(type_)["data"]


def test_an_envelope_without_a_trace_is_a_cloud_event() -> None:
    said = {**sample("fastlane.lane.stage_entered.v1"), "traceparent": None}
    JSONFormat().read(CloudEvent, Envelope.model_validate(said).model_dump_json())


def test_an_envelope_that_is_no_cloud_event_is_found() -> None:
    said = {**sample("fastlane.lane.stage_entered.v1"), "specversion": "0.3"}
    with pytest.raises(Exception, match="specversion"):
        JSONFormat().read(CloudEvent, json.dumps(said))


@pytest.mark.parametrize("type_", sorted(BY_TYPE))
def test_unknown_fields_are_ignored(type_: str) -> None:
    said = sample(type_)
    said["data"]["said_by_a_newer_publisher"] = 1
    parse(Envelope.model_validate(said))

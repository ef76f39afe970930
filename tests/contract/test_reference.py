"""The documents about APIs and bus are complete, well formed, and those that are in docs/."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from contracts.catalogue import BY_TYPE
from contracts.topology import CONSUMERS
from tests.contract import asyncapi, openapi, reference

RENEW = "make the reference again: python -m tests.contract.reference --write"
BYTES = {"GET /api/intake/v1/projects/{id_}/documents/{document_id} does not say what it answers"}
"""Answers with a document's own bytes, of whatever type it has."""


@pytest.fixture(scope="module")
def bus() -> dict[str, Any]:
    return asyncapi.document()


def references(node: Any) -> Iterator[str]:
    match node:
        case {"$ref": str() as target}:
            yield target
        case dict():
            for each in node.values():
                yield from references(each)
        case list():
            for each in node:
                yield from references(each)


def resolve(document: dict[str, Any], target: str) -> Any:
    found: Any = document
    for part in target.removeprefix("#/").split("/"):
        found = found[part]
    return found


def dangling(document: dict[str, Any]) -> list[str]:
    """References of a document that lead nowhere in it."""
    found = []
    for target in references(document):
        try:
            resolve(document, target)
        except (KeyError, TypeError):
            found.append(target)
    return found


@pytest.mark.parametrize("service", openapi.SERVICES)
def test_every_operation_is_documented_and_refuses_with_problems(service: str) -> None:
    said = openapi.document(service)
    assert said["openapi"].startswith("3.1")
    assert openapi.operations(said)
    assert set(openapi.shortcomings(service, said)) - BYTES == set()
    assert dangling(said) == []


def test_an_undocumented_operation_is_found() -> None:
    said = {
        "paths": {"/api/x/v1/y": {"get": {"operationId": "y", "responses": {"200": {}}}}},
    }
    assert openapi.shortcomings("x", said) == [
        "GET /api/x/v1/y says nothing of itself",
        "GET /api/x/v1/y does not say how it refuses",
    ]


def test_every_message_has_a_channel_a_sender_and_the_receivers_of_the_topology(
    bus: dict[str, Any],
) -> None:
    assert set(bus["channels"]) == set(bus["components"]["messages"]) == set(BY_TYPE)
    operations = bus["operations"]
    sent = [name for name, each in operations.items() if each["action"] == "send"]
    assert len(sent) == len(BY_TYPE)
    heard = {name for name, each in operations.items() if each["action"] == "receive"}
    assert heard == {
        f"{consumer.service}.receive.{message.TYPE}"
        for consumer in CONSUMERS
        for message in consumer.messages
    }


def test_the_bus_document_has_the_shape_of_asyncapi_3(bus: dict[str, Any]) -> None:
    assert bus["asyncapi"].startswith("3.")
    assert {"title", "version"} <= set(bus["info"])
    for operation in bus["operations"].values():
        assert operation["action"] in ("send", "receive")
        channel = operation["channel"]["$ref"]
        # AsyncAPI 3: an operation's messages are those of its channel, not of the components.
        assert all(
            each["$ref"].startswith(f"{channel}/messages/") for each in operation["messages"]
        )
    assert dangling(bus) == []


def test_a_dangling_reference_is_found(bus: dict[str, Any]) -> None:
    broken = copy.deepcopy(bus)
    del broken["components"]["schemas"]["StageEntered"]
    assert dangling(broken) == ["#/components/schemas/StageEntered"]


def test_every_message_says_what_it_means(bus: dict[str, Any]) -> None:
    silent = [name for name, each in bus["components"]["messages"].items() if not each["summary"]]
    assert silent == []


def test_the_reference_in_docs_is_what_the_code_says() -> None:
    for name, document in reference.documents().items():
        file = reference.FOLDER / name
        assert file.exists(), RENEW
        stands = json.loads(file.read_text(encoding="utf-8"))
        assert stands == json.loads(json.dumps(document)), f"{name}: {RENEW}"

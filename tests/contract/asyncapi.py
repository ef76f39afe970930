"""The bus in words: an AsyncAPI 3 document made from the contracts and the topology."""

from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import models_json_schema

from contracts.catalogue import BY_TYPE
from contracts.envelope import Envelope, Message
from contracts.topology import CONSUMERS, STREAMS

_SCHEMAS = "#/components/schemas"


def document() -> dict[str, Any]:
    """The whole document: a channel per message, who sends it, who receives it."""
    return {
        "asyncapi": "3.1.0",
        "info": {
            "title": "Fast Lane",
            "version": "1",
            "description": (
                "Events and commands of the lane on NATS JetStream, as CloudEvents 1.0 in "
                "structured JSON. A message's type is its subject. Delivery is at least once, in "
                "order per `subject` by `sequence`; the same `id` twice is the same message."
            ),
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": {type_: _channel(type_) for type_ in BY_TYPE},
        "operations": dict(_operations()),
        "components": {
            "messages": {type_: _message(message) for type_, message in BY_TYPE.items()},
            "schemas": _schemas(),
        },
    }


def publisher_of(type_: str) -> str:
    """Who tells a message; every command comes from the workflow."""
    _, first, *_ = type_.split(".")
    return "lane" if first == "cmd" else first


def _channel(type_: str) -> dict[str, Any]:
    stream = next(s for s in STREAMS if type_.startswith(s.subjects[0].removesuffix(">")))
    return {
        "address": type_,
        "messages": {type_: {"$ref": f"#/components/messages/{type_}"}},
        "description": f"Kept in stream {stream.name}.",
    }


def _message(message: type[Message]) -> dict[str, Any]:
    return {
        "name": message.TYPE,
        "title": message.__name__,
        "summary": " ".join((message.__doc__ or "").split()),
        "contentType": "application/cloudevents+json",
        "payload": {
            "allOf": [
                {"$ref": f"{_SCHEMAS}/{Envelope.__name__}"},
                {
                    "type": "object",
                    "properties": {
                        "type": {"const": message.TYPE},
                        "data": {"$ref": f"{_SCHEMAS}/{message.__name__}"},
                    },
                },
            ]
        },
    }


def _operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for type_ in BY_TYPE:
        sender = publisher_of(type_)
        yield f"{sender}.send.{type_}", _operation("send", type_, f"{sender} tells it")
    for consumer in CONSUMERS:
        for message in consumer.messages:
            name = f"{consumer.service}.receive.{message.TYPE}"
            said = f"{consumer.service} hears it by the durable {consumer.durable}"
            yield name, _operation("receive", message.TYPE, said)


def _operation(action: str, type_: str, summary: str) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{type_}"},
        "summary": summary,
        "messages": [{"$ref": f"#/channels/{type_}/messages/{type_}"}],
    }


def _schemas() -> dict[str, Any]:
    models = [(each, "serialization") for each in (Envelope, *BY_TYPE.values())]
    _, found = models_json_schema(models, ref_template=_SCHEMAS + "/{model}")  # type: ignore[arg-type]
    schemas: dict[str, Any] = found["$defs"]
    return schemas

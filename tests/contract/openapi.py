"""The APIs in words: each service's OpenAPI 3.1 document, made without a server."""

from importlib import import_module
from typing import Any

from chassis.service import Runtime, api_app

SERVICES = ("intake", "approval", "funding", "notify", "registry", "insight")
METHODS = ("get", "put", "post", "patch", "delete")


def document(service: str) -> dict[str, Any]:
    """What the service's application says of itself. No connection is opened."""
    put_together = import_module(f"services.{service}.app").make_service()
    settings = put_together.settings(
        environment="test", database_url="postgresql+asyncpg://nobody@127.0.0.1:1/none"
    )
    said: dict[str, Any] = api_app(Runtime(put_together, settings)).openapi()
    return said


def operations(said: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """(method, path, operation) of a document."""
    return [
        (method, path, operation)
        for path, methods in said["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]


def shortcomings(service: str, said: dict[str, Any]) -> list[str]:
    """What a reader of the document would miss."""
    found = []
    names = [operation.get("operationId") for _, _, operation in operations(said)]
    for method, path, operation in operations(said):
        where = f"{method.upper()} {path}"
        if not path.startswith(f"/api/{service}/v1/"):
            found.append(f"{where} is outside /api/{service}/v1/")
        if not operation.get("description"):
            found.append(f"{where} says nothing of itself")
        if not _refuses_with_problems(operation):
            found.append(f"{where} does not say how it refuses")
        if not _success_is_described(operation):
            found.append(f"{where} does not say what it answers")
        if names.count(operation.get("operationId")) != 1:
            found.append(f"{where} has no name of its own")
    return found


def _refuses_with_problems(operation: dict[str, Any]) -> bool:
    refusals = {k: v for k, v in operation["responses"].items() if k[0] in "45" or k == "default"}
    kinds = {kind for each in refusals.values() for kind in each.get("content", {})}
    return bool(refusals) and kinds == {"application/problem+json"}


def _success_is_described(operation: dict[str, Any]) -> bool:
    answers = [v for k, v in operation["responses"].items() if k.startswith("2")]
    return bool(answers) and all(
        kind.get("schema") != {} for each in answers for kind in each.get("content", {}).values()
    )

"""Every service has the same shape, and what it hears is what the topology says."""

import re
from collections.abc import Iterator
from importlib import import_module
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Annotated, Any

import pytest
from alembic.script import ScriptDirectory
from fastapi import APIRouter, Depends, Request
from fastapi.routing import APIRoute

from contracts.catalogue import BY_TYPE, COMMANDS, EVENTS
from contracts.envelope import Message
from contracts.topology import CONSUMERS, STREAMS, Stream, consumers_of
from tests.architecture.sources import ROOT, SERVICES

WITH_RECORDS = tuple(name for name in SERVICES if name != "portal")
FILES = {
    "__main__",
    "app",
    "api",
    "schemas",
    "consumer",
    "handlers",
    "domain",
    "repository",
    "queries",
    "tables",
}
SECTIONS = ("Owns", "Commands", "Emits", "Consumes", "Does not")


def modules_of(folder: Path) -> set[str]:
    """Names of a service's modules; a folder of a name counts as its module."""
    files = {file.stem for file in folder.glob("*.py") if file.stem != "__init__"}
    return files | {each.parent.name for each in folder.glob("*/__init__.py")}


def missing_sections(text: str) -> list[str]:
    return [section for section in SECTIONS if f"**{section}" not in text]


def streams_of(message: type[Message], streams: tuple[Stream, ...] = STREAMS) -> list[str]:
    """The streams whose subjects take the message's type."""
    patterns = {
        stream.name: [re.escape(subject).replace("\\>", ">") for subject in stream.subjects]
        for stream in streams
    }
    return [
        name
        for name, subjects in patterns.items()
        if any(re.fullmatch(subject.replace(">", ".+"), message.TYPE) for subject in subjects)
    ]


@pytest.mark.parametrize("service", WITH_RECORDS)
def test_a_service_has_the_agreed_files(service: str) -> None:
    folder = ROOT / "services" / service
    assert FILES - modules_of(folder) == set()
    assert (folder / "migrations" / "env.py").is_file()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_says_what_it_owns_and_does_not_do(service: str) -> None:
    text = (ROOT / "services" / service / "README.md").read_text(encoding="utf-8")
    assert missing_sections(text) == []


def test_a_readme_without_a_section_is_found() -> None:
    assert missing_sections("**Owns** **Commands** **Emits** **Consumes**") == ["Does not"]


@pytest.mark.parametrize("service", WITH_RECORDS)
def test_a_service_handles_exactly_what_it_is_sent(service: str) -> None:
    handlers = import_module(f"services.{service}.consumer").HANDLERS
    sent = {message for consumer in consumers_of(service) for message in consumer.messages}
    assert set(handlers) == sent


def test_every_consumer_belongs_to_a_service_or_the_bridge() -> None:
    assert {consumer.service for consumer in CONSUMERS} <= {*SERVICES, "bridge"}
    assert {consumer.stream for consumer in CONSUMERS} <= {stream.name for stream in STREAMS}


def test_durables_are_named_once() -> None:
    names = [consumer.durable for consumer in CONSUMERS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("type_", sorted(BY_TYPE))
def test_a_message_belongs_to_exactly_one_stream(type_: str) -> None:
    assert len(streams_of(BY_TYPE[type_])) == 1


def test_a_consumer_hears_only_what_its_stream_carries() -> None:
    for consumer in CONSUMERS:
        for message in consumer.messages:
            assert streams_of(message) == [consumer.stream], (consumer.durable, message.TYPE)


def test_a_message_of_two_streams_is_found() -> None:
    wide = (*STREAMS, Stream("EVERYTHING", ("fastlane.>",)))
    assert len(streams_of(BY_TYPE["fastlane.lane.stage_entered.v1"], wide)) == 2


def test_types_are_named_once_and_by_the_rule() -> None:
    assert len(BY_TYPE) == len(EVENTS) + len(COMMANDS)
    for message in EVENTS:
        assert re.fullmatch(r"fastlane\.(?!cmd\.)[a-z]+\.[a-z_]+\.v\d+", message.TYPE)
    for message in COMMANDS:
        assert re.fullmatch(r"fastlane\.cmd\.[a-z]+\.[a-z_]+\.v\d+", message.TYPE)


def routes_of(router: Any) -> Iterator[APIRoute]:
    """The routes of a router, those of the routers included in it too."""
    for each in router.routes:
        if isinstance(each, APIRoute):
            yield each
        else:
            yield from routes_of(each.original_router)


def run_in_threads(route: APIRoute) -> list[str]:
    """What FastAPI hands to a thread for each request, because it is no coroutine."""
    calls = [route.endpoint]
    waiting = [route.dependant]
    while waiting:
        dependant = waiting.pop()
        waiting += dependant.dependencies
        calls += [each.call for each in dependant.dependencies if each.call is not None]
    return [
        getattr(call, "__qualname__", repr(call))
        for call in calls
        if not iscoroutinefunction(call) and not iscoroutinefunction(type(call).__call__)
    ]


@pytest.mark.parametrize("service", WITH_RECORDS)
def test_a_request_needs_no_thread(service: str) -> None:
    made = import_module(f"services.{service}.app").make_service()
    routes = [route for router in made.routers for route in routes_of(router)]
    assert routes
    assert {route.path: found for route in routes if (found := run_in_threads(route))} == {}


def test_a_dependency_that_would_need_a_thread_is_found() -> None:
    def who(request: Request) -> str:
        return request.url.path

    async def route(name: Annotated[str, Depends(who)]) -> str:
        return name

    router = APIRouter()
    router.add_api_route("/x", route)
    [found] = [run_in_threads(each) for each in routes_of(router)]
    assert [name.rpartition(".")[2] for name in found] == ["who"]


def history_of(folder: Path) -> list[str]:
    """Revisions from the newest to the oldest. Raises when the history branches."""
    script = ScriptDirectory(str(folder), version_locations=[str(folder / "versions")])
    assert len(script.get_heads()) == 1, f"{folder}: heads {script.get_heads()}"
    assert len(script.get_bases()) == 1, f"{folder}: bases {script.get_bases()}"
    return [revision.revision for revision in script.walk_revisions()]


@pytest.mark.parametrize("service", WITH_RECORDS)
def test_a_service_has_one_line_of_migrations(service: str) -> None:
    folder = ROOT / "services" / service / "migrations"
    files = [file for file in (folder / "versions").glob("*.py") if file.stem != "__init__"]
    assert len(history_of(folder)) == len(files) >= 1


def test_a_branch_in_the_migrations_is_found(tmp_path: Path) -> None:
    versions = tmp_path / "versions"
    versions.mkdir()
    for name, after in (("a", None), ("b", "a"), ("c", "a")):
        text = f'"""x"""\nrevision = "{name}"\ndown_revision = {after!r}\n'
        (versions / f"{name}.py").write_text(text, encoding="utf-8")
    with pytest.raises(AssertionError, match="heads"):
        history_of(tmp_path)

"""Ports, the gateway's routes and the processes of a stack agree with each other."""

import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest

from standalone import layout, ports, state
from standalone.anchor import SCALED_EPOCH, LaneAnchor
from standalone.problem import PortTaken
from standalone.servers import gateway


def settings(tmp_path: Path) -> layout.Settings:
    folder = state.prepare(tmp_path / "lane")
    secrets = state.load_or_make_secrets(folder, is_new=True)
    lane = LaneAnchor(SCALED_EPOCH, datetime(2026, 1, 1, tzinfo=UTC), 1.0)
    return layout.Settings(folder, ports.fixed(8080), secrets, lane)


def test_every_process_has_a_port_and_no_two_share_one() -> None:
    numbers = ports.fixed(8080)
    assert len(set(numbers.values())) == len(numbers)
    split = layout.Layout(split=frozenset(ports.SERVICES))
    assert set(split.port_names()) <= set(numbers)


def test_another_gateway_port_moves_the_whole_stack() -> None:
    here, there = ports.fixed(8080), ports.fixed(9080)
    assert {there[name] - port for name, port in here.items()} == {1000}


def test_free_ports_are_free_distinct_and_outside_the_range_of_clients() -> None:
    numbers = ports.free()
    assert len(set(numbers.values())) == len(numbers)
    assert all(port in ports.FREE_RANGE for port in numbers.values())


def test_two_stacks_never_get_the_same_free_port() -> None:
    with ports.reserved() as one, ports.reserved() as two:
        assert set(one) == set(two) == set(ports.OFFSETS)
        assert not set(one.values()) & set(two.values())


def test_a_taken_port_is_named_with_the_remedy() -> None:
    with socket.socket() as holder:
        holder.bind((ports.HOST, 0))
        holder.listen()
        taken = {"nats": holder.getsockname()[1]}
        with pytest.raises(PortTaken, match=r"nats.*make run PORT="):
            ports.check(taken, ["nats"])


def test_the_gateway_sends_each_api_to_its_service_and_the_rest_to_the_portal() -> None:
    numbers = ports.fixed(8080)
    written = gateway.configuration(numbers)
    for service in ports.SERVICES:
        assert f"reverse_proxy 127.0.0.1:{numbers[service]}" in written
        assert (f"handle /api/{service}/*" in written) == (service != "portal")


def test_the_gateway_listens_on_loopback_alone() -> None:
    binds = [
        line.strip()
        for line in gateway.configuration(ports.fixed(8080)).splitlines()
        if "bind" in line
    ]
    assert binds == ["bind 127.0.0.1", "bind 127.0.0.1"]


def test_a_split_service_runs_as_three_processes() -> None:
    rows = layout.Layout(split=frozenset({"approval"})).processes()
    mine = [(name, command) for name, module, command in rows if module == "services.approval"]
    assert mine == [
        ("approval", "api"),
        ("approval-consumer", "consumer"),
        ("approval-relay", "relay"),
    ]
    assert ("intake", "services.intake", "all") in rows


def test_the_portal_has_nothing_to_consume_or_relay() -> None:
    rows = layout.Layout(split=frozenset({"portal"})).processes()
    assert [row for row in rows if row[0].startswith("portal")] == [
        ("portal", "services.portal", "api")
    ]


def test_a_service_knows_its_own_database_only(tmp_path: Path) -> None:
    given = settings(tmp_path)
    approval = given.of("approval", "approval")
    assert "//approval:" in approval["FASTLANE_DATABASE_URL"]
    others = [given.secrets.roles[role] for role in given.secrets.roles if role != "approval"]
    assert not any(other in value for other in others for value in approval.values())
    assert "FASTLANE_DATABASE_URL" not in given.of("portal", "portal")
    assert "FASTLANE_DATABASE_URL" not in given.of("worker", "workflows")


def test_only_the_portal_gets_the_key_of_its_cookies(tmp_path: Path) -> None:
    given = settings(tmp_path)
    assert "FASTLANE_SESSION_SECRET" in given.of("portal", "portal")
    assert "FASTLANE_SESSION_SECRET" not in given.of("intake", "intake")


def test_settings_of_another_stack_do_not_leak_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASTLANE_DATABASE_URL", "postgresql://elsewhere")
    assert "FASTLANE_DATABASE_URL" not in settings(tmp_path).common()

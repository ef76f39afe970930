"""Dashboards and alerts name only what the processes show."""

import json
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY
from prometheus_client.metrics import MetricWrapperBase

from tests.architecture.sources import ROOT

FOLDER = ROOT / "deploy" / "observability"
DASHBOARDS = sorted((FOLDER / "grafana" / "dashboards").glob("*.json"))
SHOWING = (
    "chassis.bus",
    "chassis.relay",
    "services.insight.gauges",
    "services.notify.sender",
    "workflows.bridge",
    "workflows.activities",
)
METRIC = re.compile(r"\bfastlane_\w+")
SELECTED = re.compile(r"\b(fastlane_\w+)\{([^}]*)\}")
LABEL = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")
GROUPED = re.compile(r"\b(?:by|on|without)\s*\(([^)]*)\)")


@pytest.fixture(scope="module")
def shown() -> dict[str, set[str]]:
    """Metric, as it is asked for → its labels."""
    found: dict[str, set[str]] = {}
    for module in map(import_module, SHOWING):
        for each in vars(module).values():
            if isinstance(each, MetricWrapperBase):
                for family in each.describe():
                    name = f"{family.name}_total" if family.type == "counter" else family.name
                    found[name] = set(each._labelnames)
    return found


def rules() -> list[dict[str, Any]]:
    text = (FOLDER / "prometheus" / "alerts.yaml").read_text(encoding="utf-8")
    return [rule for group in yaml.safe_load(text)["groups"] for rule in group["rules"]]


def boards() -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf-8")) for path in DASHBOARDS]


def expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in rules())
    for board in boards():
        for panel in board["panels"]:
            yield from (target["expr"] for target in panel["targets"])
        for variable in board["templating"]["list"]:
            if variable["type"] == "query":
                yield variable["query"]["query"]


def unknown(expression: str, shown: dict[str, set[str]]) -> list[str]:
    """What an expression names that no process shows."""
    names = METRIC.findall(expression)
    wrong = [name for name in names if name not in shown]
    for name, selector in SELECTED.findall(expression):
        wrong += [label for label in LABEL.findall(selector) if label not in shown.get(name, ())]
    labels = set().union(*(shown.get(name, set()) for name in names))
    for group in GROUPED.findall(expression):
        wrong += [each.strip() for each in group.split(",") if each.strip() not in labels]
    return wrong


def test_every_metric_and_label_that_is_asked_for_exists(shown: dict[str, set[str]]) -> None:
    asked = list(expressions())
    assert len(asked) > 20
    assert {each: unknown(each, shown) for each in asked if unknown(each, shown)} == {}


@pytest.mark.parametrize(
    ("expression", "wrong"),
    [
        ("fastlane_nothing > 1", ["fastlane_nothing"]),
        ('fastlane_open_cases{colour="red"}', ["colour"]),
        ("sum by (colour) (fastlane_open_cases)", ["colour"]),
        ("rate(fastlane_messages_heard[5m])", ["fastlane_messages_heard"]),
    ],
)
def test_a_name_that_does_not_exist_is_found(
    shown: dict[str, set[str]], expression: str, wrong: list[str]
) -> None:
    assert unknown(expression, shown) == wrong


def test_every_metric_of_the_lane_is_on_a_dashboard(shown: dict[str, set[str]]) -> None:
    drawn = {name for board in boards() for name in METRIC.findall(json.dumps(board))}
    assert set(shown) <= drawn
    assert set(shown) <= set(map(str, REGISTRY._names_to_collectors))


def test_every_alert_says_what_to_do_in_both_languages() -> None:
    for rule in rules():
        assert rule["labels"]["severity"] in {"warning", "critical"}
        assert " · " in rule["annotations"]["summary"], rule["alert"]
        assert rule["annotations"]["description"], rule["alert"]


def test_dashboards_have_ids_of_their_own_and_panels_do_not_overlap() -> None:
    assert len({board["uid"] for board in boards()}) == len(DASHBOARDS) == 2
    for board in boards():
        places = [tuple(panel["gridPos"].values()) for panel in board["panels"]]
        cells = [
            (column, line)
            for x, y, w, h in places
            for column in range(x, x + w)
            for line in range(y, y + h)
        ]
        assert len(cells) == len(set(cells))

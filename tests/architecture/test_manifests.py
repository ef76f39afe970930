"""The manifests render, are valid, and name what the code has: processes, settings, ports."""

import copy
from importlib import import_module
from importlib.util import find_spec

import pytest
from fastapi import FastAPI
from kubernetes_validate.utils import ValidationError, validate

from chassis.run import ROLES
from chassis.settings import Settings
from chassis.web import add_operations
from contracts.topology import CONSUMERS
from tests.architecture import manifests
from tests.architecture.manifests import OVERLAYS, Manifest, command, container, name, of_kind
from tests.architecture.sources import ROOT, SERVICES

KUBERNETES = "1.34.0"
"""An older release than the newest, so that what is valid here is valid in most clusters."""
CUSTOM = {"ScaledObject"}
"""Kinds that no schema of Kubernetes describes; checked here by hand."""
RUNNING = ("api", "consumer", "relay")
PROCESSES = {
    *((f"services.{s}", role) for s in SERVICES if s != "portal" for role in RUNNING),
    ("services.portal", "api"),
    ("workflows", "worker"),
    ("workflows", "bridge"),
}
JOBS = {
    *((f"services.{s}", "migrate") for s in SERVICES if s != "portal"),
    ("workflows", "provision"),
}
UNSET = {
    "FASTLANE_DAY_SECONDS": "production runs in real time",
    "FASTLANE_LANE_EPOCH": "production runs in real time",
    "FASTLANE_LANE_EPOCH_REAL": "production runs in real time",
    "FASTLANE_TRACE_DIR": "traces leave by OTLP; the local store is for one machine",
    "FASTLANE_TWO_PEOPLE_FROM": "the authority's own rule; the default stands in the settings",
    "FASTLANE_VOUCHER_MONTHS": "likewise",
    "FASTLANE_WORKER_BUILD_ID": "set by whoever releases with worker versioning",
}
"""Settings that no manifest gives, and why."""
FOREIGN = {"AWS_ENDPOINT", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
"""Read by the object store's client, not by us."""


@pytest.fixture(scope="module", params=OVERLAYS)
def objects(request: pytest.FixtureRequest) -> list[Manifest]:
    return manifests.render(request.param)


@pytest.fixture(scope="module")
def deployment() -> Manifest:
    return of_kind(manifests.render("dev"), "Deployment")[0]


def settings_classes() -> set[type[Settings]]:
    """Every settings class; a service without settings of its own has none."""
    modules = [*(f"services.{s}.settings" for s in SERVICES), "workflows.settings"]
    classes = {Settings}
    for module in filter(find_spec, modules):
        declared = vars(import_module(module)).values()
        classes |= {c for c in declared if isinstance(c, type) and issubclass(c, Settings)}
    return classes


def settings_names() -> set[str]:
    return {
        f"FASTLANE_{field.upper()}" for each in settings_classes() for field in each.model_fields
    }


def invalid(thing: Manifest) -> list[str]:
    """What the schemas of Kubernetes say against an object."""
    if thing["kind"] in CUSTOM:
        return []
    try:
        validate(thing, KUBERNETES, strict=True)
    except ValidationError as fault:
        return [f"{thing['kind']} {name(thing)}: {fault.message}"]
    return []


def test_every_object_is_valid(objects: list[Manifest]) -> None:
    assert [each for thing in objects for each in invalid(thing)] == []


def test_an_invalid_object_is_found(deployment: Manifest) -> None:
    wrong = copy.deepcopy(deployment)
    wrong["spec"]["template"]["spec"]["contaners"] = []
    assert invalid(wrong)


def test_every_process_has_one_deployment_and_the_reverse(objects: list[Manifest]) -> None:
    commands = [command(each) for each in of_kind(objects, "Deployment")]
    assert sorted(commands) == sorted(PROCESSES)


def test_migrations_and_provisioning_are_jobs(objects: list[Manifest]) -> None:
    assert sorted(command(each) for each in of_kind(objects, "Job")) == sorted(JOBS)


def test_the_commands_exist_in_the_code() -> None:
    assert {*RUNNING, "migrate", "all"} == set(ROLES)
    for module, role in PROCESSES | JOBS:
        assert find_spec(f"{module}.__main__"), module
        if module == "workflows":
            main = (ROOT / "workflows" / "__main__.py").read_text(encoding="utf-8")
            assert f'"{role}"' in main


def test_names_say_service_and_role(objects: list[Manifest]) -> None:
    for each in of_kind(objects, "Deployment", "Job"):
        module, role = command(each)
        assert name(each) == f"{module.removeprefix('services.')}-{role}"


def test_every_setting_is_given_or_left_out_for_a_reason(objects: list[Manifest]) -> None:
    given = manifests.environment_names(objects)
    assert settings_names() - given - set(UNSET) == set()
    assert set(UNSET) - settings_names() == set()


def test_every_name_in_the_manifests_is_a_setting(objects: list[Manifest]) -> None:
    assert manifests.environment_names(objects) - settings_names() == FOREIGN


def test_every_settings_class_takes_what_the_configmap_says(objects: list[Manifest]) -> None:
    (config,) = of_kind(objects, "ConfigMap")
    ours = {key.removeprefix("FASTLANE_").lower(): value for key, value in config["data"].items()}
    secrets = {"session_secret": "x" * 32, "database_url": "postgresql+asyncpg://x"}
    for each in settings_classes():
        each.model_validate(ours | secrets)


def test_every_pod_is_confined_and_limited(objects: list[Manifest]) -> None:
    found = {name(t): manifests.carelessness(t) for t in of_kind(objects, "Deployment", "Job")}
    assert {key: value for key, value in found.items() if value} == {}


@pytest.mark.parametrize(
    ("part", "key", "says"),
    [
        ("pod", "securityContext", "runs as root"),
        ("container", "resources", "no limits"),
        ("container", "securityContext", "may gain rights"),
        ("container", "livenessProbe", "no livenessProbe"),
        ("container", "image", "image has no fixed tag"),
    ],
)
def test_a_careless_pod_is_found(part: str, key: str, says: str, deployment: Manifest) -> None:
    careless = copy.deepcopy(deployment)
    target = careless["spec"]["template"]["spec"] if part == "pod" else container(careless)
    del target[key]
    assert says in manifests.carelessness(careless)


def test_the_latest_tag_is_found(deployment: Manifest) -> None:
    careless = copy.deepcopy(deployment)
    container(careless)["image"] = "fastlane:latest"
    assert manifests.carelessness(careless) == ["image has no fixed tag"]


def test_one_image_runs_everything(objects: list[Manifest]) -> None:
    assert len({container(each)["image"] for each in of_kind(objects, "Deployment", "Job")}) == 1


def test_ports_and_probes_are_those_of_the_code(objects: list[Manifest]) -> None:
    app = FastAPI()
    add_operations(app, {})
    paths = {str(app.url_path_for(route)) for route in ("health_live", "health_ready", "metrics")}
    (config,) = of_kind(objects, "ConfigMap")
    for each in of_kind(objects, "Deployment"):
        (port,) = container(each)["ports"]
        assert str(port["containerPort"]) == config["data"]["FASTLANE_HTTP_PORT"]
        for probe in manifests.PROBES:
            asked = container(each)[probe]["httpGet"]
            assert asked["port"] == port["name"]
            assert asked["path"] in paths


def test_liveness_asks_nothing_of_other_systems(objects: list[Manifest]) -> None:
    for each in of_kind(objects, "Deployment"):
        only = container(each)
        assert only["livenessProbe"]["httpGet"]["path"] == "/health/live"
        assert only["readinessProbe"]["httpGet"]["path"] == "/health/ready"


def test_services_and_budgets_find_their_pods(objects: list[Manifest]) -> None:
    pods = [manifests.pod_labels(each) for each in of_kind(objects, "Deployment")]
    for each in of_kind(objects, "Service", "PodDisruptionBudget"):
        selector = each["spec"]["selector"]
        selector = selector.get("matchLabels", selector)
        assert len([labels for labels in pods if manifests.matches(selector, labels)]) == 1, each


def test_the_gateway_sends_each_api_to_its_service(objects: list[Manifest]) -> None:
    (ingress,) = of_kind(objects, "Ingress")
    services = {name(each) for each in of_kind(objects, "Service")}
    (rule,) = ingress["spec"]["rules"]
    sent = {p["path"]: p["backend"]["service"]["name"] for p in rule["http"]["paths"]}
    assert sent == {
        **{f"/api/{s}/": f"{s}-api" for s in SERVICES if s != "portal"},
        "/": "portal-api",
    }
    assert set(sent.values()) == services


def test_the_portal_calls_services_that_exist(objects: list[Manifest]) -> None:
    (config,) = of_kind(objects, "ConfigMap")
    services = {name(each) for each in of_kind(objects, "Service")}
    called = {
        value.removeprefix("http://")
        for key, value in config["data"].items()
        if key.endswith("_URL")
        and key.removeprefix("FASTLANE_").removesuffix("_URL").lower() in SERVICES
    }
    assert called == services - {"portal-api"}


def test_secrets_are_named_with_their_keys_and_hold_nothing() -> None:
    objects = manifests.render("dev")
    declared = {(name(s), key) for s in of_kind(objects, "Secret") for key in s["stringData"]}
    read = {
        (secret, key)
        for each in of_kind(objects, "Deployment", "Job")
        for _, secret, key in manifests.secret_refs(each)
    }
    assert read == declared
    values = [v for s in of_kind(objects, "Secret") for v in s["stringData"].values()]
    assert all("CHANGE-ME" in value for value in values)
    described = (ROOT / "deploy" / "k8s" / "README.md").read_text(encoding="utf-8")
    assert [
        s for s, key in declared if f"`{s}`" not in described or f"`{key}`" not in described
    ] == []


def test_a_database_secret_is_read_by_its_own_service_only(objects: list[Manifest]) -> None:
    for each in of_kind(objects, "Deployment", "Job"):
        service = command(each)[0].removeprefix("services.")
        for _, secret, _ in manifests.secret_refs(each):
            assert not secret.endswith("-database") or secret == f"{service}-database"


def test_nothing_is_allowed_that_is_not_named(objects: list[Manifest]) -> None:
    policies = {name(each): each["spec"] for each in of_kind(objects, "NetworkPolicy")}
    assert policies["deny-all"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    for each in policies.values():
        for way in (*each.get("ingress", ()), *each.get("egress", ())):
            assert way.get("ports"), "a way without ports is open to everything"


def test_autoscalers_scale_what_exists_and_nobody_else_sets_the_number() -> None:
    objects = manifests.render("prod")
    scalers = of_kind(objects, "HorizontalPodAutoscaler", "ScaledObject")
    targets = [each["spec"]["scaleTargetRef"]["name"] for each in scalers]
    assert len(targets) == len(set(targets))
    deployments = {name(each): each for each in of_kind(objects, "Deployment")}
    assert [t for t in targets if "replicas" in deployments[t]["spec"]] == []


def test_each_durable_consumer_scales_the_process_that_hears_it() -> None:
    triggers = {
        (each["spec"]["scaleTargetRef"]["name"], t["metadata"]["stream"], t["metadata"]["consumer"])
        for each in of_kind(manifests.render("prod"), "ScaledObject")
        for t in each["spec"]["triggers"]
        if t["type"] == "nats-jetstream"
    }
    hears = {"bridge": "workflows-bridge"}
    assert triggers == {
        (hears.get(c.service, f"{c.service}-consumer"), c.stream, c.durable) for c in CONSUMERS
    }


def test_the_worker_scales_on_its_own_queue() -> None:
    objects = manifests.render("prod")
    (config,) = of_kind(objects, "ConfigMap")
    (trigger,) = (
        t["metadata"]
        for each in of_kind(objects, "ScaledObject")
        for t in each["spec"]["triggers"]
        if t["type"] == "temporal"
    )
    assert trigger["taskQueue"] == config["data"]["FASTLANE_TASK_QUEUE"]
    assert trigger["namespace"] == config["data"]["FASTLANE_TEMPORAL_NAMESPACE"]
    assert trigger["endpoint"] == config["data"]["FASTLANE_TEMPORAL_ADDRESS"]

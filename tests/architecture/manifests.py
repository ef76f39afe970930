"""Rendered manifests, what they bind to, and the policy that every pod has to meet."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.architecture.sources import ROOT

OVERLAYS = ("dev", "prod")
Manifest = dict[str, Any]


@cache
def render(overlay: str) -> list[Manifest]:
    """The objects that ``kubectl kustomize`` makes of an overlay. Asks no cluster.

    Kept for the run: copy before changing one.
    """
    beside = Path(sys.executable).with_name("kubectl")
    kubectl = str(beside) if beside.exists() else shutil.which("kubectl")
    assert kubectl, "kubectl is missing: it comes with requirements/dev.txt"
    done = subprocess.run(
        [kubectl, "kustomize", str(ROOT / "deploy" / "k8s" / "overlays" / overlay)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [each for each in yaml.safe_load_all(done.stdout) if each]


def of_kind(objects: list[Manifest], *kinds: str) -> list[Manifest]:
    return [each for each in objects if each["kind"] in kinds]


def name(thing: Manifest) -> str:
    return str(thing["metadata"]["name"])


def container(thing: Manifest) -> Manifest:
    """The one container of a Deployment or Job."""
    (only,) = thing["spec"]["template"]["spec"]["containers"]
    assert isinstance(only, dict)
    return only


def command(thing: Manifest) -> tuple[str, str]:
    """(module, role) that a Deployment or Job runs."""
    module, role = container(thing)["args"]
    return module, role


def secret_refs(thing: Manifest) -> Iterator[tuple[str, str, str]]:
    """(environment name, secret, key) that a Deployment or Job reads."""
    for entry in container(thing).get("env", ()):
        reference = entry.get("valueFrom", {}).get("secretKeyRef")
        if reference:
            yield entry["name"], reference["name"], reference["key"]


def environment_names(objects: list[Manifest]) -> set[str]:
    """Every name that a ConfigMap or a container's env sets."""
    names = {key for each in of_kind(objects, "ConfigMap") for key in each["data"]}
    for each in of_kind(objects, "Deployment", "Job"):
        names |= {entry["name"] for entry in container(each).get("env", ())}
    return names


def matches(selector: Manifest, labels: dict[str, str]) -> bool:
    return all(labels.get(key) == value for key, value in selector.items())


def pod_labels(thing: Manifest) -> dict[str, str]:
    labels: dict[str, str] = thing["spec"]["template"]["metadata"]["labels"]
    return labels


def carelessness(thing: Manifest) -> list[str]:
    """What a Deployment or Job leaves open that no pod of ours may."""
    pod, only = thing["spec"]["template"]["spec"], container(thing)
    confined, inside = pod.get("securityContext", {}), only.get("securityContext", {})
    tag = only.get("image", "").rpartition("/")[2].partition(":")[2]
    limits = only.get("resources", {}).get("limits", {})
    rules = {
        "image has no fixed tag": tag not in ("", "latest"),
        "runs as root": confined.get("runAsNonRoot") is True and confined.get("runAsUser", 0) > 0,
        "no seccomp profile": confined.get("seccompProfile", {}).get("type") == "RuntimeDefault",
        "may gain rights": inside.get("allowPrivilegeEscalation") is False,
        "keeps capabilities": inside.get("capabilities", {}).get("drop") == ["ALL"],
        "may write to its image": inside.get("readOnlyRootFilesystem") is True,
        "no limits": {"cpu", "memory", "ephemeral-storage"} <= set(limits),
        "no requests": {"cpu", "memory"} <= set(only.get("resources", {}).get("requests", {})),
        "mounts a cluster token": pod.get("automountServiceAccountToken") is False,
        "no time to end": pod.get("terminationGracePeriodSeconds", 0) > 10,
    }
    if thing["kind"] == "Deployment":
        rules |= {f"no {probe}": probe in only for probe in PROBES}
    return [what for what, is_kept in rules.items() if not is_kept]


PROBES = ("startupProbe", "readinessProbe", "livenessProbe")

"""Sample platforms, published through the public API by the people who run them.

Only what is missing is published: an entry that its operator has changed since stays as it is.
"""

import uuid
from pathlib import Path
from typing import Any

import httpx
import yaml

from standalone import people
from standalone.problem import StackProblem
from standalone.sign_in import Tokens, sign_in

PATH = "/api/registry/v1/platforms"


async def publish_platforms(gateway_url: str, issuer_url: str, file: Path | None = None) -> int:
    """Publishes the sample platforms that the registry lacks and returns how many those were."""
    operators = {person.scopes.get("platform"): person for person in people.load()}
    published = 0
    async with httpx.AsyncClient(base_url=gateway_url, trust_env=False, timeout=30) as client:
        for sample in _by_pack(platforms(file), operators).values():
            published += await _publish_missing(client, issuer_url, sample, operators)
    return published


def _by_pack(
    sample: list[dict[str, Any]], operators: dict[str | None, people.Person]
) -> dict[str, list[dict[str, Any]]]:
    """The entries by the pack of whoever runs them. Raises StackProblem when nobody does."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in sample:
        person = operators.get(row["id"])
        if person is None:
            raise StackProblem(
                f"样例平台 {row['id']} 没有运营人员。",
                f"Nobody runs the sample platform {row['id']}.",
            )
        found.setdefault(person.scopes["pack"], []).append(row)
    return found


async def _publish_missing(
    client: httpx.AsyncClient,
    issuer_url: str,
    sample: list[dict[str, Any]],
    operators: dict[str | None, people.Person],
) -> int:
    first = operators[sample[0]["id"]]
    tokens = await sign_in(issuer_url, first.user, first.password)
    missing = [row for row in sample if not await _is_known(client, tokens, row["id"])]
    for row in missing:
        person = operators[row["id"]]
        own = await sign_in(issuer_url, person.user, person.password)
        await _publish(client, own, row, person.scopes["pack"])
    return len(missing)


def platforms(file: Path | None = None) -> list[dict[str, Any]]:
    """The entries of a sample file, or of all, in order."""
    files = [file] if file else people.samples("platforms")
    return [row for each in files for row in yaml.safe_load(each.read_text("utf-8"))["platforms"]]


async def _is_known(client: httpx.AsyncClient, tokens: Tokens, platform: str) -> bool:
    answer = await client.get(f"{PATH}/{platform}", headers=tokens.header)
    return answer.status_code != httpx.codes.NOT_FOUND


async def _publish(
    client: httpx.AsyncClient, tokens: Tokens, row: dict[str, Any], pack: str
) -> None:
    # Derived from the entry: a start that was cut short does not publish twice.
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"{PATH}/{row['id']}")
    answer = await client.put(
        f"{PATH}/{row['id']}",
        json=_entry(row, pack),
        headers={**tokens.header, "Idempotency-Key": str(key)},
    )
    if answer.is_error:
        said = f"{answer.status_code} {answer.text[:300]}"
        raise StackProblem(
            f"样例平台 {row['id']} 没有登记成功：{said}",
            f"The sample platform {row['id']} was not published: {said}",
        )


def _entry(row: dict[str, Any], pack: str) -> dict[str, Any]:
    place = row["place"]
    return {
        "pack": pack,
        "platform_type": row["type"],
        "name": _words(row["name"]),
        "industries": row["industries"],
        "place": {
            "name": _words(place["name"]),
            "longitude": place["longitude"],
            "latitude": place["latitude"],
        },
        "monthly_capacity": row["monthly_capacity"],
    }


def _words(name: dict[str, str]) -> dict[str, str]:
    return {"zh": name["zh-CN"], "en": name["en"]}

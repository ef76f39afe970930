"""Fifty people at once on one hot budget, as a process that may be killed at any instant.

``python -m tests.integration.funding.storm URL SEED`` until it is killed; the work is chosen by
chance, and most of it is refused: only the books at the end count.
"""

import asyncio
import random
import sys
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from chassis.service import Runtime, api_app
from services.funding.app import make_service
from services.funding.handlers.programme import known_programmes
from services.funding.sweep import expire_vouchers, move_waiting_lists
from tests.integration.funding.scene import BASE, GRANT, OFFICER, REFUSE
from tests.support.person import AUDIENCE, ISSUER, PACK, Issuer, Person, Role, sponsor
from tests.support.service import MONDAY_MORNING, Bench

CLIENTS = 50
PLATFORM = Person("storm-platform", (Role.PLATFORM_OPERATOR,), platform="p-1")
_ACCEPTED = "400000"


async def _step(bench: Bench, chance: random.Random, application: dict[str, Any]) -> None:
    """One thing that somebody does with one application, whatever is answered."""
    path, reason = f"{BASE}/applications/{application['id']}", {"reason": "风暴"}
    officer, owner = bench.client(OFFICER), bench.client(sponsor())
    match chance.choice(("grant", "grant", "contract", "both", "both", "give up", "refuse")):
        case "grant":
            await officer.post(f"{path}/decision", GRANT | {"if_exhausted": "wait"})
        case "refuse":
            if chance.random() < 0.1:
                await officer.post(f"{path}/decision", REFUSE)
        case "give up":
            if chance.random() < 0.2:
                await owner.post(f"{path}/withdrawal", reason)
        case "contract":
            number = uuid4().hex
            body = {
                "platform_id": "p-1",
                "reference": number,
                "amount": f"{chance.randint(400_000, 900_000)}",
                "starts_on": "2026-03-10",
                "ends_on": f"2026-{chance.randint(4, 12):02}-{chance.randint(1, 28):02}",
                "document_sha256": number * 2,
            }
            await owner.post(f"{path}/contracts", body)
        case "both":
            await _settle(bench, await owner.get(path))


async def _settle(bench: Bench, shown: Any) -> None:
    """Platform and sponsor confirm and accept the application's contracts, twice each."""
    for each in shown.json().get("contracts", []):
        sha = {"document_sha256": each["document_sha256"]}
        contract = f"{BASE}/contracts/{each['id']}"
        platform, owner = bench.client(PLATFORM), bench.client(sponsor())
        await platform.post(f"{contract}/filing", sha)
        accepted = {"amount": _ACCEPTED, **sha}
        await asyncio.gather(
            *(who.post(f"{contract}/acceptance", accepted) for who in (platform, owner) * 2)
        )


async def _client(bench: Bench, seed: int, applications: list[dict[str, Any]]) -> None:
    chance = random.Random(seed)
    while True:
        await _step(bench, chance, chance.choice(applications))


async def main(url: str, seed: int) -> None:
    """Storm until killed."""
    service = make_service()
    settings = service.settings(
        environment="test",
        database_url=url,
        database_pool=20,
        oidc_issuer=ISSUER,
        oidc_audience=AUDIENCE,
        lane_epoch=MONDAY_MORNING,
        lane_epoch_real=datetime.now(UTC),
    )
    issuer = Issuer()
    async with Runtime(service, settings).opened() as runtime:
        app = api_app(runtime)
        app.state.verifier, app.state.runtime = issuer.verifier(), runtime
        app.state.database, app.state.resources = runtime.database, runtime.resources
        bench = Bench(runtime, app, issuer)
        page = await bench.client(OFFICER).get(f"{BASE}/applications", limit=200)
        work = [_client(bench, seed * 1000 + at, page.json()["items"]) for at in range(CLIENTS)]
        known_programmes(PACK)  # reading the packs' files is no part of the storm
        print("storming", flush=True)
        await asyncio.gather(*work, _sweeping(runtime))


async def _sweeping(runtime: Runtime) -> None:
    while True:
        await move_waiting_lists(runtime)
        await expire_vouchers(runtime)
        await asyncio.sleep(0.1)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))

"""People who are told things, and how to tell them."""

from typing import Any

from contracts.people import Role
from tests.support.person import Person, officer, sponsor, worker_of_pack
from tests.support.service import Bench
from tests.support.story import Story, Told

BASE = "/api/notify/v1"
OPERATOR = worker_of_pack("operator", Role.OPERATOR, pack=None)


async def sign_in(bench: Bench, *people: Person, **chosen: Any) -> None:
    """Make people known, as the portal does when they sign in."""
    for person in people:
        found = await bench.client(person).put(f"{BASE}/me", chosen or None)
        assert found.status_code == 200, found.text


async def hear(bench: Bench, *events: Told) -> None:
    """Hand the service events as they were told."""
    for told in events:
        await bench.hear(told.message, id_=told.id, sequence=told.sequence, time=told.at)


async def messages(bench: Bench, person: Person, **params: Any) -> list[dict[str, Any]]:
    """A person's messages, newest first."""
    found = await bench.client(person).get(f"{BASE}/messages", **params)
    assert found.status_code == 200, found.text
    items: list[dict[str, Any]] = found.json()["items"]
    return items


async def kinds(bench: Bench, person: Person) -> list[str]:
    """Kinds of a person's messages, oldest first."""
    return [each["kind"] for each in await messages(bench, person)][::-1]


class Cast:
    """A sponsor, two officers and a story of their own, apart from every other test's."""

    def __init__(self, number: int) -> None:
        self.organisation = f"org-{number}"
        self.department = f"department-{number}"
        self.sponsor = sponsor(f"sponsor-{number}", self.organisation)
        self.officer = officer(f"officer-{number}", self.department)
        self.colleague = officer(f"colleague-{number}", self.department)
        self.story = Story(number=1000 + number, organisation=self.organisation)

    async def sign_in(self, bench: Bench) -> None:
        """Make them known."""
        await sign_in(bench, self.sponsor, self.officer, self.colleague)

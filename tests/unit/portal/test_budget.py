"""What a page may weigh, and what drawing it may cost."""

import gc
import re
import time
from collections.abc import Iterator
from statistics import quantiles

import pytest
from fastapi import FastAPI

from tests.unit.portal.browser import Browser, person_of
from tests.unit.portal.samples import CASE, PROJECT

FIRST_VIEW_BYTES = 150_000
"""Page, styles and scripts together as they travel; charts are loaded where they are drawn."""
P95_S = 0.1
DRAWN = 20
PAGES = (
    (None, "/"),
    (None, "/guide"),
    ("sponsor", "/"),
    ("sponsor", f"/projects/{PROJECT}"),
    ("officer", "/tasks"),
    ("officer", f"/tasks/{CASE}"),
    ("director", "/"),
)


@pytest.mark.parametrize(("role", "path"), PAGES)
async def test_the_first_view_is_light(portal: FastAPI, role: str | None, path: str) -> None:
    browser = Browser(portal, person_of(role) if role else None)
    page = await browser.get(path)
    files = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
    weight = len(page.content)
    for file in files:
        answer = await browser.get(file, headers={"accept-encoding": "gzip"})
        assert answer.status_code == 200
        weight += int(answer.headers["content-length"])
    assert weight < FIRST_VIEW_BYTES


@pytest.fixture
def alone() -> Iterator[None]:
    """A page pays for its own garbage, not for a walk through all that earlier tests left."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(("role", "path"), PAGES)
async def test_drawing_a_page_takes_little_time(
    portal: FastAPI, role: str | None, path: str
) -> None:
    """Time of the processor, not of the wall: other work on the machine does not count."""
    browser = Browser(portal, person_of(role) if role else None)
    await browser.get(path)
    taken = []
    for _ in range(DRAWN):
        begun = time.process_time()
        await browser.get(path)
        taken.append(time.process_time() - begun)
    assert quantiles(taken, n=20)[-1] < P95_S

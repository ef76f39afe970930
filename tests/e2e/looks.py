"""What a page looks like, as a coarse grid of brightness: fonts may differ, the layout may not.

``python -m tests.e2e.looks --write`` keeps what the pages look like now as what they should.
``python -m tests.e2e.looks --gallery FOLDER`` writes a picture of every page and odd state.
"""

import argparse
import asyncio
import base64
import json
import re
from pathlib import Path

from tests.e2e.desk import Desk
from tests.e2e.staged import Stage, stage
from tests.unit.portal.browser import Backstage
from tests.unit.portal.pages import PAGES
from tests.unit.portal.samples import CASE, PROJECT, Samples

KEPT = Path(__file__).parent / "looks.json"
KEY_PAGES: tuple[tuple[str | None, str], ...] = (
    (None, "/"),
    (None, "/style"),
    ("sponsor", "/"),
    ("sponsor", f"/projects/{PROJECT}"),
    ("officer", f"/tasks/{CASE}"),
)
THEMES = ("light", "dark")
ACROSS, DOWN = 24, 18
LONG, NASTY = "长" * 200, "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
GRID = """async ([picture, across, down]) => {
  const image = new Image();
  image.src = "data:image/png;base64," + picture;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [across, down];
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, across, down);
  const {data} = context.getImageData(0, 0, across, down);
  return Array.from({length: across * down}, (_, at) =>
    Math.round((data[4 * at] * 2 + data[4 * at + 1] * 5 + data[4 * at + 2]) / 8));
}"""


async def grid_of(desk: Desk, path: str) -> list[int]:
    """The first screen of a page, each field of the grid from 0 (black) to 255."""
    await desk.open(path)
    picture = await desk.page.screenshot(animations="disabled")
    encoded = base64.b64encode(picture).decode()
    found: list[int] = await desk.page.evaluate(GRID, [encoded, ACROSS, DOWN])
    return found


def unlike(one: list[int], other: list[int]) -> float:
    """How far two grids are apart, from 0 to 1."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one) / 255


async def looks_of(staged: Stage) -> dict[str, list[int]]:
    """The key pages as they look now, by name."""
    found = {}
    for theme in THEMES:
        for role, path in KEY_PAGES:
            desk = await staged.desk(role, theme=theme, width=1200, height=900)
            found[f"{role or 'public'} {path} {theme}"] = await grid_of(desk, path)
            await desk.context.close()
    return found


async def _write() -> None:
    async with stage() as staged:
        found = await looks_of(staged)
    KEPT.write_text(json.dumps(found, indent=None, separators=(",", ":")) + "\n", encoding="utf-8")


async def _gallery(folder: Path, language: str, theme: str, width: int, text: str) -> None:
    """Every page, full length. ``text`` is what people wrote everywhere."""
    samples = Samples(text)
    behind = Backstage(samples=samples)
    file = samples.file()
    file.history.extend(file.history * 10)
    behind.answers[f"GET intake/v1/projects/{PROJECT}"] = (200, file)
    async with stage(behind) as staged:
        for number, (role, path) in enumerate(PAGES):
            desk = await staged.desk(role, language, theme, width=width, height=800)
            await desk.open(path)
            name = re.sub(r"[^a-z0-9]+", "-", path.lower())[:50].strip("-")
            target = folder / f"{number:02d}-{role or 'public'}-{name or 'home'}.png"
            await desk.page.screenshot(path=target, full_page=True, animations="disabled")
            await desk.context.close()


def main() -> None:
    """Keep the looks, or draw the gallery."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--gallery", type=Path)
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    parser.add_argument("--theme", choices=THEMES, default="light")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--text", default="样例", help="long, nasty, or any words")
    given = parser.parse_args()
    text = {"long": LONG, "nasty": NASTY}.get(given.text, given.text)
    if given.write:
        asyncio.run(_write())
    if given.gallery:
        given.gallery.mkdir(parents=True, exist_ok=True)
        asyncio.run(_gallery(given.gallery, given.language, given.theme, given.width, text))


if __name__ == "__main__":
    main()

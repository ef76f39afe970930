"""``python -m benchmarks [part ...]``: the parts are in ``PARTS``. All of them by default."""

import argparse
import asyncio
import json
import os
import sys

from benchmarks import claims, decisions, insight, queue, reservations, rest, throughput
from standalone.stack import running_stack

PARTS = ("throughput", "decisions", "rest", "claims", "queue", "insight", "reservations")
OPEN_TASKS = 20_000


async def _run(
    parts: list[str], projects: int, at_once: int, tasks: int, lane: tuple[int, int]
) -> dict[str, dict[str, float]]:
    figures: dict[str, dict[str, float]] = {}
    if "throughput" in parts or "decisions" in parts:
        async with running_stack(day_seconds=86_400.0) as stack:
            if "throughput" in parts:
                figures["throughput"] = await throughput.measure(stack, projects, at_once)
            if "decisions" in parts:
                figures["decisions"] = await decisions.measure(stack, rate=50, seconds=10)
    if "rest" in parts:
        figures["rest"] = await rest.measure()
    if "claims" in parts:
        figures["claims"] = await claims.measure(tasks, OPEN_TASKS)
    if "queue" in parts:
        figures["queue"] = await queue.measure(tasks, OPEN_TASKS)
    if "insight" in parts:
        figures["insight"] = await insight.measure(*lane)
    if "reservations" in parts:
        figures["reservations"] = await reservations.measure()
    return figures


def main() -> None:
    """Measure, print one line a figure, and JSON at the end."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("parts", nargs="*", help=", ".join(PARTS))
    parser.add_argument("--projects", type=int, default=60)
    parser.add_argument("--at-once", type=int, default=25)
    parser.add_argument("--tasks", type=int, default=1_000_000, help="in the table, 20,000 open")
    parser.add_argument("--lane", type=int, default=200_000, help="projects in insight's tables")
    parser.add_argument("--events", type=int, default=5_000_000, help="events in insight's log")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    figures = asyncio.run(
        _run(
            given.parts or list(PARTS),
            given.projects,
            given.at_once,
            given.tasks,
            (given.lane, given.events),
        )
    )
    for part, values in figures.items():
        for name, value in values.items():
            print(f"{part:<12}{name:<44}{value:>12.2f}")
    print(json.dumps(figures))
    sys.stdout.flush()
    # Temporal's core may abort while the interpreter is torn down.
    os._exit(0)


if __name__ == "__main__":
    main()

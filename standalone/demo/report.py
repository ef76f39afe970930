"""What a season came to: a table for people, JSON for programs."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from nats.aio.client import Client as Nats

from contracts.topology import DEAD_LETTERS, STREAMS
from standalone.demo.actor import Actor
from standalone.demo.play import Played
from standalone.stack import Stack

REQUIRED = (
    "projects_by_state",
    "stages",
    "approvals",
    "attribution_days",
    "decisions",
    "information_requests",
    "reminders",
    "escalations",
    "events_published",
    "dead_letters",
    "wall_seconds",
)


async def gather(stack: Stack, director: Actor, played: Played) -> dict[str, Any]:
    """The lane's own figures (from insight and the bus), and the season's."""
    report: dict[str, Any] = await director.get("/api/insight/v1/report")
    report["packs"] = {
        pack: await _of_pack(director, pack, played)
        for pack in sorted({project.application.pack for project in played.projects})
    }
    nats = Nats()
    await nats.connect(stack.nats_url)
    try:
        stream = nats.jetstream()
        counts = {s.name: (await stream.stream_info(s.name)).state.messages for s in STREAMS}
    finally:
        await nats.close()
    dead = counts.pop(DEAD_LETTERS.name)
    commands = counts.pop("COMMANDS")
    report |= {
        "events_published": sum(counts.values()),
        "commands_published": commands,
        "dead_letters": dead,
        "wall_seconds": round(played.wall_seconds, 1),
        "season": {
            "projects": len(played.projects),
            "outcomes": Counter(project.outcome or project.state for project in played.projects),
            "refused_applications": played.refused,
            "api_calls": played.tally.calls,
            "retries": played.tally.retries,
            "refusals": played.tally.refusals,
            "mistakes": played.mistakes,
        },
    }
    missing = [key for key in REQUIRED if key not in report]
    if missing:
        raise RuntimeError(f"insight's report lacks {missing}")
    return report


async def _of_pack(director: Actor, pack: str, played: Played) -> dict[str, Any]:
    """How the pack's projects ended, by insight, and what the season put on its lane."""
    figures = await director.get("/api/insight/v1/lead-time", pack=pack)
    own = [each.application for each in played.projects if each.application.pack == pack]
    return {
        "projects_by_outcome": figures["projects_by_outcome"],
        "projects_by_subject": Counter(each.subject for each in own),
    }


def write(report: dict[str, Any], path: Path) -> None:
    """The report as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", "utf-8")


def table(report: dict[str, Any]) -> str:
    """The report as a page of text."""
    lines = ["", "办理时长 · Lead time (日历日 · calendar days)", ""]
    for title, key in (("环节 · stages", "stages"), ("事项 · approvals", "approvals")):
        lines += [f"  {title:<28}{'n':>5}{'p50':>8}{'p85':>8}{'p50 工作日':>10}{'按时':>8}"]
        for name, row in report[key].items():
            on_time = row.get("on_time_rate")
            shown = f"{on_time:>8.0%}" if on_time is not None else f"{'':>8}"
            lines += [
                f"  {name:<28}{row['n']:>5}{row['p50_days']:>8.1f}{row['p85_days']:>8.1f}"
                f"{row['p50_working_days']:>12.1f}{shown}"
            ]
        lines += [""]
    whole = sum(report["attribution_days"].values()) or 1.0
    lines += ["  时间归属 · whose time (天 · days)"]
    for party, days in sorted(report["attribution_days"].items(), key=lambda pair: -pair[1]):
        lines += [f"    {party:<14}{days:>10.1f}{days / whole:>8.0%}"]
    lines += ["", "  政策包 · packs (办结 · ended; 类型 · subjects)"]
    for pack, row in report["packs"].items():
        lines += [f"    {pack:<14}{_counts(row['projects_by_outcome'])}"]
        lines += [f"    {'':<14}{_counts(row['projects_by_subject'])}"]
    lines += [
        "",
        f"  项目 · projects: {_counts(report['projects_by_state'])}   "
        f"申请有误被退回 · refused as wrong {report['season']['refused_applications']}",
        f"  决定 · decisions {report['decisions']}   "
        f"补正 · requests {report['information_requests']}   "
        f"提醒 · reminders {report['reminders']}   升级 · escalations {report['escalations']}",
        f"  事件 · events {report['events_published']}   死信 · dead letters "
        f"{report['dead_letters']}   用时 · wall {report['wall_seconds']:.0f} s",
        "",
    ]
    return "\n".join(lines)


def _counts(counted: dict[str, int]) -> str:
    return " · ".join(f"{name} {number}" for name, number in sorted(counted.items()))

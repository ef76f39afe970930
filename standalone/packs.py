"""`fastlane policy` on a running stack: the pure commands, and those that look at projects.

`diff --state` names the running projects that a change touches; `migrate` previews in words what a
move to another version would mean for each, and with `--apply` makes it, as the operator.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import asyncpg
import click
import httpx

from chassis.database import asyncpg_url
from contracts.errors import DomainError
from contracts.process import Plan
from policy.cli import policy
from policy.loader import LoadedPack
from policy.model import Pack
from policy.submitted import submitted_plan
from policy.tools.command import language_option, told_plainly
from policy.tools.difference_text import difference_text, plan_lines
from policy.tools.version import load_named, load_version
from standalone import people
from standalone.demo.actor import Actor, Answer, Tally
from standalone.people import Person
from standalone.problem import NotRunning
from standalone.stack import Stack

_RUNNING = (
    "SELECT id, title, pack, stage, industry, sponsor_kind, subject, facts, entry_stage, version,"
    " plan, next_plan FROM intake.project WHERE state NOT IN ('closing', 'finished')"
)
state_option = click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="FASTLANE_STATE",
    help="运行中系统的状态目录 / state folder of a running stack",
)


class Operator(Protocol):
    """Somebody who may move projects."""

    async def do(self, method: str, path: str, body: object, *, expected: int | None) -> Answer: ...


@dataclass(frozen=True, slots=True)
class RunningProject:
    """A project that is on its course, as intake has recorded it."""

    id: str
    title: str
    stage: str
    version: int
    plan: Plan
    next_plan: Plan | None
    stated: dict[str, object]

    def plan_under(self, pack: Pack) -> Plan:
        """The plan it would have. Raises DomainError when it does not fit that version."""
        return submitted_plan(pack, **self.stated)  # type: ignore[arg-type]


async def running_projects(stack: Stack) -> list[RunningProject]:
    """All projects whose course goes on, the oldest first."""
    connection = await asyncpg.connect(asyncpg_url(stack.database_url()))
    try:
        rows = await connection.fetch(f"{_RUNNING} ORDER BY submitted_at, id")
    finally:
        await connection.close()
    return [_project(row) for row in rows]


def _project(row: "asyncpg.Record") -> RunningProject:
    keys = ("industry", "sponsor_kind", "subject", "entry_stage")
    return RunningProject(
        id=str(row["id"]),
        title=row["title"],
        stage=row["stage"],
        version=row["version"],
        plan=Plan.model_validate_json(row["plan"]),
        next_plan=Plan.model_validate_json(row["next_plan"]) if row["next_plan"] else None,
        stated={**{key: row[key] for key in keys}, "facts": json.loads(row["facts"])},
    )


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@state_option
@language_option
def diff(before: str, after: str, state: Path | None, language: str) -> None:
    """两个政策包有何不同，涉及哪些在办项目 / what differs, and which projects it touches."""
    with told_plainly(language):
        old, new = load_named(before), load_named(after)
    click.echo(difference_text(old, new, language))
    click.echo("\n" + _touched(old, state, language))


def _touched(old: LoadedPack, state: Path | None, language: str) -> str:
    """The projects of the stack, this folder's own unless another is named."""
    try:
        projects = asyncio.run(running_projects(Stack.load(state or Path(".fastlane"))))
    except NotRunning as stopped:
        if state is not None:
            raise
        return stopped.zh if language == "zh" else stopped.en
    except OSError:
        unread = "系统没有在运行，因此没有列出在办项目。"
        return unread if language == "zh" else "The stack is not running: no projects are listed."
    return touched_text(old, projects, language)


def touched_text(old: LoadedPack, projects: Iterable[RunningProject], language: str) -> str:
    """The projects that are pinned to exactly the earlier of two packs."""
    touched = [each for each in projects if each.plan.digest == old.digest]
    name = f"{old.pack.id} {old.pack.version}"
    if language == "zh":
        head = f"按 {name} 办理的在办项目共 {len(touched)} 个；不执行 migrate 就不受影响："
    else:
        head = f"Running projects on {name}: {len(touched)}; untouched unless migrated:"
    named = [_named(each, old.pack, language) for each in touched]
    return "\n".join([head if touched else head.rstrip("：:"), *named])


def _named(project: RunningProject, pack: Pack, language: str) -> str:
    stage = pack.stage(project.stage).name.text(language)
    is_zh = language == "zh"
    return f"  {project.id}  {project.title}" + (f"（{stage}）" if is_zh else f" ({stage})")


@click.command()
@click.option("--project", "project_id", help="项目编号 / id of one project")
@click.option("--all", "is_all", is_flag=True, help="该政策包的全部在办项目 / all of the pack")
@click.option("--pack", help="政策包编号，与 --all 同用 / id of the pack, with --all")
@click.option("--to", "version", required=True, help="转入的版本 / the version to move to")
@click.option("--apply", "is_applied", is_flag=True, help="执行；否则只预览 / do it, not only tell")
@state_option
@language_option
def migrate(
    project_id: str | None,
    is_all: bool,
    pack: str | None,
    version: str,
    is_applied: bool,
    state: Path | None,
    language: str,
) -> None:
    """预览或执行在办项目转入另一版本 / preview or make the move of running projects."""
    if (project_id is None) == (not is_all) or is_all != (pack is not None):
        message = "请给出 --project，或 --all 与 --pack / give --project, or --all with --pack"
        raise click.UsageError(message)
    stack = Stack.load(state or Path(".fastlane"))
    projects = [
        each
        for each in asyncio.run(running_projects(stack))
        if each.id == project_id or (is_all and each.plan.pack == pack)
    ]
    if not projects:
        none = "没有这样的在办项目。" if language == "zh" else "There is no such running project."
        raise click.ClickException(none)
    movable = [each for each in projects if _preview(each, version, language)]
    if is_applied:
        failed = asyncio.run(_move_all(stack, movable, version, language))
        raise SystemExit(1 if failed or len(movable) < len(projects) else 0)
    hint = "以上为预览；加 --apply 执行。" if language == "zh" else "A preview; --apply makes it."
    click.echo(hint)


def _preview(project: RunningProject, version: str, language: str) -> bool:
    """Says what the move would change; whether it can be made."""
    pinned = f"{project.plan.pack} {project.plan.version} → {version}"
    colon = "：" if language == "zh" else ": "
    click.echo(f"{project.id}  {project.title}{colon}{pinned}")
    lines, can_move = preview_lines(project, version, language)
    for line in lines:
        click.echo(f"  {line}")
    return can_move


def preview_lines(project: RunningProject, version: str, language: str) -> tuple[list[str], bool]:
    """What the move would change in words, or why it cannot be made."""
    is_zh = language == "zh"
    with told_plainly(language):
        pack = load_version(project.plan.pack, version).pack
    try:
        plan = project.plan_under(pack)
    except DomainError as misfit:
        return [misfit.text(language)], False
    pinned = project.next_plan or project.plan
    if (plan.version, plan.digest) == (pinned.version, pinned.digest):
        return ["已是该版本。" if is_zh else "On that version already."], False
    if project.stage not in [each.stage for each in plan.stages]:
        missing = f"所在阶段“{project.stage}”在该版本中不存在，不能转入。"
        no_stage = f"Its stage {project.stage!r} is not in that version: it cannot be moved."
        return [missing if is_zh else no_stage], False
    lines = plan_lines(project.plan, plan, project.stage, pack, language)
    same = "后续阶段没有实质变化。" if is_zh else "Nothing changes in the stages to come."
    return lines or [same], True


@click.command("recompute-clocks")
@state_option
@language_option
def recompute_clocks(state: Path | None, language: str) -> None:
    """节假日公布后重新计算全部未办结期限 / work open dates out again by the published holidays."""
    looked_at, changed = asyncio.run(_recompute_all(Stack.load(state or Path(".fastlane"))))
    zh = f"核对 {looked_at} 件未办结事项，{changed} 件期限有变。"
    en = f"Looked at {looked_at} open tasks; the dates of {changed} moved."
    click.echo(zh if language == "zh" else en)


async def _recompute_all(stack: Stack) -> tuple[int, int]:
    looked_at, changed, after = 0, 0, None
    async with _operator_at(stack) as operator:
        while True:
            body = {"after": after}
            answer = await operator.do("POST", "/api/approval/v1/clocks/recompute", body)
            if not answer.is_done:
                raise click.ClickException(f"{answer.status} {answer.code}")
            looked_at += answer.body["looked_at"]
            changed += answer.body["changed"]
            after = answer.body["next_after"]
            if after is None:
                return looked_at, changed


@asynccontextmanager
async def _operator_at(stack: Stack) -> AsyncIterator[Actor]:
    async with httpx.AsyncClient(base_url=stack.gateway_url, trust_env=False, timeout=60) as http:
        yield Actor(_operator(), stack.issuer_url, http, Tally())


async def _move_all(
    stack: Stack, projects: list[RunningProject], version: str, language: str
) -> int:
    """Moves each as the operator; how many were refused."""
    failed = 0
    async with _operator_at(stack) as operator:
        for project in projects:
            answer = await move(operator, project, version)
            failed += not answer.is_done
            click.echo(_result(project, answer, language))
    return failed


async def move(operator: Operator, project: RunningProject, version: str) -> Answer:
    """Moves the project as it was previewed: refused when it has changed since."""
    path = f"/api/intake/v1/projects/{project.id}/plan"
    return await operator.do("POST", path, {"version": version}, expected=project.version)


def _operator() -> Person:
    return next(person for person in people.load() if "operator" in person.roles)


def _result(project: RunningProject, answer: Answer, language: str) -> str:
    if answer.is_done:
        done = "已安排，自下一阶段起适用" if language == "zh" else "moved, from its next stage on"
        return f"✓ {project.id} {done}"
    detail = answer.body.get("detail", "") if isinstance(answer.body, dict) else ""
    return f"✗ {project.id} {answer.status} {answer.code}: {detail}"


_ON_A_STACK = {"diff": diff, "migrate": migrate, "recompute-clocks": recompute_clocks}
main = click.Group("policy", commands={**policy.commands, **_ON_A_STACK}, help=policy.help)

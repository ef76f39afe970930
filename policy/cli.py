"""The commands of `fastlane policy`: list, check, explain, release, schema, and those of tools.

Prints; decides nothing itself.
"""

from datetime import datetime
from pathlib import Path

import click

from contracts.errors import DomainError
from contracts.lane_time import LANE_ZONE
from policy.explain import explain
from policy.explain_text import explanation_text
from policy.loader import LoadedPack, available_packs, load_pack, notices_in, problems_in
from policy.problem import PackRefused, UnknownPack
from policy.project_file import ProjectFileRefused, read_project
from policy.release import release as note_release
from policy.schema import schema_text
from policy.tools.command import diagram, diff, language_option, new
from policy.tools.version import keep


@click.group()
def policy() -> None:
    """政策包：列出、检查、说明 / policy packs: list, check, explain."""


@policy.command("list")
@language_option
def list_packs(language: str) -> None:
    """列出可用的政策包 / list the packs."""
    for id_, folder in available_packs().items():
        try:
            loaded = load_pack(folder)
        except PackRefused as refused:
            count = len(refused.problems)
            click.echo(
                f"{id_}\t{count} 个问题" if language == "zh" else f"{id_}\t{count} problem(s)"
            )
        else:
            pack = loaded.pack
            name = pack.name.text(language)
            click.echo(f"{id_}\t{pack.version}\t{name}\t{loaded.digest[:19]}")


@policy.command()
@click.argument("packs", nargs=-1)
@language_option
def check(packs: tuple[str, ...], language: str) -> None:
    """检查政策包（编号或文件夹；默认全部）/ check packs by id or folder, all by default."""
    known = available_packs()
    broken = False
    for named in packs or tuple(known):
        folder = known.get(named, Path(named))
        problems = problems_in(folder)
        broken = broken or bool(problems)
        for problem in problems:
            click.echo(f"{named}/{problem.text(language)}")
        if not problems:
            for notice in notices_in(folder, datetime.now(LANE_ZONE).date()):
                told = "注意：" if language == "zh" else "note: "
                click.echo(f"{told}{named}/{notice.text(language)}")
            click.echo(f"{named}: 没有问题" if language == "zh" else f"{named}: no problems")
    if broken:
        raise SystemExit(1)


@policy.command("explain")
@click.argument("pack")
@click.option(
    "--project",
    "project_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="项目要素文件 / file with the facts of the project",
)
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    help="提交日期，默认今天 / day of submission, today by default",
)
@language_option
def explain_project(pack: str, project_file: Path, start: datetime | None, language: str) -> None:
    """说明一个项目要办什么、要多久、能得多少 / explain what a project would face."""
    start_on = (start or datetime.now(LANE_ZONE)).date()
    try:
        loaded = _load(pack)
        explanation = explain(loaded.pack, read_project(project_file), start_on)
    except (PackRefused, DomainError) as error:
        raise click.ClickException(error.text(language)) from error
    except ProjectFileRefused as refused:
        listed = "\n".join(problem.text(language) for problem in refused.problems)
        raise click.ClickException(listed) from refused
    except UnknownPack as unknown:
        raise click.ClickException(_no_pack(unknown, language)) from unknown
    click.echo(explanation_text(explanation, language))


@policy.command()
@click.argument("pack")
@language_option
def release(pack: str, language: str) -> None:
    """发布政策包的当前版本：此后同一版本不得再改 / note a version, which then never changes."""
    try:
        loaded = _load(pack)
        is_new = note_release(loaded.pack, loaded.digest, loaded.folder)
        keep(loaded)
    except PackRefused as error:
        raise click.ClickException(error.text(language)) from error
    except UnknownPack as unknown:
        raise click.ClickException(_no_pack(unknown, language)) from unknown
    name = f"{loaded.pack.id} {loaded.pack.version} {loaded.digest}"
    if language == "zh":
        click.echo(f"已发布：{name}" if is_new else f"早已发布：{name}")
    else:
        click.echo(f"released: {name}" if is_new else f"already released: {name}")


@policy.command()
def schema() -> None:
    """政策包格式的 JSON Schema，供编辑器使用 / the format as JSON Schema, for editors."""
    click.echo(schema_text(), nl=False)


for command in (new, diff, diagram):
    policy.add_command(command)


def _no_pack(unknown: UnknownPack, language: str) -> str:
    listed = ", ".join(unknown.known)
    if language == "zh":
        return f"没有政策包“{unknown.pack}”。可用：{listed}"
    return f"There is no pack {unknown.pack!r}. There are: {listed}"


def _load(pack: str) -> LoadedPack:
    if pack in available_packs():
        return load_pack(pack)
    folder = Path(pack)
    return load_pack(folder) if folder.is_dir() else load_pack(pack)


if __name__ == "__main__":
    policy()

"""The commands of `fastlane policy` for those who write packs: new, diff, diagram. Prints only."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from policy.loader import PACKS_DIR, PACKS_DIR_VARIABLE, available_packs
from policy.problem import PackRefused, UnknownPack
from policy.tools.bpmn import diagram_bpmn
from policy.tools.diagram_svg import diagram_svg
from policy.tools.difference_text import difference_text
from policy.tools.scaffold import ScaffoldRefused, next_steps, scaffold
from policy.tools.version import DigestDiffers, UnknownVersion, load_named

language_option = click.option(
    "--language",
    "--lang",
    "language",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="输出语言 / language of the output",
)
_FILE = click.Path(dir_okay=False, path_type=Path)


@contextmanager
def told_plainly(language: str) -> Iterator[None]:
    """Turns what may be wrong with a named pack into a message for a person."""
    try:
        yield
    except (PackRefused, UnknownVersion, ScaffoldRefused) as error:
        raise click.ClickException(error.text(language)) from error
    except DigestDiffers as error:
        raise click.ClickException(str(error)) from error
    except UnknownPack as unknown:
        listed = ", ".join(unknown.known)
        zh = f"没有政策包“{unknown.pack}”。可用：{listed}"
        en = f"There is no pack {unknown.pack!r}. There are: {listed}"
        raise click.ClickException(zh if language == "zh" else en) from unknown


@click.command()
@click.argument("id_", metavar="ID")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="放在哪个文件夹下；默认政策包文件夹 / where; the folder of packs by default",
)
@language_option
def new(id_: str, into: Path | None, language: str) -> None:
    """新建一个政策包：除注明“填写”处外都能通过检查 / begin a pack, with places to fill."""
    with told_plainly(language):
        if id_ in available_packs():
            raise ScaffoldRefused(f"已有政策包“{id_}”。", f"There is a pack {id_!r} already.")
        folder, places = scaffold(id_, into or _own_packs())
    click.echo(next_steps(folder, places, language))


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@language_option
def diff(before: str, after: str, language: str) -> None:
    """两个政策包（编号、编号@版本、文件夹）有何不同 / what differs: id, id@version, folder."""
    with told_plainly(language):
        click.echo(difference_text(load_named(before), load_named(after), language))


@click.command()
@click.argument("pack")
@click.option("--svg", type=_FILE, help="写出 SVG 图 / file for the picture")
@click.option("--bpmn", type=_FILE, help="写出 BPMN 2.0(含布局)/ file for BPMN 2.0 with layout")
@language_option
def diagram(pack: str, svg: Path | None, bpmn: Path | None, language: str) -> None:
    """画出阶段与审批；不指定文件时输出 SVG / draw the course; SVG to the terminal by default."""
    with told_plainly(language):
        loaded = load_named(pack)
    if svg is None and bpmn is None:
        click.echo(diagram_svg(loaded, language), nl=False)
    if svg is not None:
        _write(svg, diagram_svg(loaded, language), language)
    if bpmn is not None:
        _write(bpmn, diagram_bpmn(loaded, language), language)


def _write(file: Path, content: str, language: str) -> None:
    try:
        file.write_text(content, "utf-8")
    except OSError as error:
        why = error.strerror or str(error)
        zh, en = f"无法写入 {file}（{why}）。", f"Cannot write {file} ({why})."
        raise click.ClickException(zh if language == "zh" else en) from error
    click.echo(f"已写入 {file}" if language == "zh" else f"wrote {file}")


def _own_packs() -> Path:
    """The first folder of FASTLANE_PACKS_DIR, or the one that comes with the lane."""
    listed = os.environ.get(PACKS_DIR_VARIABLE, "").split(os.pathsep)
    return Path(listed[0]) if listed[0] else PACKS_DIR

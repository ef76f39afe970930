"""House rules on every file: clocks, acknowledgement, commits, sizes, words of one city."""

from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest
import yaml

from tests.architecture import rules
from tests.architecture.sources import PACKAGES, ROOT, name_of, python_files, source_files

MODULE_LIMIT = 400
TEST_LIMIT = 600
MEDIAN_LIMIT = 150
FUNCTION_LIMIT = 40

CLOCKS = {
    "chassis/clock.py": "where everything takes the time from",
    "policy/cli.py": "a command line, an edge of its own",
    "services/portal/session.py": "ages of cookies, in real time",
    "services/portal/visit.py": "ages of tokens, in real time",
    "services/portal/clients/issuer.py": "ages of tokens, in real time",
}
"""Where the machine's clock may be read, and why."""
LISTS = {"chassis/plumbing.py: __init__": "declares four tables, column by column"}
"""Functions that are a list, not a course of action, and may be longer."""

Rule = Callable[[Path], list[str]]


def breaches(rule: Rule, files: list[Path]) -> list[str]:
    return [f"{name_of(file)}: {each}" for file in files for each in rule(file)]


def lines_of(file: Path) -> int:
    return file.read_text(encoding="utf-8").count("\n")


def too_long(files: list[Path], limit: int) -> list[str]:
    return [f"{file.name}: {lines_of(file)}" for file in files if lines_of(file) > limit]


def planted(folder: Path, text: str, name: str = "planted.py") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def pack_words() -> set[str]:
    """What only a pack may say: its id, its departments' ids and its Chinese names.

    An id that an approval item has as well is a word of the lane, not of a city.
    """
    words: set[str] = set()
    items: set[str] = set()
    for file in (ROOT / "policy" / "packs").glob("*/*.yaml"):
        said = yaml.safe_load(file.read_text(encoding="utf-8"))
        if "id" in said:
            words |= {said["id"], said["name"]["zh"]}
        for department in said.get("departments", ()):
            words |= {department["id"], department["name"]["zh"]}
        items |= {item["id"] for item in said.get("items", ())}
    return words - items


def test_only_the_clock_reads_the_time() -> None:
    files = python_files("contracts", "policy", "chassis", "services", "workflows")
    assert breaches(rules.clock_reads, [f for f in files if name_of(f) not in CLOCKS]) == []


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "date.today()",
        "time.time()",
        "func.now()",
    ],
)
def test_a_read_of_the_machines_clock_is_found(line: str, tmp_path: Path) -> None:
    assert rules.clock_reads(planted(tmp_path, f"at = {line}\n"))


def test_every_subscriber_acknowledges_by_hand_and_pulls() -> None:
    assert breaches(rules.careless_subscribers, python_files(*PACKAGES)) == []


def test_a_subscriber_with_the_default_acknowledgement_is_found(tmp_path: Path) -> None:
    careless = planted(tmp_path, 'broker.subscriber("x", durable="d", pull_sub=P, max_workers=1)\n')
    assert rules.careless_subscribers(careless) == ["line 1 does not acknowledge by hand"]


def test_no_service_commits_by_itself() -> None:
    assert breaches(rules.commits, python_files("services")) == []


def test_a_commit_in_a_handler_is_found(tmp_path: Path) -> None:
    assert rules.commits(planted(tmp_path, "await uow.connection.commit()\n".replace("await ", "")))


@pytest.mark.parametrize("package", PACKAGES)
def test_modules_stay_short(package: str) -> None:
    files = python_files(package)
    assert too_long(files, MODULE_LIMIT) == []
    assert median(map(lines_of, files)) < MEDIAN_LIMIT


def test_test_modules_stay_short() -> None:
    assert too_long(python_files("tests", "benchmarks"), TEST_LIMIT) == []


def test_a_long_module_is_found(tmp_path: Path) -> None:
    assert too_long([planted(tmp_path, "x = 1\n" * 401)], MODULE_LIMIT) == ["planted.py: 401"]


@pytest.mark.parametrize("package", PACKAGES)
def test_functions_stay_short(package: str) -> None:
    files = [file for file in python_files(package) if "migrations" not in file.parts]
    found = breaches(lambda file: rules.long_functions(file, FUNCTION_LIMIT), files)
    assert [each for each in found if each.partition(" has")[0] not in LISTS] == []


def test_a_long_function_is_found(tmp_path: Path) -> None:
    long = planted(tmp_path, "def f():\n" + "    x = 1\n" * 41)
    assert rules.long_functions(long, FUNCTION_LIMIT) == ["f has 42 lines"]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_says_what_it_is(package: str) -> None:
    files = [file for file in python_files(package) if file.read_text(encoding="utf-8").strip()]
    assert breaches(rules.undescribed, files) == []


def test_a_module_without_a_docstring_is_found(tmp_path: Path) -> None:
    assert rules.undescribed(planted(tmp_path, "x = 1\n"))


def test_no_code_knows_a_city() -> None:
    words = pack_words()
    assert words
    kinds = {".py", ".js", ".mjs", ".html", ".jinja", ".j2", ".css"}
    found = [
        f"{name_of(file)}: {rules.words_in(file.read_text(encoding='utf-8'), words)}"
        for package in PACKAGES
        for file in source_files(ROOT / package)
        if file.suffix in kinds and rules.words_in(file.read_text(encoding="utf-8"), words)
    ]
    assert found == []


def test_a_city_in_code_is_found() -> None:
    words = pack_words()
    department = next(word for word in words if not word.isascii())
    assert rules.words_in(f'if department == "{department}":', words)
    assert rules.words_in('if pack == "meadow":', {"meadow"})
    assert not rules.words_in("meadows = 1", {"meadow"})


def test_no_file_names_a_registry_or_a_folder_of_a_machine() -> None:
    found = []
    for file in source_files():
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name_of(file)}: {each}" for each in rules.hosts_and_places(text)]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "https://registry.{}.org/x".format("npmjs"),
        "image: {}.io/a/b".format("quay"),
        "/{}/x/y".format("home"),
    ],
)
def test_a_registry_or_a_machines_folder_is_found(text: str) -> None:
    assert rules.hosts_and_places(text)


def test_no_page_loads_from_elsewhere() -> None:
    kinds = {".html", ".css", ".js", ".svg"}
    shown = [*source_files(ROOT / "services" / "portal"), *source_files(ROOT / "standalone/issuer")]
    files = [file for file in shown if file.suffix in kinds]
    assert files
    found = {name_of(f): rules.loads_from_elsewhere(f.read_text(encoding="utf-8")) for f in files}
    assert {file: links for file, links in found.items() if links} == {}


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example/x.js"></script>',
        "<link href='//fonts.example/a.css'>",
        "@import url(https://fonts.example/a.css);",
        'import x from "https://cdn.example/x.js";',
    ],
)
def test_a_page_that_loads_from_elsewhere_is_found(text: str) -> None:
    assert rules.loads_from_elsewhere(text)

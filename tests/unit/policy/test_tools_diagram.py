"""`fastlane policy diagram`: the picture reads, and the BPMN is what its standard asks for."""

import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from click.testing import CliRunner

from policy.cli import policy
from policy.digest import digest_of
from policy.loader import LoadedPack, available_packs, load_pack
from policy.model import Pack
from policy.structure import build_pack
from policy.tools.bpmn import BPMN, BPMNDI, DC, DI, diagram_bpmn
from policy.tools.bpmn_flow import pools
from policy.tools.bpmn_shape import Flow, Node, Pool
from policy.tools.course_graph import course_graphs
from policy.tools.diagram_svg import diagram_svg
from policy.tools.drawn_text import width, wrapped
from tests.unit.policy.builder import MEADOW, Values, meadow_values

SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES = ("zh", "en")
NODES = {
    f"{{{BPMN}}}{kind}"
    for kind in (
        "userTask",
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "parallelGateway",
        "exclusiveGateway",
    )
}


def all_packs() -> list[LoadedPack]:
    return [load_pack(MEADOW), tangled(), *map(load_pack, available_packs())]


def tangled() -> LoadedPack:
    """A pack whose approvals wait for each other in every way, with marks that XML must escape."""
    values = meadow_values()
    chain = {"b": ["a"], "c": ["a"], "d": ["b", "c"], "e": ["a", "d"], "f": [], "g": ["e", "f"]}
    values["subjects"], values["programmes"], values["stacking"] = [], [], []
    values["items"] = [
        item_of(values, name, after) for name, after in {"a": list[str](), **chain}.items()
    ]
    pack = build_pack({key: each for key, each in values.items() if each != []})
    assert isinstance(pack, Pack), pack
    return LoadedPack(pack, digest_of(pack), Path("meadow"))


def item_of(values: Values, name: str, after: list[str]) -> Values:
    given = values["items"][1] | {"id": name, "after": after}
    given["name"] = {
        "zh": f"事项{name}<&>“很长很长很长很长的名称”",
        "en": f'Item {name} <&> "long"',
    }
    return dict(given)


def ids() -> list[str]:
    return ["meadow", "tangled", *available_packs()]


@pytest.fixture(params=range(len(ids())), ids=ids())
def pack(request: pytest.FixtureRequest) -> LoadedPack:
    return all_packs()[request.param]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def said(root: Element) -> str:
    return "".join(root.itertext()).replace(" ", "")


def test_the_picture_names_every_stage_item_and_department(pack: LoadedPack, language: str) -> None:
    root = ElementTree.fromstring(diagram_svg(pack, language))
    text = said(root)
    for graph in course_graphs(pack.pack):
        for stage in graph.stages:
            assert stage.stage.name.text(language).split()[0] in text
            for item in stage.items:
                assert item.name.text(language).split()[0][:9] in text


def test_no_text_leaves_the_picture(pack: LoadedPack, language: str) -> None:
    root = ElementTree.fromstring(diagram_svg(pack, language))
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    for each in root.iter(f"{SVG}text"):
        size = 22 if each.attrib["class"] == "h1" else 13
        assert float(each.attrib["y"]) < high
        if each.attrib["class"] != "g":
            assert float(each.attrib["x"]) + width(each.text or "", size) < wide


def test_no_card_covers_another(pack: LoadedPack, language: str) -> None:
    root = ElementTree.fromstring(diagram_svg(pack, language))
    cards = [box_of(each) for each in root.iter(f"{SVG}rect") if each.get("class") == "card"]
    assert not any(cross(a, b) for at, a in enumerate(cards) for b in cards[:at])


def test_a_picture_says_what_the_authority_set(language: str) -> None:
    values = meadow_values()
    limit = values["items"][0]["limits"]["statutory"]
    del limit["clause"]
    limit.update(basis="set_by_authority", reason="board_habit")
    pack = build_pack(values)
    assert isinstance(pack, Pack)
    drawn = diagram_svg(LoadedPack(pack, digest_of(pack), MEADOW), language)
    assert ("9 个工作日*" if language == "zh" else "9 working days*") in drawn


def test_the_picture_asks_for_nothing_from_elsewhere(pack: LoadedPack) -> None:
    drawn = diagram_svg(pack, "zh")
    assert drawn.count("http") == 1  # the name of the format itself
    assert diagram_svg(pack, "zh") == drawn


def test_every_element_of_the_bpmn_has_an_id_of_its_own(pack: LoadedPack, language: str) -> None:
    root = ElementTree.fromstring(diagram_bpmn(pack, language))
    counted = Counter(each.attrib["id"] for each in root.iter() if "id" in each.attrib)
    assert [id_ for id_, count in counted.items() if count > 1] == []
    assert all(id_.replace("_", "a").isalnum() and id_.isascii() for id_ in counted)


def test_every_flow_leads_from_and_to_nodes_of_its_process(pack: LoadedPack) -> None:
    root = ElementTree.fromstring(diagram_bpmn(pack, "en"))
    for process in root.iter(f"{{{BPMN}}}process"):
        nodes = {each.attrib["id"]: each for each in process if each.tag in NODES}
        flows = {
            each.attrib["id"]: each.attrib for each in process if each.tag.endswith("sequenceFlow")
        }
        for id_, flow in flows.items():
            assert id_ in references(nodes[flow["sourceRef"]], "outgoing")
            assert id_ in references(nodes[flow["targetRef"]], "incoming")
        told = [each for node in nodes.values() for each in references(node, "outgoing")]
        assert sorted(told) == sorted(flows)


def test_every_node_is_reached_from_the_start_and_leads_to_an_end(pack: LoadedPack) -> None:
    for pool in pools(pack.pack, "en"):
        forward = {
            node.id: [f.target.id for f in pool.flows if f.source is node] for node in pool.nodes
        }
        back = {
            node.id: [f.source.id for f in pool.flows if f.target is node] for node in pool.nodes
        }
        everything = {node.id for node in pool.nodes}
        starts = [node.id for node in pool.nodes if node.kind == "startEvent"]
        ends = [node.id for node in pool.nodes if node.kind == "endEvent"]
        assert reached(starts, forward) == everything
        assert reached(ends, back) == everything


def test_children_stand_in_the_order_that_the_schema_asks_for(pack: LoadedPack) -> None:
    order = ["documentation", "incoming", "outgoing", "timerEventDefinition"]
    root = ElementTree.fromstring(diagram_bpmn(pack, "zh"))
    for node in (each for each in root.iter() if each.tag in NODES):
        places = [order.index(child.tag.partition("}")[2]) for child in node]
        assert places == sorted(places)


def test_only_gateways_join_what_runs_side_by_side(pack: LoadedPack) -> None:
    """A task with two flows in would run twice, unless both come from an exclusive choice."""
    for pool in pools(pack.pack, "en"):
        for node in pool.nodes:
            entering = [flow.source for flow in pool.flows if flow.target is node]
            if len(entering) > 1 and node.kind == "userTask":
                assert node.id.endswith("_gate")
            if node.kind == "parallelGateway":
                leaving = [flow for flow in pool.flows if flow.source is node]
                assert entering
                assert leaving


def test_every_node_and_flow_is_drawn(pack: LoadedPack) -> None:
    root = ElementTree.fromstring(diagram_bpmn(pack, "en"))
    drawn = {
        each.attrib["bpmnElement"]: each
        for each in root.iter()
        if each.tag in (f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge")
    }
    wanted = {
        each.attrib["id"]
        for each in root.iter()
        if each.tag in NODES or each.tag.endswith(("sequenceFlow", "participant"))
    }
    assert drawn.keys() == wanted
    for each in drawn.values():
        points = each.findall(f"{{{DI}}}waypoint")
        is_edge = each.tag.endswith("Edge")
        assert len(points) >= 2 if is_edge else each.find(f"{{{DC}}}Bounds") is not None


def test_nodes_do_not_cover_each_other_and_stay_in_their_pool(pack: LoadedPack) -> None:
    for pool in pools(pack.pack, "zh"):
        boxes = [(n.left[0], n.top[1], n.width, n.height) for n in pool.nodes]
        assert not any(cross(a, b) for at, a in enumerate(boxes) for b in boxes[:at])
        for x, y, w, h in boxes:
            assert x >= 160 + 30
            assert x + w <= 160 + pool.width
            assert pool.y <= y
            assert y + h <= pool.y + pool.height


def test_no_line_runs_through_a_node(pack: LoadedPack) -> None:
    for pool in pools(pack.pack, "zh"):
        hit = [
            (flow.source.id, flow.target.id, node.id)
            for flow, node in lines_and_nodes(pool)
            if node not in (flow.source, flow.target)
            and any(passes(a, b, node) for a, b in zip(flow.way, flow.way[1:], strict=False))
        ]
        assert hit == []


def test_lines_begin_and_end_at_their_nodes(pack: LoadedPack) -> None:
    for pool in pools(pack.pack, "zh"):
        for flow in pool.flows:
            assert on_border(flow.way[0], flow.source)
            assert on_border(flow.way[-1], flow.target)


def test_wrapped_text_fits_and_loses_nothing() -> None:
    text = "规划和自然资源局 of the Harbour, including 港口（临时）许可、复核。"
    lines = wrapped(text, 13, 90, 20)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line, 13) <= 90 + 13 for line in lines)
    assert not any(line.startswith(("、", "。", ")")) for line in lines)
    assert wrapped(text, 13, 90, 2)[-1].endswith("…")


def test_long_names_go_on_in_the_next_line_and_are_not_cut() -> None:
    values = meadow_values()
    name = "Trial under the conditions of a working dairy with its neighbours and their herds"
    for section in ("stages", "items", "departments"):
        values[section][0]["name"]["en"] = f"{section}: {name}"
    pack = build_pack(values)
    assert isinstance(pack, Pack)
    root = ElementTree.fromstring(diagram_svg(LoadedPack(pack, digest_of(pack), MEADOW), "en"))
    drawn = " ".join(each.text or "" for each in root.iter(f"{SVG}text"))
    assert "…" not in drawn
    assert all(f"{each}: {name}" in drawn for each in ("stages", "items", "departments"))


def test_the_command_writes_both_files(tmp_path: Path) -> None:
    svg, bpmn = tmp_path / "a.svg", tmp_path / "a.bpmn"
    given = ["diagram", str(MEADOW), "--svg", str(svg), "--bpmn", str(bpmn), "--language", "en"]
    result = CliRunner().invoke(policy, given)
    assert result.exit_code == 0, result.output
    assert ElementTree.parse(svg).getroot().tag == f"{SVG}svg"
    assert ElementTree.parse(bpmn).getroot().tag == f"{{{BPMN}}}definitions"
    missing = CliRunner().invoke(policy, ["diagram", str(MEADOW), "--svg", str(tmp_path / "x/a")])
    assert missing.exit_code == 1
    assert "无法写入" in missing.output


def references(node: Element, kind: str) -> list[str]:
    return [each.text or "" for each in node.findall(f"{{{BPMN}}}{kind}")]


def reached(begin: list[str], ways: dict[str, list[str]]) -> set[str]:
    found, waiting = set(begin), list(begin)
    while waiting:
        new = [each for each in ways[waiting.pop()] if each not in found]
        found.update(new)
        waiting += new
    return found


Box = tuple[float, float, float, float]


def box_of(rect: Element) -> Box:
    return (
        float(rect.attrib["x"]),
        float(rect.attrib["y"]),
        float(rect.attrib["width"]),
        float(rect.attrib["height"]),
    )


def cross(a: Box, b: Box) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def lines_and_nodes(pool: Pool) -> Iterator[tuple[Flow, Node]]:
    return ((flow, node) for flow in pool.flows for node in pool.nodes)


def passes(a: tuple[float, float], b: tuple[float, float], node: Node) -> bool:
    line = (min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))
    inside = (node.left[0] + 1, node.top[1] + 1, node.width - 2, node.height - 2)
    return (
        line[0] <= inside[0] + inside[2]
        and inside[0] <= line[0] + line[2]
        and line[1] <= inside[1] + inside[3]
        and inside[1] <= line[1] + line[3]
    )


def on_border(point: tuple[float, float], node: Node) -> bool:
    dx, dy = abs(point[0] - node.x), abs(point[1] - node.y)
    at_side = dx == node.width / 2 and dy <= node.height / 2
    return at_side or (dy == node.height / 2 and dx <= node.width / 2)

"""Writes the courses of a pack as BPMN 2.0 XML with its layout, as modellers read it."""

import xml.etree.ElementTree as ElementTree
from xml.etree.ElementTree import Element, SubElement

from policy.loader import LoadedPack
from policy.tools.bpmn_flow import pools
from policy.tools.bpmn_shape import Flow, Node, Point, Pool
from policy.tools.diagram_words import Speech

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PREFIXES = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI, "xsi": XSI}
_LEFT = 160.0


def diagram_bpmn(loaded: LoadedPack, language: str) -> str:
    """One collaboration with a pool for each course; the names in one language."""
    for prefix, uri in _PREFIXES.items():
        ElementTree.register_namespace(prefix, uri)
    pack, say = loaded.pack, Speech(language).say
    drawn = pools(pack, language)
    root = Element(
        f"{{{BPMN}}}definitions",
        {"id": f"pack_{pack.id}", "targetNamespace": f"urn:fastlane:pack:{pack.id}:{pack.version}"},
    )
    collaboration = SubElement(root, f"{{{BPMN}}}collaboration", {"id": "courses"})
    made_by = say("made_by", pack=pack.id, version=pack.version, digest=loaded.digest)
    _document(collaboration, [made_by, say("legend")])
    for pool in drawn:
        SubElement(
            collaboration,
            f"{{{BPMN}}}participant",
            {"id": f"{pool.id}_pool", "name": pool.name, "processRef": pool.id},
        )
    for pool in drawn:
        _process(root, pool)
    diagram = SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", {"id": "diagram"})
    plane = SubElement(diagram, f"{{{BPMNDI}}}BPMNPlane", {"id": "plane", "bpmnElement": "courses"})
    for pool in drawn:
        _draw_pool(plane, pool)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _process(root: Element, pool: Pool) -> None:
    attributes = {"id": pool.id, "name": pool.name, "isExecutable": "false"}
    process = SubElement(root, f"{{{BPMN}}}process", attributes)
    for node in pool.nodes:
        named = {"id": node.id, "name": node.name} if node.name else {"id": node.id}
        element = SubElement(process, f"{{{BPMN}}}{node.kind}", named)
        _document(element, node.notes)
        _flows_of(element, node, pool)
        if node.kind == "intermediateCatchEvent":
            _timer(element, node)
    for flow in pool.flows:
        attributes = {"id": flow.id, "sourceRef": flow.source.id, "targetRef": flow.target.id}
        if flow.name:
            attributes["name"] = flow.name
        SubElement(process, f"{{{BPMN}}}sequenceFlow", attributes)


def _flows_of(element: Element, node: Node, pool: Pool) -> None:
    for flow in pool.flows:
        if flow.target is node:
            SubElement(element, f"{{{BPMN}}}incoming").text = flow.id
    for flow in pool.flows:
        if flow.source is node:
            SubElement(element, f"{{{BPMN}}}outgoing").text = flow.id


def _timer(element: Element, node: Node) -> None:
    """A hold ends on a day that the gate sets."""
    timer = SubElement(element, f"{{{BPMN}}}timerEventDefinition", {"id": f"{node.id}_timer"})
    until = SubElement(timer, f"{{{BPMN}}}timeDate", {f"{{{XSI}}}type": "bpmn:tFormalExpression"})
    until.text = "hold_until"


def _document(element: Element, notes: "tuple[str, ...] | list[str]") -> None:
    if notes:
        SubElement(element, f"{{{BPMN}}}documentation").text = "\n".join(notes)


def _draw_pool(plane: Element, pool: Pool) -> None:
    shape = _shape(plane, f"{pool.id}_pool", {"isHorizontal": "true"})
    _bounds(shape, _LEFT, pool.y, pool.width, pool.height)
    for node in pool.nodes:
        shape = _shape(plane, node.id)
        _bounds(shape, node.left[0], node.top[1], node.width, node.height)
        if node.name and node.kind != "userTask":
            is_above = any(flow.way[-1] == node.bottom for flow in pool.flows)
            y = node.top[1] - 20 if is_above else node.bottom[1] + 6
            _label(shape, node.x - 45, y, 90)
    for flow in pool.flows:
        _edge(plane, flow)


def _shape(plane: Element, of: str, more: dict[str, str] | None = None) -> Element:
    attributes = {"id": f"{of}_shape", "bpmnElement": of, **(more or {})}
    return SubElement(plane, f"{{{BPMNDI}}}BPMNShape", attributes)


def _edge(plane: Element, flow: Flow) -> None:
    attributes = {"id": f"{flow.id}_edge", "bpmnElement": flow.id}
    edge = SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", attributes)
    for x, y in flow.way:
        SubElement(edge, f"{{{DI}}}waypoint", {"x": f"{x:g}", "y": f"{y:g}"})
    if flow.name:
        x, y = _label_place(flow.way)
        _label(edge, x, y, 60)


def _label_place(way: tuple[Point, ...]) -> Point:
    """On the last stretch that lies level or, if none does, beside the line."""
    (x1, y1), (x2, y2) = way[-2:]
    if y1 == y2:
        return min(x1, x2) + 4, y1 - 20
    return x1 + 6, (y1 + y2) / 2 - 8


def _label(element: Element, x: float, y: float, width: float) -> None:
    _bounds(SubElement(element, f"{{{BPMNDI}}}BPMNLabel"), x, y, width, 14)


def _bounds(element: Element, x: float, y: float, width: float, height: float) -> None:
    size = {"x": x, "y": y, "width": width, "height": height}
    attributes = {key: f"{value:g}" for key, value in size.items()}
    SubElement(element, f"{{{DC}}}Bounds", attributes)

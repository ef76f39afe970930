// Reads BPMN files the way modellers do, and tells what it could not read and what it found.
import { readFile } from "node:fs/promises";
import { BpmnModdle } from "bpmn-moddle";

const told = {};
for (const file of process.argv.slice(2)) {
  const text = await readFile(file, "utf8");
  const { rootElement, warnings } = await new BpmnModdle()
    .fromXML(text)
    .catch((failed) => ({ rootElement: {}, warnings: [failed] }));
  const flow = (rootElement.rootElements ?? []).flatMap((each) => each.flowElements ?? []);
  const kinds = {};
  for (const each of flow) kinds[each.$type] = (kinds[each.$type] ?? 0) + 1;
  const drawn = (rootElement.diagrams ?? []).flatMap((each) => each.plane.planeElement ?? []);
  told[file] = {
    warnings: warnings.map((each) => each.message),
    kinds,
    unconnected: flow
      .filter((each) => each.$type === "bpmn:SequenceFlow" && !(each.sourceRef && each.targetRef))
      .map((each) => each.id),
    undrawn: flow
      .filter((each) => !drawn.some((shape) => shape.bpmnElement === each))
      .map((each) => each.id),
  };
}
console.log(JSON.stringify(told));

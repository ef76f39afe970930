// Draws the charts of the lead-time pages from the tables beside them: the table is the truth and
// the text alternative. Series differ by pattern or line as well as by colour. Loaded there only.
"use strict";

const charts = [];
const COLOURS = ["--accent", "--busy", "--warn", "--good", "--bad", "--soft"];
const DECALS = [
  { symbol: "none" },
  { symbol: "line", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4 },
  { symbol: "circle", dashArrayX: [[6, 6]], dashArrayY: [6, 0], symbolSize: 0.5 },
  { symbol: "line", dashArrayX: [1, 0], dashArrayY: [4, 3], rotation: 0 },
  { symbol: "line", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4 },
  { symbol: "rect", dashArrayX: [[3, 5]], dashArrayY: [3, 5], symbolSize: 0.7 },
];
const LINES = ["solid", "dashed", "dotted", [8, 3, 2, 3], [2, 6], [12, 4]];
const SHAPES = ["circle", "rect", "triangle", "diamond", "pin", "arrow"];

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const figure = (text) => (text === "" || text === undefined ? null : Number(text));

// Rows of a table: the text of the first cell, and the numbers of the cells marked with data-value.
function rowsOf(table) {
  return [...table.tBodies[0].rows].map((row) => {
    const cells = [...row.querySelectorAll("[data-value]")];
    return {
      name: [...row.cells[0].childNodes].map((node) => node.textContent.trim()).filter(Boolean).join(" · "),
      values: cells.map((cell) => figure(cell.dataset.value)),
      low: cells.map((cell) => figure(cell.dataset.low)),
      high: cells.map((cell) => figure(cell.dataset.high)),
    };
  });
}

function seriesNames(table) {
  return [...table.tHead.querySelectorAll("[data-series]")].map((cell) => cell.textContent.trim());
}

function style(index) {
  const decal = { ...DECALS[index % DECALS.length], color: token("--card") };
  return { color: token(COLOURS[index % COLOURS.length]), decal };
}

function axes(names, isLying) {
  const value = { type: "value", axisLabel: { color: token("--soft") }, splitLine: { lineStyle: { color: token("--line") } } };
  const label = isLying ? { color: token("--ink"), width: 150, overflow: "break" } : { color: token("--ink"), hideOverlap: true };
  const category = { type: "category", data: names, axisLabel: label, axisTick: { show: false } };
  return isLying ? { xAxis: value, yAxis: category } : { xAxis: category, yAxis: value };
}

function bars(rows, names) {
  const turned = [...rows].reverse();
  return {
    series: names.map((name, index) => ({
      name,
      type: "bar",
      data: turned.map((row) => row.values[index]),
      barMaxWidth: 18,
      itemStyle: style(index),
      label: { show: true, position: "right", color: token("--soft") },
    })),
    ...axes(turned.map((row) => row.name), true),
  };
}

function stacked(rows, names) {
  return {
    series: names.map((name, index) => ({
      name, type: "bar", stack: "all", data: rows.map((row) => row.values[index]), barMaxWidth: 44, itemStyle: style(index),
    })),
    ...axes(rows.map((row) => row.name), false),
  };
}

function columns(rows, names) {
  const drawn = stacked(rows, names);
  for (const series of drawn.series) {
    series.stack = undefined;
    series.label = { show: rows.length <= 20, position: "top", color: token("--soft") };
  }
  return drawn;
}

function lines(rows, names) {
  return {
    series: names.map((name, index) => ({
      name,
      type: "line",
      data: rows.map((row) => row.values[index]),
      symbol: SHAPES[index % SHAPES.length],
      symbolSize: 8,
      lineStyle: { type: LINES[index % LINES.length], width: 2 },
      itemStyle: { color: token(COLOURS[index % COLOURS.length]) },
    })),
    ...axes(rows.map((row) => row.name), false),
  };
}

// What had got so far lies under what had only begun, so the bands between the lines are the work.
function area(rows, names) {
  const drawn = lines(rows, names);
  for (const [index, series] of drawn.series.entries()) {
    series.symbol = "none";
    series.areaStyle = { color: token(COLOURS[index % COLOURS.length]), opacity: 0.18 };
    series.endLabel = { show: true, formatter: "{a}", color: token("--ink") };
  }
  return drawn;
}

// A point for the share, a line for the interval in which the true one lies.
function interval(rows, names) {
  const turned = [...rows].reverse();
  const drawn = axes(turned.map((row) => row.name), true);
  drawn.xAxis.min = 0;
  drawn.xAxis.max = 100;
  const whisker = (params, api) => {
    const low = api.coord([api.value(0), api.value(2)]);
    const high = api.coord([api.value(1), api.value(2)]);
    const stroke = { stroke: token("--soft"), lineWidth: 2 };
    const tick = (at) => ({ type: "line", shape: { x1: at[0], y1: at[1] - 5, x2: at[0], y2: at[1] + 5 }, style: stroke });
    return { type: "group", children: [{ type: "line", shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] }, style: stroke }, tick(low), tick(high)] };
  };
  const known = turned.map((row, index) => [row.low[0], row.high[0], index]).filter((each) => each[0] !== null);
  drawn.series = [
    { name: "95%", type: "custom", renderItem: whisker, data: known, encode: { x: [0, 1], y: 2 }, silent: true },
    {
      name: names[0],
      type: "scatter",
      data: turned.map((row) => row.values[0]),
      symbol: "diamond",
      symbolSize: 14,
      itemStyle: { color: token("--accent") },
      label: { show: true, position: "top", formatter: "{c}%", color: token("--ink") },
    },
  ];
  return drawn;
}

const KINDS = { bars, stacked, columns, lines, area, interval };

function option(holder, table) {
  const rows = rowsOf(table);
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    backgroundColor: token("--card"),
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: token("--ink") },
    legend: { top: 0, left: 0, textStyle: { color: token("--soft") } },
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
    aria: { enabled: true },
    grid: { left: 8, right: 72, top: 40, bottom: 8, containLabel: true },
    ...KINDS[holder.dataset.kind](rows, seriesNames(table)),
  };
}

// The picture as a file, at twice the size so that it prints well.
function addSave(holder, chart) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.textContent = holder.dataset.save;
  button.addEventListener("click", () => {
    const link = document.createElement("a");
    link.download = `${holder.dataset.file}.png`;
    link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: token("--card") });
    link.click();
  });
  holder.closest("section").querySelector(".export").append(button);
}

function draw(holder) {
  const table = document.getElementById(holder.dataset.chart);
  const rows = rowsOf(table).length;
  const isLying = ["bars", "interval"].includes(holder.dataset.kind);
  holder.style.height = isLying ? `${Math.max(9, 4 + rows * 3.1)}rem` : "19rem";
  const chart = echarts.init(holder, null, { renderer: "canvas" });
  chart.setOption(option(holder, table));
  addSave(holder, chart);
  charts.push(chart);
}

for (const holder of document.querySelectorAll("[data-chart]")) draw(holder);
window.addEventListener("resize", () => charts.forEach((chart) => chart.resize()));
window.addEventListener("beforeprint", () => charts.forEach((chart) => chart.resize()));

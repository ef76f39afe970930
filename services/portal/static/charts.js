// Draws the charts of the lead-time page from the tables beside them: the table is the truth and
// the text alternative. Loaded on that page only.
"use strict";

const charts = [];

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// Rows of a table: the text of the first cell, and the numbers of the cells marked with data-value.
function rowsOf(table) {
  return [...table.tBodies[0].rows].map((row) => ({
    name: row.cells[0].textContent.trim(),
    values: [...row.querySelectorAll("[data-value]")].map((cell) => Number(cell.dataset.value)),
  }));
}

function seriesNames(table) {
  return [...table.tHead.querySelectorAll("[data-series]")].map((cell) => cell.textContent.trim());
}

function bars(table) {
  const rows = rowsOf(table).reverse();
  const patterns = ["none", "line"];
  return {
    series: seriesNames(table).map((name, index) => ({
      name,
      type: "bar",
      data: rows.map((row) => row.values[index]),
      barMaxWidth: 18,
      itemStyle: {
        color: token(index ? "--busy" : "--accent"),
        decal: patterns[index] === "line" ? { symbol: "line", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: token("--card") } : { symbol: "none" },
      },
      label: { show: true, position: "right", color: token("--soft") },
    })),
    xAxis: { type: "value", axisLabel: { color: token("--soft") }, splitLine: { lineStyle: { color: token("--line") } } },
    yAxis: { type: "category", data: rows.map((row) => row.name), axisLabel: { color: token("--ink"), width: 150, overflow: "break" }, axisTick: { show: false } },
    grid: { left: 8, right: 56, top: 36, bottom: 8, containLabel: true },
  };
}

function draw(holder) {
  const table = document.getElementById(holder.dataset.chart);
  const rows = rowsOf(table).length;
  holder.style.height = `${Math.max(9, 4 + rows * 3.1)}rem`;
  const chart = echarts.init(holder, null, { renderer: "canvas" });
  chart.setOption({
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: token("--ink") },
    legend: { top: 0, left: 0, textStyle: { color: token("--soft") } },
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
    aria: { enabled: true },
    ...bars(table),
  });
  charts.push(chart);
}

for (const holder of document.querySelectorAll("[data-chart]")) draw(holder);
window.addEventListener("resize", () => charts.forEach((chart) => chart.resize()));

// Keys for those who work through queues all day. They move the real focus, so that what is focused
// is always what a screen reader reads and Enter opens; they are off while somebody types, and can
// be switched off altogether (WCAG 2.1.4).
"use strict";

const OFF = "fastlane-keys-off";

function stored() {
  // Storage may be forbidden; then keys work, and the switch holds for this page.
  try {
    return localStorage.getItem(OFF) === "yes";
  } catch {
    return false;
  }
}
let off = stored();

function steps() {
  const rows = [...document.querySelectorAll("#queue [data-step]")];
  if (rows.length) return rows;
  return [...document.querySelectorAll("main section.card > h2, main details.card > summary")]
    .filter((each) => each.checkVisibility());
}

function step(by) {
  const found = steps();
  if (!found.length) return;
  const active = document.activeElement;
  let at = found.findIndex((each) => each === active || each.parentElement.contains(active)
    || (each.closest("tr") && each.closest("tr").contains(active)));
  at = at < 0 ? (by > 0 ? 0 : found.length - 1) : Math.min(found.length - 1, Math.max(0, at + by));
  const next = found[at];
  if (next.tagName === "H2") next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function help() {
  const keys = document.getElementById("keys");
  keys.open = !keys.open;
  if (keys.open) keys.querySelector("summary").focus();
}

// A key belongs to the row that has the focus first, then to the page.
function owner(key) {
  const row = document.activeElement.closest("tr[data-task]");
  const inRow = row && row.querySelector(`[data-row-key="${CSS.escape(key)}"]`);
  return inRow || document.querySelector(`[data-key="${CSS.escape(key)}"]`);
}

function use(element) {
  if (element.matches("input[type=checkbox][data-row-key]")) {
    element.click();
  } else if (element.matches("input, select, textarea")) {
    const holder = element.closest("details");
    if (holder) holder.open = true;
    element.focus();
    if (element.type === "search") element.select();
  } else if (element.matches("summary")) {
    element.parentElement.open = true;
    const first = element.parentElement.querySelector("select, textarea, input:not([type=hidden])");
    (first || element).focus();
  } else {
    element.click();
  }
}

function isTyping(target) {
  if (target.isContentEditable || target.matches("select, textarea")) return true;
  return target.matches("input") && !["checkbox", "radio", "button", "submit"].includes(target.type);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.key === "Escape" && target.matches("input[data-key='/']")) {
    target.blur();
    return;
  }
  if (off || event.repeat && !"jk".includes(event.key) || isTyping(target)) return;
  const moves = { j: () => step(1), k: () => step(-1), "?": help };
  const found = moves[event.key] ? null : event.key.length === 1 && owner(event.key);
  if (!moves[event.key] && !found) return;
  event.preventDefault();
  if (found) use(found);
  else moves[event.key]();
});

const keys = document.getElementById("keys");
if (keys) {
  keys.hidden = false;
  const choice = keys.querySelector("[data-keys-off]");
  choice.checked = off;
  choice.addEventListener("change", () => {
    off = choice.checked;
    try {
      localStorage.setItem(OFF, off ? "yes" : "no");
    } catch {
      // Holds for this page.
    }
  });
}

// Small comforts on top of pages that work without them. No inline script, nothing from elsewhere.
"use strict";

// A second click while the first is under way sends nothing. The server would act once anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button")) button.classList.add("is-busy");
});
// "Back" may bring the page from memory, with its forms still marked.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll(".is-busy")) button.classList.remove("is-busy");
  }
});

// A table that is wider than its place can be moved by keyboard.
function letScroll() {
  for (const wrap of document.querySelectorAll(".table-wrap:not([tabindex])")) {
    if (wrap.scrollWidth <= wrap.clientWidth) continue;
    const title = wrap.querySelector("caption") || wrap.closest("section, details")?.querySelector("h2, summary");
    wrap.tabIndex = 0;
    wrap.setAttribute("role", "group");
    if (title) wrap.setAttribute("aria-label", title.textContent.trim());
  }
}
for (const name of ["load", "resize"]) window.addEventListener(name, letScroll);
for (const name of ["htmx:afterSwap", "toggle"]) document.addEventListener(name, letScroll, true);

// Filters apply as they are chosen; without script there is a button.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-apply]");
  if (form && event.target.type !== "search") form.requestSubmit();
});

// One menu open at a time, closed by Escape or a click elsewhere.
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.account[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("details.account[open]")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

// Leaving a form with something typed in it asks first.
const typed = new Set();
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[method=post]");
  if (form) typed.add(form);
});
document.addEventListener("submit", (event) => typed.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  if ([...typed].some((form) => form.isConnected && !form.dataset.sent)) event.preventDefault();
});

// What follows by itself (queue, project) waits while somebody works inside it.
document.addEventListener("htmx:beforeRequest", (event) => {
  const holder = event.target;
  // A button or link that was just used may be focused; typing and choosing must not be disturbed.
  const active = document.activeElement;
  const isBusy = holder !== document.body && holder.contains(active) && active.matches("input, select, textarea")
    || (holder.querySelector && holder.querySelector("input[type=checkbox]:checked"));
  const places = holder.dataset && holder.dataset.live ? document.querySelectorAll("#live, #for-you, #cases") : [holder];
  const isOpen = [...places].some((each) => each.querySelector && each.querySelector("details[open]"));
  // What a project's page brings anew includes forms: none that somebody writes in.
  const isWritten = places.length > 1 && [...typed].some((form) => form.isConnected);
  if (holder.id && (isBusy || isOpen || isWritten || document.hidden)) event.preventDefault();
});

// An open queue follows what happens to its tasks: a known row is fetched again by itself, anything
// else has the list look again. Without the stream the list looks by itself now and then.
const live = { stream: null, project: null, waiting: new Set(), timer: 0 };
const MOST_ROWS = 5;
function lookAgain() {
  const queue = document.getElementById("queue");
  const ids = [...live.waiting];
  live.waiting.clear();
  if (!queue) return;
  const rows = ids.map((id) => document.getElementById(`task-${id}`));
  if (ids.length > MOST_ROWS || rows.includes(null)) {
    htmx.trigger(queue, "told");
    return;
  }
  for (const row of rows) {
    const select = `#${row.id}`;
    htmx.ajax("GET", queue.getAttribute("hx-get"), { source: row, target: row, select, swap: "outerHTML" });
  }
}
function follow() {
  if (live.stream || !document.querySelector("#queue, [data-task-page]") || !window.htmx) return;
  live.stream = new EventSource("/tasks/events");
  const soon = () => {
    clearTimeout(live.timer);
    live.timer = setTimeout(lookAgain, 150);
  };
  live.stream.addEventListener("open", () => {
    document.body.dataset.live = "open";
  });
  live.stream.addEventListener("error", () => {
    delete document.body.dataset.live;
  });
  live.stream.addEventListener("task", (event) => {
    const id = JSON.parse(event.data).task_id;
    const page = document.querySelector("[data-task-page]");
    if (page && page.dataset.taskPage === id) page.hidden = false;
    live.waiting.add(id);
    soon();
  });
  live.stream.addEventListener("look", () => {
    live.waiting.add("all");
    soon();
  });
}
// A project's page is told when something was noted, and looks again.
function followProject() {
  const holder = document.querySelector("[data-live]");
  if (live.project || !holder || !window.htmx) return;
  live.project = new EventSource(holder.dataset.live);
  live.project.addEventListener("open", () => {
    document.body.dataset.live = "open";
  });
  live.project.addEventListener("noted", () => {
    clearTimeout(live.timer);
    live.timer = setTimeout(() => htmx.trigger("#live", "told"), 150);
  });
}
function leave() {
  for (const name of ["stream", "project"]) {
    if (live[name]) live[name].close();
    live[name] = null;
  }
}
for (const begin of [follow, followProject]) {
  window.addEventListener("load", begin);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) begin();
  });
}
window.addEventListener("pagehide", leave);

// A decision is kept as it is typed; the button does the same without script.
const drafts = new Map();
function keepDraft(form) {
  clearTimeout(drafts.get(form));
  drafts.delete(form);
  if (form.dataset.sent) return;
  const state = form.querySelector("[data-draft-state]");
  const body = new URLSearchParams(new FormData(form));
  fetch(form.dataset.draft, { method: "POST", body, keepalive: true, headers: { "X-Draft": "auto" } })
    .then((answer) => {
      if (!answer.ok) throw new Error(answer.status);
      // Other windows of the same form save too: the version tells whose words are newer.
      const version = answer.headers.get("x-version");
      if (version && form.elements.version) form.elements.version.value = version;
      if (!drafts.has(form)) typed.delete(form);
      state.textContent = state.dataset.saved;
    })
    .catch(() => {
      state.textContent = state.dataset.failed;
    });
}
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-draft]");
  if (!form) return;
  clearTimeout(drafts.get(form));
  drafts.set(form, setTimeout(() => keepDraft(form), 800));
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) for (const form of [...drafts.keys()]) keepDraft(form);
});

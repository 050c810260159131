"use strict";
// The report's script: no library, no request, text only ever set as text.

const find = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const island = (id) => JSON.parse(find("#" + id)?.textContent || "{}");
const words = island("words");
const filled = (sentence, ...values) => values.reduce((text, value) => text.replace("{}", value), sentence || "");
// A letter without its marks, one for one, so that places in a text stay: people search without marks.
const fold = (text) => text.normalize("NFC").toLowerCase().replace(/[^\x00-\x7f]/g, (letter) => (letter === "đ" ? "d" : letter.normalize("NFD")[0]));
const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const stored = (key, value) => {
  try {
    if (value !== undefined) localStorage.setItem(key, value);
    return localStorage.getItem(key) || "";
  } catch {
    return ""; // a browser that keeps nothing for files
  }
};

// --- light or dark -------------------------------------------------------------------------------------------------

const isDark = () => (document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
if (["light", "dark"].includes(stored("theme"))) document.documentElement.dataset.theme = stored("theme");
find("#theme").addEventListener("click", () => {
  document.documentElement.dataset.theme = stored("theme", isDark() ? "light" : "dark") || (isDark() ? "light" : "dark");
});

// --- keys ----------------------------------------------------------------------------------------------------------

const keys = {};
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, select, textarea");
  if (event.key === "Escape") {
    event.target.blur();
    keys.Escape?.();
  } else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  } else if (!typing && event.key === "Enter" && event.target.dataset.id) {
    event.target.click();
  }
});
keys["/"] = () => find("#search").focus();

// --- the overview --------------------------------------------------------------------------------------------------

function overview() {
  const table = find("#documents");
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, text: fold(row.textContent), id: row.dataset.id, hit: find(".hit", row) }));
  const search = find("#search"), province = find("#province"), flagged = find("#only-flagged"), whole = find("#whole");
  let texts = null;

  const loadTexts = () => {
    if (texts || find("#texts")) return;
    find("#shown").textContent = words.loading;
    const script = make("script", { src: "search.js", id: "texts" });
    script.addEventListener("load", () => {
      texts = new Map(TEXTS.map(([id, text]) => [id, { text: text.normalize("NFC"), folded: fold(text) }]));
      show();
    });
    document.body.append(script);
  };

  const show = () => {
    const wanted = fold(search.value.trim());
    if (wanted && whole.checked) loadTexts();
    let count = 0;
    for (const { row, text, id, hit } of rows) {
      const inText = wanted && whole.checked && texts?.get(id);
      const at = inText ? inText.folded.indexOf(wanted) : -1;
      const fits = (!wanted || text.includes(wanted) || at >= 0) && (!province.value || row.dataset.province === province.value) && (!flagged.checked || row.dataset.flags !== "0");
      row.hidden = !fits;
      hit.hidden = at < 0;
      if (at >= 0) hit.textContent = "… " + inText.text.slice(Math.max(0, at - 50), at + wanted.length + 70).replace(/\s+/g, " ") + " …";
      count += fits;
    }
    find("#shown").textContent = filled(words.shown, count, rows.length);
  };
  for (const element of [search, province, flagged, whole]) element.addEventListener("input", show);
  show();

  for (const [column, head] of [...table.tHead.rows[0].cells].entries()) {
    head.tabIndex = 0;
    const sort = () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
      const order = head.dataset.sort === "number" ? (a, b) => parseFloat(value(a)) - parseFloat(value(b)) : (a, b) => value(a).localeCompare(value(b), "vi");
      body.append(...[...body.rows].sort((a, b) => (up ? order(a, b) : order(b, a))));
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => event.key === "Enter" && sort());
  }

  const off = new Set();
  for (const chip of all("#flags .chip")) {
    chip.addEventListener("click", () => {
      chip.classList.toggle("off") ? off.add(chip.dataset.code) : off.delete(chip.dataset.code);
      for (const item of all("#flags li")) item.hidden = off.has(item.dataset.code);
    });
  }
  keys.n = keys.p = () => find("#flags li:not([hidden]) a")?.click();
}

// --- one document --------------------------------------------------------------------------------------------------

function dossier() {
  const data = island("data");
  const paper = find(".paper"), detail = find("#detail");
  const boxes = new Map(); // id -> its boxes on the pages
  let chosen = null;

  const place = (box, figure, [x0, y0, x1, y1]) => {
    const width = +figure.dataset.width, height = +figure.dataset.height;
    Object.assign(box.style, { left: `${(100 * x0) / width}%`, top: `${(100 * y0) / height}%`, width: `${(100 * (x1 - x0)) / width}%`, height: `${(100 * (y1 - y0)) / height}%` });
    find(".boxes", figure).append(box);
  };
  for (const [id, row] of Object.entries(data)) {
    if (!["units", "dates", "legal_refs", "quotas"].includes(row.table)) continue;
    for (const [page, ...box] of row.boxes) {
      const figure = find(`#page-${page}`);
      if (box.length !== 4 || !figure || !find(".boxes", figure)) continue;
      const element = make("button", { type: "button", className: `box ${row.table}`, title: row.fixed.raw || "", tabIndex: -1 });
      element.dataset.id = id;
      place(element, figure, box);
      boxes.set(id, [...(boxes.get(id) || []), element]);
    }
  }

  // Everything that stands for a row: its entry in a list, its words in a text, its boxes on paper.
  const standsFor = (id) => [...all(`[data-id="${CSS.escape(id)}"]`), ...all(`[data-ids~="${CSS.escape(id)}"]`)];
  const idsOf = (target) => {
    const element = target.closest?.("[data-ids], [data-id]");
    return element ? (element.dataset.ids || element.dataset.id).split(" ") : [];
  };
  const open = (name) => {
    for (const tab of all(".tabs [role=tab]")) tab.setAttribute("aria-selected", tab.dataset.tab === name);
    for (const panel of all(".panel")) panel.hidden = panel.id !== name;
  };
  for (const tab of all(".tabs [role=tab]")) tab.addEventListener("click", () => open(tab.dataset.tab));

  const showOnPaper = (id) => {
    for (const area of all(".box.area")) area.remove();
    const row = data[id];
    let first = boxes.get(id)?.[0] || find(`.sheet [data-ids~="${CSS.escape(id)}"]`);
    if (!boxes.has(id)) {
      for (const [page, ...box] of row.boxes) {
        const figure = find(`#page-${page}`);
        if (!figure) continue;
        if (box.length === 4 && find(".boxes", figure)) {
          const area = make("div", { className: "box area" });
          place(area, figure, box);
          first ||= area;
        }
        first ||= figure;
      }
    }
    if (first) paper.scrollTo({ top: first.getBoundingClientRect().top - paper.getBoundingClientRect().top + paper.scrollTop - paper.clientHeight / 3 });
  };

  const showInLists = (id) => {
    const inPanel = (panel) => standsFor(id).find((element) => panel.contains(element));
    const shown = find(".panel:not([hidden])");
    let entry = inPanel(shown);
    if (!entry) {
      const panel = all(".panel").find((each) => each.id !== "outline" && each.id !== "tables" && inPanel(each)) || all(".panel").find(inPanel);
      if (!panel) return;
      open(panel.id);
      entry = inPanel(panel);
    }
    entry.hidden = false;
    entry.scrollIntoView({ block: "center" });
  };

  const choose = (id, { paperToo = true, listsToo = true } = {}) => {
    if (!data[id]) return;
    for (const element of all(".chosen")) element.classList.remove("chosen");
    for (const element of standsFor(id)) element.classList.add("chosen");
    chosen = id;
    tell(id);
    if (listsToo) showInLists(id);
    if (paperToo) showOnPaper(id);
    history.replaceState(null, "", "#" + id);
  };
  const leave = () => {
    for (const element of all(".chosen")) element.classList.remove("chosen");
    for (const area of all(".box.area")) area.remove();
    detail.hidden = true;
    chosen = null;
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("#detail, .tabs, .chips, .bar")) return;
    const ids = idsOf(event.target);
    if (!ids.length) return;
    const id = ids[(ids.indexOf(chosen) + 1) % ids.length]; // under several marks: one after the other
    const onPaper = paper.contains(event.target);
    choose(id, { paperToo: !onPaper, listsToo: onPaper });
    const column = event.target.closest("[data-column]");
    if (column && find("#detail select")) find("#detail select").value = column.dataset.column;
    find("#detail select")?.dispatchEvent(new Event("change"));
  });
  const hover = (on) => (event) => {
    for (const id of idsOf(event.target)) for (const element of standsFor(id)) element.classList.toggle("hover", on);
  };
  for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) document.addEventListener(name, hover(on));

  // --- what is known of a row, and the line that corrects it --------------------------------------------------------

  const cell = (text) => (/[",\n\r]/.test(text) || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const today = () => new Date(Date.now() - 60000 * new Date().getTimezoneOffset()).toISOString().slice(0, 10);

  const tell = (id) => {
    const row = data[id];
    const list = make("dl");
    for (const [name, value] of [...Object.entries(row.fixed), ...Object.entries(row.open)]) if (value !== "") list.append(make("dt", { textContent: name }), make("dd", { textContent: value }));
    const column = make("select", { name: "column" }, ...Object.keys(row.open).map((name) => make("option", { value: name, textContent: name })));
    const value = make("input", { name: "value", size: 28 }), who = make("input", { name: "who", size: 10, value: stored("who") }), why = make("input", { name: "why", size: 18 });
    const said = make("output");
    column.addEventListener("change", () => (value.value = row.open[column.value] ?? ""));
    const copy = async (name, text) => {
      stored("who", who.value);
      const line = [words.document_id, row.table, row.key, name, text, who.value, today(), why.value].map(cell).join(",");
      said.textContent = line;
      try {
        await navigator.clipboard.writeText(line + "\n");
      } catch {
        const area = make("textarea", { value: line + "\n" }); // a browser that gives files no clipboard
        document.body.append(area);
        area.select();
        document.execCommand("copy");
        area.remove();
      }
      said.append(make("br"), make("small", { textContent: words.copied }));
    };
    const close = make("button", { type: "button", className: "close", textContent: "×", title: words.close });
    close.addEventListener("click", leave);
    detail.replaceChildren(close, make("b", { textContent: `${row.table} ${row.key}` }), list);
    detail.hidden = false;
    if (!Object.keys(row.open).length) return; // what was read can be looked at, not corrected
    const form = make("form", { className: "correction" },
      make("label", {}, words.column, column), make("label", {}, words.value, value), make("label", {}, words.who, who), make("label", {}, words.why, why),
      make("button", { type: "submit", textContent: words.copy, className: "copy" }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      copy(column.value, value.value);
    });
    if (row.table !== "documents") {
      const remove = make("button", { type: "button", textContent: words.remove, className: "remove" });
      remove.addEventListener("click", () => copy("(row)", "remove"));
      form.append(remove);
    }
    form.append(said);
    detail.append(form);
    column.dispatchEvent(new Event("change"));
  };

  // --- flags, kinds, search ----------------------------------------------------------------------------------------

  const flags = all("#flags .flag").map((item) => item.dataset.id);
  const step = (by) => {
    const at = flags.indexOf(chosen);
    const next = at < 0 ? (by > 0 ? 0 : flags.length - 1) : at + by;
    if (flags[next]) {
      open("flags");
      choose(flags[next]);
    } else {
      const other = by > 0 ? words.flagged_after : words.flagged_before;
      if (other) location.href = `${other}.html#${by > 0 ? "first-flag" : "last-flag"}`;
    }
  };
  keys.n = () => step(1);
  keys.p = () => step(-1);
  keys.Escape = leave;

  const search = find("#search");
  const parts = all(".node, .cells .row, li.entity, .field, .token").map((element) => ({ element, text: fold(element.textContent) }));
  const off = new Set();
  const show = () => {
    const wanted = fold(search.value.trim());
    const doubtful = find("#only-doubtful").checked;
    let count = 0;
    for (const { element, text } of parts) {
      const kind = element.closest("[data-kind]")?.dataset.kind;
      const fits = (!wanted || text.includes(wanted)) && !off.has(kind) && !(doubtful && kind && !element.classList.contains("doubtful"));
      element.hidden = !fits;
      count += fits;
    }
    find("#shown").textContent = wanted ? filled(words.shown, count) : "";
  };
  search.addEventListener("input", show);
  find("#only-doubtful").addEventListener("input", show);
  for (const chip of all("#entities .chip")) {
    chip.addEventListener("click", () => {
      chip.classList.toggle("off") ? off.add(chip.dataset.kind) : off.delete(chip.dataset.kind);
      show();
    });
  }

  open(flags.length ? "flags" : "outline");
  const arrive = () => {
    const wanted = location.hash.slice(1);
    if (wanted === "first-flag" && flags.length) choose(flags[0]);
    else if (wanted === "last-flag" && flags.length) choose(flags.at(-1));
    else if (data[wanted]) choose(wanted);
  };
  addEventListener("hashchange", arrive);
  arrive();
}

document.body.classList.contains("overview") ? overview() : dossier();

"use strict";
// The report's script: no library, no request, text only ever set as text.

const find = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const island = (id) => JSON.parse(find("#" + id)?.textContent || "{}");
const words = island("words");
const filled = (sentence, ...values) => values.reduce((text, value) => text.replace("{}", value), sentence || "");
// A letter without its marks, one for one, so that places in a text stay: people search without marks.
const fold = (text) => text.normalize("NFC").toLowerCase().replace(/[^\x00-\x7f]/g, (letter) => (letter === "đ" ? "d" : letter.normalize("NFD")[0]));
const terms = (text) => fold(text).split(/\s+/).filter(Boolean);
const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const kept = (store, key, value) => {
  try {
    if (value !== undefined) store().setItem(key, value);
    return store().getItem(key) || "";
  } catch {
    return ""; // a browser that keeps nothing for files
  }
};
const local = () => localStorage, session = () => sessionStorage;

// --- light or dark -------------------------------------------------------------------------------------------------

const isDark = () => (document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
if (["light", "dark"].includes(kept(local, "theme"))) document.documentElement.dataset.theme = kept(local, "theme");
find("#theme").addEventListener("click", () => {
  const theme = isDark() ? "light" : "dark";
  kept(local, "theme", theme);
  document.documentElement.dataset.theme = theme;
});

// --- keys and chips ------------------------------------------------------------------------------------------------

const keys = {};
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape") {
    event.target.blur();
    keys.Escape?.();
  } else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && keys[event.key]) {
    event.preventDefault();
    keys[event.key]();
  } else if (!typing && (event.key === "Enter" || event.key === " ") && event.target.dataset.id) {
    event.preventDefault();
    event.target.click();
    (find("#detail select") || find("#detail button"))?.focus(); // from the list to the form, and back by Escape
  }
});
keys["/"] = () => find("#search").focus();

// Chips choose one kind; the chosen one, pressed again, gives all back.
const choosable = (chips, show) => {
  for (const chip of chips) {
    chip.setAttribute("aria-pressed", "false");
    chip.addEventListener("click", () => {
      const on = chip.getAttribute("aria-pressed") !== "true";
      for (const other of chips) other.setAttribute("aria-pressed", String(on && other === chip));
      show(on ? chip.dataset.kind : null);
    });
  }
};

// --- the overview --------------------------------------------------------------------------------------------------

function overview() {
  const table = find("#documents");
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => ({ row, text: fold(row.dataset.text), id: row.dataset.id, hit: find(".hit", row) }));
  const search = find("#search"), province = find("#province"), flagged = find("#only-flagged"), whole = find("#whole");
  const settings = { search: "value", province: "value", "only-flagged": "checked", whole: "checked" };
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
    const wanted = terms(search.value);
    if (wanted.length && whole.checked) loadTexts();
    let count = 0;
    for (const { row, text, id, hit } of rows) {
      const inText = wanted.length && whole.checked ? texts?.get(id) : null;
      const isNamed = wanted.every((term) => text.includes(term));
      const at = inText ? inText.folded.indexOf(wanted.join(" ")) : -1; // the words as they follow one another
      const fits = (isNamed || at >= 0) && (!province.value || row.dataset.province === province.value) && (!flagged.checked || row.dataset.flags !== "0");
      row.hidden = !fits;
      hit.hidden = at < 0;
      if (at >= 0) hit.textContent = "… " + inText.text.slice(Math.max(0, at - 50), at + search.value.length + 70) + " …";
      count += fits;
    }
    find("#shown").textContent = filled(words.shown, count, rows.length);
    kept(session, "overview", JSON.stringify(Object.fromEntries(Object.entries(settings).map(([id, name]) => [id, find("#" + id)[name]]))));
  };
  for (const element of [search, province, flagged, whole]) element.addEventListener("input", show);
  const before = JSON.parse(kept(session, "overview") || "{}"); // what was looked for before a document was opened
  for (const [id, value] of Object.entries(before)) if (settings[id]) find("#" + id)[settings[id]] = value;
  show();
  addEventListener("pageshow", show);

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

  choosable(all("#flags .chip"), (kind) => {
    for (const item of all("#flags li[data-code]")) item.hidden = kind !== null && item.dataset.code !== kind;
  });
  keys.n = keys.p = () => find("#flags li:not([hidden]) a")?.click();
}

// --- one document --------------------------------------------------------------------------------------------------

function dossier() {
  const data = island("data");
  const paper = find(".paper"), detail = find("#detail");
  const boxes = new Map(); // id -> its boxes on the pages
  let chosen = null, entered = null;

  const place = (box, figure, [x0, y0, x1, y1]) => {
    const width = +figure.dataset.width, height = +figure.dataset.height;
    Object.assign(box.style, { left: `${(100 * x0) / width}%`, top: `${(100 * y0) / height}%`, width: `${(100 * (x1 - x0)) / width}%`, height: `${(100 * (y1 - y0)) / height}%` });
    find(".boxes", figure).append(box);
  };
  const drawn = (page) => (find(`#page-${page} .boxes`) ? find(`#page-${page}`) : null);
  const areaOf = ([, x0, y0, x1, y1]) => (x1 - x0) * (y1 - y0);
  const placed = Object.entries(data)
    .filter(([, row]) => ["units", "dates", "legal_refs", "quotas"].includes(row.table))
    .flatMap(([id, row]) => row.boxes.filter((box) => box.length === 5).map((box) => ({ id, row, box })))
    .sort((a, b) => areaOf(b.box) - areaOf(a.box)); // the smaller lies on top and can be reached
  for (const { id, row, box } of placed) {
    const figure = drawn(box[0]);
    if (!figure) continue;
    const element = make("button", { type: "button", className: `box ${row.table}`, title: row.fixed.raw || "", tabIndex: -1 });
    element.dataset.id = id;
    place(element, figure, box.slice(1));
    boxes.set(id, [...(boxes.get(id) || []), element]);
  }

  // Everything that stands for a row: its entry in a list, its words in a text, its boxes on paper.
  const standsFor = (id) => [...all(`[data-id="${CSS.escape(id)}"]`), ...all(`[data-ids~="${CSS.escape(id)}"]`)];
  const idsOf = (target) => {
    const element = target.closest?.("[data-ids], [data-id]");
    return element ? (element.dataset.ids || element.dataset.id).split(" ") : [];
  };
  const tabs = all(".tabs [role=tab]");
  const open = (name) => {
    for (const tab of tabs) {
      tab.setAttribute("aria-selected", tab.dataset.tab === name);
      tab.tabIndex = tab.dataset.tab === name ? 0 : -1;
    }
    for (const panel of all(".panel")) panel.hidden = panel.id !== name;
  };
  for (const [at, tab] of tabs.entries()) {
    tab.addEventListener("click", () => open(tab.dataset.tab));
    tab.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const other = by && tabs[(at + by + tabs.length) % tabs.length];
      other?.focus();
      other?.click();
    });
  }

  const areas = (row, column, kind) => {
    const made = [];
    const parts = column && ["signer", "signer_title", "sign_mode"].includes(column) ? row.signature : row.boxes;
    for (const [page, ...box] of parts) {
      const figure = box.length === 4 && drawn(page);
      if (!figure) continue;
      const area = make("div", { className: `box ${kind}` });
      place(area, figure, box);
      made.push(area);
    }
    return made;
  };
  const clear = (kind) => all(`.box.${kind}`).forEach((area) => area.remove());
  const showOnPaper = (id, column) => {
    const row = data[id];
    const own = boxes.get(id) || areas(row, column, "area");
    const first = own[0] || find(`.sheet [data-ids~="${CSS.escape(id)}"]`) || (row.boxes[0] && find(`#page-${row.boxes[0][0]}`));
    if (first) paper.scrollTo({ top: first.getBoundingClientRect().top - paper.getBoundingClientRect().top + paper.scrollTop - paper.clientHeight / 3 });
  };

  const entryOf = (id, panel) => standsFor(id).find((element) => panel.contains(element));
  const showInLists = (id) => {
    const shown = find(".panel:not([hidden])");
    if (!entryOf(id, shown)) {
      const panel = all(".panel").find((each) => each.id !== "outline" && each.id !== "tables" && entryOf(id, each)) || all(".panel").find((each) => entryOf(id, each));
      if (panel) open(panel.id);
    }
    const entry = entryOf(id, find(".panel:not([hidden])"));
    if (entry) entry.hidden = false;
    return entry;
  };

  const choose = (id, { paperToo = true, column = null, origin = null } = {}) => {
    if (!data[id]) return;
    for (const element of all(".chosen")) element.classList.remove("chosen");
    clear("area");
    const field = column && find(`.field[data-column="${CSS.escape(column)}"]`);
    for (const element of field ? [field] : standsFor(id)) element.classList.add("chosen");
    chosen = id;
    const entry = field || origin || showInLists(id);
    tell(id, column);
    entry?.scrollIntoView({ block: "nearest" }); // the form may have opened over it
    entered = entry;
    if (paperToo) showOnPaper(id, column);
    else if (!boxes.has(id)) areas(data[id], column, "area");
    history.replaceState(null, "", "#" + id);
    const at = flags.indexOf(id);
    find("#shown").textContent = at >= 0 ? filled(words.flag_of, at + 1, flags.length) : "";
  };
  const leave = () => {
    for (const element of all(".chosen")) element.classList.remove("chosen");
    clear("area");
    detail.hidden = true;
    chosen = null;
    entered?.focus?.({ preventScroll: true });
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("#detail, .tabs, .chips, .bar")) return;
    const under = document.elementsFromPoint(event.clientX, event.clientY).filter((each) => each.matches(".box[data-id]"));
    const ids = event.target.matches(".box") ? [...new Set(under.map((box) => box.dataset.id))] : idsOf(event.target);
    if (!ids.length) return;
    const id = ids[(ids.indexOf(chosen) + 1) % ids.length]; // one over the other: pressed again, the next one
    const onPaper = paper.contains(event.target);
    const column = event.target.closest("[data-column]")?.dataset.column || null;
    choose(id, { paperToo: !onPaper, column, origin: onPaper ? null : event.target.closest("[data-id]") });
  });
  const hover = (on) => (event) => {
    if (!on) clear("hovered");
    for (const id of idsOf(event.target)) {
      for (const element of standsFor(id)) if (!element.matches(".field")) element.classList.toggle("hover", on);
      if (on && id !== chosen && data[id] && !boxes.has(id) && data[id].table !== "documents") areas(data[id], null, "hovered");
    }
  };
  for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) document.addEventListener(name, hover(on));

  // --- what is known of a row, and the line that corrects it --------------------------------------------------------

  const cell = (text) => (/[",;\n\r\t]/.test(text) || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const today = () => new Date(Date.now() - 60000 * new Date().getTimezoneOffset()).toISOString().slice(0, 10);
  const named = (name) => words.columns[name] || name;

  const formOf = (row, first) => {
    const column = make("select", { name: "column" }, ...Object.keys(row.open).map((name) => make("option", { value: name, textContent: named(name) })));
    const who = make("input", { name: "who", size: 10, value: kept(local, "who"), required: true }), why = make("input", { name: "why", size: 16 });
    const holder = make("span", { className: "value" }), said = make("output");
    const isList = () => words.lists.includes(`${row.table}.${column.value}`);
    const isFixed = () => ["cells", "header", "column_roles"].includes(column.value); // as many as the table has columns
    const areaFor = (text) => {
      const area = make("textarea", { name: "value", value: text });
      area.rows = Math.min(6, Math.max(1, Math.ceil(text.length / 38), text.split("\n").length));
      return area;
    };
    const json = (items) => `[${items.map((item) => JSON.stringify(item)).join(", ")}]`; // as the dataset writes it
    const written = () => {
      if (!isList()) return holder.firstChild.value;
      if (isFixed()) return json([...holder.children].map((area) => (column.value === "column_roles" && !area.value ? null : area.value)));
      return json(holder.firstChild.value.split("\n").filter((line) => line.trim()));
    };
    const offer = () => {
      const now = row.open[column.value] ?? "", choices = words.choices[`${row.table}.${column.value}`];
      if (choices) {
        const value = make("select", { name: "value" }, ...["", ...choices].map((each) => make("option", { value: each, textContent: each ? named(each) : "—" })));
        value.value = now;
        holder.replaceChildren(value);
      } else if (!isList()) holder.replaceChildren(areaFor(now));
      else if (isFixed()) holder.replaceChildren(...JSON.parse(now).map((item) => areaFor(item ?? "")));
      else holder.replaceChildren(areaFor(JSON.parse(now || "[]").join("\n")));
    };
    column.addEventListener("change", offer);
    if (first) column.value = first;
    offer();
    const copy = async (name, text) => {
      kept(local, "who", who.value);
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
      said.prepend(make("small", { textContent: words.copied }), make("br"));
      said.scrollIntoView({ block: "nearest" });
    };
    const button = (name, text, act) => {
      const made = make("button", { type: "submit", textContent: text, className: name });
      made.addEventListener("click", () => (form.act = act));
      return made;
    };
    const form = make("form", { className: "correction" },
      make("label", {}, words.column, column), make("label", {}, words.value, holder), make("label", {}, words.who, who), make("label", {}, words.why, why),
      button("copy", words.copy, () => (written() === (row.open[column.value] ?? "") ? (said.textContent = words.unchanged) : copy(column.value, written()))));
    if (row.table !== "flags") form.append(button("confirm", words.confirm, () => copy(column.value, row.open[column.value] ?? "")));
    if (words.removable.includes(row.table)) form.append(button("remove", words.remove, () => copy("(row)", "remove")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      form.act?.();
    });
    form.append(said);
    return form;
  };

  const tell = (id, column) => {
    const row = data[id];
    const close = make("button", { type: "button", className: "close", textContent: "×", title: words.close, ariaLabel: words.close });
    close.addEventListener("click", leave);
    detail.replaceChildren(close, make("b", { textContent: `${named(row.table)} ${row.key}`, lang: "vi" }));
    if (row.about) {
      const go = make("button", { type: "button", className: "about", textContent: words.about });
      go.addEventListener("click", () => choose(row.about, { column: row.column || null }));
      detail.append(" ", go);
    }
    if (Object.keys(row.open).length) detail.append(formOf(row, column)); // what was read can be looked at, not corrected
    const list = make("dl");
    for (const [name, value] of [...Object.entries(row.fixed), ...Object.entries(row.open)]) {
      if (value !== "" && row.table !== "documents") list.append(make("dt", { textContent: named(name) }), make("dd", { textContent: value, lang: "vi" }));
    }
    detail.append(list);
    detail.hidden = false;
    detail.scrollTop = 0;
  };

  // --- flags, kinds, search, size ----------------------------------------------------------------------------------

  const flags = all("#flags .flag").map((item) => item.dataset.id);
  const step = (by) => {
    const at = flags.indexOf(chosen);
    const next = at < 0 ? (by > 0 ? 0 : flags.length - 1) : at + by;
    const other = by > 0 ? words.flagged_after : words.flagged_before;
    if (flags[next]) {
      open("flags");
      choose(flags[next]);
    } else if (other) location.href = `${other}.html#${by > 0 ? "first-flag" : "last-flag"}`;
    else find("#shown").textContent = by > 0 ? words.last_flag : words.first_flag;
  };
  keys.n = () => step(1);
  keys.p = () => step(-1);
  keys.Escape = leave;

  const search = find("#search");
  const parts = all(".node, .cells .row, li.entity, .field, .token").map((element) => ({ element, text: fold(element.textContent), panel: element.closest(".panel").id }));
  let kind = null;
  const show = (jump) => {
    const wanted = terms(search.value);
    const doubtful = find("#only-doubtful").checked;
    const hits = {};
    for (const { element, text, panel } of parts) {
      const own = element.closest("[data-kind]")?.dataset.kind;
      const fits = wanted.every((term) => text.includes(term)) && (!own || ((!kind || own === kind) && (!doubtful || element.classList.contains("doubtful"))));
      element.hidden = !fits;
      hits[panel] = (hits[panel] || 0) + fits;
    }
    for (const tab of tabs) {
      const count = find("b", tab);
      if (!count) continue;
      tab.dataset.all ??= count.textContent;
      count.textContent = wanted.length ? hits[tab.dataset.tab] || 0 : tab.dataset.all;
    }
    const here = find(".panel:not([hidden])").id;
    const other = tabs.find((tab) => hits[tab.dataset.tab]);
    if (jump && wanted.length && !hits[here] && other) open(other.dataset.tab);
    find("#shown").textContent = wanted.length ? filled(words.shown, Object.values(hits).reduce((sum, count) => sum + count, 0)) : "";
  };
  search.addEventListener("input", () => show(true));
  find("#only-doubtful").addEventListener("input", () => show(false));
  choosable(all("#entities .chip"), (chosenKind) => {
    kind = chosenKind;
    show(false);
  });

  let size = 1;
  for (const button of all(".size")) {
    button.addEventListener("click", () => {
      size = Math.min(3, Math.max(1, size + +button.dataset.by));
      paper.style.setProperty("--size", size);
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

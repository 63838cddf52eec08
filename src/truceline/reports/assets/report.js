// SPDX-License-Identifier: Apache-2.0
"use strict";
(() => {
const data = JSON.parse(document.getElementById("data").textContent);
const P = data.provisions, I = data.incidents, F = data.findings, N = F.incident.length, L = data.lists;
const $ = (id) => document.getElementById(id);
const DAY = 86400000, SVG = "http://www.w3.org/2000/svg";
const CERTAIN = 0, POSSIBLE = 1, EXEMPT = 2;
const KINDS = ["certain", "possible", "exempt"];
const RESULT = ["violation", "possible violation", "exempt"];
const number = (n) => n.toLocaleString("en-GB");
const plural = (n, one, many) => number(n) + " " + (n === 1 ? one : many);

// Elements. Text from records is only ever set as text, never as markup.

function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}
function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined && child !== "") node.append(child);
  return node;
}
const said = (text, tag = "span", attributes = {}) => el(tag, { dir: "auto", ...attributes }, text);

function mark(kind, size = 15) {
  const color = `var(--${KINDS[kind]})`;
  const ring = svg("circle", { cx: 8, cy: 8, r: 6, fill: kind === CERTAIN ? color : "none", stroke: color, "stroke-width": 2 });
  const half = kind === POSSIBLE ? svg("path", { d: "M8 2a6 6 0 0 0 0 12z", fill: color }) : null;
  return svg("svg", { class: "mark", viewBox: "0 0 16 16", width: size, height: size, "aria-hidden": "true" }, ring, half);
}
function hatch(id, color) {
  return svg("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("rect", { width: 6, height: 6, fill: color, "fill-opacity": 0.16 }), svg("rect", { width: 2.2, height: 6, fill: color, "fill-opacity": 0.85 }));
}
document.body.append(svg("svg", { width: 0, height: 0, "aria-hidden": "true", class: "sr" },
  svg("defs", {}, hatch("hatch-possible", "var(--possible)"), hatch("hatch-accent", "var(--accent)"))));

// Words

const partyName = (id) => data.names[id] || id;
function roleText(cell) {
  if (!cell) return "";
  return cell.split("|").map((side) => side.split(";").map((id) => partyName(id.trim())).join(" and ")).join(" or ");
}
const list = (number_) => L[number_] || [];
const codeText = (code) => (data.codes[code] ? `${code} (${data.codes[code]})` : code);
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// The clock of the terms' zone, from the page's own table of its changes.

function offsetAt(ms) {
  let low = 0, high = data.clock.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (data.clock[middle][0] <= ms) low = middle; else high = middle - 1;
  }
  return data.clock[low][1] * 60000;
}
const toLocal = (ms) => ms + offsetAt(ms);
function fromLocal(local) {
  const first = local - offsetAt(local);
  return local - offsetAt(first);
}
const two = (n) => String(n).padStart(2, "0");
function dateText(local) {
  const at = new Date(local);
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}
function timeText(local) {
  const at = new Date(local), s = at.getUTCSeconds();
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}${s ? ":" + two(s) : ""}`;
}
const isMidnight = (local) => local % DAY === 0;
const momentText = (ms) => `${dateText(toLocal(ms))}, ${timeText(toLocal(ms))}`;
function whenText(start, end) {
  if (start === null || start === undefined) return "no time recorded";
  const a = toLocal(start);
  if (end === null || end <= start) return momentText(start);
  const b = toLocal(end);
  if (isMidnight(a) && isMidnight(b)) {
    const last = dateText(b - DAY), first = dateText(a);
    return first === last ? first : `${first} – ${last}`;
  }
  return Math.floor(a / DAY) === Math.floor((b - 1) / DAY)
    ? `${dateText(a)}, ${timeText(a)} – ${timeText(b)}`
    : `${momentText(start)} – ${momentText(end)}`;
}
function spanText(start, end) {
  if (start === null && end === null) return "always";
  if (end === null) return `from ${momentText(start)}`;
  if (start === null) return `until ${momentText(end)}`;
  return `${momentText(start)} to ${momentText(end)}`;
}
function metresText(m) {
  return m >= 1000 ? `${+(m / 1000).toPrecision(3)} km` : `${+m.toPrecision(3)} m`;
}
function placeText(i) {
  if (I.area[i]) return `somewhere in ${areaName(I.area[i])}`;
  if (I.outline[i] !== null) return "an outline";
  if (I.lon[i] === null || I.lat[i] === null) return "no place recorded";
  const point = `${I.lat[i].toFixed(4)}°, ${I.lon[i].toFixed(4)}° (latitude, longitude)`;
  return I.radius[i] ? `within ${metresText(I.radius[i])} of ${point}` : point;
}
const areaNames = new Map(data.areas.map((area) => [area.id, area.name]));
const areaName = (id) => areaNames.get(id) || id;

// What a record says about each condition; the questions come with the data.

const SAYS = {
  by: (i) => sidesText(i, "by"),
  against: (i) => sidesText(i, "against"),
  acts: (i) => (I.act[i] ? codeText(I.act[i]) : "not recorded"),
  weapons: (i) => (I.weapon[i] ? codeText(I.weapon[i]) : "not recorded"),
  in: placeText,
  crosses: placeText,
  during: (i) => whenText(I.start[i], I.end[i]),
  standing: (i) => whenText(I.start[i], I.end[i]),
  facts: (i, f) => list(F.facts[f]).join("; ") || (list(F.presumed[f]).length ? "nothing recorded; the terms presume" : "nothing recorded"),
  unless: (i, f) => {
    const may = list(F.exceptions[f]), told = list(F.unless[f]);
    return [may.length ? `holds or may hold: ${may.join(", ")}` : "no exception is shown", ...told].join("; ");
  },
};
const NAMES = { by: "By", against: "Against", acts: "Act", weapons: "Weapon", in: "Place", crosses: "Crossing", during: "Period", facts: "Facts", standing: "In force", unless: "Exceptions" };
const ASKED = { by: "Was it done by a party that this binds?", against: "Was it done against a party that this protects?", acts: "Was it an act that this prohibits?", weapons: "Was it a weapon that this names?", in: "Was it in the area?", crosses: "Did it cross the line?", during: "Was it during the period?", facts: "Do the facts that this depends on hold?", standing: "Was the provision in force?", unless: "Does an exception hold?" };
const ANSWERS = { 0: "no", 1: "unknown", 2: "yes" };
function sidesText(i, side) {
  if (I.either[i]) return `${roleText(I.by[i]) || "somebody"} and ${roleText(I.against[i]) || "somebody"} fought; nobody says who began`;
  return roleText(I[side][i]) || "not recorded";
}

// Head

$("title").textContent = data.title;
$("facts").textContent = [`Terms ${data.terms.id}`, data.terms.known ? `as known at ${data.terms.known}` : "", `times on the clock of ${data.terms.zone}`, `${plural(data.summary.read, "record", "records")} read`].filter(Boolean).join(" · ");

function pairNodes(certain, both) {
  return el("dl", { class: "pair" },
    el("div", {}, el("dt", {}, mark(CERTAIN), "certain"), el("dd", {}, number(certain))),
    el("div", {}, el("dt", {}, mark(POSSIBLE), "certain + possible"), el("dd", {}, number(both))));
}
const total = (key) => P.reduce((sum, provision) => sum + provision[key], 0);
function card(what, ...content) {
  return el("div", { class: "count" }, el("p", { class: "what" }, what), ...content);
}
function oneNumber(label, value) {
  return el("div", {}, el("dt", {}, label), el("dd", {}, number(value)));
}
const S = data.summary;
$("counts").append(
  card("Incidents in violation of a provision", pairNodes(S.certain, S.certain + S.possible)),
  card("Violations, provision by provision", pairNodes(total("certain"), total("certain") + total("possible"))),
  card("Exempt: an exception holds for certain", el("dl", { class: "pair" }, oneNumber("findings", total("exempt")))),
  card("Records", el("dl", { class: "pair" }, oneNumber("read", S.read), oneNumber("rejected", S.rejected))));

// Provisions

function citationNodes(cites) {
  return cites.length ? el("p", { class: "soft" }, "Text: ", ...cites.flatMap((cite, k) => [k ? "; " : "", citation(cite)])) : null;
}
function citation(cite) {
  const id = cite.split(", ")[0];
  return said(cite, "span", { title: data.citations[id] || null });
}
function pairBar(certain, possible, most) {
  const width = 100 / Math.max(1, most);
  return svg("svg", { class: "bar", viewBox: "0 0 100 14", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: "s-possible", x: 0, y: 1, width: (certain + possible) * width, height: 12, "vector-effect": "non-scaling-stroke" }),
    svg("rect", { class: "s-certain", x: 0, y: 1, width: certain * width, height: 12 }));
}
function standingText(provision) {
  return provision.standing.map(([start, end, standing]) => `${standing} ${spanText(start, end)}`).join("; ") || "no standing recorded";
}
function wordsNodes(provision) {
  return [
    provision.words ? said(provision.words, "blockquote", { lang: provision.language || null }) : null,
    provision.reading ? el("p", {}, el("b", {}, "How it is read here: "), said(provision.reading)) : null,
    citationNodes(provision.cite),
  ];
}
{
  const most = Math.max(1, ...P.map((p) => p.certain + p.possible));
  const rows = P.map((p) => el("tr", {},
    el("td", {}, el("details", {}, el("summary", {}, said(p.title || p.id, "b"), p.assumed ? el("span", { class: "t-possible" }, " (assumed in force)") : ""),
      el("p", { class: "soft" }, el("code", {}, p.id), " · ", standingText(p)), ...wordsNodes(p))),
    el("td", { class: "num", "data-label": "Certain" }, number(p.certain)),
    el("td", { class: "num", "data-label": "Certain + possible" }, number(p.certain + p.possible)),
    el("td", {}, pairBar(p.certain, p.possible, most)),
    el("td", { class: "num", "data-label": "Exempt" }, number(p.exempt))));
  $("provisions").append(P.length
    ? el("div", { class: "sheet" }, el("table", { class: "prov" }, el("thead", {}, el("tr", {},
      el("th", { scope: "col" }, "Provision"), el("th", { scope: "col", class: "num" }, "Certain"), el("th", { scope: "col", class: "num" }, "Certain + possible"), el("td", {}), el("th", { scope: "col", class: "num" }, "Exempt"))),
      el("tbody", {}, ...rows)))
    : el("p", {}, "The terms hold no provision."));
}

// What is shown: filters, search, order

const state = { provisions: P.map(() => true), results: [true, true, true], from: null, until: null, words: [], places: null, sort: "when", down: false, page: 0, size: 50, selected: null };
const open = new Set();
let shown = [];          // findings that pass the filters, in the order of the table
let shownOnMap = [];     // the same without the choice made on the map

const plain = (text) => text.normalize("NFKD").replace(/\p{M}|\u0640/gu, "").toLowerCase();
const haystacks = new Array(N);
const incidentHaystacks = new Array(I.id.length);
const provisionHaystacks = P.map((p) => plain(`${p.id} ${p.title}`));
function haystack(f) {
  if (haystacks[f] === undefined) {
    const i = F.incident[f];
    if (incidentHaystacks[i] === undefined) {
      incidentHaystacks[i] = plain([I.id[i], I.text[i], I.act[i], I.weapon[i], I.by[i], roleText(I.by[i]), I.against[i], roleText(I.against[i]), areaName(I.area[i]), list(I.reports[i]).join(" ")].join(" "));
    }
    haystacks[f] = `${incidentHaystacks[i]} ${provisionHaystacks[F.provision[f]]} ${RESULT[F.result[f]]} ${list(F.parties[f]).map(partyName).join(" ")}`;
  }
  return haystacks[f];
}
function passes(f) {
  if (!state.results[F.result[f]] || !state.provisions[F.provision[f]]) return false;
  const i = F.incident[f];
  if (state.from !== null || state.until !== null) {
    const start = I.start[i];
    if (start === null) return true;
    const last = Math.max(start, (I.end[i] === null ? start : I.end[i]) - 1);
    if (state.from !== null && last < state.from) return false;
    if (state.until !== null && start >= state.until) return false;
  }
  if (state.words.length) {
    const text = haystack(f);
    for (const word of state.words) if (!text.includes(word)) return false;
  }
  return true;
}
const collator = new Intl.Collator("en", { numeric: true });
const COLUMNS = [
  { key: "result", title: "Finding", value: (f) => F.result[f] },
  { key: "when", title: "When", value: (f) => { const at = I.start[F.incident[f]]; return at === null ? Infinity : at; } },
  { key: "provision", title: "Provision", value: (f) => F.provision[f] },
  { key: "incident", title: "Incident", text: (f) => I.id[F.incident[f]] },
  { key: "act", title: "Act", text: (f) => I.act[F.incident[f]] },
  { key: "by", title: "By", text: (f) => roleText(I.by[F.incident[f]]) },
  { key: "against", title: "Against", text: (f) => roleText(I.against[F.incident[f]]) },
];
function sorted(findings) {
  const column = COLUMNS.find((c) => c.key === state.sort);
  const sign = state.down ? -1 : 1;
  if (column.value) {
    const keys = new Map(findings.map((f) => [f, column.value(f)]));
    return findings.sort((a, b) => { const x = keys.get(a), y = keys.get(b); return x === y ? a - b : x < y ? -sign : sign; });
  }
  // Many rows share few texts: rank the texts once, then compare numbers.
  const texts = [...new Set(findings.map(column.text))].sort(collator.compare);
  const rank = new Map(texts.map((text, k) => [text, text === "" ? texts.length : k]));
  const keys = new Map(findings.map((f) => [f, rank.get(column.text(f))]));
  return findings.sort((a, b) => sign * (keys.get(a) - keys.get(b)) || a - b);
}
function counts(findings) {
  const tally = [0, 0, 0];
  for (const f of findings) tally[F.result[f]]++;
  return tally;
}
function pairText([certain, possible, exempt]) {
  return `certain ${number(certain)}; certain + possible ${number(certain + possible)}${exempt ? `; exempt ${number(exempt)}` : ""}`;
}

function refresh() {
  shownOnMap = [];
  for (let f = 0; f < N; f++) if (passes(f)) shownOnMap.push(f);
  refreshTable();
  map.load();
  drawTime();
}
function refreshTable() {
  shown = sorted(state.places ? shownOnMap.filter((f) => state.places.has(F.incident[f])) : shownOnMap.slice());
  state.page = 0;
  const filtered = state.places || state.from !== null || state.until !== null || state.words.length || state.provisions.includes(false) || state.results.includes(false);
  $("clear").hidden = !filtered;
  const place = state.places ? ` at the place chosen on the map (${plural(state.places.size, "incident", "incidents")})` : "";
  $("chosen").textContent = filtered ? `Shown: ${number(shown.length)} of ${plural(N, "finding", "findings")}${place}.` : `Shown: all ${plural(N, "finding", "findings")}.`;
  drawRows();
}

// Filters

function check(id, label, checked, change) {
  const box = el("input", { type: "checkbox", id, onchange: (event) => change(event.target.checked) });
  box.checked = checked;
  return el("label", { for: id }, box, label);
}
KINDS.forEach((kind, k) => {
  $("by-result").append(check(`result-${kind}`, el("span", {}, mark(k), ` ${RESULT[k]}`), true, (on) => { state.results[k] = on; refresh(); }));
});
P.forEach((p, k) => {
  $("by-provision").append(check(`provision-${k}`, said(p.title || p.id), true, (on) => { state.provisions[k] = on; refresh(); }));
});
function tick(on) {
  P.forEach((_, k) => { state.provisions[k] = on; $(`provision-${k}`).checked = on; });
  refresh();
}
$("all").addEventListener("click", () => tick(true));
$("none").addEventListener("click", () => tick(false));
$("form").addEventListener("submit", (event) => event.preventDefault());
function dayValue(text) {
  const local = text ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return Number.isNaN(local) ? null : local;
}
const isoDay = (local) => new Date(local).toISOString().slice(0, 10);
function readDays() {
  const from = dayValue($("from").value), until = dayValue($("until").value);
  state.from = from === null ? null : fromLocal(from);
  state.until = until === null ? null : fromLocal(until + DAY);
  refresh();
}
$("from").addEventListener("change", readDays);
$("until").addEventListener("change", readDays);
let waiting = 0;
function search() {
  clearTimeout(waiting);
  state.words = plain($("search").value).split(/\s+/).filter(Boolean);
  refresh();
}
$("search").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 180); });
$("search").addEventListener("keydown", (event) => { if (event.key === "Enter") search(); });
$("clear").addEventListener("click", () => {
  Object.assign(state, { provisions: P.map(() => true), results: [true, true, true], from: null, until: null, words: [], places: null });
  for (const box of document.querySelectorAll("#form input[type=checkbox]")) box.checked = true;
  $("from").value = $("until").value = $("search").value = "";
  refresh();
  $("search").focus();
});

// Table

const heads = COLUMNS.map((column) => {
  const arrow = el("span", { class: "arrow", "aria-hidden": "true" });
  const head = el("th", { scope: "col" }, el("button", { type: "button", onclick: () => sortBy(column.key, state.sort === column.key && !state.down) }, column.title, arrow));
  $("sort").append(el("option", { value: column.key }, column.title));
  return { column, head, arrow };
});
$("table").tHead.append(el("tr", {}, ...heads.map((h) => h.head)));
function sortBy(key, down) {
  state.sort = key;
  state.down = down;
  refreshTable();
}
$("sort").addEventListener("change", () => sortBy($("sort").value, false));
$("size").addEventListener("change", () => { state.size = Number($("size").value); state.page = 0; drawRows(); });
const pages = () => Math.max(1, Math.ceil(shown.length / state.size));
function turn(page, focus) {
  state.page = Math.min(pages() - 1, Math.max(0, page));
  drawRows();
  if (focus) $("matches").scrollIntoView({ block: "nearest" });
}
$("first").addEventListener("click", () => turn(0, true));
$("previous").addEventListener("click", () => turn(state.page - 1, true));
$("next").addEventListener("click", () => turn(state.page + 1, true));
$("last").addEventListener("click", () => turn(pages() - 1, true));

function drawRows() {
  for (const { column, head, arrow } of heads) {
    const active = column.key === state.sort;
    head.setAttribute("aria-sort", active ? (state.down ? "descending" : "ascending") : "none");
    arrow.textContent = active ? (state.down ? "▼" : "▲") : "";
  }
  $("sort").value = state.sort;
  const begin = state.page * state.size, end = Math.min(shown.length, begin + state.size);
  const left = S.left ? ` ${plural(S.left, "further finding is", "further findings are")} counted above and stand in the findings file only.` : "";
  $("matches").textContent = shown.length
    ? `${number(begin + 1)} to ${number(end)} of ${plural(shown.length, "finding", "findings")}: ${pairText(counts(shown))}.${left}`
    : N ? "No finding fits what you chose." + left : "There are no findings. Without recorded coverage this does not mean that nothing happened.";
  $("page").textContent = `Page ${number(state.page + 1)} of ${number(pages())}`;
  $("first").disabled = $("previous").disabled = state.page === 0;
  $("next").disabled = $("last").disabled = state.page >= pages() - 1;
  const rows = [];
  for (const f of shown.slice(begin, end)) {
    rows.push(row(f));
    if (open.has(f)) rows.push(detail(f));
  }
  $("table").tBodies[0].replaceChildren(...rows);
}
function row(f) {
  const i = F.incident[f], kind = F.result[f], p = P[F.provision[f]];
  const isOpen = open.has(f);
  const button = el("button", { type: "button", class: "open-button", "aria-expanded": String(isOpen), "aria-controls": `why-${f}` },
    svg("svg", { class: "chev", width: 12, height: 12, viewBox: "0 0 12 12", "aria-hidden": "true" }, svg("path", { d: "M4 1.5 8.5 6 4 10.5", fill: "none", stroke: "currentColor", "stroke-width": 2 })), mark(kind), el("span", { class: `t-${KINDS[kind]}` }, ["violation", "possible", "exempt"][kind]),
    el("span", { class: "sr" }, `: reasons for ${I.id[i]} under ${p.id}`));
  return el("tr", { class: `r${isOpen ? " open" : ""}${state.selected === i ? " sel" : ""}`, id: `row-${f}`, "data-incident": i, onclick: (event) => {
    if (event.target.closest("a") || String(getSelection())) return;
    toggle(f);
  } },
  el("td", {}, button), el("td", {}, whenText(I.start[i], I.end[i])), el("td", {}, said(p.title || p.id)), el("td", {}, said(I.id[i], "span", { class: I.id[i].length > 22 ? "id long" : "id" })),
  el("td", { class: I.act[i].length > 26 ? null : "nw" }, codeNode(I.act[i])),
  el("td", {}, said(roleText(I.by[i]) || "not recorded")), el("td", {}, said(roleText(I.against[i]) || "not recorded")));
}
// A code may break after its dots and nowhere else.
function codeNode(code) {
  if (!code) return el("span", {}, "not recorded");
  return el("span", { title: data.codes[code] || null }, ...code.split(".").flatMap((part, k) => (k ? [".", el("wbr"), part] : [part])));
}
function toggle(f) {
  const line = $(`row-${f}`);
  const isOpen = !open.has(f);
  if (isOpen) { open.add(f); line.after(detail(f)); } else { open.delete(f); const old = $(`why-${f}`); if (old) old.remove(); }
  line.classList.toggle("open", isOpen);
  line.querySelector("button").setAttribute("aria-expanded", String(isOpen));
  select(isOpen ? F.incident[f] : null);
}
function select(i) {
  state.selected = i;
  for (const line of document.querySelectorAll("#table .r")) line.classList.toggle("sel", i !== null && Number(line.dataset.incident) === i);
  map.highlight(i);
}
function reasonRows(f) {
  const i = F.incident[f], p = P[F.provision[f]], rows = [];
  data.conditions.forEach((name, k) => {
    const truth = F.conditions[f][k];
    if (truth === "-" || truth === undefined) return;
    const asked = p.asked[name] || ASKED[name] || name, cited = p.cited[name] || [];
    rows.push(el("tr", { class: truth === "1" ? "unknown" : null },
      el("td", {}, NAMES[name] || name), el("td", {}, said(asked), ...(cited.length ? [" ", el("span", { class: "soft" }, `[${cited.join("; ")}]`)] : [])),
      el("td", {}, said(SAYS[name] ? SAYS[name](i, f) : "")), el("td", { class: `answer ${ANSWERS[truth]}` }, ANSWERS[truth])));
  });
  return rows;
}
const SENTENCE = [
  "Every condition holds in every way of filling the gaps of this record.",
  "Some ways of filling the gaps of this record break the provision, some do not. What is unknown is marked below.",
  "Everything but the exception holds for certain, and so does the exception.",
];
function partiesNodes(title, ids) {
  return ids.length ? el("p", {}, el("b", {}, title), said(ids.map(partyName).join(", "))) : null;
}
function settlingNodes(f) {
  if (F.result[f] !== POSSIBLE) return [];
  const sets = list(F.settling[f]), left = F.left[f];
  const command = el("code", {}, `truceline explain TERMS INCIDENTS --incident ${I.id[F.incident[f]]}`);
  if (!sets.length) return [el("p", { class: "soft" }, left === null ? "Too much is open to list here what would settle it; see " : "What would settle it: ", command)];
  return [el("h4", {}, "What would settle it"), el("p", { class: "soft" }, "Each line is enough by itself."),
    el("ul", { class: "settling" }, ...sets.map(([answers, gives]) => el("li", {}, said(answers), " ", el("b", { class: gives === "violation" ? "t-certain" : "" }, gives === "violation" ? "→ a violation" : "→ no violation")))),
    left ? el("p", { class: "soft" }, `${plural(left, "more set", "more sets")}: `, command) : null].filter(Boolean);
}
function denialNodes(statement) {
  if (!statement.denials.length) return null;
  return el("ul", { class: "plain" }, ...statement.denials.map(([words, by]) => reportNode(by, words)));
}
function reportNode(report, denied = "") {
  const statement = Object.hasOwn(data.statements, report) ? data.statements[report] : null;
  if (!statement) return said(report, "li");
  const [before, words, after] = statement.context;
  const how = [statement.verb ? `“${statement.verb}”` : "", statement.via.length ? `passed on by ${statement.via.join(", ")}` : ""].filter(Boolean).join("; ");
  return el("li", {}, el("details", { class: "statement" },
    el("summary", {}, denied ? "denied by " : "", said(statement.speaker), " ", el("span", { class: "id" }, report)),
    el("blockquote", { dir: "auto" }, el("span", { class: "soft" }, before), el("mark", {}, words), el("span", { class: "soft" }, after)),
    denied ? el("p", { class: "soft" }, "what is denied: “", said(denied), "”") : null,
    how ? said(how, "p", { class: "soft" }) : null,
    said(statement.source.join(", ") || "nobody told where it was published", "p"),
    el("p", { class: "soft" }, said(statement.file), `, characters ${number(statement.span[0])} to ${number(statement.span[1])}`),
    el("p", { class: "soft" }, "SHA-256 ", el("span", { class: "id" }, statement.digest))), denied ? null : denialNodes(statement));
}
function detail(f) {
  const i = F.incident[f], p = P[F.provision[f]];
  const presumed = list(F.presumed[f]), exceptions = list(F.exceptions[f]), reports = list(I.reports[i]);
  const [low, best, high] = list(I.fatalities[i]);
  const dead = [low, best, high].some((n) => n !== null && n !== undefined);
  const why = el("div", {},
    el("h4", {}, "Reasons"), el("p", {}, SENTENCE[F.result[f]]),
    el("table", { class: "why" }, el("thead", {}, el("tr", {}, ...["Condition", "What was asked", "What the record says", "Answer"].map((title) => el("th", { scope: "col" }, title)))), el("tbody", {}, ...reasonRows(f))),
    partiesNodes("In breach: ", list(F.parties[f])), partiesNodes("Possibly in breach: ", list(F.parties_possible[f])),
    partiesNodes("Answering for it: ", list(F.answering[f])), partiesNodes("Possibly answering for it: ", list(F.answering_possible[f])),
    list(F.by_text[f]).length ? el("p", {}, el("b", {}, "Under each of the rival texts: "), said(list(F.by_text[f]).join("; "))) : null,
    presumed.length ? el("p", {}, el("b", {}, "Rests on what the terms presume: "), said(presumed.map(partyName).join(", "))) : null,
    exceptions.length ? el("p", {}, el("b", {}, "Exceptions that hold or may hold: "), said(exceptions.map((id) => (p.exceptions[id] ? `${id} (${p.exceptions[id]})` : id)).join("; "))) : null,
    ...settlingNodes(f));
  const record = el("div", {},
    el("h4", {}, "The record"),
    I.text[i] ? said(I.text[i], "p", { class: "report-text" }) : el("p", { class: "soft" }, "No text is recorded."),
    el("p", {}, el("b", {}, "When: "), whenText(I.start[i], I.end[i])), el("p", {}, el("b", {}, "Where: "), said(placeText(i))),
    dead ? el("p", {}, el("b", {}, "Deaths, low, best, high: "), [low, best, high].map((n) => (n === null || n === undefined ? "?" : number(n))).join(", ")) : null,
    reports.length ? el("div", {}, el("p", {}, el("b", {}, "Reports:")), el("ul", { class: "plain" }, ...reports.map((report) => reportNode(report)))) : null,
    el("h4", {}, said(p.title || p.id)), ...wordsNodes(p),
    p.cite.length ? el("ul", { class: "plain soft" }, ...[...new Set(p.cite.map((cite) => data.citations[cite.split(", ")[0]]).filter(Boolean))].map((text) => said(text, "li"))) : null);
  return el("tr", { class: "detail", id: `why-${f}` }, el("td", { colspan: COLUMNS.length }, el("div", { class: "inner" }, why, record)));
}

// Map: longitude and latitude on a plane, longitudes shortened by the cosine of one latitude for all,
// so that edges straight in longitude and latitude, as the terms have them, are straight lines here.

const map = (() => {
  const canvas = $("map"), box = $("mapbox"), pen = canvas.getContext("2d"), tip = $("tip");
  const METRES = 111195;
  let width = 0, height = 0, scale = 10, x0 = 0, y0 = 0, squeeze = 1, lonMiddle = 0, marks = [], marksScale = 0, places = [], chosen = null, hovered = null, frame = 0, keyed = false, active = false, isFitted = true;
  const near = (lon) => lonMiddle + ((((lon - lonMiddle + 180) % 360) + 360) % 360) - 180;

  function ringsOf(geometry, kind = "area", into = []) {
    if (!geometry) return into;
    const add = (points, closed) => { if (points.length) into.push({ points, closed }); };
    const c = geometry.coordinates;
    switch (geometry.type) {
      case "Polygon": c.forEach((ring) => add(ring, true)); break;
      case "MultiPolygon": c.forEach((polygon) => polygon.forEach((ring) => add(ring, true))); break;
      case "LineString": add(c, false); break;
      case "MultiLineString": c.forEach((line) => add(line, false)); break;
      case "Point": add([c], false); break;
      case "MultiPoint": c.forEach((point) => add([point], false)); break;
      case "GeometryCollection": geometry.geometries.forEach((part) => ringsOf(part, kind, into)); break;
    }
    return into;
  }
  function boundsOf(rings) {
    let west = Infinity, south = Infinity, east = -Infinity, north = -Infinity;
    for (const { points } of rings) for (const [lon, lat] of points) {
      if (lon < west) west = lon; if (lon > east) east = lon; if (lat < south) south = lat; if (lat > north) north = lat;
    }
    return { west, south, east, north };
  }
  function shaped(geometry) {
    const rings = ringsOf(geometry);
    return rings.length ? { rings, ...boundsOf(rings) } : null;
  }
  const areas = data.areas.map((area) => ({ name: area.name || area.id, inner: shaped(area.inner), outer: shaped(area.outer) })).filter((area) => area.inner || area.outer);
  const size = ({ west, south, east, north }) => (east - west) * (north - south);
  areas.sort((a, b) => size(b.outer || b.inner) - size(a.outer || a.inner));
  // An area that may be anywhere in half of what is drawn would hide the rest: it is shown when asked for.
  for (const area of areas) {
    const most = size(areas[0].outer || areas[0].inner);
    area.on = !(area.outer && size(area.outer) > most / 2 && (!area.inner || solid(area.inner) < solid(area.outer) / 10));
  }
  function solid(shape) {
    let sum = 0;
    for (const { points, closed } of shape.rings) if (closed) for (let k = 1; k < points.length; k++) sum += points[k - 1][0] * points[k][1] - points[k][0] * points[k - 1][1];
    return Math.abs(sum) / 2;
  }
  const outlines = data.outlines.map(shaped);

  const spots = I.id.map((_, i) => {
    const outline = I.outline[i] === null ? null : outlines[I.outline[i]];
    if (outline) return { lon: (outline.west + outline.east) / 2, lat: (outline.south + outline.north) / 2, radius: 0, outline };
    if (I.lon[i] === null || I.lat[i] === null) return null;
    return { lon: I.lon[i], lat: I.lat[i], radius: I.radius[i] || 0, outline: null };
  });
  const isEmpty = !areas.length && !spots.some(Boolean);
  // The middle longitude lies opposite the widest empty gap, so that a map across 180 degrees stays whole.
  {
    const lons = [...spots.filter(Boolean).map((spot) => spot.lon)];
    if (!lons.length) for (const area of areas) { const a = area.outer || area.inner; lons.push(a.west, a.east, (a.west + a.east) / 2); }
    lons.sort((a, b) => a - b);
    let gap = lons.length ? 360 + lons[0] - lons[lons.length - 1] : 360, after = 0;
    for (let k = 1; k < lons.length; k++) if (lons[k] - lons[k - 1] > gap) { gap = lons[k] - lons[k - 1]; after = k; }
    if (lons.length) lonMiddle = ((lons[after] + (360 - gap) / 2 + 540) % 360) - 180;
  }
  const shift = (shape) => near((shape.west + shape.east) / 2) - (shape.west + shape.east) / 2;

  function extent() {
    let west = Infinity, south = Infinity, east = -Infinity, north = -Infinity;
    const add = (lon, lat) => { west = Math.min(west, lon); east = Math.max(east, lon); south = Math.min(south, lat); north = Math.max(north, lat); };
    const isFew = spots.length <= 50;
    for (const spot of spots) {
      if (!spot) continue;
      const half = spot.outline ? null : isFew ? spot.radius / METRES : 0, lon = near(spot.lon);
      if (half === null) { const by = shift(spot.outline); add(spot.outline.west + by, spot.outline.south); add(spot.outline.east + by, spot.outline.north); continue; }
      const aside = half / Math.max(0.1, Math.cos((spot.lat * Math.PI) / 180));
      add(lon - aside, spot.lat - half); add(lon + aside, spot.lat + half);
    }
    // Areas near the incidents give them their setting, unless they are so large that nothing else would be seen.
    const wide = east - west, tall = north - south;
    if (west <= east) for (const area of areas) {
      const a = area.inner || area.outer, by = shift(a);
      if (!area.on || a.east - a.west > Math.max(3 * wide, 3) || a.north - a.south > Math.max(3 * tall, 3)) continue;
      if (a.west + by < east && a.east + by > west && a.south < north && a.north > south) { add(a.west + by, a.south); add(a.east + by, a.north); }
    }
    if (west > east) for (const area of areas) { const a = area.outer || area.inner, by = shift(a); add(a.west + by, a.south); add(a.east + by, a.north); }
    if (west > east) return { west: -180, south: -85, east: 180, north: 85 };
    const least = 0.25;
    if (east - west < least) { const m = (east + west) / 2; west = m - least / 2; east = m + least / 2; }
    if (north - south < least) { const m = (north + south) / 2; south = m - least / 2; north = m + least / 2; }
    return { west, south, east, north };
  }
  const X = (lon) => width / 2 + (lon - x0) * squeeze * scale;
  const Y = (lat) => height / 2 - (lat - y0) * scale;
  const lonAt = (x) => x0 + (x - width / 2) / (squeeze * scale);
  const latAt = (y) => y0 - (y - height / 2) / scale;

  function fit() {
    isFitted = true;
    const e = extent();
    squeeze = Math.max(0.08, Math.cos((Math.max(-85, Math.min(85, (e.south + e.north) / 2)) * Math.PI) / 180));
    x0 = (e.west + e.east) / 2; y0 = (e.south + e.north) / 2;
    scale = Math.min((width * 0.86) / ((e.east - e.west) * squeeze), (height * 0.84) / (e.north - e.south));
    clampView(); draw();
  }
  function clampView() {
    scale = Math.min(4e5, Math.max(Math.min(width / 360, height / 180), scale));
    y0 = Math.min(90, Math.max(-90, y0));
    x0 = Math.min(lonMiddle + 200, Math.max(lonMiddle - 200, x0));
  }
  function zoom(factor, x = width / 2, y = height / 2) {
    isFitted = false;
    const lon = lonAt(x), lat = latAt(y);
    scale *= factor; clampView();
    x0 = lon - (x - width / 2) / (squeeze * scale); y0 = lat + (y - height / 2) / scale;
    clampView(); hide(); draw();
  }
  function pan(dx, dy) { isFitted = false; x0 -= dx / (squeeze * scale); y0 += dy / scale; clampView(); hide(); draw(); }

  // Incidents at the same place with the same accuracy are one place; its mark shows the strongest result.
  function load() {
    const by = new Map(), best = new Map();
    let unplaced = 0;
    for (const f of shownOnMap) {
      const i = F.incident[f];
      if (!best.has(i) || F.result[f] < best.get(i)) best.set(i, F.result[f]);
    }
    for (const [i, kind] of best) {
      const spot = spots[i];
      if (!spot) { unplaced++; continue; }
      const key = `${spot.lon} ${spot.lat} ${spot.radius} ${spot.outline ? I.outline[i] : ""}`;
      let place = by.get(key);
      if (!place) by.set(key, (place = { lon: near(spot.lon), lat: spot.lat, radius: spot.radius, outline: spot.outline, tally: [0, 0, 0], incidents: [] }));
      place.tally[kind]++; place.incidents.push(i);
    }
    places = [...by.values()].sort((a, b) => b.incidents.length - a.incidents.length || a.lon - b.lon || a.lat - b.lat);
    marksScale = 0;
    $("unplaced").textContent = isEmpty ? "There is no map: neither an incident nor an area of the terms has a place that could be drawn." : unplaced ? `${plural(unplaced, "incident has", "incidents have")} no place that could be drawn; ${unplaced === 1 ? "it is" : "they are"} in the table only.` : "";
    draw();
  }
  const radiusOf = (n) => (n === 1 ? 6.5 : Math.min(30, 11 + 2.6 * Math.log2(n)));
  function gather() {
    if (marksScale === scale) return;
    marksScale = scale; marks = [];
    const cell = 44, grid = new Map();
    for (const place of places) {
      const x = place.lon * squeeze * scale, y = -place.lat * scale, cx = Math.floor(x / cell), cy = Math.floor(y / cell);
      let home = null, least = Infinity;
      for (let a = cx - 1; a <= cx + 1; a++) for (let b = cy - 1; b <= cy + 1; b++) for (const mark_ of grid.get(`${a} ${b}`) || []) {
        const d = Math.hypot(mark_.x - x, mark_.y - y);
        if (mark_.isArea === Boolean(place.outline) && d < least && d < radiusOf(mark_.count) + radiusOf(place.incidents.length) * 0.75) { least = d; home = mark_; }
      }
      if (!home) {
        home = { x, y, lon: place.lon, lat: place.lat, tally: [0, 0, 0], count: 0, places: [], isArea: Boolean(place.outline) };
        marks.push(home);
        const key = `${cx} ${cy}`;
        if (grid.has(key)) grid.get(key).push(home); else grid.set(key, [home]);
      }
      home.places.push(place); home.count += place.incidents.length;
      place.tally.forEach((n, k) => { home.tally[k] += n; });
    }
    for (let round = 0; round < 4 && merge(); round++);
  }
  // Marks have grown while they were gathered; those that now cover one another become one.
  function merge() {
    const cell = 66, grid = new Map(), kept = [];
    marks.sort((a, b) => b.count - a.count);
    for (const mark_ of marks) {
      const cx = Math.floor(mark_.x / cell), cy = Math.floor(mark_.y / cell);
      let home = null;
      for (let a = cx - 1; a <= cx + 1 && !home; a++) for (let b = cy - 1; b <= cy + 1 && !home; b++) {
        home = (grid.get(`${a} ${b}`) || []).find((other) => other.isArea === mark_.isArea && Math.hypot(other.x - mark_.x, other.y - mark_.y) < (radiusOf(other.count) + radiusOf(mark_.count)) * 0.86);
      }
      if (home) {
        home.count += mark_.count; home.places.push(...mark_.places);
        mark_.tally.forEach((n, k) => { home.tally[k] += n; });
        continue;
      }
      kept.push(mark_);
      const key = `${cx} ${cy}`;
      if (grid.has(key)) grid.get(key).push(mark_); else grid.set(key, [mark_]);
    }
    const merged = kept.length < marks.length;
    marks = kept;
    return merged;
  }
  let colors = {};
  function readColors() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["paper", "sea", "ink", "soft", "line", "faint", "certain", "possible", "exempt", "area", "halo", "chosen", "accent"]) colors[name] = style.getPropertyValue(`--${name}`).trim();
  }
  // A path for filling leaves out open lines, which hold no ground.
  function path(shape, by, filled = false) {
    for (const { points, closed } of shape.rings) {
      if (filled && !closed) continue;
      if (points.length === 1) { const x = X(points[0][0] + by), y = Y(points[0][1]); pen.moveTo(x + 3, y); pen.arc(x, y, 3, 0, 7); continue; }
      points.forEach(([lon, lat], k) => (k ? pen.lineTo(X(lon + by), Y(lat)) : pen.moveTo(X(lon + by), Y(lat))));
      if (closed) pen.closePath();
    }
  }
  const visible = (shape, by) => X(shape.east + by) > 0 && X(shape.west + by) < width && Y(shape.south) > 0 && Y(shape.north) < height;
  function stripes() {
    const tile = document.createElement("canvas"), side = 8, ratio = devicePixelRatio || 1;
    tile.width = tile.height = side * ratio;
    const t = tile.getContext("2d");
    t.scale(ratio, ratio); t.strokeStyle = colors.area; t.globalAlpha = 0.55; t.lineWidth = 1;
    t.beginPath(); for (const k of [-side, 0, side]) { t.moveTo(k - 1, side + 1); t.lineTo(k + side + 1, -1); } t.stroke();
    const pattern = pen.createPattern(tile, "repeat");
    pattern.setTransform(new DOMMatrix().scale(1 / ratio));
    return pattern;
  }
  function drawGraticule() {
    const steps = [30, 15, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];
    const step = steps.find((s) => s * scale < 130) || steps[steps.length - 1], digits = step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3;
    pen.strokeStyle = colors.line; pen.lineWidth = 1; pen.fillStyle = colors.soft; pen.font = "12px system-ui, sans-serif";
    pen.beginPath();
    const labels = [];
    const k0 = Math.ceil(lonAt(0) / step), k1 = Math.floor(lonAt(width) / step);
    for (let k = k0; k <= k1 && k - k0 < 200; k++) {
      const x = Math.round(X(k * step)) + 0.5, lon = ((((k * step + 180) % 360) + 360) % 360) - 180;
      pen.moveTo(x, 0); pen.lineTo(x, height);
      labels.push([`${Math.abs(lon).toFixed(digits)}°${lon < 0 ? "W" : lon > 0 ? "E" : ""}`, x + 4, height - 6]);
    }
    const j0 = Math.ceil(Math.max(-90, latAt(height)) / step), j1 = Math.floor(Math.min(90, latAt(0)) / step);
    for (let j = j0; j <= j1 && j - j0 < 200; j++) {
      const y = Math.round(Y(j * step)) + 0.5, lat = j * step;
      pen.moveTo(0, y); pen.lineTo(width, y);
      if (y < height - 28 && y > 16) labels.push([`${Math.abs(lat).toFixed(digits)}°${lat < 0 ? "S" : lat > 0 ? "N" : ""}`, 6, y - 4]);
    }
    pen.stroke();
    for (const [text, x, y] of labels) pen.fillText(text, x, y);
  }
  function drawScale() {
    const most = Math.min(160, width * 0.3) / (scale / METRES), power = 10 ** Math.floor(Math.log10(most));
    const length = [5, 2, 1].map((n) => n * power).find((n) => n <= most), px = (length / METRES) * scale, x = width - px - 16, y = height - 30;
    pen.fillStyle = colors.paper; pen.globalAlpha = 0.85; pen.fillRect(x - 8, y - 20, px + 16, 32); pen.globalAlpha = 1;
    pen.strokeStyle = colors.ink; pen.lineWidth = 2; pen.beginPath(); pen.moveTo(x, y - 4); pen.lineTo(x, y + 4); pen.lineTo(x + px, y + 4); pen.lineTo(x + px, y - 4); pen.stroke();
    pen.fillStyle = colors.ink; pen.textAlign = "center"; pen.font = "12px system-ui, sans-serif"; pen.fillText(metresText(length), x + px / 2, y - 6); pen.textAlign = "start";
  }
  function drawAreas() {
    const pattern = stripes();
    for (const area of areas) {
      if (!area.on) continue;
      if (area.outer) {
        const by = shift(area.outer);
        if (visible(area.outer, by)) {
          // Hatched where the area may reach, filled where it surely is: even and odd leave the inner part out.
          pen.beginPath(); path(area.outer, by, true); if (area.inner) path(area.inner, shift(area.inner), true);
          pen.fillStyle = pattern; pen.fill("evenodd");
          pen.beginPath(); path(area.outer, by);
          pen.strokeStyle = colors.area; pen.lineWidth = 1.4; pen.setLineDash([6, 4]); pen.stroke(); pen.setLineDash([]);
        }
      }
      if (area.inner) {
        const by = shift(area.inner);
        if (visible(area.inner, by)) {
          pen.beginPath(); path(area.inner, by, true); pen.fillStyle = colors.area; pen.globalAlpha = 0.1; pen.fill("evenodd"); pen.globalAlpha = 1;
          pen.beginPath(); path(area.inner, by);
          pen.strokeStyle = colors.area; pen.lineWidth = 1.4; pen.stroke();
        }
      }
    }
  }
  function drawAreaNames() {
    const taken = [];
    pen.font = "italic 600 13px system-ui, sans-serif"; pen.textAlign = "center"; pen.lineWidth = 3.5; pen.lineJoin = "round";
    for (const area of areas) {
      const shape = area.outer || area.inner, by = shift(shape);
      if (!area.on || !visible(shape, by)) continue;
      const wide = (shape.east - shape.west) * squeeze * scale, text = area.name.length > 42 ? area.name.slice(0, 41) + "…" : area.name, w = pen.measureText(text).width;
      if (wide < w * 0.45 && wide < 60) continue;
      const x = Math.min(width - w / 2 - 8, Math.max(w / 2 + 8, (X(shape.west + by) + X(shape.east + by)) / 2)), y = Math.max(16, Y(shape.north) + (wide > 160 ? 18 : -6));
      const box_ = [x - w / 2, y - 13, x + w / 2, y + 4];
      if (taken.some((t) => t[0] < box_[2] && t[2] > box_[0] && t[1] < box_[3] && t[3] > box_[1])) continue;
      taken.push(box_);
      pen.strokeStyle = colors.halo; pen.strokeText(text, x, y); pen.fillStyle = colors.area; pen.fillText(text, x, y);
    }
    pen.textAlign = "start";
  }
  function disc(place) {
    const ry = (place.radius / METRES) * scale, rx = ry * (squeeze / Math.max(0.05, Math.cos((place.lat * Math.PI) / 180)));
    return [X(place.lon), Y(place.lat), rx, ry];
  }
  const strongest = (tally) => tally.findIndex((n) => n > 0);
  function drawExtents() {
    // The more discs there are, the fainter each: together they shade, and never hide what lies beneath.
    const discs = places.filter((place) => place.radius).length || 1, shade = Math.min(0.05, 1.5 / discs), edge = Math.max(0.1, Math.min(0.45, 25 / discs));
    for (const kind of [EXEMPT, POSSIBLE, CERTAIN]) {
      pen.strokeStyle = colors[KINDS[kind]]; pen.fillStyle = colors[KINDS[kind]]; pen.lineWidth = 1;
      for (const place of places) {
        if (strongest(place.tally) !== kind) continue;
        pen.beginPath();
        if (place.outline) {
          const by = shift(place.outline);
          if (!visible(place.outline, by)) continue;
          path(place.outline, by); pen.setLineDash([2, 3]); pen.globalAlpha = 0.6; pen.stroke(); pen.setLineDash([]);
          continue;
        }
        const [x, y, rx, ry] = disc(place);
        if (ry < 3 || x + rx < 0 || x - rx > width || y + ry < 0 || y - ry > height) continue;
        pen.ellipse(x, y, rx, ry, 0, 0, 7); pen.globalAlpha = shade; pen.fill(); pen.globalAlpha = edge; pen.stroke();
      }
    }
    pen.globalAlpha = 1;
  }
  function drawMark(mark_) {
    const x = X(mark_.lon), y = Y(mark_.lat), r = radiusOf(mark_.count), [certain, possible, exempt] = mark_.tally;
    if (x < -40 || x > width + 40 || y < -40 || y > height + 40) return;
    if (mark_.isArea) {
      pen.strokeStyle = colors.ink; pen.lineWidth = 1.2;
      pen.beginPath(); pen.rect(x - r - 4, y - r - 4, 2 * r + 8, 2 * r + 8); pen.setLineDash([2, 3]); pen.stroke(); pen.setLineDash([]);
    }
    if (mark_.count === 1) {
      const kind = strongest(mark_.tally), color = colors[KINDS[kind]];
      pen.beginPath(); pen.arc(x, y, r + 1.5, 0, 7); pen.fillStyle = colors.halo; pen.fill();
      pen.beginPath(); pen.arc(x, y, r - 1, 0, 7); pen.lineWidth = 2; pen.strokeStyle = color; pen.stroke();
      if (kind === CERTAIN) { pen.fillStyle = color; pen.fill(); }
      if (kind === POSSIBLE) { pen.beginPath(); pen.arc(x, y, r - 1, Math.PI / 2, Math.PI * 1.5); pen.fillStyle = color; pen.fill(); }
      return;
    }
    pen.beginPath(); pen.arc(x, y, r + 1.5, 0, 7); pen.fillStyle = colors.halo; pen.fill();
    let angle = -Math.PI / 2;
    mark_.tally.forEach((n, kind) => {
      if (!n) return;
      const next = angle + (n / mark_.count) * Math.PI * 2, middle = r - (kind === CERTAIN ? 2.5 : kind === POSSIBLE ? 2.5 : 1.2);
      pen.beginPath(); pen.arc(x, y, middle, angle, next); pen.strokeStyle = colors[KINDS[kind]];
      pen.lineWidth = kind === CERTAIN ? 5 : kind === POSSIBLE ? 5 : 2;
      if (kind === POSSIBLE) pen.setLineDash([2.5, 1.5]);
      pen.stroke(); pen.setLineDash([]); angle = next;
    });
    const text = certain + possible === 0 ? String(exempt) : certain === certain + possible ? String(certain) : `${short(certain)}–${short(certain + possible)}`;
    let points = 12; pen.font = `600 ${points}px system-ui, sans-serif`;
    const w = pen.measureText(text).width, room = (r - 5) * 2;
    pen.textAlign = "center"; pen.fillStyle = certain + possible ? colors.ink : colors.exempt;
    if (w > room) { points = Math.max(9, (points * room) / w); pen.font = `600 ${points}px system-ui, sans-serif`; }
    if (points > 9 || w < room * 1.3) pen.fillText(text, x, y + points * 0.36); else pen.fillText(short(certain + possible || exempt), x, y + 4);
    pen.textAlign = "start";
  }
  const short = (n) => (n < 1000 ? String(n) : `${+(n / 1000).toPrecision(2)}k`);
  function ring(mark_, color) {
    pen.beginPath(); pen.arc(X(mark_.lon), Y(mark_.lat), radiusOf(mark_.count) + 4, 0, 7);
    pen.lineWidth = 5; pen.strokeStyle = colors.ink; pen.stroke(); pen.lineWidth = 3; pen.strokeStyle = color; pen.stroke();
  }
  function drawChosen() {
    if (state.places) for (const mark_ of marks) if (mark_.places.some((place) => place.incidents.some((i) => state.places.has(i)))) ring(mark_, colors.accent);
    if (chosen === null || !spots[chosen]) return;
    const spot = spots[chosen], place = { lon: near(spot.lon), lat: spot.lat, radius: spot.radius };
    pen.strokeStyle = colors.ink; pen.lineWidth = 2.5; pen.beginPath();
    if (spot.outline) { path(spot.outline, shift(spot.outline)); pen.stroke(); } else if (spot.radius) { const [x, y, rx, ry] = disc(place); pen.ellipse(x, y, rx, ry, 0, 0, 7); pen.stroke(); }
    const home = marks.find((m) => m.places.some((p) => p.incidents.includes(chosen)));
    ring(home || { ...place, count: 1 }, colors.chosen);
  }
  function paint() {
    frame = 0;
    if (!width) return;
    gather();
    const ratio = document.documentElement.classList.contains("printing") ? 3 : devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio)) { canvas.width = Math.round(width * ratio); canvas.height = Math.round(height * ratio); }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.fillStyle = colors.sea; pen.fillRect(0, 0, width, height);
    drawGraticule(); drawAreas(); drawExtents(); drawAreaNames();
    for (let k = marks.length - 1; k >= 0; k--) drawMark(marks[k]);
    drawChosen(); drawScale();
    if (keyed) { pen.strokeStyle = colors.ink; pen.lineWidth = 1.5; pen.beginPath(); pen.moveTo(width / 2 - 12, height / 2); pen.lineTo(width / 2 + 12, height / 2); pen.moveTo(width / 2, height / 2 - 12); pen.lineTo(width / 2, height / 2 + 12); pen.stroke(); }
  }
  function draw() { if (!frame) frame = requestAnimationFrame(paint); }
  function resize() {
    const w = box.clientWidth, h = canvas.clientHeight;
    if (w === width && h === height) return;
    width = w; height = h; canvas.width = 0;
    if (isFitted) fit(); else draw();
  }
  function at(x, y, reach = 4) {
    let best = null, least = Infinity;
    for (const mark_ of marks) { const d = Math.hypot(X(mark_.lon) - x, Y(mark_.lat) - y) - radiusOf(mark_.count); if (d < reach && d < least) { least = d; best = mark_; } }
    return best;
  }
  function incidentsOf(mark_) { return mark_.places.flatMap((place) => place.incidents); }
  function describe(mark_) {
    if (mark_.count === 1) { const i = incidentsOf(mark_)[0]; return `${I.id[i]}: ${RESULT[strongest(mark_.tally)]}, ${whenText(I.start[i], I.end[i])}, ${placeText(i)}`; }
    return `${plural(mark_.count, "incident", "incidents")} here or near: ${pairText(mark_.tally)}`;
  }
  function tell(mark_, x, y) {
    tip.hidden = false; tip.textContent = describe(mark_);
    tip.style.left = `${Math.max(4, Math.min(width - tip.offsetWidth - 4, x + 14))}px`;
    tip.style.top = `${Math.max(4, Math.min(height - tip.offsetHeight - 4, y + 14))}px`;
  }
  function hide() { tip.hidden = true; hovered = null; }
  function take(mark_) {
    state.places = mark_ ? new Set(incidentsOf(mark_)) : null;
    $("map-said").textContent = mark_ ? `${describe(mark_)}. The table shows only these.` : "The table shows all places.";
    refreshTable(); draw();
  }
  const pointers = new Map();
  let moved = 0, spread = 0;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId); pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
    if (pointers.size === 1) moved = 0;
    keyed = false; active = true; spread = 0; canvas.focus({ preventScroll: true });
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) {
      const mark_ = at(event.offsetX, event.offsetY);
      canvas.classList.toggle("over", Boolean(mark_));
      if (mark_ !== hovered) { hide(); hovered = mark_; if (mark_) tell(mark_, event.offsetX, event.offsetY); }
      return;
    }
    pointers.set(event.pointerId, [event.offsetX, event.offsetY]);
    const dx = event.offsetX - before[0], dy = event.offsetY - before[1];
    moved += Math.abs(dx) + Math.abs(dy);
    if (pointers.size === 2) {
      const [a, b] = [...pointers.values()], now = Math.hypot(a[0] - b[0], a[1] - b[1]);
      if (spread) zoom(now / spread, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
      spread = now; return;
    }
    if (moved > 5) { canvas.classList.add("drag"); pan(dx, dy); }
  });
  const lift = (event) => {
    if (!pointers.delete(event.pointerId)) return;
    canvas.classList.remove("drag"); spread = 0;
    if (event.type === "pointerup" && moved <= 5 && !pointers.size) { const mark_ = at(event.offsetX, event.offsetY, event.pointerType === "touch" ? 14 : 4); if (mark_ || state.places) take(mark_); if (mark_) tell(mark_, event.offsetX, event.offsetY); }
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("pointerleave", () => { if (!pointers.size) hide(); });
  canvas.addEventListener("dblclick", (event) => zoom(2, event.offsetX, event.offsetY));
  canvas.addEventListener("blur", () => { active = false; keyed = false; draw(); });
  // The page scrolls past the map unless the map was clicked first, or Ctrl is held.
  canvas.addEventListener("wheel", (event) => { if (!active && !event.ctrlKey) return; event.preventDefault(); zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0016)), event.offsetX, event.offsetY); }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
    keyed = true;
    if (moves[event.key]) pan(...moves[event.key]);
    else if (event.key === "+" || event.key === "=") zoom(1.6);
    else if (event.key === "-" || event.key === "_") zoom(1 / 1.6);
    else if (event.key === "0") fit();
    else if (event.key === "Enter" || event.key === " ") { const mark_ = at(width / 2, height / 2, Infinity); if (mark_) { x0 = mark_.lon; y0 = mark_.lat; take(mark_); } }
    else if (event.key === "Escape") take(null);
    else return;
    event.preventDefault();
  });
  $("zoom-in").addEventListener("click", () => zoom(1.6));
  $("zoom-out").addEventListener("click", () => zoom(1 / 1.6));
  $("fit").addEventListener("click", fit);
  function highlight(i) {
    chosen = i;
    const spot = i === null ? null : spots[i];
    if (spot) {
      const x = X(near(spot.lon)), y = Y(spot.lat);
      if (x < 20 || x > width - 20 || y < 20 || y > height - 20) { x0 = near(spot.lon); y0 = spot.lat; }
    }
    draw();
  }
  const item = (drawing, text) => el("span", {}, drawing, text);
  const swatch = (...shapes) => svg("svg", { width: 26, height: 16, viewBox: "0 0 26 16", "aria-hidden": "true" }, ...shapes);
  $("legend").append(
    item(mark(CERTAIN), "violation, certain"), item(mark(POSSIBLE), "possible violation"), item(mark(EXEMPT), "exempt"),
    item(svg("svg", { width: 28, height: 28, viewBox: "0 0 28 28", "aria-hidden": "true" }, svg("circle", { cx: 14, cy: 14, r: 11, fill: "var(--halo)", stroke: "var(--possible)", "stroke-width": 4, "stroke-dasharray": "2.5 1.5" }), svg("path", { d: "M14 3a11 11 0 0 1 11 11", fill: "none", stroke: "var(--certain)", "stroke-width": 4 }), svg("text", { x: 14, y: 17.5, "text-anchor": "middle", "font-size": 10, "font-weight": 600, fill: "var(--ink)" }, "2–8")), "several incidents: certain – certain + possible"),
    item(swatch(svg("circle", { cx: 13, cy: 8, r: 7.2, fill: "var(--possible)", "fill-opacity": 0.12, stroke: "var(--possible)", "stroke-opacity": 0.6 })), "how well the place is known"),
    item(swatch(svg("rect", { x: 5.5, y: 0.5, width: 15, height: 15, fill: "var(--halo)", stroke: "var(--soft)", "stroke-dasharray": "2 3" }), svg("circle", { cx: 13, cy: 8, r: 4.5, fill: "none", stroke: "var(--possible)", "stroke-width": 2 })), "somewhere in an area, drawn at its middle"),
    item(swatch(svg("rect", { x: 1, y: 1, width: 24, height: 14, fill: "var(--area)", "fill-opacity": 0.14, stroke: "var(--area)" })), "area"),
    item(swatch(svg("rect", { x: 1, y: 1, width: 24, height: 14, fill: "none", stroke: "var(--area)", "stroke-dasharray": "4 3" }), svg("path", { d: "M4 15 14 1M11 15 21 1M18 15 24 6M1 10 7 1", stroke: "var(--area)", "stroke-opacity": 0.6 })), "area without a sure line: may reach so far"));
  areas.forEach((area, k) => {
    $("areas").append(check(`area-${k}`, said(area.name), area.on, (on) => { area.on = on; draw(); }));
  });
  $("areas-box").hidden = !areas.length;
  for (const id of ["mapbox", "legend", "map-keys"]) $(id).hidden = isEmpty;
  $("areas-title").textContent = `Areas drawn (${areas.length})`;
  readColors();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColors(); draw(); });
  addEventListener("beforeprint", () => { document.documentElement.classList.add("printing"); readColors(); canvas.width = 0; paint(); });
  addEventListener("afterprint", () => { document.documentElement.classList.remove("printing"); readColors(); canvas.width = 0; paint(); });
  new ResizeObserver(resize).observe(box);
  return { load, draw, highlight, resize };
})();

// Time line. An incident known to a span of days may have happened in any of its bars: the lower edge of
// the band counts what surely fell into a bar, the upper edge what may have.

const BINS = {
  day: { floor: (local) => Math.floor(local / DAY) * DAY, next: (local) => local + DAY },
  week: { floor: (local) => Math.floor((local / DAY + 3) / 7) * 7 * DAY - 3 * DAY, next: (local) => local + 7 * DAY },
  month: { floor: (local) => { const at = new Date(local); return Date.UTC(at.getUTCFullYear(), at.getUTCMonth()); }, next: (local) => { const at = new Date(local); return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1); } },
  year: { floor: (local) => Date.UTC(new Date(local).getUTCFullYear(), 0), next: (local) => Date.UTC(new Date(local).getUTCFullYear() + 1, 0) },
};
// One record known only to years must not flatten the months that matter: the time drawn is that of the
// incidents known to a month, and of the changes of standing. Longer ones run off its edges.
const span = (() => {
  let first = Infinity, last = -Infinity;
  const add = (at) => { first = Math.min(first, at); last = Math.max(last, at); };
  const lastOf = (i) => Math.max(I.start[i], (I.end[i] === null ? I.start[i] : I.end[i]) - 1);
  const timed = I.id.map((_, i) => i).filter((i) => I.start[i] !== null);
  const short = timed.filter((i) => lastOf(i) - I.start[i] <= 31 * DAY);
  for (const i of short.length ? short : timed) { add(I.start[i]); add(lastOf(i)); }
  const centuries = 300 * 365 * DAY;
  for (const p of P) for (const [start, end] of [...p.standing, ...p.force]) for (const at of [start, end]) if (at !== null && Math.abs(at) < centuries) add(at);
  return first > last ? null : [first, last];
})();
const MOST_BARS = 1500;
function edges(bin) {
  const { floor, next } = BINS[bin], end = toLocal(span[1]), found = [floor(toLocal(span[0]))];
  while (found[found.length - 1] <= end && found.length <= MOST_BARS) found.push(next(found[found.length - 1]));
  return found;
}
let bin = "day";
if (span) {
  const days = (span[1] - span[0]) / DAY;
  bin = days < 75 ? "day" : days < 600 ? "week" : days < 4000 ? "month" : "year";
  for (const option of $("bin").options) if (option.value === "day" && days > MOST_BARS || option.value === "week" && days > 7 * MOST_BARS) option.disabled = true;
}
$("bin").value = bin;
$("bin").addEventListener("change", () => { bin = $("bin").value; drawTime(); });
function locate(cuts, value) {
  let low = 0, high = cuts.length - 1;
  while (low < high) { const middle = (low + high + 1) >> 1; if (cuts[middle] <= value) low = middle; else high = middle - 1; }
  return low;
}
function band(cuts) {
  const n = cuts.length - 1, lower = new Array(n).fill(0), steps = new Array(n + 1).fill(0);
  let untimed = 0, outside = 0;
  for (const f of shownOnMap) {
    if (F.result[f] === EXEMPT) continue;
    const i = F.incident[f], start = I.start[i];
    if (start === null) { untimed++; continue; }
    const last = Math.max(start, (I.end[i] === null ? start : I.end[i]) - 1);
    if (start < cuts[0] || last >= cuts[n]) outside++;
    if (last < cuts[0] || start >= cuts[n]) continue;
    const a = Math.min(n - 1, locate(cuts, start)), b = Math.min(n - 1, locate(cuts, last));
    if (start >= cuts[0] && last < cuts[n] && a === b && F.result[f] === CERTAIN) lower[a]++;
    steps[a]++; steps[b + 1]--;
  }
  const upper = [];
  let sum = 0;
  for (let k = 0; k < n; k++) upper.push((sum += steps[k]));
  return { lower, upper, untimed, outside };
}
function niceStep(most, ticks) {
  const rough = Math.max(1, most / ticks), power = 10 ** Math.floor(Math.log10(rough));
  return Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough));
}
function binTitle(a, b) { return b - a <= DAY ? dateText(a) : `${dateText(a)} – ${dateText(b - DAY)}`; }
function tickText(local, bin_) {
  const at = new Date(local);
  return bin_ === "year" ? String(at.getUTCFullYear()) : bin_ === "month" ? `${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}` : `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${String(at.getUTCFullYear()).slice(2)}`;
}
let drawnWidth = 0;
function drawTime() {
  const box = $("time");
  if (!span) { box.replaceChildren(el("p", { class: "soft" }, "No incident with a finding has a time.")); return; }
  const inner = box.clientWidth - 20;
  if (inner <= 0) return;
  drawnWidth = box.clientWidth;
  const narrow = inner < 560, left = narrow ? 40 : inner < 900 ? 210 : 280, right = 8, tall = narrow ? 170 : 210, topY = 16;
  const local = edges(bin), cuts = local.map(fromLocal), n = cuts.length - 1, begin = local[0], end = local[n], wide = inner - left - right;
  const x = (at) => left + ((Math.min(end, Math.max(begin, at)) - begin) / (end - begin)) * wide;
  const { lower, upper, untimed, outside } = band(cuts);
  const most = Math.max(1, ...upper), step = niceStep(most, 4), y = (value) => topY + tall - (value / most) * (tall - 8);
  const rowHeight = narrow ? 38 : 22, base = topY + tall + 34, height = base + P.length * rowHeight + 6;
  const picture = svg("svg", { viewBox: `0 0 ${inner} ${height}`, height, role: "img", "aria-label": `Findings over time by ${bin}, from ${dateText(begin)} to ${dateText(end - DAY)}. Most in one ${bin}: certain ${number(Math.max(...lower))}; certain + possible ${number(Math.max(...upper))}. Below, the standing of each provision.` });
  for (let value = 0; value <= most; value += step) picture.append(svg("line", { class: "axis", x1: left, x2: inner - right, y1: y(value), y2: y(value) }), svg("text", { class: "dim", x: left - 6, y: y(value) + 4, "text-anchor": "end" }, number(value)));
  if (!narrow) picture.append(svg("text", { class: "dim", x: 0, y: topY + 4 }, "Findings"), svg("text", { class: "dim", x: 0, y: topY + 19 }, `in a ${bin}`));
  const every = Math.max(1, Math.ceil(n / Math.max(2, wide / 84)));
  for (let k = 0; k < n; k += every) if (x(local[k]) < inner - 44) picture.append(svg("line", { class: "axis", x1: x(local[k]), x2: x(local[k]), y1: topY + tall, y2: topY + tall + 5 }), svg("text", { class: "dim", x: x(local[k]) + 2, y: topY + tall + 17 }, tickText(local[k], bin)));
  for (let k = 0; k < n; k++) {
    if (!upper[k]) continue;
    const a = x(local[k]), w = Math.max(0.8, x(local[k + 1]) - a - (n > 200 ? 0 : 1));
    if (upper[k] > lower[k]) picture.append(svg("rect", { class: "s-possible", x: a, y: y(upper[k]), width: w, height: y(lower[k]) - y(upper[k]) }));
    if (lower[k]) picture.append(svg("rect", { class: "s-certain", x: a, y: y(lower[k]), width: w, height: y(0) - y(lower[k]) }));
    const hit = svg("rect", { class: "hit", x: a, y: topY, width: w + 1, height: tall, onclick: () => { $("from").value = isoDay(local[k]); $("until").value = isoDay(local[k + 1] - DAY); readDays(); } });
    hit.append(svg("title", {}, `${binTitle(local[k], local[k + 1])}: certain ${number(lower[k])}; certain + possible ${number(upper[k])}. Click to show only these days.`));
    picture.append(hit);
  }
  P.forEach((p, k) => drawStanding(picture, p, base + k * rowHeight, { x, left, inner, right, narrow, begin, end }));
  box.replaceChildren(picture);
  $("untimed").textContent = [
    "A finding known only to several days counts in the upper edge of each bar that it may fall into, so the upper edges add up to more than all findings.",
    untimed ? `${plural(untimed, "finding has", "findings have")} no time and ${untimed === 1 ? "is" : "are"} not drawn.` : "",
    outside ? `${plural(outside, "finding", "findings")} may also lie outside the time drawn here.` : "",
  ].filter(Boolean).join(" ");
}
const DRAWN = { "in force": "s-quiet", proposed: "s-proposed", suspended: "s-dispute", ended: "s-ended", rejected: "s-ended" };
function drawStanding(picture, p, top, { x, left, inner, right, narrow, begin, end }) {
  const name = p.title || p.id, room = Math.floor((narrow ? inner : left - 12) / 6.3), y = narrow ? top + 17 : top + 3;
  picture.append(svg("text", { x: narrow ? 0 : left - 8, y: top + 14, "text-anchor": narrow ? "start" : "end", direction: "ltr" }, svg("title", {}, `${name}: ${standingText(p)}`), name.length > room ? name.slice(0, room - 1) + "…" : name),
    svg("line", { class: "axis", x1: left, x2: inner - right, y1: y + 8, y2: y + 8 }));
  const piece = (start, stop, kind, words) => {
    const a = x(start === null ? begin : toLocal(start)), b = x(stop === null ? end : toLocal(stop));
    if ((start !== null && toLocal(start) >= end) || (stop !== null && toLocal(stop) <= begin)) return null;
    const rect = svg("rect", { class: kind, x: a, y: kind === "s-ended" ? y + 6 : y + 1, width: Math.max(1.5, b - a), height: kind === "s-ended" ? 4 : 14 });
    rect.append(svg("title", {}, `${words} ${spanText(start, stop)}`));
    picture.append(rect);
    return [a, b];
  };
  for (const [start, stop, standing] of p.standing) {
    const drawn = piece(start, stop, standing.includes(" or ") ? "s-dispute" : DRAWN[standing] || "s-quiet", standing);
    if (drawn && standing !== "in force" && DRAWN[standing] !== "s-ended" && drawn[1] - drawn[0] > standing.length * 6.6 + 8 && !standing.includes(" or ")) picture.append(svg("text", { class: "dim", x: drawn[0] + 5, y: y + 12, "font-size": 11 }, standing));
  }
  for (const [start, stop, certain] of p.force) piece(start, stop, certain ? "s-force" : "s-dispute", certain ? "applies" : "may apply, sources differ,");
}
{
  const swatch = (kind, thin) => svg("svg", { width: 26, height: 14, "aria-hidden": "true" }, svg("rect", { class: kind, x: 1, y: thin ? 5 : 1, width: 24, height: thin ? 4 : 12 }));
  const item = (kind, text, thin) => el("span", {}, swatch(kind, thin), text);
  $("time-legend").append(item("s-certain", "certain"), item("s-possible", "up to certain + possible"), item("s-force", "in force, within its period"), item("s-quiet", "in force, outside its period"), item("s-dispute", "sources differ, or suspended"), item("s-proposed", "proposed"), item("s-ended", "ended or rejected", true));
}
new ResizeObserver(() => { if ($("time").clientWidth !== drawnWidth) drawTime(); }).observe($("time"));

// Names nobody mapped, sources, notes

{
  const names = data.unmapped, few = 15;
  const table = (rows) => el("div", { class: "sheet" }, el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Name in the records"), el("th", { scope: "col", class: "num" }, "Records"))), el("tbody", {}, ...rows.map(([name, n]) => el("tr", {}, el("td", {}, said(name)), el("td", { class: "num" }, number(n)))))));
  if (!names.length) $("unmapped").append(el("p", {}, "Every name in the records belongs to a party of the terms."));
  else {
    $("unmapped").append(el("p", {}, `${plural(names.length, "name belongs", "names belong")} to no party of the terms. Each is unknown, not absent: a finding that depends on one is at most possible.`), table(names.slice(0, few)));
    if (names.length > few) $("unmapped").append(el("details", {}, el("summary", {}, `The other ${number(names.length - few)}`), table(names.slice(few))));
  }
  const sources = Object.entries(data.citations);
  $("sources").append(sources.length ? el("ul", { class: "plain" }, ...sources.map(([id, text]) => el("li", {}, el("code", {}, id), " ", said(text)))) : el("p", { class: "soft" }, "No source is given."));
  if (data.aside.length) $("sources").append(el("h3", {}, "Clauses that are not assessed"), el("ul", { class: "plain" }, ...data.aside.map(([clause, because]) => el("li", {}, el("b", {}, said(clause)), ": ", said(because)))));
  $("notes-section").hidden = !data.notes.length;
  $("notes").append(...data.notes.map((note) => said(note, "li")));
  $("foot").append(el("p", {}, `Engine ${data.engine}. Terms ${data.terms.id}, SHA-256 `, el("code", {}, data.terms.digest), ". The same terms and records give this page again, byte for byte. It opens without a network and asks no host for anything."));
}

refresh();
map.resize();
})();

"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const make = (tag, text, name) => { const node = document.createElement(tag); if (text != null) node.textContent = text; if (name) node.className = name; return node; };
const number = (value, digits = 0) => value == null ? "–" : value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const ratio = (log2) => {
  if (log2 == null) return "–";
  if (Math.abs(log2) >= 99) return log2 > 0 ? "∞" : "0×";
  const size = 2 ** Math.abs(log2), shown = size >= 9.95 || Math.abs(size - Math.round(size)) < 0.005 ? number(size) : number(size, 1);
  return (log2 < 0 && shown !== "1" ? "1/" : "") + shown + "×";
};
const chance = (p) => p == null ? "–" : p < 0.001 ? "< .001" : p.toFixed(3).replace(/^0/, "");
const rate = (value) => value == null ? "–" : number(value, value < 10 ? 1 : 0);

// ---- words: one table, one outlet at a time -------------------------------------------------------------------------
const at = Object.fromEntries(data.columns.map((name, k) => [name, k]));
const order = [...document.querySelectorAll("#words-table th[data-column]")].slice(1).map((head) => head.dataset.column);
const show = { n: number, n_reference: number, rate, rate_reference: rate, estimate: ratio, p_adjusted: chance, n_articles: number, dispersion: (v) => v == null ? "–" : v.toFixed(2) };
const functionWords = new Set(data.function_words);
const words = { group: 0, sort: null, down: true, shown: 25 };

const linkTo = (term) => "#" + new URLSearchParams({ word: term, outlet: data.groups[words.group].target });

function wordRows() {
  const find = ($("find").value || "").trim().toLowerCase();
  const sure = $("sure") && $("sure").checked;
  const content = $("content").checked;
  const rows = data.groups[words.group].rows.filter((row) => (!content || !functionWords.has(row[at.term])) && (!find || row[at.term].includes(find)) && (!sure || (row[at.p_adjusted] != null && row[at.p_adjusted] < 0.05)));
  if (words.sort == null) return rows;
  const k = words.sort, sign = words.down ? -1 : 1;
  const differ = (a, b) => typeof a === "string" ? a.localeCompare(b) : a - b;
  return rows.slice().sort((a, b) => a[k] == null ? (b[k] == null ? 0 : 1) : b[k] == null ? -1 : sign * differ(a[k], b[k]));
}

function drawWords() {
  const rows = wordRows(), group = data.groups[words.group], body = $("words-body");
  body.replaceChildren(...rows.slice(0, words.shown).map((row) => {
    const line = make("tr"), head = make("th"), link = make("a", row[at.term]);
    head.scope = "row"; link.href = linkTo(row[at.term]); head.append(link); line.append(head);
    for (const name of order) {
      const cell = make("td", show[name](row[at[name]]));
      if (name === "estimate") {
        cell.className = row[at.p_adjusted] != null && row[at.p_adjusted] < 0.05 ? (row[at.estimate] > 0 ? "a" : "b") : "";
        if (row[at.conf_low] != null) cell.append(make("span", `  ${ratio(row[at.conf_low])} to ${ratio(row[at.conf_high])}`, "small"));
      }
      line.append(cell);
    }
    return line;
  }));
  $("words-count").textContent = `${number(Math.min(words.shown, rows.length))} of ${number(rows.length)} rows` + (group.rows.length < group.terms ? `; this page holds ${number(group.rows.length)} of ${number(group.terms)} terms` : "");
  $("words-more").hidden = rows.length <= words.shown;
  for (const head of document.querySelectorAll("#words-table th[data-column]")) {
    const name = head.dataset.column;
    if (words.sort === at[name]) head.setAttribute("aria-sort", words.down ? "descending" : "ascending"); else head.removeAttribute("aria-sort");
    if (name === "estimate") head.firstChild.textContent = group.tested ? "times as often, 95% interval" : "times as often";
    if (name === "rate") head.firstChild.textContent = `${group.target}, per million words`;
    if (name === "rate_reference") head.firstChild.textContent = `${group.reference}, per million words`;
    if (name === "n") head.firstChild.textContent = `uses in ${group.target}`;
    if (name === "n_reference") head.firstChild.textContent = `uses in ${group.reference}`;
  }
}

function chooseGroup(k) {
  words.group = k; words.shown = 25;
  document.querySelectorAll(".group").forEach((block, j) => { block.hidden = j !== k; });
  if ($("group")) $("group").value = String(k);
  drawWords();
}

if (data.groups.length) {
  for (const head of document.querySelectorAll("#words-table th[data-column]")) {
    const button = make("button", head.textContent); button.type = "button";
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const k = at[head.dataset.column];
      if (words.sort === k) words.down = !words.down; else { words.sort = k; words.down = head.dataset.column !== "term" && head.dataset.column !== "p_adjusted"; }
      drawWords();
    });
  }
  $("find").addEventListener("input", () => { words.shown = 25; drawWords(); });
  $("content").addEventListener("change", () => { words.shown = 25; drawWords(); });
  if ($("sure")) $("sure").addEventListener("change", () => { words.shown = 25; drawWords(); });
  if ($("group")) $("group").addEventListener("change", (event) => chooseGroup(Number(event.target.value)));
  $("words-more").addEventListener("click", () => { words.shown += 100; drawWords(); });
  chooseGroup(0);
}

// A dot of the scatter says what it is under the pointer and opens its word on a click.
for (const dot of document.querySelectorAll("circle[data-term]")) {
  dot.addEventListener("click", () => { location.hash = linkTo(dot.dataset.term); });
  dot.addEventListener("pointerenter", () => {
    if (dot.firstChild) return;
    const row = data.groups[words.group].rows.find((r) => r[at.term] === dot.dataset.term), name = document.createElementNS(dot.namespaceURI, "title");
    name.textContent = row ? `${dot.dataset.term}: ${rate(row[at.rate])} and ${rate(row[at.rate_reference])} per million words, ${ratio(row[at.estimate])}` : dot.dataset.term;
    dot.append(name);
  });
}

// A word quoted in the findings opens too.
for (const line of document.querySelectorAll(".minute li")) {
  const group = data.groups.find((one) => line.textContent.startsWith(`${one.target} against`) || line.textContent.startsWith(`${one.target} and ${one.reference},`));
  if (!group) continue;
  line.replaceChildren(...line.textContent.split(/(“[^”]+”)/).map((part) => {
    const term = part.slice(1, -1);
    if (!part.startsWith("“") || !group.rows.some((row) => row[at.term] === term)) return document.createTextNode(part);
    const link = make("a", part);
    link.href = "#" + new URLSearchParams({ word: term, outlet: group.target });
    return link;
  }));
}

// ---- one word: its sentences, outlet beside outlet ------------------------------------------------------------------
function quote([sentence, start, end]) {
  const [article, text] = data.sentences[sentence], [outlet, title, date, url] = data.articles[article];
  const item = make("li"), cite = make("cite");
  const hit = make("mark", text.slice(start, end));
  item.append(text.slice(0, start), hit, text.slice(end));
  const name = [title, date].filter(Boolean).join(" · ");
  if (/^https?:\/\//i.test(url)) { const link = make("a", name); link.href = url; link.rel = "noopener noreferrer"; cite.append(link); } else cite.textContent = name;
  item.append(cite);
  return [outlet, item];
}

function openWord(term, outlet) {
  const k = Math.max(0, data.groups.findIndex((group) => group.target === outlet));
  if (k !== words.group) chooseGroup(k);
  const group = data.groups[k], row = group.rows.find((r) => r[at.term] === term), found = Object.hasOwn(data.evidence, term) ? data.evidence[term] : null;
  $("word-title").textContent = `“${term}”`;
  const more = row && row[at.estimate] < 0, [low, high] = row ? (more ? [row[at.conf_high], row[at.conf_low]] : [row[at.conf_low], row[at.conf_high]]) : [];
  const facing = (log2) => ratio(more ? -log2 : log2);
  const interval = row && low != null ? ` (95% interval ${facing(low)} to ${facing(high)}; adjusted p ${chance(row[at.p_adjusted])})` : "";
  $("word-numbers").textContent = !row ? "This word is not in the table of this page." :
    `${number(row[at.n])} uses in ${group.target} (${rate(row[at.rate])} per million words), ${number(row[at.n_reference])} in ${group.reference} (${rate(row[at.rate_reference])}); ` +
    `${facing(row[at.estimate])} as often in ${more ? group.reference : group.target}${interval}. Articles that use it: ${number(row[at.n_articles])}.`;
  const sides = new Map(data.outlets.map((name) => [name, []]));
  for (const hit of found || []) { const [where, item] = quote(hit); sides.get(data.outlets[where]).push(item); }
  const first = [group.target, group.reference], places = [...first.filter((n) => sides.has(n)), ...data.outlets.filter((n) => !first.includes(n))];
  $("word-sides").replaceChildren(...(found ? places.map((name) => {
    const side = make("section", null, "side"), list = make("ul", null, "quotes"), items = sides.get(name);
    side.append(make("h3", name, name === group.target ? "a" : name === group.reference ? "b" : ""));
    if (items.length) { list.append(...items); side.append(list); } else side.append(make("p", "No use of this word here.", "small"));
    return side;
  }) : [make("p", data.no_evidence, "small")]));
  if (!$("word").open) $("word").showModal();
  $("word").scrollTop = 0;
}

function turn(step) {
  const rows = wordRows(), now = new URLSearchParams(location.hash.slice(1)).get("word");
  const k = rows.findIndex((row) => row[at.term] === now) + step;
  if (rows.length) history.replaceState(null, "", linkTo(rows[(k + rows.length) % rows.length][at.term]));
  followHash();
}

function followHash() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  if (wanted.has("word") && data.groups.length) openWord(wanted.get("word"), wanted.get("outlet"));
  else if ($("word").open) $("word").close();
}
$("word").addEventListener("close", () => { if (!$("word").open && location.hash.startsWith("#word=")) history.replaceState(null, "", "#"); });
$("word").addEventListener("click", (event) => { if (event.target === $("word")) $("word").close(); });
$("word-close").addEventListener("click", () => $("word").close());
$("word-previous").addEventListener("click", () => turn(-1));
$("word-next").addEventListener("click", () => turn(1));
addEventListener("hashchange", followHash);
followHash();

// ---- what was taken out ---------------------------------------------------------------------------------------------
const audit = { shown: 20 };
function drawRemoved() {
  const find = $("removed-find").value.trim().toLowerCase(), reason = $("removed-reason").value;
  const rows = data.removed.filter((row) => (!reason || row[1] === reason) && (!find || (row[0] + " " + row[3]).toLowerCase().includes(find)));
  $("removed-body").replaceChildren(...rows.slice(0, audit.shown).map((row) => {
    const line = make("tr");
    row.forEach((value, k) => line.append(make("td", value, k === 3 ? "left text" : "left")));
    return line;
  }));
  $("removed-count").textContent = `${number(Math.min(audit.shown, rows.length))} of ${number(rows.length)} passages`;
  $("removed-more").hidden = rows.length <= audit.shown;
}
if ($("removed-find")) {
  $("removed-find").addEventListener("input", () => { audit.shown = 20; drawRemoved(); });
  $("removed-reason").addEventListener("change", () => { audit.shown = 20; drawRemoved(); });
  $("removed-more").addEventListener("click", () => { audit.shown += 100; drawRemoved(); });
  drawRemoved();
}

// ---- copying --------------------------------------------------------------------------------------------------------
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = $(button.dataset.copy).textContent, label = button.textContent;
    try { await navigator.clipboard.writeText(text); } catch {
      const range = document.createRange(); range.selectNodeContents($(button.dataset.copy));
      getSelection().removeAllRanges(); getSelection().addRange(range); document.execCommand("copy");
    }
    button.textContent = "Copied"; setTimeout(() => { button.textContent = label; }, 1500);
  });
}

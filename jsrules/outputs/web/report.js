// The page of a result: narrows the list of findings, and leads from findings to figures and back. Of many findings only
// the first are in the page; the rest is text that the page's own writer made, and becomes elements when somebody looks.
(() => {
  "use strict";
  const STEP = 200;
  const PRINTED = 2000;
  const RANK = ["violation", "undetermined", "rounding", "waived", "not_applicable", "pass"];
  const made = (text) => {
    const holder = document.createElement("template");
    holder.innerHTML = text;
    return holder.content;
  };
  const open = new Map();

  const start = (article) => {
    const data = JSON.parse(document.getElementById(article.id + "-data").textContent);
    const prefix = article.id + "-c";
    const list = article.querySelector(".list");
    const tables = article.querySelector(".tables");
    const tools = article.querySelector(".tools");
    let lit = [];
    let current = null;

    // ---- the parts of the list, in their order; `element` is null while a part is but text
    const parts = [...list.children].map((element) => ({
      element,
      found: [...element.querySelectorAll("details.finding")].map((each) => ({
        id: each.id, level: each.dataset.level, verdict: each.dataset.verdict, tables: each.dataset.tables.split("\n"),
        kinds: each.dataset.kinds.split("\n"), text: "",
      })),
    }));
    const whole = parts.length;
    const chunks = new Map();
    const chunk = (at) => {
      const number = at < whole ? 0 : 1 + Math.floor((at - whole) / data.together);
      if (!chunks.has(number)) chunks.set(number, JSON.parse(document.getElementById(article.id + "-chunk" + number).textContent));
      return chunks.get(number);
    };
    for (const found of data.rest) {
      parts.push({ element: null, found: found.map(([id, level, verdict, tables, kinds]) => ({ id, level, verdict, tables, kinds, text: "" })) });
    }
    const home = new Map(parts.flatMap((part, at) => part.found.map((each) => [each.id, at])));
    const all = parts.reduce((sum, part) => sum + part.found.length, 0);
    const textAt = (at) => chunk(at)[0][(at - whole) % data.together];
    const detailsOf = (id) => chunk(home.get(id))[1][id];
    const placed = (at) => {
      const part = parts[at];
      if (part.element) return part.element;
      part.element = made(textAt(at)).firstElementChild;
      let next = at + 1;
      while (next < parts.length && !parts[next].element) next += 1;
      list.insertBefore(part.element, next < parts.length ? parts[next].element : more);
      return part.element;
    };
    const more = document.createElement("button");
    more.type = "button";
    more.className = "more";
    list.append(more);

    // ---- findings
    const detailed = (finding) => {
      const text = detailsOf(finding.id);
      if (text !== undefined && !finding.querySelector(".body")) finding.append(made(text));
    };
    const cellOf = (number) => {
      if (!document.getElementById(prefix + number)) for (const id of [...waiting.keys()]) while (waiting.has(id)) rows(id, 1e4);
      return document.getElementById(prefix + number);
    };
    const light = (numbers, scroll) => {
      for (const each of lit) each.classList.remove("lit");
      lit = numbers.map(cellOf).filter(Boolean);
      for (const each of lit) each.classList.add("lit");
      if (scroll && lit.length) lit[0].scrollIntoView({ block: "center", inline: "nearest" });
    };
    const choose = (finding, scroll) => {
      if (current) current.classList.remove("current");
      current = finding;
      finding.classList.add("current");
      const numbers = (finding.dataset.cells || "").split(" ").filter(Boolean);
      light(numbers, scroll && getComputedStyle(tables).position === "sticky");
    };
    list.addEventListener("toggle", (event) => {
      const finding = event.target;
      if (!finding.matches("details.finding") || !finding.open) return;
      detailed(finding);
      choose(finding, true);
    }, true);
    list.addEventListener("focusin", (event) => {
      const finding = event.target.closest("details.finding");
      if (finding && finding !== current && event.target.localName === "summary") choose(finding, false);
    });
    const show = (id) => {
      if (!home.has(id)) return;
      placed(home.get(id));
      const finding = document.getElementById(id);
      if (finding.closest("[hidden]")) reset();
      finding.open = true;
      detailed(finding);
      choose(finding, true);
      finding.scrollIntoView({ block: "center" });
      finding.querySelector("summary").focus({ preventScroll: true });
    };

    // ---- what narrows the list
    const selects = [...tools.querySelectorAll("select")];
    const words = tools.querySelector(".words");
    const shown = tools.querySelector(".shown");
    const textOf = (each, part, at) => {
      if (!each.text) {
        const element = part.element && document.getElementById(each.id);
        const own = element ? element.textContent : made(textAt(at)).getElementById(each.id).textContent;
        each.text = (own + " " + (detailsOf(each.id) || "").replace(/<[^>]*>/g, " ")).toLowerCase();
      }
      return each.text;
    };
    let limit = STEP;
    const narrow = () => {
      const wanted = words ? words.value.toLowerCase().split(/\s+/).filter(Boolean) : [];
      const asked = selects.filter((select) => select.value).map((select) => [select.dataset.key, select.value.slice(1)]);
      const fits = (each, part, at) =>
        asked.every(([key, value]) => (Array.isArray(each[key]) ? each[key].includes(value) : each[key] === value)) &&
        wanted.every((word) => textOf(each, part, at).includes(word));
      const free = !wanted.length && !asked.length;
      let count = 0;
      let left = 0;
      parts.forEach((part, at) => {
        if (free && part.element) {
          part.element.hidden = false;
          for (const each of part.element.querySelectorAll("details.finding[hidden]")) each.hidden = false;
          count += part.found.length;
          return;
        }
        const fitting = free ? part.found : part.found.filter((each) => fits(each, part, at));
        count += fitting.length;
        if (!part.element) {
          if (!fitting.length) return;
          if (count > limit) { left += fitting.length; return; }
          placed(at);
        }
        part.element.hidden = part.found.length > 0 && !fitting.length;
        for (const each of part.found) document.getElementById(each.id).hidden = !fitting.includes(each);
      });
      more.hidden = !left;
      more.textContent = data.words.more.replace("{n}", Math.min(STEP, left));
      if (shown) shown.textContent = free ? "" : data.words.count.replace("{n}", count).replace("{all}", all);
    };
    const reset = () => {
      for (const select of selects) select.value = "";
      if (words) words.value = "";
      narrow();
    };
    limit = Math.max(STEP, list.querySelectorAll("details.finding").length);
    narrow();
    more.addEventListener("click", () => { limit += STEP; narrow(); });
    const again = () => { limit = STEP; narrow(); };
    for (const select of selects) select.addEventListener("change", again);
    if (words) {
      let timer = 0;
      words.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(again, all > 2000 ? 150 : 0); });
    }
    const visible = () => [...list.querySelectorAll("details.finding")].filter((each) => !each.closest("[hidden]"));
    const opener = tools.querySelector(".open");
    if (opener) {
      opener.addEventListener("click", () => {
        const several = visible();
        const shut = several.some((each) => !each.open);
        for (const each of several) { if (shut) detailed(each); each.open = shut; }
      });
    }

    // ---- rows of long tables, put in when there is time, or at once when one of them is asked for
    const waiting = new Map(Object.entries(data.rows));
    const rows = (id, count) => {
      const texts = waiting.get(id);
      const body = document.getElementById(id).querySelector("tbody");
      body.append(...made("<table><tbody>" + texts.splice(0, Math.min(count, 1e4)).join("") + "</tbody></table>").querySelectorAll("tr"));
      if (!texts.length) waiting.delete(id);
    };
    const idle = window.requestIdleCallback || ((work) => setTimeout(work, 50));
    const fill = () => {
      const [id] = waiting.keys();
      if (id === undefined) return;
      rows(id, 1000);
      idle(fill);
    };
    idle(fill);

    // ---- from a figure to its rules
    const box = document.createElement("div");
    box.className = "rules";
    box.hidden = true;
    box.setAttribute("role", "dialog");
    article.append(box);
    const close = () => { box.hidden = true; };
    const line = (name, content) => Object.assign(document.createElement(name), { textContent: content });
    const ask = (cell) => {
      const number = cell.id.slice(prefix.length);
      const touching = (data.cells[number] || []).map((each) => data.outcomes[each]);
      touching.sort((one, other) => RANK.indexOf(one[1]) - RANK.indexOf(other[1]));
      const title = line("p", cell.textContent + "  " + (cell.title || data.verdicts.pass));
      title.className = "title";
      const leave = line("button", data.words.close);
      leave.type = "button";
      leave.addEventListener("click", () => { close(); cell.focus(); });
      title.append(leave);
      box.replaceChildren(title);
      if (!touching.length) box.append(line("p", data.words.none));
      for (const [rule, verdict, id] of touching) {
        const told = line("p", "");
        const mark = line("span", data.verdicts[verdict]);
        mark.className = "key " + verdict;
        const name = line(id ? "a" : "span", data.rules[rule]);
        if (id) {
          name.href = "#" + id;
          name.addEventListener("click", (event) => { event.preventDefault(); close(); show(id); });
        }
        told.append(mark, " ", name);
        box.append(told);
      }
      box.hidden = false;
      const spot = cell.getBoundingClientRect();
      box.style.left = Math.max(8, Math.min(spot.left, innerWidth - box.offsetWidth - 12)) + scrollX + "px";
      box.style.top = spot.bottom + 6 + scrollY + "px";
      light([number], false);
      leave.focus({ preventScroll: true });
    };
    tables.addEventListener("click", (event) => {
      const cell = event.target.closest(".figure-cell");
      if (cell) ask(cell);
    });
    tables.addEventListener("keydown", (event) => {
      const cell = event.target.closest(".figure-cell");
      if (cell && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); ask(cell); }
    });
    article.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link && link.className === "cell") {
        event.preventDefault();
        light([link.getAttribute("href").slice(1 + prefix.length)], true);
      } else if (link && home.has(link.getAttribute("href").slice(1))) {
        event.preventDefault();
        show(link.getAttribute("href").slice(1));
      } else if (!box.hidden && !box.contains(event.target) && !event.target.closest(".figure-cell")) close();
    });

    // ---- keys: j and k go through the findings, / searches, Escape lets go
    const keys = (event) => {
      if (event.key === "Escape") {
        close();
        light([], false);
        if (words && document.activeElement === words) { words.value = ""; again(); words.blur(); }
        return;
      }
      if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "/" && words) { event.preventDefault(); words.focus(); return; }
      const step = { j: 1, k: -1 }[event.key];
      const several = step ? visible() : [];
      if (!several.length) return;
      const at = several.indexOf(current);
      const next = several[Math.max(0, Math.min(several.length - 1, at < 0 ? 0 : at + step))];
      choose(next, true);
      next.querySelector("summary").focus({ preventScroll: true });
      next.scrollIntoView({ block: "nearest" });
    };
    // Paper shows what is narrowed down to, with all details, up to a number that somebody may read.
    const print = () => {
      limit = Math.max(limit, PRINTED);
      narrow();
      for (const each of visible()) detailed(each);
      for (const id of [...waiting.keys()]) while (waiting.has(id)) rows(id, 1e4);
    };
    open.set(article, { keys, show, print });
  };

  for (const article of document.querySelectorAll("article")) {
    if (document.getElementById(article.id + "-data")) start(article);
  }
  const first = document.querySelector("article");
  document.addEventListener("keydown", (event) => {
    const own = open.get((event.target.closest && event.target.closest("article")) || first);
    if (own) own.keys(event);
  });

  // A link that names a finding opens it.
  const go = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    for (const own of id ? open.values() : []) own.show(id);
  };
  addEventListener("hashchange", go);
  go();

  let opened = [];
  addEventListener("beforeprint", () => {
    for (const own of open.values()) own.print();
    opened = [...document.querySelectorAll("details:not([open])")].filter((each) => each.querySelector(".body, dl"));
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => { for (const each of opened) each.open = false; opened = []; });
  document.documentElement.classList.add("ready");
})();

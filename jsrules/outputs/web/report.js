// The page of a result: narrows the list of findings, and leads from findings to figures and back. Of many findings, and of
// long tables, only the first are in the page; the rest is data that the page's own writer made (see templates.py), and becomes
// elements when somebody comes there.
(() => {
  "use strict";
  const STEP = 200;
  const made = (text) => {
    const holder = document.createElement("template");
    holder.innerHTML = text;
    return holder.content;
  };
  const SIGNS = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'" };
  const bare = (text) => text.replace(/<[^>]*>/g, " ").replace(/&[^;]*;/g, (sign) => SIGNS[sign]);
  const open = new Map();

  const start = (article) => {
    const parsed = new Map();
    const read = (name) => {
      if (!parsed.has(name)) parsed.set(name, JSON.parse(document.getElementById(article.id + "-" + name).textContent));
      return parsed.get(name);
    };
    const filled = ([build, ...values]) => {
      const { templates, texts } = read("shared");
      const pieces = templates[build];
      let text = pieces[0];
      values.forEach((value, at) => { text += (typeof value === "number" ? texts[value] : value) + pieces[at + 1]; });
      return text;
    };
    const data = read("data");
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
    const chunk = (at) => read("chunk" + (at < whole ? 0 : 1 + Math.floor((at - whole) / data.together)));
    for (const found of data.rest) {
      parts.push({ element: null, found: found.map(([number, key]) => {
        const [level, verdict, tables, kinds] = data.keys[key];
        return { id: article.id + "-f" + number, level, verdict, tables, kinds, text: "" };
      }) });
    }
    const home = new Map(parts.flatMap((part, at) => part.found.map((each) => [each.id, at])));
    const all = parts.reduce((sum, part) => sum + part.found.length, 0);
    const textAt = (at) => filled(chunk(at)[0][(at - whole) % data.together]);
    const detailsOf = (id) => {
      const kept = chunk(home.get(id))[1][id.slice(article.id.length + 2)];
      return kept && filled(kept);
    };
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
      if (text && !finding.querySelector(".body")) finding.append(made(text));
    };
    const cellOf = (number) => document.getElementById(prefix + number) || (rowOf(number), document.getElementById(prefix + number));
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
      if (each.text) return each.text;
      const told = part.element || part.found.length > 1 ? part.element || made(textAt(at)) : null;
      for (const one of told ? part.found : [each]) {
        const own = told ? told.querySelector("#" + one.id).textContent : bare(textAt(at));
        one.text = (own + " " + bare(detailsOf(one.id) || "")).toLowerCase();
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
      more.dataset.left = left;
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

    // ---- rows of long tables, so many together: an empty body as high as they, until somebody comes there or asks for one
    const bodies = [];
    const rows = (place) => {
      const own = bodies[place];
      if (own.put) return;
      own.put = true;
      const text = read(own.name).map(filled).join("");
      own.body.replaceChildren(...made("<table><tbody>" + text + "</tbody></table>").querySelectorAll("tr"));
    };
    const rowOf = (number) => bodies.forEach(({ low, high }, place) => { if (low <= number && number <= high) rows(place); });
    const comes = new IntersectionObserver((seen) => {
      for (const each of seen) if (each.isIntersecting) rows(Number(each.target.dataset.place));
    });
    for (const [id, several] of Object.entries(data.rows)) {
      const table = document.getElementById(id).querySelector("table");
      const wide = [...table.rows[0].cells].reduce((sum, each) => sum + each.colSpan, 0);
      several.forEach(([count, low, high], at) => {
        const body = table.createTBody();
        body.dataset.place = bodies.length;
        body.append(...made("<table><tr><td class=later></td></tr></table>").querySelectorAll("tr"));
        Object.assign(body.rows[0].cells[0], { colSpan: wide, textContent: data.words.rows.replace("{n}", count) });
        body.rows[0].style.height = 1.6 * count + "em";
        bodies.push({ name: id.slice(article.id.length + 1) + "-" + at, low, high, body, put: false });
        comes.observe(body);
      });
    }

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
      const known = read("rules");
      const touching = (known.cells[number] || []).map((each) => known.outcomes[each]);
      touching.sort((one, other) => one[1] - other[1]);
      const title = line("p", cell.textContent + "  " + (cell.title || data.passed));
      title.className = "title";
      const leave = line("button", data.words.close);
      leave.type = "button";
      leave.addEventListener("click", () => { close(); cell.focus(); });
      title.append(leave);
      box.replaceChildren(title);
      if (!touching.length) box.append(line("p", data.words.none));
      for (const [rule, place, number] of touching) {
        const [verdict, word] = data.verdicts[place];
        const id = number && article.id + "-f" + number;
        const told = line("p", "");
        const mark = line("span", word);
        mark.className = "key " + verdict;
        const name = line(id ? "a" : "span", known.rules[rule]);
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
      if (event.key === "f" && (event.ctrlKey || event.metaKey)) bodies.forEach((_, place) => rows(place));  // which the browser is about to search
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
    // Paper shows what is narrowed down to, with its details, up to a number that somebody may read; it says what it leaves out.
    const print = () => {
      limit = Math.max(limit, data.printed);
      narrow();
      more.textContent = data.words.unprinted.replace("{n}", more.dataset.left);
      for (const each of visible()) detailed(each);
      bodies.forEach((_, place) => rows(place));
    };
    open.set(article, { keys, show, print, narrow });
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
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
    opened = [];
    for (const own of open.values()) own.narrow();
  });
  document.documentElement.classList.add("ready");
})();

// The page of a result: narrows the list of findings, and leads from findings to figures and back.
(() => {
  "use strict";
  const rank = ["violation", "undetermined", "rounding", "waived", "not_applicable", "pass"];

  // Details of findings that are data until somebody opens them. The text was written by the page's own writer.
  const fill = (finding, data) => {
    const text = data.details[finding.id];
    if (text === undefined || finding.querySelector(".body")) return;
    const holder = document.createElement("template");
    holder.innerHTML = text;
    finding.append(holder.content);
  };

  for (const article of document.querySelectorAll("article")) {
    const source = document.getElementById(article.id + "-data");
    if (!source) continue;
    const data = JSON.parse(source.textContent);
    const prefix = article.id + "-c";
    const findings = [...article.querySelectorAll("details.finding")];
    const tables = article.querySelector(".tables");
    const cellOf = (number) => document.getElementById(prefix + number);
    let lit = [];
    let current = null;

    const light = (numbers, scroll) => {
      for (const each of lit) each.classList.remove("lit");
      lit = numbers.map(cellOf).filter(Boolean);
      for (const each of lit) each.classList.add("lit");
      if (scroll && lit.length) lit[0].scrollIntoView({ block: "center", inline: "nearest" });
    };
    const numbersOf = (finding) => (finding.dataset.cells || "").split(" ").filter(Boolean);

    const choose = (finding, scroll = true) => {
      if (current) current.classList.remove("current");
      current = finding;
      finding.classList.add("current");
      light(numbersOf(finding), scroll && getComputedStyle(tables).position === "sticky");
    };

    // ---- findings
    for (const finding of findings) {
      finding.addEventListener("toggle", () => {
        if (!finding.open) return;
        fill(finding, data);
        if (current !== finding) choose(finding);
      });
      finding.querySelector("summary").addEventListener("focus", () => choose(finding, false));
    }
    const show = (finding) => {
      if (finding.hidden) reset();
      finding.open = true;
      choose(finding);
      finding.scrollIntoView({ block: "center" });
      finding.querySelector("summary").focus({ preventScroll: true });
    };

    // ---- what narrows the list
    const tools = article.querySelector(".tools");
    const selects = [...tools.querySelectorAll("select")];
    const words = tools.querySelector(".words");
    const shown = tools.querySelector(".shown");
    const texts = new Map();
    const textOf = (finding) => {
      if (!texts.has(finding)) {
        const more = data.details[finding.id] || "";
        texts.set(finding, (finding.textContent + more.replace(/<[^>]*>/g, " ")).toLowerCase());
      }
      return texts.get(finding);
    };
    const fits = (finding) =>
      selects.every((select) => {
        if (!select.value) return true;
        const wanted = select.value.slice(1);
        return (finding.dataset[select.dataset.key] ?? "").split("\n").includes(wanted);
      }) && (!words || !words.value || words.value.toLowerCase().split(/\s+/).every((word) => textOf(finding).includes(word)));
    const narrow = () => {
      let count = 0;
      for (const finding of findings) {
        finding.hidden = !fits(finding);
        count += !finding.hidden;
      }
      for (const section of article.querySelectorAll(".list > section")) {
        const own = [...section.querySelectorAll("details.finding")];
        section.hidden = own.length > 0 && own.every((each) => each.hidden);
      }
      if (shown) shown.textContent = count === findings.length ? "" : data.words.count.replace("{n}", count).replace("{all}", findings.length);
    };
    const reset = () => {
      for (const select of selects) select.value = "";
      if (words) words.value = "";
      narrow();
    };
    for (const select of selects) select.addEventListener("change", narrow);
    if (words) words.addEventListener("input", narrow);
    const opener = tools.querySelector(".open");
    if (opener) {
      opener.addEventListener("click", () => {
        const open = findings.some((each) => !each.hidden && !each.open);
        for (const finding of findings) if (!finding.hidden) { if (open) fill(finding, data); finding.open = open; }
      });
    }

    // ---- from a figure to its rules
    const box = document.createElement("div");
    box.className = "rules";
    box.hidden = true;
    box.setAttribute("role", "dialog");
    article.append(box);
    const close = () => { box.hidden = true; };
    const ask = (cell) => {
      const number = cell.id.slice(prefix.length);
      const touching = (data.cells[number] || []).map((each) => data.outcomes[each]);
      touching.sort((one, other) => rank.indexOf(one[1]) - rank.indexOf(other[1]));
      box.replaceChildren();
      const title = document.createElement("p");
      title.className = "title";
      title.textContent = cell.textContent + "  " + cell.title;
      const leave = document.createElement("button");
      leave.type = "button";
      leave.textContent = data.words.close;
      leave.addEventListener("click", close);
      title.append(leave);
      box.append(title);
      if (!touching.length) box.append(Object.assign(document.createElement("p"), { textContent: data.words.none }));
      for (const [rule, verdict, home] of touching) {
        const line = document.createElement("p");
        const mark = document.createElement("span");
        mark.className = "key " + verdict;
        mark.textContent = data.verdicts[verdict];
        line.append(mark, " ");
        const finding = home && document.getElementById(home);
        const name = document.createElement(finding ? "a" : "span");
        name.textContent = data.rules[rule];
        if (finding) {
          name.href = "#" + home;
          name.addEventListener("click", (event) => { event.preventDefault(); close(); show(finding); });
        }
        line.append(name);
        box.append(line);
      }
      box.hidden = false;
      const spot = cell.getBoundingClientRect();
      const left = Math.min(spot.left, innerWidth - box.offsetWidth - 12);
      box.style.left = Math.max(8, left) + scrollX + "px";
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
      const link = event.target.closest("a.cell");
      if (link) {
        event.preventDefault();
        const cell = document.getElementById(link.getAttribute("href").slice(1));
        light([cell.id.slice(prefix.length)], true);
      } else if (!box.hidden && !box.contains(event.target) && !event.target.closest(".figure-cell")) close();
    });

    // ---- keys: j and k go through the findings, / searches, Escape lets go
    article.keys = (event) => {
      if (event.key === "Escape") { close(); light([], false); if (document.activeElement === words) words.blur(); return; }
      if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "/" && words) { event.preventDefault(); words.focus(); return; }
      const step = { j: 1, k: -1 }[event.key];
      if (!step) return;
      const open = findings.filter((each) => !each.hidden);
      if (!open.length) return;
      const at = open.indexOf(current);
      const next = open[Math.max(0, Math.min(open.length - 1, at < 0 ? 0 : at + step))];
      choose(next);
      next.querySelector("summary").focus({ preventScroll: true });
      next.scrollIntoView({ block: "nearest" });
    };
    article.findings = { show, fill: () => { for (const each of findings) if (each.open) fill(each, data); } };
  }

  document.addEventListener("keydown", (event) => {
    const near = event.target.closest && event.target.closest("article");
    const article = near || document.querySelector("article");
    if (article && article.keys) article.keys(event);
  });

  // A link that names a finding opens it.
  const go = () => {
    const finding = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const article = finding && finding.closest("article");
    if (finding && finding.matches("details.finding") && article && article.findings) article.findings.show(finding);
  };
  addEventListener("hashchange", go);
  go();

  // Paper shows all details, as far as they are in the page.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")].filter((each) => each.querySelector(".body, dl"));
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => { for (const each of opened) each.open = false; opened = []; });
  document.documentElement.classList.add("ready");
})();

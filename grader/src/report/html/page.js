"use strict";
// Nothing here is needed to read a page: it sorts and filters the table of a class, and unfolds everything
// for the printer.
(() => {
  const closed = [];
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details:not([open])")) {
      part.open = true;
      closed.push(part);
    }
  });
  addEventListener("afterprint", () => {
    for (const part of closed.splice(0)) part.open = false;
  });

  const table = document.getElementById("heat");
  const tools = document.getElementById("tools");
  if (!table || !tools) return;

  const at = (id) => document.getElementById(id);
  const body = table.tBodies[0];
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const heads = [...table.querySelectorAll("th[data-sort]")];
  const picks = [...document.querySelectorAll("button.pick")];
  const chosen = { find: "", show: "", fault: "", step: "", sort: "name", down: "" };
  const usual = { ...chosen };

  // Columns of each step: the first and the one after the last.
  const spans = [];
  let column = 2;
  for (const group of table.querySelectorAll("th[data-step]")) {
    spans.push({ step: group.dataset.step, group, from: column, to: column + group.colSpan });
    column += group.colSpan;
  }
  const number = (cell) => (cell && cell.dataset.value !== "" ? Number(cell.dataset.value) : -1);
  const rows = [...body.rows].map((row) => ({
    row,
    name: plain(row.cells[0].textContent),
    at: Number(row.dataset.at),
    mark: number(row.cells[1]),
    marked: row.cells[1].dataset.value !== "",
    low: row.cells[1].classList.contains("low"),
    look: row.hasAttribute("data-look"),
    faults: row.dataset.faults.split(" "),
    steps: new Map(spans.map((span) => [span.step, number(row.cells[span.from])])),
  }));

  const fits = (one) => {
    if (chosen.find && !one.name.includes(plain(chosen.find))) return false;
    if (chosen.show === "look" && !one.look) return false;
    if (chosen.show === "low" && !one.low) return false;
    if (chosen.show === "unmarked" && one.marked) return false;
    return !chosen.fault || one.faults.includes(chosen.fault);
  };
  const weight = (one) => (chosen.sort === "mark" ? one.mark : one.steps.get(chosen.sort));

  const columns = () => {
    const heading = table.tHead.rows[1];
    for (const span of spans) {
      const whole = !chosen.step || chosen.step === "=" + span.step;
      const some = whole || chosen.step === "points";
      span.group.hidden = !some;
      if (some) span.group.colSpan = whole ? span.to - span.from : 1;
      const hide = (cell, first) => { if (cell) cell.hidden = !(whole || (some && first)); };
      for (let i = span.from; i < span.to; i++) {
        hide(heading.cells[i - 2], i === span.from);
        for (const row of [...body.rows, ...table.tFoot.rows]) hide(row.cells[i], i === span.from);
      }
    }
  };

  let drawn = null;
  const draw = () => {
    if (drawn !== chosen.step) {
      columns();
      drawn = chosen.step;
    }
    const order = [...rows].sort((a, b) => {
      const by = chosen.sort === "name" ? a.at - b.at : weight(a) - weight(b);
      return (chosen.down ? -by : by) || a.at - b.at;
    });
    body.append(...order.map((one) => one.row));
    let shown = 0;
    for (const one of rows) {
      one.row.hidden = !fits(one);
      if (!one.row.hidden) shown++;
    }
    for (const head of heads) {
      if (head.dataset.sort === chosen.sort) head.setAttribute("aria-sort", chosen.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    for (const pick of picks) pick.setAttribute("aria-pressed", String(pick.dataset.fault === chosen.fault));
    at("count").textContent = at("count").dataset.text.replace("{shown}", shown).replace("{all}", rows.length);
    at("nobody").hidden = shown > 0;
    table.hidden = shown === 0;
    for (const id of ["find", "show", "fault", "step"]) if (at(id).value !== chosen[id]) at(id).value = chosen[id];
  };

  // What is chosen is in the address, so that it can be kept and sent.
  const read = () => {
    const text = location.hash.slice(1);
    if (text && text !== "all" && !text.includes("=")) return false;
    const given = new URLSearchParams(text);
    for (const key of Object.keys(chosen)) chosen[key] = given.get(key) ?? usual[key];
    for (const id of ["show", "fault", "step"]) {
      if (![...at(id).options].some((option) => option.value === chosen[id])) chosen[id] = "";
    }
    if (!heads.some((head) => head.dataset.sort === chosen.sort)) chosen.sort = "name";
    return true;
  };
  const choose = (change) => {
    Object.assign(chosen, change);
    const kept = Object.entries(chosen).filter(([key, value]) => value !== usual[key]);
    location.replace("#" + (kept.length ? new URLSearchParams(kept) : "all"));
    draw();
  };

  for (const id of ["show", "fault", "step"]) at(id).addEventListener("change", () => choose({ [id]: at(id).value }));
  at("find").addEventListener("input", () => choose({ find: at("find").value }));
  at("reset").addEventListener("click", () => choose(usual));
  for (const head of heads) {
    head.querySelector("button").addEventListener("click", () => {
      const sort = head.dataset.sort;
      const again = chosen.sort === sort;
      // Names from A, points from the best.
      choose({ sort, down: (again ? chosen.down : sort === "name") ? "" : "1" });
    });
  }
  for (const pick of picks) {
    pick.hidden = false;
    pick.addEventListener("click", () => {
      choose({ fault: pick.dataset.fault === chosen.fault ? "" : pick.dataset.fault });
      if (chosen.fault) at("students").scrollIntoView();
    });
  }
  addEventListener("hashchange", () => { if (read()) draw(); });
  tools.hidden = false;
  read();
  draw();
})();

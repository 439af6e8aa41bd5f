// Draws jobs with every tool and reads from each finished SVG, by one rule for all, what was drawn where.
// node draw.mjs JOBS.json FOLDER FONTS MODULES: writes FOLDER/<name>.svg and FOLDER/<name>.json for every job.
// The browser is chromium, or what CHROMIUM names.
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join, normalize } from "node:path";

const [jobsFile, folder, fonts, modules] = process.argv.slice(2);
const here = createRequire(join(modules, "x.js"));
const load = async (name) => import(here.resolve(name));
const FONT = "Powermodel Sans SC";

const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".otf": "font/otf", ".html": "text/html" };

function serve() {
  // What the pages need, from this machine only.
  const server = createServer((request, response) => {
    const path = normalize(decodeURI(request.url.split("?")[0]));
    if (path === "/") return response.setHeader("Content-Type", "text/html; charset=utf-8").end(page());
    const file = path.startsWith("/fonts/") ? join(fonts, path.slice(7)) : join(modules, "node_modules", path);
    if (!existsSync(file)) return response.writeHead(404).end();
    response.setHeader("Content-Type", TYPES[file.slice(file.lastIndexOf("."))] ?? "application/octet-stream");
    createReadStream(file).pipe(response);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

function page() {
  const face = (weight, file) =>
    `@font-face{font-family:"${FONT}";font-weight:${weight};src:url(/fonts/PowermodelSansSC-${file}.otf)}`;
  return `<!doctype html><meta charset="utf-8"><style>${face(400, "Regular")}${face(700, "Bold")}
    body{margin:0;background:#fff;font-family:"${FONT}"} #out svg{display:block}</style>
    <b style="position:absolute;left:-999px">字</b><i style="position:absolute;left:-999px;font-style:normal">字</i>
    <div id="out"></div><div id="canvas" style="width:4000px;height:3000px;position:absolute;top:-9999px"></div>`;
}

// -- the tools ------------------------------------------------------------------------------------------------

const mermaid = (tab, text, name) =>
  tab.evaluate(
    async (text, name, font) => {
      const { svg } = await window.mermaid.render(name, text);
      return svg;
    },
    text, name, FONT,
  );

async function plantuml(tab, text) {
  const svg = await tab.evaluate(
    (lines) => new Promise((done, fail) => window.plantuml(lines, done, (e) => fail(new Error(String(e))))),
    text.split("\n"),
  );
  const failed = svg.match(/[^<>]*\(Assumed diagram type[^<>]*/); // it draws its message
  if (failed) throw new Error(failed[0]);
  return svg;
}

async function bpmn(tab, xml) {
  const { layoutProcess } = await load("bpmn-auto-layout");
  return tab.evaluate(async (laidOut) => {
    const host = document.getElementById("canvas");
    host.innerHTML = "";
    const viewer = new window.BpmnJS({ container: host });
    await viewer.importXML(laidOut);
    const { svg } = await viewer.saveSVG();
    viewer.destroy();
    return svg;
  }, await layoutProcess(xml));
}

let viz;
async function dot(text) {
  viz ??= await (await load("@viz-js/viz")).instance();
  return viz.renderString(text, { format: "svg", engine: "dot" });
}

async function elk(graph) {
  const ELK = (await load("elkjs/lib/elk.bundled.js")).default;
  return elkPicture(await new ELK().layout(graph));
}

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

function elkPicture(root) {
  // ELK gives positions only; this paints them plainly. Edges are relative to the node that contains them.
  const parts = [], wires = [], where = { root: [0, 0] };
  const text = (lines, x, y, size, more = "") =>
    lines.map((t, n) =>
      `<text x="${x}" y="${y + (n - (lines.length - 1) / 2) * 1.25 * size + 0.36 * size}" font-size="${size}" text-anchor="middle" ${more}>${escaped(t)}</text>`).join("");
  const node = (n, ox, oy) => {
    const x = ox + n.x, y = oy + n.y, { width: w, height: h } = n;
    where[n.id] = [x, y];
    if (n.post) {
      parts.push(`<g data-lane="${n.id}"><rect x="${x}" y="${y}" width="${w}" height="${h}" fill="#f5f6f8" stroke="#9aa4b2"/>` +
        text([n.post], x + w / 2, y + 16, 14, 'font-weight="bold"') + "</g>");
      n.children.forEach((c) => node(c, x, y));
      return;
    }
    const round = n.kind === "start" || n.kind === "end" ? h / 2 : 3;
    const shape = n.kind === "decision"
      ? `<polygon points="${x + w / 2},${y} ${x + w},${y + h / 2} ${x + w / 2},${y + h} ${x},${y + h / 2}" fill="#fff8e6" stroke="#8a6d1a"/>`
      : `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${round}" fill="#fff" stroke="#444"/>`;
    wires.push(`<g data-node="${n.id}">${shape}${text(n.lines, x + w / 2, y + h / 2, 14)}</g>`);
  };
  root.children.forEach((n) => node(n, 0, 0));
  const lines = [];
  const edges = (owner) => {
    for (const e of owner.edges ?? []) {
      const [ox, oy] = where[e.container ?? owner.id] ?? [0, 0];
      const points = e.sections.flatMap((s) => [s.startPoint, ...(s.bendPoints ?? []), s.endPoint]);
      const d = points.map((p, n) => `${n ? "L" : "M"}${ox + p.x} ${oy + p.y}`).join("");
      lines.push(`<path data-edge="${e.id}" data-source="${e.sources[0]}" data-target="${e.targets[0]}" d="${d}" fill="none" stroke="${e.back ? "#b3261e" : "#333"}" ${e.back ? 'stroke-dasharray="6 3"' : ""} marker-end="url(#tip)"/>`);
      for (const l of e.labels ?? [])
        lines.push(`<g data-label="${e.id}">${text(l.lines, ox + l.x + l.width / 2, oy + l.y + l.height / 2, 11.2)}</g>`);
    }
    (owner.children ?? []).forEach(edges);
  };
  edges(root);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${root.width}" height="${root.height}" viewBox="0 0 ${root.width} ${root.height}" font-family="${FONT}">` +
    `<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 1L8 4L0 7z" fill="#333"/></marker></defs>` +
    parts.join("") + lines.join("") + wires.join("") + "</svg>";
}

// -- what was drawn where: the same for all, only the names of things differ --------------------------------

function read(tool) {
  const svg = document.querySelector("#out svg");
  const base = svg.getScreenCTM().inverse();
  const STEP = 1.5; // user units between two samples of a line; type is 12 to 16 of them
  const clean = (e) => base.multiply(e.getScreenCTM());
  const at = (m, x, y) => [m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f];
  const scale = (e) => { const m = clean(e); return Math.sqrt(Math.abs(m.a * m.d - m.b * m.c)); };
  const unit = window.sampleUnit ?? 1;

  const sampled = (path, step = STEP * unit) => {
    const m = clean(path), length = path.getTotalLength(), count = Math.max(2, Math.ceil((length * scale(path)) / step));
    return Array.from({ length: count + 1 }, (_, n) => {
      const p = path.getPointAtLength((length * n) / count);
      return at(m, p.x, p.y);
    });
  };
  const outline = (e) => {
    const m = clean(e);
    if (e.tagName === "polygon" || e.tagName === "polyline") return Array.from(e.points, (p) => at(m, p.x, p.y));
    if (e.tagName === "rect") {
      const b = e.getBBox();
      return [[b.x, b.y], [b.x + b.width, b.y], [b.x + b.width, b.y + b.height], [b.x, b.y + b.height]].map((p) => at(m, ...p));
    }
    const length = e.getTotalLength();
    return Array.from({ length: 48 }, (_, n) => { const p = e.getPointAtLength((length * n) / 48); return at(m, p.x, p.y); });
  };
  const box = (r) => { // of the screen → of the drawing
    const [x, y] = at(base, r.left, r.top), [u, v] = at(base, r.right, r.bottom);
    return [x, y, u - x, v - y];
  };
  const words = [];
  const walker = document.createTreeWalker(svg, NodeFilter.SHOW_TEXT);
  for (let n = walker.nextNode(); n; n = walker.nextNode()) {
    if (!n.textContent.trim() || n.parentElement.closest("style,title,desc,defs,script")) continue;
    const range = document.createRange();
    range.selectNodeContents(n);
    const element = n.parentElement, css = getComputedStyle(element);
    if (css.visibility === "hidden" || css.display === "none") continue;
    const frame = element.closest("svg *") && element instanceof SVGElement ? element : element.closest("foreignObject");
    for (const r of range.getClientRects())
      if (r.width > 0.5)
        words.push({ text: n.textContent.trim(), size: parseFloat(css.fontSize) * scale(frame), box: box(r), element });
  }
  const inside = (group) => words.filter((w) => group.contains(w.element)).map(({ text, size, box }) => ({ text, size, box }));
  const all = (selector) => Array.from(svg.querySelectorAll(selector));
  const first = (group) => group.querySelector("rect,polygon,circle,ellipse,path");

  const readers = {
    ours: () => ({
      nodes: [
        ...all("[data-step]").map((g) => ({ id: g.dataset.step, shape: outline(g.children[0]), texts: inside(g) })),
        ...all("[data-gate]").map((e) => ({ id: e.dataset.gate, gate: true, shape: outline(e), texts: [] })),
        ...all("[data-bar]").map((e) => ({ id: e.dataset.bar, gate: true, shape: outline(e), texts: [] })),
      ],
      edges: all("path[data-edge],path[data-rest],path[data-link]").map((e) => {
        const link = e.dataset.link;
        const [source, target] = link !== undefined ? [link, link] : (e.dataset.edge ?? e.dataset.rest).split("→");
        return { source, target, link: link !== undefined, points: sampled(e) };
      }),
      labels: all("[data-label]").map((g) => ({ texts: inside(g) })),
    }),
    elk: () => ({
      nodes: all("[data-node]").map((g) => ({ id: g.dataset.node, shape: outline(g.children[0]), texts: inside(g) })),
      edges: all("[data-edge]").map((e) => ({ source: e.dataset.source, target: e.dataset.target, points: sampled(e) })),
      labels: all("[data-label]").map((g) => ({ texts: inside(g) })),
    }),
    dot: () => {
      const name = (g) => g.querySelector("title").textContent;
      return {
        nodes: all("g.node").map((g) => ({ id: name(g), shape: outline(first(g)), texts: inside(g) })),
        edges: all("g.edge").map((g) => {
          const [source, target] = name(g).split("->");
          return { source, target, points: sampled(g.querySelector("path")) };
        }),
        labels: all("g.edge").map((g) => ({ texts: inside(g) })),
      };
    },
    mermaid: () => {
      const name = (g) => /(?:^|[-_])(n\d+)(?=[-_]|$)/.exec(g.dataset.id ?? g.id)?.[1] ?? g.id;
      return {
        nodes: all("g.node").map((g) => ({ id: name(g), shape: outline(first(g)), texts: inside(g) })),
        edges: all("g.edgePaths path, path.flowchart-link").filter((e, n, list) => list.indexOf(e) === n).map((e) => {
          const found = (e.dataset.id ?? e.id).match(/n\d+/g) ?? ["", ""];
          return { source: found[0], target: found[1], points: sampled(e) };
        }),
        labels: all("g.edgeLabel").filter((g) => !g.querySelector("g.edgeLabel")).map((g) => ({ texts: inside(g) })),
      };
    },
    bpmn: () => {
      const id = (g) => g.dataset.elementId;
      const shapes = all("g.djs-shape").filter((g) => !id(g).endsWith("_label"));
      return {
        nodes: shapes.map((g) => ({ id: id(g), gate: inside(g).length === 0, shape: outline(first(g.querySelector(".djs-visual"))), texts: inside(g) })),
        edges: all("g.djs-connection").map((g) => ({ id: id(g), points: sampled(g.querySelector(".djs-visual > path")) })),
        labels: all("g.djs-shape").filter((g) => id(g).endsWith("_label")).map((g) => ({ texts: inside(g) })),
      };
    },
    plantuml: () => ({ raw: true, shapes: all("rect,polygon,ellipse,line,path").map((e) => ({
      tag: e.tagName, fill: getComputedStyle(e).fill, stroke: getComputedStyle(e).stroke,
      width: parseFloat(getComputedStyle(e).strokeWidth), points: e.tagName === "line"
        ? [at(clean(e), e.x1.baseVal.value, e.y1.baseVal.value), at(clean(e), e.x2.baseVal.value, e.y2.baseVal.value)] : outline(e),
    })) }),
  };
  // What the eye sees: everything painted, and words.
  const seen = all("rect,polygon,polyline,circle,ellipse,path,line,foreignObject").filter((e) => {
    const css = getComputedStyle(e), r = e.getBoundingClientRect();
    const painted = css.visibility !== "hidden" && (css.fill !== "none" || css.stroke !== "none");
    return painted && r.width + r.height > 0 && !e.closest("defs,marker,clipPath,pattern,mask,.djs-outline,.djs-hit");
  }).map((e) => box(e.getBoundingClientRect()));
  const around = [...seen, ...words.map((w) => w.box)];
  const x = Math.min(...around.map((b) => b[0])), y = Math.min(...around.map((b) => b[1]));
  const right = Math.max(...around.map((b) => b[0] + b[2])), bottom = Math.max(...around.map((b) => b[1] + b[3]));
  return { frame: [x, y, right - x, bottom - y], words: words.map(({ text, size, box }) => ({ text, size, box })), ...readers[tool]() };
}

// -- running --------------------------------------------------------------------------------------------------

async function main() {
  const jobs = JSON.parse(readFileSync(jobsFile, "utf8"));
  const puppeteer = (await load("puppeteer-core")).default;
  const server = await serve();
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? execFileSync("which", ["chromium"], { encoding: "utf8" }).trim(), headless: true,
    args: ["--no-sandbox", "--font-render-hinting=none", "--disable-gpu"], protocolTimeout: 300000,
  });
  const tab = await browser.newPage();
  await tab.setViewport({ width: 1600, height: 1200 });
  const origin = `http://127.0.0.1:${server.address().port}`;
  await tab.goto(`${origin}/`);
  await tab.evaluate(() => document.fonts.ready);
  await tab.addScriptTag({ url: `${origin}/mermaid/dist/mermaid.min.js` });
  await tab.addScriptTag({ url: `${origin}/bpmn-js/dist/bpmn-viewer.production.min.js` });
  await tab.addScriptTag({ url: `${origin}/@plantuml/core/viz-global.js` });
  await tab.addScriptTag({ type: "module", content: `import { renderToString } from "/@plantuml/core/plantuml.js"; window.plantuml = renderToString;` });
  await tab.waitForFunction(() => window.plantuml && window.mermaid && window.BpmnJS);
  await tab.evaluate((font) => window.mermaid.initialize({
    startOnLoad: false, suppressErrorRendering: true, maxTextSize: 200000, maxEdges: 1000, themeVariables: { fontFamily: font }, fontFamily: font,
    flowchart: { wrappingWidth: 400, useMaxWidth: false },
  }), FONT);
  for (const job of jobs) {
    let svg;
    try {
      if (job.tool === "ours") svg = job.text;
      else if (job.tool === "mermaid") svg = await mermaid(tab, job.text, `m${jobs.indexOf(job)}`);
      else if (job.tool === "plantuml") svg = await plantuml(tab, job.text);
      else if (job.tool === "bpmn") svg = await bpmn(tab, job.text);
      else if (job.tool === "dot") svg = await dot(job.text);
      else svg = await elk(job.graph);
      writeFileSync(join(folder, `${job.name}.svg`), svg);
      await tab.evaluate((svg, unit) => {
        window.sampleUnit = unit;
        document.querySelectorAll("body > [id^=d]").forEach((e) => e.remove()); // what a tool that failed has left
        document.getElementById("out").innerHTML = svg.slice(svg.indexOf("<svg"));
        const root = document.querySelector("#out svg"), view = root.viewBox.baseVal;
        root.style.maxWidth = "none"; // one unit of the drawing is one pixel
        root.setAttribute("width", view.width / unit);
        root.setAttribute("height", view.height / unit);
      }, svg, job.unit ?? 1);
      const seen = await tab.evaluate(read, job.tool);
      writeFileSync(join(folder, `${job.name}.json`), JSON.stringify(seen));
      if (job.sheet) await picture(tab, seen.frame, job, folder);
    } catch (error) {
      const message = String(error.message ?? error).split("\n")[0];
      writeFileSync(join(folder, `${job.name}.json`), JSON.stringify({ error: message }));
      console.error(`${job.name}: ${message}`);
    }
    writeFileSync(join(folder, `${job.name}.mark`), job.mark); // drawn: not again until the job changes
  }
  await browser.close();
  server.close();
}

async function picture(tab, frame, job, folder) {
  // The drawing on its sheet, as large as it goes, 10 mm from the edge; turned to whatever suits it better.
  const fit = ([w, h]) => Math.min((w - 20) / frame[2], (h - 20) / frame[3]);
  const ways = [job.sheet, [job.sheet[1], job.sheet[0]]].sort((a, b) => fit(b) - fit(a));
  const [w, h] = ways[0], px = job.pixels / Math.max(w, h);
  await tab.evaluate((frame, w, h, px) => {
    const root = document.querySelector("#out svg"), k = Math.min((w - 20) / frame[2], (h - 20) / frame[3]) * px;
    const air = 3 / k, wide = frame[2] + 2 * air, high = frame[3] + 2 * air; // strokes reach beyond outlines
    root.setAttribute("viewBox", `${frame[0] - air} ${frame[1] - air} ${wide} ${high}`);
    root.setAttribute("width", wide * k);
    root.setAttribute("height", high * k);
    root.setAttribute("style", `position:absolute;left:${(w * px - wide * k) / 2}px;top:${(h * px - high * k) / 2}px;max-width:none;background:#fff;overflow:visible`);
  }, frame, w, h, px);
  await tab.screenshot({ path: join(folder, `${job.name}.png`), clip: { x: 0, y: 0, width: Math.round(w * px), height: Math.round(h * px) } });
}

await main();

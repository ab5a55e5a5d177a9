"""The page of a report with many findings, in Chromium: how large it is, when it answers, and what that takes.

    python bench/page.py [--findings 10000] [--runs 5]

Needs Chromium and playwright. Each run opens a blank page and the page in turns, in a browser of its own. Printed are medians: milliseconds until the first
text is seen and until the page's script is ready for clicks and keys, and CPU seconds of all of Chromium's processes until a click has been answered, beside
those for the blank page; then what it takes to search all findings and to open the last one.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from jsrules.base.source import Source
from jsrules.outputs.exchange.html import HtmlWriter
from jsrules.outputs.exchange.writer import WriterOptions
from jsrules.verification.verifier import Verifier

HOSTILE = '</script><img src=x onerror=alert(1)><b>"=HYPERLINK(1)@SUM'
BLANK = "<!DOCTYPE html><html class=ready><p>."
TIMES = """() => [
  (performance.getEntriesByName("first-contentful-paint")[0] || {startTime: 0}).startTime,
  performance.getEntriesByType("navigation")[0].domInteractive,
]"""


def write_page(path: Path, findings: int) -> None:
    """A report of so many rows of which none adds up, as a page."""
    rows = "".join(f"    '项{n} {HOSTILE}': [{n}.00, 1.00, {n + 3}.00]\n" for n in range(findings))
    text = f"单位: 某局\n金额单位: 万元\n表:\n  栏: [甲, 乙, 丙]\n  行:\n{rows}"
    rules = Source("规则.jsr", "表 表\n规则 和：每行 丙 = 甲 + 乙\n")
    result = Verifier([rules]).verify(Source("多.yaml", text), "", 0)
    writer = HtmlWriter(WriterOptions())
    start = time.process_time()
    path.write_text(writer.opening() + writer.result(result) + writer.closing(), "utf-8")
    print(
        f"{findings} findings: written in {time.process_time() - start:.1f} CPU s, {path.stat().st_size / 1e6:.1f} MB"
    )


def opened(browsers: Any, chromium: str, path: Path) -> tuple[float, float, float]:
    """Opens a page in a new browser: first paint, ready (ms), CPU seconds until a frame was drawn after that."""
    browser = browsers.launch(executable_path=chromium, args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1500, "height": 900})
    page.goto(path.as_uri())
    page.locator("html.ready").wait_for(state="attached")
    page.mouse.click(200, 60)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    seen, ready = page.evaluate(TIMES)
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    browser.close()
    return seen, ready, sum(each["cpuTime"] for each in processes)


def used(browsers: Any, chromium: str, path: Path, findings: int) -> tuple[float, float]:
    """Seconds until a search through all findings is shown, and until its one finding is open with its figures lit."""
    browser = browsers.launch(executable_path=chromium, args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1500, "height": 900})
    page.goto(path.as_uri())
    page.locator("html.ready").wait_for(state="attached")
    start = time.perf_counter()
    page.locator(".words").fill(f"项{findings - 1}")
    page.locator(".shown", has_text=f" {findings}").wait_for()
    searched = time.perf_counter() - start
    start = time.perf_counter()
    page.locator("details.finding:visible summary").click()
    page.locator(".lit").first.wait_for()
    answered = time.perf_counter() - start
    browser.close()
    return searched, answered


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--findings", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium", file=sys.stderr)
        return 2
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as made:
        blank, page = Path(folder, "blank.html"), Path(folder, "page.html")
        blank.write_text(BLANK, "utf-8")
        write_page(page, options.findings)
        runs: dict[Path, list[tuple[float, float, float]]] = {blank: [], page: []}
        for _ in range(options.runs):
            for path, found in runs.items():
                found.append(opened(made.chromium, chromium, path))
        for path, found in runs.items():
            seen, ready, taken = (median(each) for each in zip(*found, strict=True))
            print(f"{path.stem:6} first text {seen:5.0f} ms   ready {ready:5.0f} ms   {taken:.2f} CPU s")
        searched, answered = used(made.chromium, chromium, page, options.findings)
        print(f"search {searched * 1000:.0f} ms   open the last finding {answered * 1000:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())

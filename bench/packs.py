"""How long a pack of 2,000 rules takes from its folder to a department, and what a locked pack adds to `jsrules verify`.

    python bench/packs.py [--rounds 15]

Wall and CPU seconds of whole processes. Needs the extra ``packs``. Asserts nothing.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from startup import processor

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "reports" / "jiyuan-2021.yaml"
START = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from jsrules.cli import main; sys.exit(main())"

MANIFEST = "代号: big\n名称: 大包\n版本: 1.0.0\n语言: zh\n发布单位: 局\n程序: jsrules >=0.1\n报告: 部门决算\n表样: final-accounts\n年度: 2021\n"
RULE = '规则 第{n}条：收入.总计 + {n} = 收入.本年收入合计 + 收入.年初结转和结余 + {n}\n  依据 "财决01表"\n'


def jsrules(*arguments: str, cwd: Path) -> tuple[float, float]:
    """Wall and CPU seconds of one process."""
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([sys.executable, "-c", START, *arguments], cwd=cwd, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in (0, 1), done.stderr.decode()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - wall, cpu


def show(name: str, taken: tuple[float, float]) -> None:
    """One line of the table."""
    print(f"{name:<40} {taken[0]:7.2f} s  {taken[1]:7.2f} s CPU")


def big(folder: Path, count: int) -> None:
    """A pack of so many rules."""
    (folder / "rules").mkdir(parents=True)
    (folder / "pack.yaml").write_text(MANIFEST, "utf-8")
    (folder / "CHANGELOG.md").write_text("1.0.0\n", "utf-8")
    rules = "".join(RULE.format(n=number) for number in range(count))
    (folder / "rules" / "all.jsr").write_text("表 收入支出决算总表\n" + rules, "utf-8")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=15)
    rounds = options.parse_args().rounds
    print(processor())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {"XDG_DATA_HOME": f"{name}/data", "XDG_CACHE_HOME": f"{name}/cache"}
        big(folder / "big", 2000)
        jsrules("pack", "keygen", "k", "--unprotected", cwd=folder)
        keys = ("--root", "k.pub", "--packs", "k.pub", "--everyday", "k.pub")
        jsrules("pack", "init", "repo", "--title", "局", *keys, cwd=folder)
        show("record the history of 2,000 rules", jsrules("pack", "record", "big", "--reason", "首次", cwd=folder))
        show("pack build", jsrules("pack", "build", "big", cwd=folder))
        shutil.copytree(ROOT / "spec" / "packs" / "final-accounts", folder / "fa")
        with (folder / "fa" / "pack.yaml").open("a", encoding="utf-8") as file:
            file.write("语言: zh\n发布单位: 局\n程序: jsrules >=0.1\n")
        (folder / "fa" / "CHANGELOG.md").write_text("1.0.0\n", "utf-8")
        jsrules("pack", "record", "fa", "--reason", "首次", cwd=folder)
        show("pack build of the shipped pack, tested", jsrules("pack", "build", "fa", cwd=folder))
        archives = ("big-1.0.0.jspack", "final-accounts-1.0.0.jspack")
        show("pack add", jsrules("pack", "add", "repo", *archives, cwd=folder))
        show("pack sign", jsrules("pack", "sign", "repo", "--key", "k.key", cwd=folder))
        publish = ("pack", "publish", "repo", "--key", "k.key", "--root-file", "root.json")
        show("pack publish", jsrules(*publish, cwd=folder))
        show("pack fetch", jsrules("pack", "fetch", "repo", "big", "--root", "root.json", cwd=folder))
        for place in ("locked", "shipped"):
            (folder / place).mkdir()
        jsrules("pack", "fetch", "../repo", "final-accounts", cwd=folder / "locked")
        taken: dict[str, list[float]] = {"locked": [], "shipped": []}
        for number in range(rounds + 2):
            for place, times in taken.items():
                cpu = jsrules("verify", str(REPORT), cwd=folder / place)[1]
                if number > 1:  # the first resolves the rules
                    times.append(cpu)
        for place, times in taken.items():
            print(
                f"jsrules verify, {place}: median {1000 * statistics.median(times):.1f} ms CPU, least {1000 * min(times):.1f}"
            )


if __name__ == "__main__":
    main()

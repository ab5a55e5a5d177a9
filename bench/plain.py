"""The plain script that jsrules is measured against: one report, PyYAML's C loader, Decimal, identities in code.

    python bench/plain.py reports/jiyuan-2021.yaml

It checks what ``spec/packs/final-accounts`` checks, rule file by rule file, with the same allowance for rounding, and
prints what fails. What it does not do is what jsrules is for: it knows this form set only, trusts its input, and says
neither where a figure stands nor why a check did not apply.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import yaml

ZERO = Decimal(0)
HALF = Decimal("0.5")
FIGURE = re.compile(r"(减少|下降)?(?:增加|增长|上升)?\s*(-?\d+)(?:\.(\d+))?\s*(%)?")


class Figure(NamedTuple):
    """A printed figure and one unit of its last place; a blank is exactly 0."""

    value: Decimal
    step: Decimal
    text: str


BLANK = Figure(ZERO, ZERO, "")


def read_figure(text: str, decimals: int) -> Figure:
    """The figure in a scalar; cells of tables have at least ``decimals``."""
    if text in ("", "~", "-"):
        return BLANK
    match = FIGURE.match(text.replace(",", ""))
    if match is None:
        raise ValueError(f"not a figure: {text}")
    down, whole, fraction, percent = match.groups()
    fraction = fraction or ""
    places = max(len(fraction), 0 if percent else decimals) + (2 if percent else 0)
    value = Decimal(f"{whole}.{fraction}") if fraction else Decimal(whole)
    if percent:
        value = value.scaleb(-2)
    return Figure(-value if down else value, Decimal(1).scaleb(-places), text)


class Block:
    """Rows and columns of figures; a missing one is blank. Rows with a code are known by it."""

    def __init__(self, data: Any, decimals: int, columns: Sequence[str] = ("",), coded: bool = True) -> None:
        self.rows: list[str] = []
        self.columns = list(columns)
        self.cells: dict[tuple[str, str], Figure] = {}
        self.again: list[tuple[str, str, Figure]] = []  # further statements of a figure
        if isinstance(data, dict) and "行" in data:
            self.columns = data.get("栏") or self.columns
            data = data["行"]
        for label, entry in (data or {}).items():
            head = label.split(" ", 1)[0]
            row = head if coded and head.isdigit() else label
            self.rows.append(row)
            if isinstance(entry, dict):
                for column, text in entry.items():
                    first, *others = text if isinstance(text, list) else [text]
                    self.cells[row, column] = read_figure(first, decimals)
                    self.again += [(row, column, read_figure(each, decimals)) for each in others]
                continue
            entries = entry if isinstance(entry, list) else [entry]
            if len(entries) != len(self.columns):
                raise ValueError(f"{label}: {len(entries)} entries for {len(self.columns)} columns")
            for column, text in zip(self.columns, entries, strict=True):
                self.cells[row, column] = read_figure(text, decimals)

    def __getitem__(self, key: str | tuple[str, str]) -> Figure:
        row, column = key if isinstance(key, tuple) else (key, self.columns[0])
        return self.cells.get((row, column), BLANK)

    def codes(self, length: int = 0) -> list[str]:
        """Rows that are codes, of one length when it is given."""
        return [row for row in self.rows if row.isdigit() and length in (0, len(row))]

    def column(self, rows: Iterable[str], column: str = "") -> list[Figure]:
        """The figures of some rows in one column."""
        return [self[row, column or self.columns[0]] for row in rows]

    def count(self, rows: Iterable[str], column: str = "") -> int:
        """How many of them are printed."""
        return sum(figure.text != "" for figure in self.column(rows, column))


def total(figures: Iterable[Figure]) -> Decimal:
    """The sum of the printed values."""
    return sum((figure.value for figure in figures), ZERO)


def slack(figures: Iterable[Figure]) -> Decimal:
    """How far rounding alone can move a sum of them."""
    return sum((figure.step for figure in figures), ZERO) * HALF


class Checker:
    """Counts verdicts and prints the failures."""

    def __init__(self) -> None:
        self.counts = {"相符": 0, "尾差": 0, "不符": 0, "不适用": 0}

    def say(self, verdict: str, name: str, formula: str = "") -> None:
        """Count a verdict; show it when it is a finding."""
        self.counts[verdict] += 1
        if formula:
            print(f"{verdict}  {name}：{formula}")

    def equal(self, name: str, left: Figure, right: Sequence[Figure], minus: Sequence[Figure] = ()) -> None:
        """``left`` = the sum of ``right`` - the sum of ``minus``, within rounding."""
        printed = [figure for figure in (left, *right, *minus) if figure.text]
        if not printed:
            return self.say("不适用", name)
        difference = left.value - total(right) + total(minus)
        if difference == 0:
            return self.say("相符", name)
        allowance = slack(printed)
        formula = f"{left.text or 0} ≠ {' + '.join(f.text for f in right if f.text) or 0}"
        formula += "".join(f" - {f.text}" for f in minus if f.text)
        verdict = "尾差" if abs(difference) <= allowance else "不符"
        return self.say(verdict, name, f"{formula}，相差 {difference}，最大尾差 {allowance}")

    def at_most(self, name: str, left: Sequence[Figure], right: Sequence[Figure]) -> None:
        """The sum of ``left`` <= the sum of ``right``, unless rounding alone makes it more."""
        printed = [figure for figure in (*left, *right) if figure.text]
        if not printed:
            return self.say("不适用", name)
        excess = total(left) - total(right)
        if excess <= slack(printed):
            return self.say("相符", name)
        return self.say("不符", name, f"{total(left)} > {total(right)}")

    def rate(self, name: str, printed: Figure, part: Sequence[Figure], base: Sequence[Figure]) -> None:
        """A printed rate against the rate of ``part`` on ``base``, half up; what it was cut to is told apart."""
        if not printed.text:
            return self.say("不适用", name)
        above, below = total(part), total(base)
        if below == 0:
            return self.say("不符", name, f"{printed.text} = {above} / 0 无定义")
        exact = above / below
        if exact.quantize(printed.step, ROUND_HALF_UP) == printed.value:
            return self.say("相符", name)
        above_slack, below_slack = slack(part), slack(base)
        rates = [
            (above + one * above_slack) / (below + other * below_slack)
            for one in (-1, 1)
            for other in (-1, 1)
            if below + other * below_slack
        ]
        half = printed.step * HALF
        if min(rates) <= printed.value + half and printed.value - half <= max(rates):
            return self.say("尾差", name, f"{printed.text} = {above} / {below}")
        cut = "（截尾）" if exact.quantize(printed.step, ROUND_DOWN) == printed.value else ""
        return self.say("不符", name, f"{printed.text} ≠ {above} / {below} = {exact * 100:.4f}%{cut}")

    def growth(self, name: str, section: Block, row: str, now: Figure) -> None:
        """A printed growth rate against the change on what was there before it."""
        change = section[row, "比上年增减额"]
        minus = Figure(-change.value, change.step, change.text)
        self.rate(name, section[row, "比上年增减率"], [change], [now, minus])

    def holds(self, name: str, condition: bool, applies: bool = True) -> None:
        """A plain condition."""
        if not applies:
            return self.say("不适用", name)
        return self.say("相符", name) if condition else self.say("不符", name, "不成立")


class Report:
    """The tables and sections of the file."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.year = Decimal(data["年度"])
        decimals = int(data["小数位"])
        summary, fiscal = data["收入支出决算总表"], data["财政拨款收入支出决算总表"]
        detail = data["一般公共预算财政拨款基本支出决算明细表"]
        self.income, self.outlay = Block(summary["收入"], decimals), Block(summary["支出"], decimals)
        self.t02, self.t03 = Block(data["收入决算表"], decimals), Block(data["支出决算表"], decimals)
        self.fiscal_in, self.fiscal_out = Block(fiscal["收入"], decimals), Block(fiscal["支出"], decimals)
        self.t05 = Block(data["一般公共预算财政拨款支出决算表"], decimals)
        self.staff, self.office = Block(detail["人员经费"], decimals), Block(detail["公用经费"], decimals)
        self.t07 = Block(data["一般公共预算财政拨款“三公”经费支出决算表"], decimals)
        self.t08 = Block(data["政府性基金预算财政拨款收入支出决算表"], decimals)
        self.text = {name: Block(section, 0, coded=name != "项目评分") for name, section in data["情况说明"].items()}


SOURCES = ["上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
FUNDS = ["一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]
INCOMES = [f"{fund}收入" for fund in FUNDS] + SOURCES
OUTLAYS = ["基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"]


def check_levels(check: Checker, name: str, block: Block) -> None:
    """Every code that has children equals their sum, in every column."""
    for code in block.codes():
        children = [child for child in block.codes(len(code) + 2) if child.startswith(code)]
        for column in block.columns if children else ():
            check.equal(f"{name} {code} {column} 逐级汇总", block[code, column], block.column(children, column))


def check_total_row(check: Checker, name: str, block: Block, row: str = "合计") -> None:
    """The total row equals the sum of the classes, in every column."""
    for column in block.columns:
        check.equal(f"{name} {row} {column}", block[row, column], block.column(block.codes(3), column))


def check_columns(check: Checker, name: str, block: Block, whole: str, parts: Sequence[str]) -> None:
    """In every row the first column is the sum of the others."""
    for row in block.rows:
        check.equal(f"{name} {row} 各栏构成", block[row, whole], [block[row, part] for part in parts])


def check_tables(check: Checker, r: Report) -> None:
    """Rule files 01 to 08: each table by itself."""
    a, b = r.income, r.outlay
    check.equal("01 收入合计", a["本年收入合计"], a.column(INCOMES))
    check.equal("01 收入总计", a["总计"], a.column(["本年收入合计", "使用非财政拨款结余", "年初结转和结余"]))
    check_total_row(check, "01", b, "本年支出合计")
    check.equal("01 支出总计", b["总计"], b.column(["本年支出合计", "结余分配", "年末结转和结余"]))
    check.equal("01 收支平衡", a["总计"], [b["总计"]])
    for row in a.rows:
        check.holds(f"01 {row} 不为负", a[row].value >= 0, bool(a[row].text))
    for code in b.codes():
        check.holds(f"01 {code} 不为负", b[code].value >= 0)
    for name, block, parts in (
        ("02", r.t02, ["财政拨款收入", *SOURCES]),
        ("03", r.t03, OUTLAYS),
        ("05", r.t05, ["基本支出", "项目支出"]),
    ):
        check_columns(check, name, block, block.columns[0], parts)
        check_levels(check, name, block)
        check_total_row(check, name, block)
    check_fiscal_summary(check, r.fiscal_in, r.fiscal_out)
    for name, block in (("人员经费", r.staff), ("公用经费", r.office)):
        check_levels(check, f"06 {name}", block)
        check.equal(f"06 {name}合计", block[f"{name}合计"], block.column(block.codes(3)))
    vehicles = ["公务用车购置费", "公务用车运行费"]
    for column in r.t07.columns:
        items = r.t07.column(["因公出国（境）费", "公务用车购置及运行费", "公务接待费"], column)
        check.equal(f"07 {column} 合计", r.t07["合计", column], items)
        check.equal(f"07 {column} 公务用车", r.t07["公务用车购置及运行费", column], r.t07.column(vehicles, column))
    check_columns(check, "08", r.t08, "本年支出", ["基本支出", "项目支出"])
    check_levels(check, "08", r.t08)
    check_total_row(check, "08", r.t08)
    for row in r.t08.rows:
        opening = [r.t08[row, "年初结转和结余"], r.t08[row, "本年收入"]]
        check.equal(f"08 {row} 年末", r.t08[row, "年末结转和结余"], opening, [r.t08[row, "本年支出"]])


def check_fiscal_summary(check: Checker, a: Block, b: Block) -> None:
    """Rule file 04."""
    opening, closing = a["年初财政拨款结转和结余"], "年末财政拨款结转和结余"
    openings = a.column(f"年初{fund}" for fund in FUNDS)
    split_opening = any(figure.text for figure in openings)
    split_closing = any(b[closing, fund].text for fund in FUNDS)
    known_opening = split_opening or opening.value == 0
    known_closing = split_closing or b[closing, "合计"].value == 0
    check.equal("04 收入合计", a["本年收入合计"], a.column(FUNDS))
    if split_opening:
        check.equal("04 年初分列", opening, openings)
    check.equal("04 收入总计", a["总计"], [a["本年收入合计"], opening])
    for row in [
        *b.codes(3),
        "本年支出合计",
        *([closing] if split_closing else []),
        *(["总计"] if known_closing else []),
    ]:
        check.equal(f"04 {row} 各栏构成", b[row, "合计"], [b[row, fund] for fund in FUNDS])
    check_total_row(check, "04", b, "本年支出合计")
    for column in b.columns:
        if column == "合计" or (known_closing and b["总计", column].text):
            check.equal(f"04 支出总计 {column}", b["总计", column], b.column(["本年支出合计", closing], column))
    check.equal("04 收支平衡", a["总计"], [b["总计", "合计"]])
    for fund in FUNDS:
        if known_opening and known_closing and b["总计", fund].text:
            check.equal(f"04 {fund} 收支平衡", b["总计", fund], [a[fund], a[f"年初{fund}"]])


def check_between_tables(check: Checker, r: Report) -> None:
    """Rule file 10."""
    t02, t03, t05, t07, t08 = r.t02, r.t03, r.t05, r.t07, r.t08
    a, b, c, d = r.income, r.outlay, r.fiscal_in, r.fiscal_out
    general = FUNDS[0]
    check.equal("01=02 财政拨款收入", t02["合计", "财政拨款收入"], a.column(INCOMES[:3]))
    for source in SOURCES:
        check.equal(f"01=02 {source}", a[source], [t02["合计", source]])
    check.equal("01=02 本年收入", a["本年收入合计"], [t02["合计", "本年收入合计"]])
    for code in dict.fromkeys([*b.codes(3), *t03.codes(3)]):
        check.equal(f"01=03 {code}", b[code], [t03[code, "本年支出合计"]])
    check.equal("01=03 本年支出", b["本年支出合计"], [t03["合计", "本年支出合计"]])
    for fund in FUNDS:
        check.equal(f"01=04 {fund}", a[f"{fund}收入"], [c[fund]])
    for code in dict.fromkeys([*b.codes(3), *d.codes(3)]):
        check.at_most(f"04≤01 {code}", [d[code, "合计"]], [b[code]])
    check.at_most("04≤01 支出", [d["本年支出合计", "合计"]], [b["本年支出合计"]])
    check.at_most("04≤01 收入", [c["本年收入合计"]], [a["本年收入合计"]])
    check.at_most("04≤01 年初", [c["年初财政拨款结转和结余"]], [a["年初结转和结余"]])
    check.at_most("04≤01 年末", [d["年末财政拨款结转和结余", "合计"]], [b["年末结转和结余"]])
    others = [*a.column(SOURCES), a["使用非财政拨款结余"]]
    if total(others) == 0 and a["年初结转和结余"].value == c["年初财政拨款结转和结余"].value:
        check.equal("01=04 没有非财政资金", b["本年支出合计"], [d["本年支出合计", "合计"]])
    check.equal("02=04 财政拨款收入", t02["合计", "财政拨款收入"], [c["本年收入合计"]])
    for row in t05.rows:
        for column, of_all in (("小计", "本年支出合计"), ("基本支出", "基本支出"), ("项目支出", "项目支出")):
            check.at_most(f"05≤03 {row} {column}", [t05[row, column]], [t03[row, of_all]])
    for code in dict.fromkeys([*d.codes(3), *t05.codes(3)]):
        check.equal(f"04=05 {code}", d[code, general], [t05[code, "小计"]])
    check.equal("04=05 本年支出", d["本年支出合计", general], [t05["合计", "小计"]])
    for code in t08.codes(3):
        check.equal(f"04=08 {code}", t08[code, "本年支出"], [d[code, FUNDS[1]]])
    check.equal("04=08 本年支出", d["本年支出合计", FUNDS[1]], t08.column(t08.codes(3), "本年支出"))
    check.at_most("04=08 年初", [t08["合计", "年初结转和结余"]], [c["年初财政拨款结转和结余"]])
    check.at_most("04=08 年末", [t08["合计", "年末结转和结余"]], [d["年末财政拨款结转和结余", "合计"]])
    check.equal("04=08 本年收入", c[FUNDS[1]], [t08["合计", "本年收入"]])
    check.holds("09 须有表", False, applies=d["本年支出合计", FUNDS[2]].value > 0)
    check.equal("05=06 基本支出", t05["合计", "基本支出"], [r.staff["人员经费合计"], r.office["公用经费合计"]])
    for economic, functional in (("30108", "2080505"), ("30109", "2080506"), ("30113", "2210201")):
        if r.staff[economic].text and t05[functional, "基本支出"].text:
            check.equal(f"05=06 {economic}", r.staff[economic], [t05[functional, "基本支出"]])
    for economic, item in (
        ("30212", "因公出国（境）费"),
        ("30217", "公务接待费"),
        ("30231", "公务用车运行费"),
        ("31013", "公务用车购置费"),
    ):
        check.at_most(f"06≤07 {item}", [r.office[economic]], [t07[item, "决算数"]])
    check.at_most("07≤05", [t07["合计", "决算数"]], [t05["合计", "小计"]])


def check_income_and_outlay(check: Checker, r: Report) -> None:
    """Rule file 20: sections one to four of the prose."""
    overall, fiscal = r.text["总体情况"], r.text["财政拨款总体"]
    both = "收支总计"
    check.equal("说明 收入总计", overall[both, "金额"], [r.income["总计"]])
    check.equal("说明 支出总计", overall[both, "金额"], [r.outlay["总计"]])
    check.growth("说明 收支总计增减率", overall, both, overall[both, "金额"])
    check.growth("说明 收支总计增减率 按表", overall, both, r.income["总计"])
    for name, table, of_all, summary in (
        ("收入", r.t02, "本年收入合计", r.income["本年收入合计"]),
        ("支出", r.t03, "本年支出合计", r.outlay["本年支出合计"]),
    ):
        parts, rows = r.text[f"{name}情况"], table.columns[1:]
        whole = parts[f"{name}合计", "金额"]
        check.equal(f"说明 {name}合计", whole, [table["合计", of_all]])
        check.equal(f"说明 {name}合计 与总表", whole, [summary])
        check.equal(f"说明 {name}合计 之和", whole, parts.column(rows, "金额"))
        for row in rows:
            share = parts[row, "占比"]
            if parts[row, "金额"].text:
                check.equal(f"说明 {row}", parts[row, "金额"], [table["合计", row]])
            check.rate(f"说明 {row} 占比", share, [parts[row, "金额"]], [whole])
            check.rate(f"说明 {row} 占比 按表", share, [table["合计", row]], [table["合计", of_all]])
        check_shares(check, f"说明 {name}占比之和", parts, rows)
    check.equal("说明 财政拨款收入 与总表", r.text["收入情况"]["财政拨款收入", "金额"], r.income.column(INCOMES[:3]))
    check.equal("说明 财政拨款收入总计", fiscal[both, "金额"], [r.fiscal_in["总计"]])
    check.equal("说明 财政拨款支出总计", fiscal[both, "金额"], [r.fiscal_out["总计", "合计"]])
    check.growth("说明 财政拨款增减率", fiscal, both, fiscal[both, "金额"])
    check.growth("说明 财政拨款增减率 按表", fiscal, both, r.fiscal_in["总计"])
    check_year_before(check, "财政拨款", (fiscal, both), (overall, both))


def check_shares(check: Checker, name: str, block: Block, rows: Iterable[str]) -> None:
    """Shares add to 100 %."""
    check.equal(name, Figure(Decimal(1), ZERO, "100%"), block.column(rows, "占比"))


def check_year_before(check: Checker, name: str, part: tuple[Block, str], whole: tuple[Block, str]) -> None:
    """The year before, as two sentences give it: a part is not more than the whole."""
    (small, now), (large, then) = part, whole
    change = "比上年增减额"
    check.at_most(
        f"说明 上年{name}", [small[now, "金额"], large[then, change]], [large[then, "金额"], small[now, change]]
    )


def check_general_budget(check: Checker, r: Report) -> None:
    """Rule file 21: sections five and six."""
    t05, overall, basic = r.t05, r.text["一般公共总体"], r.text["基本支出"]
    structure, items = r.text["一般公共结构"], r.text["一般公共具体"]
    whole, outlay = t05["合计", "小计"], r.text["支出情况"]["支出合计", "金额"]
    spent, share = overall["支出", "金额"], overall["支出", "占比"]
    stated, done, planned = structure["合计", "金额"], items["合计", "决算"], items["合计", "年初预算"]
    check.equal("说明 一般公共预算支出", spent, [whole])
    check.equal("说明 一般公共预算支出 与总表", spent, [r.fiscal_out["本年支出合计", FUNDS[0]]])
    check.rate("说明 占本年支出比重", share, [spent], [outlay])
    check.rate("说明 占本年支出比重 按表", share, [whole], [r.t03["合计", "本年支出合计"]])
    check.growth("说明 一般公共预算增减率", overall, "支出", spent)
    check.growth("说明 一般公共预算增减率 按表", overall, "支出", whole)
    check_year_before(check, "一般公共预算", (overall, "支出"), (r.text["财政拨款总体"], "收支总计"))
    check.equal("说明 支出前后一致", spent, [stated])
    check.equal("说明 支出前后一致", stated, [done])
    check.equal("说明 结构支出", stated, [whole])
    classes = structure.codes(3)
    for row in classes:
        amount, share = structure[row, "金额"], structure[row, "占比"]
        check.equal(f"说明 {row} 支出", amount, [t05[row, "小计"]])
        check.rate(f"说明 {row} 占比", share, [amount], [stated])
        check.rate(f"说明 {row} 占比 按表", share, [t05[row, "小计"]], [whole])
    if {row for row in t05.codes(3) if t05[row, "小计"].value} <= set(classes):
        check.equal("说明 各类支出之和", stated, structure.column(classes, "金额"))
        check_shares(check, "说明 各类占比之和", structure, classes)
    else:
        check.at_most("说明 主要几类", structure.column(classes, "金额"), [stated])
    check.equal("说明 支出决算", done, [whole])
    check.rate("说明 完成率", items["合计", "完成年初预算率"], [done], [planned])
    check.rate("说明 完成率 按表", items["合计", "完成年初预算率"], [whole], [planned])
    accounts = items.codes()
    for row in accounts:
        amount, rate, budget = items[row, "决算"], items[row, "完成年初预算率"], items[row, "年初预算"]
        check.equal(f"说明 {row} 支出决算", amount, [t05[row, "小计"]])
        check.rate(f"说明 {row} 完成率", rate, [amount], [budget])
        check.rate(f"说明 {row} 完成率 按表", rate, [t05[row, "小计"]], [budget])
    if {row for row in t05.codes(7) if t05[row, "小计"].value} <= set(accounts):
        check.equal("说明 各项支出之和", done, items.column(accounts, "决算"))
    else:
        check.at_most("说明 主要几项", items.column(accounts, "决算"), [done])
    check.at_most("说明 各项年初预算", items.column(accounts, "年初预算"), [planned])
    check.equal("说明 各项年初预算之和", planned, items.column(accounts, "年初预算"))
    whole, staff, office = basic.column(["基本支出", "人员经费", "公用经费"], "金额")
    check.equal("说明 基本支出合计", whole, [staff, office])
    check.equal("说明 一般公共预算基本支出", whole, [t05["合计", "基本支出"]])
    check.equal("说明 人员经费", staff, [r.staff["人员经费合计"]])
    check.equal("说明 公用经费", office, [r.office["公用经费合计"]])


def check_hospitality(check: Checker, r: Report) -> None:
    """Rule file 22: section seven."""
    t07, overall, items = r.t07, r.text["三公总体"], r.text["三公具体"]
    spent, planned = t07["合计", "决算数"], t07["合计", "预算数"]
    all_planned, all_spent, all_rate = (overall["三公经费", each] for each in ("预算", "决算", "完成预算率"))
    check.equal("说明 三公预算", all_planned, [planned])
    check.equal("说明 三公决算", all_spent, [spent])
    check.rate("说明 三公完成率", all_rate, [all_spent], [all_planned])
    if planned.value:
        check.rate("说明 三公完成率 按表", all_rate, [spent], [planned])
    parts = ["因公出国（境）费", "公务用车购置及运行费", "公务接待费"]
    for row in parts:
        amount, rate, share, budget = (items[row, each] for each in ("决算", "完成预算率", "占比", "预算"))
        check.equal(f"说明 {row} 决算", amount, [t07[row, "决算数"]])
        check.equal(f"说明 {row} 预算", budget, [t07[row, "预算数"]])
        check.rate(f"说明 {row} 完成率", rate, [amount], [budget])
        check.rate(f"说明 {row} 占比", share, [amount], [all_spent])
        if t07[row, "预算数"].value:
            check.rate(f"说明 {row} 完成率 按表", rate, [t07[row, "决算数"]], [t07[row, "预算数"]])
        if spent.value:
            check.rate(f"说明 {row} 占比 按表", share, [t07[row, "决算数"]], [spent])
    for row, column, other in items.again:
        check.equal(f"说明 {row} {column} 前后一致", items[row, column], [other])
    check.equal("说明 三公各项之和", all_spent, items.column(parts, "决算"))
    check_shares(check, "说明 三公占比之和", items, parts)
    check.equal("说明 预算之和", all_planned, items.column(parts, "预算"))
    trips, persons = items["因公出国", "团组数"], items["因公出国", "人次"]
    check.at_most("说明 出国人次", [trips], [persons])
    check.holds("说明 出国须有人次", persons.value >= 1, t07["因公出国（境）费", "决算数"].value > 0)
    bought, driven = t07["公务用车购置费", "决算数"], t07["公务用车运行费", "决算数"]
    costs = items.column(["公务用车购置费", "公务用车运行费"], "决算")
    check.equal("说明 用车购置支出", costs[0], [bought])
    check.equal("说明 用车运行支出", costs[1], [driven])
    check.equal("说明 用车支出之和", items["公务用车购置及运行费", "决算"], costs)
    new, kept = items["公务用车", "购置车辆数"], items["公务用车", "保有量"]
    check.holds("说明 购置须有车", new.value >= 1, bought.value > 0)
    check.holds("说明 有车须有购置费", bought.value > 0, new.value >= 1)
    check.holds("说明 运行须有车", kept.value >= 1, driven.value > 0)
    guests = ["外宾接待", "国内接待"]
    received = items.column(guests, "决算")
    check.equal("说明 接待支出之和", items["公务接待费", "决算"], received)
    check.equal("说明 接待支出 按表", t07["公务接待费", "决算数"], received)
    for row in guests:
        costly = items[row, "决算"].value > 0
        check.at_most(f"说明 {row} 人次", [items[row, "团组数"]], [items[row, "人次"]])
        check.holds(f"说明 {row} 有人次须公开团组", bool(items[row, "团组数"].text), items[row, "人次"].value >= 1)
        for count in ("团组数", "人次"):
            check.holds(f"说明 {row} 须公开{count}", bool(items[row, count].text), costly)
            check.holds(f"说明 {row} 须有{count}", items[row, count].value >= 1, costly)


def check_operations(check: Checker, r: Report) -> None:
    """Rule files 23 and 24: sections eight to twelve."""
    bought, assets = r.text["政府采购"], r.text["国有资产"]
    review, scores = r.text["绩效"], r.text["项目评分"]
    everything, small, tiny = bought.column(["采购总额", "中小企业合同", "小微企业合同"], "金额")
    check.equal("说明 政府采购总额", everything, bought.column(["货物", "工程", "服务"], "金额"))
    check.rate("说明 中小企业占比", bought["中小企业合同", "占比"], [small], [everything])
    check.rate("说明 小微企业占比", bought["小微企业合同", "占比"], [tiny], [everything])
    check.rate("说明 小微企业比重", bought["小微企业合同", "占中小企业比重"], [tiny], [small])
    check.at_most("说明 小微企业不大于中小企业", [tiny], [small])
    check.at_most("说明 合同不大于采购", [small], [everything])
    check.at_most("说明 采购不大于支出", [everything], [r.outlay["本年支出合计"]])
    cars = [row for row in assets.rows if row.endswith("用车")]
    check.holds("说明 车辆构成", assets["车辆"].value == total(assets.column(cars)))
    check.at_most("说明 公务用车不多于车辆", [r.text["三公具体"]["公务用车", "保有量"]], [assets["车辆"]])
    count, approved = len(scores.rows), review["绩效批复", "项目数"].value
    check.holds("说明 评分项目不多于批复", count <= approved)
    check.holds("说明 评分项目数", count == approved)
    mean = total(scores.column(scores.rows, "得分")) / count
    printed, covered = review["绩效自评", "平均分"], review["绩效自评", "覆盖率"].value
    check.holds(f"说明 平均分 {mean:.3f}", mean.quantize(Decimal("0.01"), ROUND_HALF_UP) == printed.value)
    check.holds("说明 覆盖率", covered <= 1)
    check.holds("说明 全部自评", review["绩效自评", "项目数"].value == approved, covered == 1)
    check.at_most("说明 自评资金", [review["绩效自评", "预算资金"]], [r.text["一般公共具体"]["合计", "年初预算"]])
    for row in scores.rows:
        check.holds(f"说明 {row} 得分", scores[row, "得分"].value <= 100)


def check_years(check: Checker, r: Report) -> None:
    """Rule file 25: a sentence that states its year states the report's."""
    for name, section in r.text.items():
        for (row, column), figure in section.cells.items():
            if name == "各处年度":
                check.holds(f"说明 {row} {figure.text}", figure.value <= r.year)
            elif "年度" in (row[-2:], column):
                check.holds(f"说明 {name} {row} 写明 {figure.text} 年", figure.value == r.year)
        for row, column, figure in section.again:
            if column == "年度":
                check.holds(f"说明 {name} {row} 写明 {figure.text} 年", figure.value == r.year)


def main() -> int:
    """Check one report; 1 when something is wrong."""
    with open(sys.argv[1], encoding="utf-8") as file:
        # CBaseLoader leaves every scalar as it is written: 517.20 must not become 517.2.
        report = Report(yaml.load(file, Loader=yaml.CBaseLoader))
    check = Checker()
    check_tables(check, report)
    check_between_tables(check, report)
    check_income_and_outlay(check, report)
    check_general_budget(check, report)
    check_hospitality(check, report)
    check_operations(check, report)
    check_years(check, report)
    print("，".join(f"{verdict} {count}" for verdict, count in check.counts.items()))
    return 1 if check.counts["不符"] else 0


if __name__ == "__main__":
    sys.exit(main())

"""What published accounts print is read without a word, in every year and place of which it is known."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from jsrules.base.names import fold
from jsrules.base.source import Source
from jsrules.base.years import Years, parse_years
from jsrules.model.form import FormSet
from jsrules.packs.choice import Installed
from jsrules.packs.form_choice import FormChooser
from jsrules.readers.reports.header import REGION, ReportHeader
from jsrules.readers.reports.report_reader import open_report

FACTS: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "what_accounts_print.yaml").read_text("utf-8"), yaml.BaseLoader
)
PLACES = (
    *("", "上海市普陀区", "陕西省", "天津市", "浙江省义乌市", "江西省", "内蒙古自治区", "安徽省", "云南省", "四川省"),
    *("辽宁省", "宁夏回族自治区", "广西壮族自治区", "湖南省"),
)
CHOOSER = FormChooser(Installed().all)


def years_of(said: str | list[str]) -> list[int]:
    found = [parse_years(each) for each in ([said] if isinstance(said, str) else said)]
    return [year for year in range(2017, 2026) if any(isinstance(each, Years) and each.holds(year) for each in found)]


@cache
def forms_of(place: str, year: int) -> FormSet:
    chosen = CHOOSER.choose(ReportHeader(kind="部门决算", year=year, extra={REGION: place} if place else {}))
    assert chosen is not None
    return chosen.read()


@pytest.mark.parametrize("fact", FACTS, ids=[each["事实"] for each in FACTS])
def test_it_is_read_without_a_word(fact: dict[str, Any]) -> None:
    for place in [fact["哪里"]] if "哪里" in fact else PLACES:
        for year in years_of(fact["年度"]):
            head = f"报告: 部门决算\n单位: 某局\n年度: {year}\n" + (f"{REGION}: {place}\n" if place else "")
            opened = open_report(Source("报告.yaml", head + fact["报告"]))
            forms = forms_of(place, year)
            assert forms.year == year
            _, warnings = opened.read(forms)
            assert not warnings, (place, year, warnings)
            known = {fold(row.name) for form in forms.forms for block in form.blocks for row in block.rows}
            assert known.isdisjoint(map(fold, fact.get("没有", []))), (place, year)

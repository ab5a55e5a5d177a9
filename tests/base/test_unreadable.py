"""Texts that are no figures: what keeps them from it, the figure that was meant, and which of them are warned of."""

from __future__ import annotations

import pytest
from support.endless import comes_to_an_end

from jsrules.base.unreadable import (
    OBSTACLE_WORDS,
    Obstacle,
    is_other_thing,
    is_slip,
    obstacle_in,
    obstacle_remedy,
    obstacle_text,
)

TABLE = [
    ("￥40.00", "currency", "￥", "40.00", True),
    ("¥40.00", "currency", "¥", "40.00", True),
    ("＄40", "currency", "＄", "40", True),
    ("$40", "currency", "$", "40", True),
    ("RMB 40.00", "currency", "RMB", "40.00", True),
    ("人民币40.00元", "currency", "人民币", "40.00元", True),
    ("-￥40.00", "currency", "￥", "-40.00", True),
    ("￥-40.00", "currency", "￥", "-40.00", True),
    ("40.00￥", "currency", "￥", "40.00", True),
    ("40.00*", "mark", "*", "40.00", True),
    ("40.00＊", "mark", "＊", "40.00", True),
    ("40.00**", "mark", "**", "40.00", True),
    ("40.00注1", "mark", "注1", "40.00", True),
    ("40.00 注", "mark", "注", "40.00", True),
    ("40.00①", "mark", "①", "40.00", True),
    ("40.00[1]", "mark", "[1]", "40.00", True),
    ("40.00（注）", "mark", "（注）", "40.00", True),
    ("40.00（注2）", "mark", "（注2）", "40.00", True),
    ("*40.00", "mark", "*", "40.00", True),
    ("①40.00", "mark", "①", "40.00", True),
    ("△3.20", "mark", "△", "", True),
    ("40.00†", "mark", "†", "40.00", True),
    ("100.00%注2", "mark", "注2", "100.00%", True),
    ("40.00%*", "mark", "*", "40.00%", True),
    ("40.00 万元*", "mark", "*", "40.00 万元", True),
    ("40.00\u200b", "invisible", "U+200B", "40.00", True),
    ("\ufeff40.00", "invisible", "U+FEFF", "40.00", True),
    ("40.00\u200e", "invisible", "U+200E", "40.00", True),
    ("4\u20090.00", "invisible", "U+2009", "40.00", True),
    ("1\u202f234.50", "invisible", "U+202F", "1234.50", True),
    ("40.00万", "multiplier", "万", "40.00 万元", True),
    ("40万", "multiplier", "万", "40 万元", True),
    ("0.3亿", "multiplier", "亿", "0.3 亿元", True),
    ("12.5w", "multiplier", "w", "12.5 万元", True),
    ("3千", "multiplier", "千", "3 千元", True),
    ("0012", "zeros", "", "", False),
    ("1:30", "colon", "", "", False),
    ("8:30-17:30", "colon", "", "", False),
    ("9111X", "suffix", "X", "9111", True),
    ("306A", "suffix", "A", "306", False),
    ("见附件", "words", "", "", False),
    ("约40", "about", "约", "40", True),
    ("约40万元", "about", "约", "40万元", True),
    ("大约 40.00", "about", "大约", "40.00", True),
    ("近40", "about", "近", "40", True),
    ("逾40", "about", "逾", "40", True),
    ("超40", "about", "超", "40", True),
    ("40左右", "about", "左右", "40", True),
    ("40余", "about", "余", "40", True),
    ("40多", "about", "多", "40", True),
    ("40+", "about", "+", "40", True),
    (">40", "about", ">", "40", True),
    ("≥40.00", "about", "≥", "40.00", True),
    ("~40", "about", "~", "40", True),
    ("增加约5.00", "about", "约", "增加 5.00", True),
    ("40～50", "range", "", "", True),
    ("40-50", "range", "", "", True),
    ("30.00—40.00", "range", "", "", True),
    ("30.00至40.00", "range", "", "", True),
    ("40%-50%", "range", "", "", True),
    ("1/2", "fraction", "", "", False),
    ("½", "fraction", "", "", False),
    ("四十", "numerals", "", "", False),
    ("肆拾万元整", "numerals", "", "", True),
    ("负40.00", "sign_word", "负", "-40.00", True),
    ("红字40.00", "sign_word", "红字", "-40.00", True),
    ("亏损40.00", "sign_word", "亏损", "-40.00", True),
    ("40.00-", "sign_word", "-", "-40.00", True),
    ("1'234.50", "separator", "'", "1234.50", True),
    ("1’234.50", "separator", "’", "1234.50", True),
    ("4O.00", "letters", "O", "40.00", True),
    ("4l.00", "letters", "l", "41.00", True),
    ("O.00", "letters", "O", "0.00", True),
    ("1OO", "unit", "OO", "", False),
    ("٤٠", "digits", "", "40", True),
    ("４０.００*", "mark", "*", "４０.００", True),
    ("40.00/50.00", "several", "", "", True),
    ("40.00（其中30.00）", "several", "", "", True),
    ("=SUM(A1:A3)", "formula", "", "", True),
    ("=B2+B3", "formula", "", "", True),
    ("“40.00”", "quotes", "“", "40.00", True),
    ("《40》", "quotes", "《", "40", True),
    ("40.00；", "suffix", "；", "40.00", True),
    ("40.00?", "suffix", "?", "40.00", True),
    ("40.00元整", "suffix", "整", "40.00元", True),
    ("40.00元正", "suffix", "正", "40.00元", True),
    ("40.00#REF!", "error_value", "", "", True),
    ("无", "words", "", "", False),
    ("暂无", "words", "", "", False),
    ("待定", "words", "", "", False),
    ("N/A", "words", "", "", False),
    ("n/a", "words", "", "", False),
    ("/", "words", "", "", False),
    ("\\", "words", "", "", False),
    ("…", "words", "", "", False),
    ("张三", "words", "", "", False),
    ("2021-03-05", "date", "", "", False),
    ("2021/3/5", "date", "", "", False),
    ("2021年3月5日", "date", "", "", False),
    ("2021.3.5", "date", "", "", False),
    ("2021年度", "date", "", "", False),
    ("2020-2021", "range", "", "", False),
    ("1-12", "range", "", "", False),
    ("3-201", "range", "", "", False),
    ("0391-6630000", "text", "", "", False),
    ("010-66551234", "text", "", "", False),
    ("91410000MA45XXXX12", "text", "", "", False),
    ("410881199001011230X", "unit", "X", "", False),
    ("豫财〔2021〕5号", "text", "", "", False),
    ("第3号", "text", "", "", False),
    ("A1", "text", "", "", False),
    ("No.5", "text", "", "", False),
    ("v1.2", "text", "", "", False),
    ("3楼", "unit", "楼", "", False),
    ("301室", "unit", "室", "", False),
    ("5 吨", "unit", "吨", "", False),
    ("G20", "text", "", "", False),
    ("COVID-19", "text", "", "", False),
    ("www.a.cn", "words", "", "", False),
    ("12万5千", "text", "", "", False),
    ("12万5000元", "text", "", "", False),
    ("40.00元左右", "about", "左右", "40.00元", True),
    ("不详", "words", "", "", False),
    ("同上", "words", "", "", False),
    ("是", "words", "", "", False),
    ("√", "words", "", "", False),
]


@pytest.mark.parametrize(("text", "kind", "sign", "figure", "slip"), TABLE)
def test_obstacles(text: str, kind: str, sign: str, figure: str, slip: bool) -> None:
    found = obstacle_in(text)
    assert found == (kind, sign, figure)
    assert is_slip(text, found) is slip
    assert "{" not in obstacle_text(found) + obstacle_remedy(found)


def test_every_kind_is_met() -> None:
    met = {kind for _, kind, *_ in TABLE}
    assert set(OBSTACLE_WORDS) - met <= {"malformed"}
    assert obstacle_in("1.2.3").kind == "malformed"


@pytest.mark.parametrize("text", ["2021.3.5", "1.2.3"])
def test_dates_are_other_things(text: str) -> None:
    assert is_other_thing("甲", text) is (text == "2021.3.5")


@pytest.mark.parametrize(
    "name",
    [
        "统一社会信用代码",
        "联系电话",
        "编制日期",
        "房间号",
        "开户行",
        "账号",
        "规格型号",
        "文号",
        "code",
        "phone number",
    ],
)
def test_names_of_other_things(name: str) -> None:
    assert is_other_thing(name, "9111X")


@pytest.mark.parametrize("name", ["总计", "其他收入", "人员经费", "金额", "30217 公务接待费", "income"])
def test_names_of_figures(name: str) -> None:
    assert not is_other_thing(name, "9111X")


@pytest.mark.parametrize(
    "text", ["约" * 79, "4" * 40 + "O" * 39, "1,234" * 15, "(" * 79, "40*" * 26, "1/2" * 26, " -" * 39]
)
def test_every_text_is_looked_at_to_its_end(text: str) -> None:
    with comes_to_an_end():
        assert isinstance(obstacle_in(text + "甲"), Obstacle)

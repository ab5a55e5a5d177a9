"""Units of measurement, their dimension and size.

Amounts of one dimension convert into each other; adding two dimensions is an error. Any counter word is a unit: one
that is not listed here is of a dimension of its own. What is counted is exact: its interval is a point.
"""

from __future__ import annotations

import re

from jsrules.base.named import NamedTuple


class Unit(NamedTuple):
    """A unit: ``power`` tells its size as a power of ten of the dimension's base unit (万元 is 10**4 元).

    ``dimension`` is a name, or of a quotient those above and below: ``money/辆``, ``money/人·天``. ``money`` counts
    how often money goes into it: 1 for 万元 and 万元/辆, -1 for 人/万元. ``exact``: whole figures are not rounded.
    """

    name: str
    dimension: str
    power: int = 0
    exact: bool = False
    money: int = 0

    @property
    def places(self) -> int:
        """The decimals that a rate has beyond those printed: 5% is 0.05, 5‰ is 0.005."""
        return -self.power if self.dimension == "ratio" else 0

    def shift(self, money_power: int) -> int:
        """The power of ten that takes a figure into the base unit, money into units of ``10**money_power`` 元.

        The decimals of a rate have it already.
        """
        return 0 if self.dimension == "ratio" else self.power - self.money * money_power

    def base(self, money: str) -> str:
        """The name of the dimension's base unit, where money is in this one."""
        return self.dimension.replace("money", money).replace("ratio", "倍")

    @property
    def is_whole(self) -> bool:
        """Whether it is of things that there is no half of, as far as is known: 件 and 人 are, 天 and 万人 are not."""
        if self.dimension in NO_COUNTS or self.name in _DIVISIBLE:
            return False
        return self.exact or (self.name == self.dimension and self.name not in UNITS)

    def is_exact(self, decimals: int) -> bool:
        """Whether a figure with so many decimals is exact: 3 人 is, a mean of 2.6 人 was rounded."""
        return self.exact and not decimals


_MONEY = {"元": 0, "千元": 3, "万元": 4, "百万元": 6, "亿元": 8}
_RATIOS = {"%": -2, "‰": -3, "‱": -4, "百分点": -2, "个百分点": -2, "成": -1, "倍": 0}
_COUNTERS = (
    "个 辆 人 人次 批次 台 台(套) 套 项 次 户 张 件 篇 份 天 名 位 家 所 处 座 栋 幢 间 艘 架 只 头 匹 株 棵 本 册 部 批 期 "
    "场 起 宗 例 笔 条 块 枚 支 瓶 箱 袋 包 组 班 对 双 股 床 床位 户次 家次 台次 场次 件次 班次 车次 例次 人天 人日 "
    "个月 季度 村 乡 镇 县 市 省 社区 单位 企业 机构 学校 项目 工作日"
)
_DIVISIBLE = frozenset("天 个月 季度 工作日 人天 人日".split())
_SIZES: dict[str, tuple[str, int]] = {  # measured, so that whole figures are rounded too
    **{name: ("克", power) for name, power in (("克", 0), ("g", 0), ("公斤", 3), ("kg", 3), ("吨", 6), ("t", 6))},
    **{name: ("米", power) for name, power in (("米", 0), ("m", 0), ("公里", 3), ("km", 3))},
    **{name: ("平方米", power) for name, power in (("平方米", 0), ("m²", 0), ("公顷", 4), ("平方公里", 6), ("km²", 6))},
    **dict.fromkeys(("立方米", "m³"), ("立方米", 0)),
    **dict.fromkeys(("小时", "h"), ("小时", 0)),
    **{name: ("千瓦时", power) for name, power in (("度", 0), ("千瓦时", 0), ("kWh", 0), ("MWh", 3))},
    **{name: ("千瓦", power) for name, power in (("千瓦", 0), ("kW", 0), ("MW", 3))},
    **{
        name: (name, 0)
        for name in "亩 里 升 分钟 秒 美元 欧元 日元 英镑 港元 澳元 加元 韩元 新加坡元 新台币 卢布 GB TB MB".split()
    },
}

UNITS: dict[str, Unit] = {
    **{name: Unit(name, "money", power, False, 1) for name, power in _MONEY.items()},
    **{name: Unit(name, "ratio", power) for name, power in _RATIOS.items()},
    "分": Unit("分", "score"),
    **{name: Unit(name, "year", 0, True) for name in ("年", "年度")},
    **{name: Unit(name, name, 0, True) for name in _COUNTERS.split()},
    **{name: Unit(name, dimension, power) for name, (dimension, power) in _SIZES.items()},
}
"""The units that are known by name."""

SIGNS = frozenset("%‰‱")
"""Units that are signs, printed right behind their figure."""

NO_UNIT = Unit("", "")
"""Of a report without units: its figures go with each other."""

NO_COUNTS = frozenset(("", "money", "ratio", "score", "year", "text", "date"))
"""Dimensions of what is no count of things, nor measured in a unit of its own."""

TEXT, DATE = Unit("文字", "text", 0, True), Unit("日期", "date", 0, True)
"""In the place of a unit: what is printed is a text, or a date."""

TEXT_UNITS = frozenset((TEXT.name, DATE.name))

_found: dict[str, Unit | None] = {**UNITS, "文字": TEXT, "text": TEXT, "日期": DATE, "date": DATE, "": None}
# Patterns are texts: they are compiled when one is met, and a warm run meets few.
_MAGNITUDE = "(万亿|千万|百万|十万|亿|万|千|百)(.+)"
_POWERS = {"百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
# What follows a figure and is no counter: numerals, and words of more or less, of dates, of remarks.
_NO_COUNTER = "[零〇一二两三四五六七八九十百千万亿元]|[余多约近上下以超来几整无见详注附同各共含另略内外前后止]|左右|^[行栏列月日号时点]"
_COUNTER = "[\u4e00-\u9fff]{1,4}"
_PERIODS = {"月": "个月", "日": "天"}
"""Below a line a period; 5月 alone is a month."""

_LONGEST = 20


UNSTATED = "~"
"""In the place of a unit's name: nothing is printed there that has one, so it goes with every unit."""


def find_unit(name: str) -> Unit | None:
    """The unit of that name; brackets may be full-width. Any counter word is one; None for what is none."""
    if name not in _found and len(name) <= _LONGEST:
        if len(_found) > 10_000:  # whatever reports a process reads
            return _make_unit(name)
        _found[name] = _make_unit(name)
    return _found.get(name)


def _make_unit(name: str) -> Unit | None:
    plain = name.translate(_NARROW).replace(" ", "")
    if plain != name:
        return find_unit(plain)
    above, _, below = name.partition("/")
    if below:
        return _quotient(
            name, find_unit(above), [find_unit(_PERIODS.get(each, each)) for each in re.split("[/·]", below)]
        )
    if name.startswith("每") or (name.startswith("个") and len(name) > 1):  # 5 个工作日
        return find_unit(name[1:])
    magnitude = re.fullmatch(_MAGNITUDE, name)
    if magnitude is not None:
        of = find_unit(magnitude[2])
        if of is None or (of.dimension in NO_COUNTS and not of.money):
            return None
        return Unit(name, of.dimension, of.power + _POWERS[magnitude[1]], False, of.money)
    if re.fullmatch(_COUNTER, name) and not re.search(_NO_COUNTER, name):
        return Unit(name, name)
    return None


_NARROW = str.maketrans("（）％／", "()%/")


def _quotient(name: str, above: Unit | None, below: list[Unit | None]) -> Unit | None:
    """The unit ``above/below``, as 元/人 and 元/人·天 are; None where a part is no unit."""
    parts = [each for each in below if each is not None and "/" not in each.dimension]
    if above is None or "/" in above.dimension or len(parts) != len(below):
        return None
    power = above.power - sum(each.power for each in parts)
    money = above.money - sum(each.money for each in parts)
    under = "·".join(sorted(each.dimension for each in parts))
    return Unit(name, f"{above.dimension}/{under}", power, False, money)

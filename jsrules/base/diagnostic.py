"""Diagnostics: what is wrong with an input, where, and what to do about it.

Errors are values. A reader collects them while it goes on, and raises one `InputError` with all of them at the end.
Every code has a heading in ``spec/diagnostics.md`` and its English twin; a test compares the lists.
"""

from __future__ import annotations

from typing import Literal

from jsrules.base.record import Record
from jsrules.base.source import Source, Span

Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")

CODES: dict[str, tuple[str, str]] = {
    # the report file
    "E101": ("文件是空的", "the file is empty"),
    "E102": ("不是合法的 YAML", "not valid YAML"),
    "E103": ("缩进用了制表符", "indented with a tab"),
    "E104": ("键重复", "duplicate key"),
    "E105": ("输入过大", "the input is too large"),
    "E106": ("嵌套过深", "nested too deeply"),
    "E107": ("不接受锚点、别名与标签", "anchors, aliases and tags are not accepted"),
    "E108": ("不是 UTF-8 编码", "not encoded in UTF-8"),
    "E109": ("结构不对", "not the expected shape"),
    "E110": ("表头项缺失或有误", "a header entry is missing or wrong"),
    "E111": ("没有这张表", "no such table"),
    "E112": ("没有这一行或栏块", "no such row or block"),
    "E113": ("没有这一栏", "no such column"),
    "E114": ("行的数目与栏数不符", "a row has the wrong number of entries"),
    "E115": ("应为金额", "an amount is due here"),
    "E116": ("数字写法有误", "a malformed number"),
    "E117": ("键后的冒号写法不对", "the colon after a key is not right"),
    "E118": ("同一行或同一栏写了两次", "the same row or column is given twice"),
    "E119": ("没有相应的表样", "no form set fits"),
    "W120": ("科目名称与表样不同", "the name of the account differs from the form set"),
    "E121": ("单位不符", "the unit does not fit"),
    "W122": ("一个数可能在逗号处被拆开", "a figure may have been split at its comma"),
    "W124": ("同一编码两个名称", "one code with two names"),
    "W125": ("缺上级科目行", "the account above is missing"),
    "W126": ("像是写错的数", "it looks like a mistyped figure"),
    "W129": ("行次与表样不同", "the number of a row differs from the form set"),
    "W130": ("报告里没有一个数", "there is no figure in the report"),
    "W131": ("有未认出的表、行或栏", "tables, rows or columns are not recognised"),
    "W132": ("有待核的格", "cells are to be looked up"),
    "W133": ("导入的附项写法不对", "what an import added is not as it was"),
    "W134": ("存的数与显示的数不一样", "what is stored differs from what is shown"),
    "W135": ("文件断在一行之中", "the file breaks off within a row"),
    "E127": ("电子表格的错误值", "a spreadsheet's error value"),
    "E123": ("上年报告用不上", "the prior-year report cannot be used"),
    "E129": ("不是可选的词", "none of the words to choose from"),
    "E128": ("下级单位的报告用不上", "the report of a subordinate unit cannot be used"),
    # the rule language
    "E201": ("语法错误", "syntax error"),
    "E202": ("没有这个名称", "no such name"),
    "E203": ("名称不唯一", "the name is ambiguous"),
    "E204": ("单位不一致", "units do not agree"),
    "E205": ("规则重名", "duplicate rule name"),
    "E206": ("用法与所在位置不合", "not meaningful in this place"),
    "E207": ("规则过大", "the rule is beyond a limit"),
    # rules that can be used, but hardly mean what they say
    "W301": ("规则重复", "the rule repeats another"),
    "W302": ("规则被更严的规则包含", "a stricter rule includes this one"),
    "W303": ("条件永不成立", "the condition is never true"),
    "W304": ("条件总是成立", "the condition is always true"),
    "W305": ("两边相同", "both sides are the same"),
    "W306": ("规则用不上", "the rule can never apply"),
    "W307": ("舍入使比较没有意义", "rounding makes the comparison meaningless"),
    "W308": ("允许差比印出的精度还小", "the tolerance is tighter than the printed precision"),
    "W309": ("定义没有用到", "an unused definition"),
    "W310": ("规则没有写依据", "a rule without a basis"),
    "W315": ("多乘或多除了单位的倍数", "a factor for a unit that converts by itself"),
    "W316": ("信息里有填不上的数", "a message asks for what is not known"),
    "W317": ("减项是加上的", "a row to subtract is added"),
    "W318": ("比率与大于 1 的数相比，没有写 % 或倍", "a ratio compared with a bare number above 1"),
    "W319": ("同一个数写了两次不改", "a figure is kept twice"),
    # what the analysis of a whole set finds
    "W311": ("规则互相矛盾", "rules contradict each other"),
    "W312": ("规则把单元格定死", "rules leave a cell one value only"),
    "W313": ("规则可由别的规则推出", "the rule follows from others"),
    "W314": ("代入各处后是同样的规则", "the rule is the same as another once bound"),
    # packs and form sets
    "E301": ("找不到规则包", "no such rule pack"),
    "E302": ("规则包清单有误", "the pack manifest is wrong"),
    "E303": ("表样有误", "the form set is wrong"),
    "E304": ("没有可用的规则", "there are no rules to check with"),
    "E305": ("测试文件有误", "a file of tests is wrong"),
    "E306": ("测试里的规则不存在", "a test names no rule"),
    "E307": ("测试里的改动做不了", "a change in a test cannot be made"),
    # archives, versions and overlays of packs
    "E310": ("规则包文件不能接受", "the pack's archive is refused"),
    "E311": ("规则包与文件清单不符", "the pack differs from its list of files"),
    "E312": ("规则包不能打包", "the pack cannot be built"),
    "E313": ("版本号升得不够", "the version is too small for what changed"),
    "E314": ("规则沿革有误", "the history of the rules is wrong"),
    "E315": ("下级规则包越权", "an overlay does what its base does not allow"),
    "E316": ("依赖的规则包不合", "the required pack does not fit"),
    "E317": ("不止一个规则包适用", "more than one pack fits"),
    "E318": ("不止一套表样适用", "more than one form set fits"),
    # keys, repositories, fetching and locking
    "E320": ("钥匙不能用", "the key cannot be used"),
    "E321": ("规则库不能用", "the repository cannot be used"),
    "E322": ("签名不足或不对", "signatures are missing or wrong"),
    "E323": ("已经过期", "it has expired"),
    "E324": ("比已有的旧", "it is older than what is known"),
    "E325": ("内容被改动或混杂", "the content was altered or mixed"),
    "E326": ("超出授权", "beyond what was delegated"),
    "E327": ("取不到", "it cannot be fetched"),
    "E328": ("还不信任这个规则库", "the repository is not trusted yet"),
    "E329": ("规则包已撤回", "the pack was withdrawn"),
    "E330": ("锁文件有误", "the lock file is wrong"),
    "E331": ("锁文件被改动", "the lock file was altered"),
    "E332": ("锁定的规则包用不了", "the locked pack cannot be used"),
    "E333": ("太久没有核实", "not verified for too long"),
    "E334": ("本机时钟不对", "the clock of this machine is wrong"),
    "E335": ("没有安装这个功能", "this feature is not installed"),
    "E336": ("取用不改锁定的版本", "fetching does not change what is locked"),
    "E337": ("没有锁定", "it is not locked"),
    "E338": ("规则库正在被别人改动", "somebody else is changing the repository"),
    "E339": ("发布记录不对", "the log of publications is wrong"),
    "E340": ("没有见证", "no witness has signed"),
    "W320": ("本机时钟落后", "the clock of this machine is behind"),
    "W322": ("规则包里有没有读的文件", "the pack holds files that are not read"),
    "W323": ("沿用以前年度的表样", "the form set of an earlier year is used"),
    "W324": ("更像另一套表样", "the report is more like another form set"),
    "W325": ("表样没有用上，或没有表样", "form sets are not used, or there are none"),
    "W326": ("要不改的数报告里没有", "a figure to be kept is not in the report"),
    # files and the command
    "E401": ("找不到文件", "no such file"),
    "E402": ("无法读取", "cannot be read"),
    "E403": ("无法写出", "cannot be written"),
    # published documents
    "E410": ("文件打不开", "the document cannot be opened"),
    "E413": ("不能加标记", "the document cannot be marked"),
    "W411": ("有的地方没有读全", "parts were not read wholly"),
    "W412": ("有隐藏的内容", "hidden contents"),
    "W414": ("靠合计关系定了栏", "sums decided the columns"),
    "W415": ("怎么读都不符", "no reading agrees with the sums"),
    "W416": ("个别字、数没有照显示的读", "some characters or numbers are not read as shown"),
    "W417": ("一张表印了两次", "a table is printed twice"),
    "W418": ("照栏和行认的表", "a table is known by its columns and rows"),
    # how prose is read
    "E420": ("情况说明的读法写得不对", "the reading of prose is written wrongly"),
    "E421": ("句式写得不对", "a pattern is written wrongly"),
    "E422": ("没有这样的空", "there is no such slot"),
    "E423": ("意思与数的个数不等", "meanings and figures differ in number"),
    "E424": ("指明了项目，没有自己的词", "an item is named, and no word tells it"),
    "E425": ("表样没有这个名称", "the form set has no such name"),
    "E426": ("句式重复", "a pattern stands twice"),
    # check forms
    "E430": ("检查表写得不对", "the check form is written wrongly"),
    "E431": ("检查表里的规则没有", "the check form names no rule"),
    "E432": ("没有检查表", "there is no check form"),
    "E433": ("模板不能用", "the template cannot be used"),
    # waivers
    "E501": ("说明文件有误", "the file of waivers is wrong"),
    "W502": ("说明太宽", "the waiver is too broad"),
    "W503": ("说明已过期", "the waiver has expired"),
    "W504": ("说明还没有生效", "the waiver is not valid yet"),
    "W505": ("说明没有用上", "the waiver is not used"),
    "W506": ("说明之后数变了", "the figures are not those of the waiver"),
    "W507": ("说明里的规则或位置不存在", "the waiver names no such rule or place"),
    "W508": ("这条规则不许说明", "this rule may not be waived"),
    "W509": ("说明的期限太长", "the waiver's term is too long"),
    "E510": ("说明用不上或写不进", "waivers cannot be used or written"),
    # the program itself
    "E900": ("程序内部错误", "an internal error"),
}


NOTES = frozenset(("W134", "W310", "W313", "W323", "W414", "W418"))
"""Codes that are no more than a hint."""


class Label(Record):
    """A place in a source and what is to be said of it; the text may be empty."""

    source: Source
    span: Span
    text: str = ""


class Diagnostic(Record):
    """One thing wrong with an input.

    ``labels`` are the places it concerns, the main one first; ``path`` names the input, that of the main place where
    there is one; ``notes`` say more; ``remedy`` says what to do. As text it is one line: place, code, message, remedy.
    """

    code: str
    message: str
    labels: tuple[Label, ...] = ()
    path: str = ""
    notes: tuple[str, ...] = ()
    remedy: str = ""

    def __post_init__(self) -> None:
        if self.labels:
            object.__setattr__(self, "path", self.labels[0].source.path)

    def __str__(self) -> str:
        path, line, column = self.place()
        place = ":".join(str(part) for part in (path, line, column) if part)
        remedy = f" ({self.remedy})" if self.remedy else ""
        text = f"{place}{': ' if place else ''}[{self.code}] {self.message}{remedy}"
        # What an input holds must not steer the terminal that a traceback is printed on.
        return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"

    @property
    def line(self) -> int:
        """The line of the main place, from 1; 0 when there is none."""
        return self.place()[1]

    @property
    def column(self) -> int:
        """The column of the main place, from 1, in code points; 0 when there is none."""
        return self.place()[2]

    @property
    def severity(self) -> Severity:
        """``error`` for E codes, ``warning`` for W codes, ``info`` for those of `NOTES`."""
        if self.code.startswith("E"):
            return "error"
        return "info" if self.code in NOTES else "warning"

    def place(self) -> tuple[str, int, int]:
        """Path, line and column of the main place; line and column are 0 when there is none, or in no file."""
        if not self.labels or self.labels[0].source.made:
            return self.path, 0, 0
        label = self.labels[0]
        line, column = label.source.locate(label.span.start)
        return label.source.path, line, column


class InputError(Exception):
    """An input cannot be used. Carries every diagnostic found, in the order of the source; as text one on each line."""

    __module__ = "jsrules"  # the name that callers know it by, which tracebacks print

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "\n".join(map(str, self.diagnostics))


def fail(
    code: str,
    message: str,
    *labels: Label,
    path: str = "",
    notes: tuple[str, ...] = (),
    remedy: str = "",
) -> InputError:
    """An `InputError` with one diagnostic, to be raised."""
    return InputError([Diagnostic(code, message, labels, path, notes, remedy)])

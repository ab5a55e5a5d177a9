"""JSON Schemas for what authors of packs and form sets write: ``pack.yaml`` and the files in ``forms``."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.base.units import UNITS
from jsrules.base.years import CALENDAR
from jsrules.model.outcome import SEVERITY_WORDS
from jsrules.outputs.schema_words import DIALECT, Schema, money_units, trimmed

_NAME: Schema = {"type": ["string", "number"], "pattern": r"\S"}
_NAMES: Schema = {"anyOf": [_NAME, {"type": "array", "items": _NAME}, {"type": "null"}, {"const": ""}]}
_TEXT: Schema = {"type": ["string", "number", "null"]}
_IDENTIFIER: Schema = {"type": ["string", "number"], "pattern": r"^\s*-*[A-Za-z0-9][A-Za-z0-9-]*\s*$"}
_NUMBER: Schema = {
    "type": ["integer", "string"],
    "minimum": 0,
    "maximum": 9999,
    "pattern": r"^\s*0{0,5}[0-9]{1,4}\s*$",
}
_MAYBE: Schema = {"anyOf": [{"type": "null"}, {"type": "string", "pattern": "^~?$"}]}
_IDENTIFIER_OR_NOT: Schema = {"anyOf": [_IDENTIFIER, _MAYBE]}
_YEARS: Schema = {
    "anyOf": [
        {"type": "integer", "minimum": CALENDAR[0], "maximum": CALENDAR[-1]},
        {"type": "string", "pattern": r"[0-9０-９]{4}"},
    ]
}
"""Of a text the schema asks for a year only: how ranges are written is the reader's business."""
_VALID: Schema = {"anyOf": [_YEARS, {"type": "array", "items": _YEARS}, _MAYBE]}
_REMOVED: Schema = {"const": "删去"}
_NAMES_BY_YEAR: Schema = {"type": "object", "additionalProperties": {"anyOf": [*_VALID["anyOf"], _REMOVED]}}
_OTHER_NAMES: Schema = {
    "anyOf": [*_NAMES["anyOf"], {"type": "array", "items": {"anyOf": [_NAME, _NAMES_BY_YEAR]}}, _NAMES_BY_YEAR]
}
_MAYBE_NUMBER: Schema = {"anyOf": [_NUMBER, _MAYBE]}
_PRINTED_NUMBER: Schema = {
    "anyOf": [
        {"type": ["number", "string"], "minimum": 0, "pattern": r"^\s*第?[0-9]{1,4}([.-][0-9]{1,4})*[行栏列.]?\s*$"},
        {"type": "string", "pattern": r"^\s*[A-Za-z甲乙丙丁戊己庚辛壬癸]\s*$"},
        _MAYBE,
    ]
}
_PERCENTAGE: Schema = {
    "anyOf": [
        {"type": "integer", "minimum": 0, "maximum": 100},
        {"type": "string", "pattern": r"^\s*(?:0{0,2}[0-9]|0?[1-9][0-9]|100)\s*[%％]?\s*$"},
        _MAYBE,
    ]
}
_VERSION: Schema = {"type": "string", "pattern": r"^\s*(?:0|[1-9][0-9]{0,5})(?:\.(?:0|[1-9][0-9]{0,5})){2}\s*$"}
_LANGUAGE: Schema = {"anyOf": [{"type": "string", "pattern": r"^\s*(?:zh|en)\s*$"}, _MAYBE]}
_NUMBERS: Schema = {"anyOf": [_NUMBER, {"type": "array", "items": _NUMBER}, _MAYBE]}
_FLAG: Schema = {
    "anyOf": [
        {"type": "boolean"},
        {"type": "string", "pattern": r"^\s*(?:[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo]|是|否)\s*$"},
        _MAYBE,
    ]
}
_ANY_UNIT: Schema = {
    "anyOf": [
        {"enum": [*UNITS, "文字", "日期"]},
        {"type": "string", "pattern": trimmed([*UNITS, "％", "text", "date"])},
        {"type": "string", "pattern": r"^\s*[\u4e00-\u9fff][\u4e00-\u9fff()（）/／· ]*$"},
        _MAYBE,
    ]
}


def pack_schema() -> Schema:
    """The schema of a pack's manifest."""
    return {
        "$schema": DIALECT,
        "$id": "https://jsrules.invalid/schema/pack",
        "title": say("规则包清单 pack.yaml", "rule pack manifest pack.yaml"),
        **_mapping(
            {
                "代号": _said(_IDENTIFIER, say("英文字母、数字、连字符", "ASCII letters, digits, hyphens")),
                "名称": _said(_NAME, say("规则包的名称", "the pack's title")),
                "版本": _said(_VERSION, say("三段，如 1.0.0", "three numbers, such as 1.0.0")),
                "报告": _said(_NAMES, say("用于哪些种类的报告", "the kinds of report it is for")),
                "年度": _said(_VALID, say("用于哪些年度；不写是所有年度", "its fiscal years; all when left out")),
                "地区": _said(_NAMES, say("用于哪些地区，如 河南省*", "its regions, such as 河南省*")),
                "单位性质": _said(_NAMES, say("用于哪些性质的单位，如 事业单位", "the kinds of unit it is for")),
                "测试覆盖率": _said(
                    _PERCENTAGE, say("测试的覆盖至少百分之几", "what its tests must cover, in percent")
                ),
                "语言": _said(_LANGUAGE, say("规则的语言：zh 或 en", "the language of its rules: zh or en")),
                "发布单位": _said(_TEXT, say("谁发布", "who publishes it")),
                "程序": _said(
                    _TEXT,
                    say("可用的 jsrules 版本，如 jsrules >=0.1 <1", "versions of jsrules, such as jsrules >=0.1 <1"),
                ),
                "依赖": _said(
                    _TEXT, say("上级规则包，如 final-accounts >=1.0 <2", "its base, such as final-accounts >=1.0 <2")
                ),
                "依赖签发": _said(
                    _TEXT,
                    say(
                        "上级规则包由谁签发：规则库的指纹，部门签发的后面加 /代号；或 自带",
                        "who signs its base: the fingerprint of a repository, of a department with /ID; or 自带",
                    ),
                ),
                "编写": _said(_TEXT, say("这一版谁写的", "who wrote this version")),
                "复核": _said(_TEXT, say("这一版谁复核的", "who reviewed this version")),
                "测试结果": _said(
                    _recorded(), say("测试怎样，由 jsrules pack build 写", "how its tests went; pack build writes it")
                ),
                "下级可以": _said(_permissions(), say("下级规则包可以做什么", "what overlays may do")),
                "收紧": _said(_tightenings(), say("收紧上级的规则", "rules of the base made stricter")),
                "说明期限": _said(
                    _MAYBE_NUMBER, say("出错说明最长几天", "the longest term of an explanation, in days")
                ),
            },
            "代号",
            "名称",
            "版本",
        ),
    }


def _recorded() -> Schema:
    numbers = {"用例": _NUMBER, "通过": _NUMBER, "覆盖": _PERCENTAGE, "程序": _TEXT}
    return {"anyOf": [_mapping(numbers, "用例", "通过", "程序"), _MAYBE]}


def _permissions() -> Schema:
    return {"anyOf": [_mapping({"加规则": _FLAG, "提高级别": _NAMES, "不许说明": _NAMES}), _MAYBE]}


def _tightenings() -> Schema:
    words = [each[number] for number in (0, 1) for each in SEVERITY_WORDS.values()]
    level: Schema = {"anyOf": [{"type": "string", "pattern": trimmed(words)}, _MAYBE]}
    one: Schema = {"anyOf": [_mapping({"级别": level, "不许说明": _FLAG}), _MAYBE]}
    return {"anyOf": [{"type": "object", "additionalProperties": one}, _MAYBE]}


def form_set_schema() -> Schema:
    """The schema of a form set."""
    return {
        "$schema": DIALECT,
        "$id": "https://jsrules.invalid/schema/forms",
        "title": say("表样", "form set"),
        **_mapping(
            {
                "表样": _said(_NAME, say("报告的种类，如 部门决算", "the kind of report")),
                "别名": _said(_NAMES, say("种类的别名", "other names of the kind")),
                "代号": _said(_IDENTIFIER_OR_NOT, say("英文字母、数字、连字符", "ASCII letters, digits, hyphens")),
                "名称": _said(_TEXT, say("怎么称呼这一套，如 上海 2024", "what people call it, such as 上海 2024")),
                "年度": _said(
                    _VALID,
                    say("用于哪些年度，如 2021、2017-2021、2022起", "its fiscal years: 2021, 2017-2021, 2022起"),
                ),
                "沿用": _said(_FLAG, say("以后的年度没有表样时用它", "later years without one may use it")),
                "地区": _said(_NAMES, say("用于哪些地区，如 上海*", "its regions, such as 上海*")),
                "单位性质": _said(_NAMES, say("用于哪些性质的单位", "the kinds of unit it is for")),
                "基础": _said(
                    _TEXT, say("在哪一套上改：名称、文件名或 同年", "what it changes: a title, a file or 同年")
                ),
                "不印表号": _said(
                    _FLAG, say("基础的表号这里不印", "the base's numbers of tables are not printed here")
                ),
                "行次未定": _said(_FLAG, say("报告印的行次可以不同", "reports may print other numbers of rows")),
                "金额单位": {"anyOf": [{"enum": money_units()}, _MAYBE]},
                "科目": _named("classification"),
                "表": _said(_named("form"), say("各表，按表名", "the tables by title")),
                "情况说明": _said(_named("form"), say("文字说明的各节", "the sections of the narrative")),
            },
            "表样",
        ),
        "if": {"required": ["基础"], "properties": {"基础": {"not": _MAYBE}}},
        "else": {"required": ["代号", "年度", "表"]},
        "$defs": _form_definitions(),
    }


def _form_definitions() -> Schema:
    """Classification, form, block, row and column."""
    rows = say("行名: 行次，或更多", "row: its printed number, or more")
    columns = say("栏名: 栏次，或更多", "column: its printed number, or more")
    signed = say("真实金额可以是负数", "true amounts may be negative")
    block: Schema = {
        "别名": _OTHER_NAMES,
        "科目": _said(_TEXT, say("用哪个科目体系的编码", "the classification whose codes key the rows")),
        "可增行": _said(_FLAG, say("可以有表样里没有的行", "rows that are not declared are accepted")),
        "可缺": _said(_FLAG, say("可以没有", "may be left out")),
        "未写的行": _said(
            {"anyOf": [{"type": "string", "pattern": trimmed(["空白", "未列"])}, _MAYBE]},
            say("报告里没有写的行是空白，还是没有列出", "rows that a report leaves out are blank, or not stated"),
        ),
        "横排": _said(
            {"anyOf": [{"type": "string", "pattern": trimmed(["按栏", "按行"])}, _MAYBE]},
            say(
                "印在表上，各行横着排：每一栏下面排全部行，还是每一行下面排各栏",
                "rows are printed side by side: all of them within each column, or each with all columns",
            ),
        ),
        "栏": _said({"anyOf": [{"type": "array", "items": _NAME}, *_named("column")["anyOf"]]}, columns),
        "行": _said(_named("row"), rows),
    }
    form = {
        "仿照": _said(_NAME, say("照哪张表，只写不同的", "the table that it is like, but for what is said here")),
        "代号": _IDENTIFIER_OR_NOT,
        "表号": _said(_TEXT, say("印在表上的表号，如 公开01表", "the number printed on the table")),
        "单位": _ANY_UNIT,
        "附注": _said(_NAMES, say("印在表下的注", "notes that are printed below the table")),
        "栏块": _said(_named("block"), say("左右并列的几块", "parts that stand side by side")),
    }
    texts = {
        "栏头": _said(
            _NAMES,
            say(
                "印在名称上面、与相邻的合用的一格；几个词是从上到下印的全部",
                "printed above its name and those of its neighbours; several words are all that is printed",
            ),
        ),
        "选项": _said(_NAMES, say("可以写的词：不是数，是其中一个", "the words to choose from, in place of a figure")),
        "列表": _said(_TEXT, say("一列名称：科目体系的名称，或 true", "a list of names: a classification, or true")),
    }
    row = {
        **texts,
        "行次": _PRINTED_NUMBER,
        "别名": _OTHER_NAMES,
        "科目": _said(_TEXT, say("科目编码", "account code")),
        "单位": _ANY_UNIT,
        "可缺": _FLAG,
        "可负": _said(_FLAG, signed),
        "应列": _said(_FLAG, say("没有写就是没有列出，不是空白", "where it is left out it is not stated, never blank")),
    }
    return {
        "classification": {
            "anyOf": [
                _mapping(
                    _changing(
                        {
                            "位数": _said(_NUMBERS, say("类、款、项编码的位数", "the digits of its levels")),
                            "类": _named("class"),
                        }
                    )
                ),
                _REMOVED,
            ]
        },
        "class": {"anyOf": [_OTHER_NAMES, _mapping(_changing({"名称": _NAME, "别名": _OTHER_NAMES}))]},
        "form": {
            "anyOf": [
                {
                    **_mapping(_changing({**form, **block})),
                    "if": {"required": ["栏块"], "properties": {"栏块": {"type": "object"}}},
                    "then": {"properties": {key: _REMOVED for key in block if key not in ("别名", "可缺")}},
                },
                _REMOVED,
                _MAYBE,
            ]
        },
        "block": {"anyOf": [_mapping(_changing(block)), _REMOVED, _MAYBE]},
        "row": {"anyOf": [_PRINTED_NUMBER, _mapping(_changing(row)), _REMOVED]},
        "column": {
            "anyOf": [
                _PRINTED_NUMBER,
                _mapping(
                    _changing(
                        {
                            **texts,
                            "栏次": _PRINTED_NUMBER,
                            "别名": _OTHER_NAMES,
                            "单位": _ANY_UNIT,
                            "可缺": _FLAG,
                            "可负": _said(_FLAG, signed),
                        }
                    )
                ),
                _REMOVED,
            ]
        },
    }


def _changing(properties: Schema) -> Schema:
    """What may be said of a thing, with the years in which it is valid, and what differences to a base say of it."""
    return {
        **{key: {"anyOf": [schema, _REMOVED], **_words(schema)} for key, schema in properties.items()},
        "年度": _said(_VALID, say("在哪些年度有", "the fiscal years in which it is there")),
        "改名": _said(_NAME, say("新名称；旧名成为别名", "its new name; the old one becomes an alias")),
        "之后": _said(_NAME, say("排在哪一个之后", "what it stands behind")),
        "之前": _said(_NAME, say("排在哪一个之前", "what it stands before")),
    }


def _words(schema: Schema) -> Schema:
    return {"description": schema["description"]} if "description" in schema else {}


def _mapping(properties: Schema, *required: str) -> Schema:
    """A mapping with these keys only, of which some are required."""
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": list(required)} if required else schema


def _named(definition: str) -> Schema:
    """A mapping of names to things of a kind, or nothing."""
    return {"anyOf": [{"type": "object", "additionalProperties": {"$ref": f"#/$defs/{definition}"}}, _MAYBE]}


def _said(schema: Schema, words: str) -> Schema:
    return {**schema, "description": words}

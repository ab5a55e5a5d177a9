"""From syntax trees to rule text, so that parsing what is printed gives the same tree."""

from __future__ import annotations

import re

from jsrules.base.number import decimal_text
from jsrules.model.syntax import (
    Allowed,
    Applies,
    Arithmetic,
    Axis,
    ByCode,
    ByLine,
    ByName,
    Call,
    Children,
    Compare,
    Constant,
    Current,
    Definition,
    Every,
    Expression,
    Header,
    Here,
    If,
    Index,
    Logic,
    Name,
    Negative,
    Not,
    OfLevel,
    Quantifier,
    Range,
    Rule,
    Scope,
    Selector,
    Statement,
    Text,
)

_FUNCTIONS = {
    "sum": "合计",
    "count": "计数",
    "mean": "平均",
    "minimum": "最小",
    "maximum": "最大",
    "absolute": "绝对值",
    "round": "舍入",
    "like": "形如",
    "covers": "覆盖",
    "exists": "存在",
    "blank": "空白",
}
_AXES = {
    "row": "每行",
    "column": "每栏",
    "code": "每个科目",
    "class": "每个类",
    "group": "每个款",
    "item": "每个项",
    "table": "每张表",
}
_MISSING = {"absent": "缺少", "skip": "不适用"}
_APPLIES = {"year": "年度", "region": "地区", "kind": "单位性质"}
_LEVELS = {"top": "各类", "class": "各类", "group": "各款", "item": "各项"}
_SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}

_PLAIN = re.compile(r"[^\W\d]\w*")
_RESERVED = re.compile(
    r"表间|规则|若|如果|则|那么|或者|或|并且|且|非|每(?:行|栏|类|款|项|表|张表|科目|个.*)|本级|下级|各[类款项]|"
    r"级别|依据|信息|标签|口径|缺行|可说明|允许|适用|设|上年|表|错误|警告|提示|可不同|"
    r"table|between|rule|if|then|or|and|not|level|basis|message|tags|comparable|missing|waivable|allow|for|let|"
    r"prior|current|children|classes|groups|items|each|error|warning|info|no",
)
_SELECTOR_WORDS = re.compile(
    r"本行|本栏|here|下级|children|各[类款项]|每类|classes|groups|items|\d.*|(?:行|栏|row|column)\s*\d+|\S+\.\.\S+"
)


def print_statement(statement: Statement) -> str:
    """A statement as text, without a line end; metadata on indented lines."""
    match statement:
        case Scope(parts):
            return f"表 {_path(parts)}" if parts else "表间"
        case Definition(name, expression, allowed):
            return "\n".join([f"设 {_path((name,))} = {print_expression(expression)}", *_allowed(allowed)])
        case Applies():
            return print_applies(statement)
        case Rule():
            return _print_rule(statement)


def _print_rule(rule: Rule) -> str:
    head = f"规则 {rule.name}：" if rule.name else ""
    quantifier = f"{_quantifier(rule.quantifier)} " if rule.quantifier else ""
    lines = [f"{head}{quantifier}{print_expression(rule.body)}"]
    if rule.severity != "error":
        lines.append(f"  级别 {_SEVERITIES[rule.severity]}")
    if rule.basis:
        lines.append(f'  依据 "{rule.basis}"')
    if rule.message:
        lines.append(f'  信息 "{rule.message}"')
    if rule.tags:
        lines.append(f"  标签 {'、'.join(rule.tags)}")
    if not rule.comparable:
        lines.append("  口径 可不同")
    lines.extend(f"  {print_applies(each)}" for each in rule.applies)
    if rule.missing != "blank":
        lines.append(f"  缺行 {_MISSING[rule.missing]}")
    if not rule.waivable:
        lines.append("  可说明 否")
    return "\n".join([*lines, *_allowed(rule.allowed)])


def _allowed(allowed: Allowed) -> list[str]:
    return [f'  允许 {code} "{reason}"' for code, reason in allowed]


def print_applies(applies: Applies) -> str:
    """What reports something is for: ``适用 年度 2020..2022``."""
    return f"适用 {_APPLIES[applies.kind]} {'、'.join(applies.values)}"


def _quantifier(quantifier: Quantifier) -> str:
    axes = print_axes(quantifier.axes)
    return f"{axes} {_path(quantifier.domain)}：" if quantifier.domain else axes


def print_axes(axes: tuple[Axis, ...]) -> str:
    """What a rule is repeated over: ``每个科目、每栏``."""
    return "、".join(_AXES[axis] for axis in axes)


def print_expression(node: Expression) -> str:
    """An expression as text, with the brackets that its tree needs and no others."""
    return _print(node, 0)


# How tightly each kind of node binds; an operand that binds less tightly than its place asks for goes into brackets.
_IF, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _UNARY, _ATOM = range(9)


def _binding(node: Expression) -> int:
    match node:
        case If():
            return _IF
        case Logic():
            return _OR if node.operator == "or" else _AND
        case Not():
            return _NOT
        case Compare():
            return _COMPARE
        case Arithmetic():
            return _SUM if node.operator in "+-" else _PRODUCT
        case Negative():
            return _UNARY
        case _:
            return _ATOM


def _print(node: Expression, needed: int) -> str:
    text = _bare(node)
    return f"({text})" if _binding(node) < needed else text


def _bare(node: Expression) -> str:
    match node:
        case If(condition, consequence):
            return f"若 {_print(condition, _OR)} 则 {_print(consequence, _IF)}"
        case Logic(operator, operands):
            word, needed = (" 或 ", _AND) if operator == "or" else (" 且 ", _NOT)
            return word.join(_print(each, needed) for each in operands)
        case Not(operand):
            return f"非 {_print(operand, _NOT)}"
        case Compare():
            return _compare(node)
        case Arithmetic():
            return _arithmetic(node)
        case Negative(operand):
            return f"-{_print(operand, _UNARY)}"
        case Call(function, arguments):
            return f"{_FUNCTIONS[function]}({', '.join(_print(each, _IF) for each in arguments)})"
        case Constant():
            return _literal(node)
        case Text(value):
            return f'"{value}"'
        case Name(parts):
            return f"上年.{_path(parts)}" if node.prior else _path(parts)
        case Current(rows):
            return "本级" if isinstance(rows, Here) else _selector(rows)
        case Header(name):
            return f"报告.{name}"
        case Index(base, row, column):
            inner = _selector(row) if column is None else f"{_selector(row)}, {_selector(column)}"
            head = ".".join(part for part in ("上年" if node.prior else "", _path(base)) if part)
            return f"{head}[{inner}]"
    raise TypeError(f"{type(node).__name__} is resolved: only trees as parsed are printed")


def _compare(node: Compare) -> str:
    text = f"{_print(node.left, _SUM)} {node.operator} {_print(node.right, _SUM)}"
    tolerance = node.tolerance
    if tolerance is None:
        return text
    if tolerance.relative:
        return f"{text} ± {decimal_text(tolerance.mantissa, tolerance.decimals - 2)}%"
    return f"{text} ± {decimal_text(tolerance.mantissa, tolerance.decimals)}"


def _arithmetic(node: Arithmetic) -> str:
    """Chains lean to the left; they are printed in a loop, since they may be thousands of terms long."""
    pieces: list[str] = []
    left: Expression = node
    level = _binding(node)
    while isinstance(left, Arithmetic) and _binding(left) == level:
        pieces.append(f" {left.operator} {_print(left.right, level + 1)}")
        left = left.left
    return _print(left, level) + "".join(reversed(pieces))


def _literal(node: Constant) -> str:
    if node.unit == "%":
        return decimal_text(node.mantissa, node.decimals - 2) + "%"
    text = decimal_text(node.mantissa, node.decimals)
    return f"{text} {node.unit}" if node.unit else text


def _path(parts: tuple[str, ...]) -> str:
    return ".".join(part if _is_plain(part) else f"[{part}]" for part in parts)


def _is_plain(name: str) -> bool:
    return _PLAIN.fullmatch(name) is not None and _RESERVED.fullmatch(name) is None


def _selector(selector: Selector) -> str:
    match selector:
        case Every():
            return "*"
        case Here():
            return "本行"
        case Children():
            return "下级"
        case OfLevel(level):
            return _LEVELS[level]
        case ByCode(code):
            return code
        case ByLine(number):
            return f"行{number}"
        case Range(first, last):
            return f"{_selector(first)}..{_selector(last)}"
        case ByName(name):
            return f'"{name}"' if name == "*" or _SELECTOR_WORDS.fullmatch(name) else name
    raise TypeError(f"{type(selector).__name__} is resolved: only trees as parsed are printed")

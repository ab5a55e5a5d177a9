"""From syntax trees to rule text, so that parsing what is printed gives the same tree."""

from __future__ import annotations

import re

from jsrules.base.number import decimal_text
from jsrules.base.source import NOWHERE
from jsrules.base.units import NO_UNIT, SIGNS, find_unit
from jsrules.model.functions import FUNCTIONS
from jsrules.model.keywords import KEYWORDS, chinese, either
from jsrules.model.origins import PRIOR, Units
from jsrules.model.statements import Allowed, Applies, Definition, Keep, NatureScope, Rule, Scope, Statement
from jsrules.model.syntax import (
    Arithmetic,
    Beside,
    ByCode,
    ByLine,
    ByName,
    Call,
    Children,
    Chosen,
    Compare,
    Constant,
    Current,
    Details,
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
    PrintedName,
    Quantifier,
    Range,
    Selector,
    Text,
)
from jsrules.readers.rules.selectors import Misplaced, Picked, read_selector
from jsrules.readers.rules.statements import normalise

_WORDS = {each.name: each.written() for each in KEYWORDS}
_AXES, _APPLIES, _LEVELS, _SEVERITIES, _MISSING, _NATURES = (
    chinese(each) for each in ("quantifier", "APPLIES_TO", "OF_LEVEL", "LEVEL_NAME", "MISSING_WORD", "NATURE_NAME")
)
_PRINTED_NAMES, _OUTER = chinese("PRINTED_NAME"), chinese("OUTER")
_YES_NO, _LOGIC, _PRINTED, _BESIDE = (chinese(each) for each in ("YES_NO", "logic", "PRINTED", "BESIDE"))

# As NAME in the grammar, without what labels have before their names: that goes into brackets.
_PLAIN = re.compile(r'("[^"\n]{1,40}")?[^\W\d](\w|"[^"\n]{1,40}"(?=\w)|\(\w{1,40}\)(?=\w))*')
# A name that begins like a repetition would be taken for one.
_RESERVED = re.compile(
    either("declaration", "metadata", "quantifier", "control", "logic", "LEVEL_NAME", "COMPARABLE", "OUTER")
    + f"|{either('CURRENT', 'PRINTED_NAME', 'CHILDREN', 'OF_LEVEL', 'DETAILS', 'origin', 'subset', 'beside')}|每个.*|each"
)
_ENDS_BRACKETS = re.compile(r"[,\[\]#]|//")


def print_statement(statement: Statement) -> str:
    """A statement as text, without a line end; metadata on indented lines."""
    match statement:
        case Scope(parts):
            return f"{_WORDS['TABLE']} {print_path(parts)}" if parts else _WORDS["BETWEEN"]
        case Definition(name, expression, allowed):
            formula = f"{_WORDS['LET']} {print_path((name,))} = {print_expression(expression)}"
            return "\n".join([formula, *_allowed(allowed)])
        case Applies():
            return print_applies(statement)
        case NatureScope(nature):
            return f"{_WORDS['NATURE']} {_NATURES[nature]}"
        case Keep(names, weight, basis, applies, allowed):
            head = f"{_WORDS['KEEP']} {', '.join(map(print_expression, names))}"
            texts = [_metadata("WEIGHT", str(weight) if weight else ""), _metadata("BASIS", _quoted(basis))]
            conditions = [f"  {print_applies(each)}" for each in applies]
            return "\n".join(filter(None, [head, *texts, *conditions, *_allowed(allowed)]))
        case Rule():
            return _print_rule(statement)


def _print_rule(rule: Rule) -> str:
    head = f"{_WORDS['RULE']} {rule.name}：" if rule.name else ""
    quantifier = f"{print_quantifier(rule.quantifier)}{_colon(rule.quantifier)} " if rule.quantifier else ""
    metadata = (
        _metadata("NATURE", _NATURES.get(rule.nature, "")),
        _metadata("LEVEL", _SEVERITIES[rule.level] if rule.level else ""),
        _metadata("BASIS", _quoted(rule.basis)),
        _metadata("MESSAGE", _quoted(rule.message)),
        _metadata("TAGS", "、".join(rule.tags)),
        _metadata("SCOPE_NOTE", "" if rule.comparable else _WORDS["COMPARABLE"]),
        *(f"  {print_applies(each)}" for each in rule.applies),
        _metadata("MISSING", "" if rule.missing == "blank" else _MISSING[rule.missing]),
        _metadata("WAIVABLE", "" if rule.waivable else _YES_NO["no"]),
        *_allowed(rule.allowed),
    )
    return "\n".join(filter(None, (f"{head}{quantifier}{print_expression(rule.body)}", *metadata)))


def _metadata(name: str, text: str) -> str:
    return f"  {_WORDS[name]} {text}" if text else ""


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""


def _allowed(allowed: Allowed) -> list[str]:
    return [_metadata("ALLOW", f'{code} "{reason}"') for code, reason in allowed]


def print_applies(applies: Applies) -> str:
    """What reports something is for: ``适用 年度 2020..2022``."""
    return f"{_WORDS['APPLIES']} {_APPLIES[applies.kind]} {'、'.join(applies.values)}"


def _colon(quantifier: Quantifier) -> str:
    """A range that is named ends with a colon, as it would go on with the formula's first name."""
    return "：" if quantifier.domain or quantifier.only or quantifier.excluded else ""


def print_quantifier(quantifier: Quantifier) -> str:
    """What a rule is repeated over: ``每个科目、每栏``, ``每行 支出表 除 [合计]``."""
    text = "、".join(_AXES[axis] for axis in quantifier.axes)
    only = f"[{', '.join(map(print_selector, quantifier.only))}]" if quantifier.only else ""
    domain = print_path(quantifier.domain)
    if len(quantifier.domain) == 1 and domain.startswith("["):  # else it may be taken for rows
        domain = f"[{print_selector(ByName(quantifier.domain[0]))}]"
    text += f" {domain}{only}" if quantifier.domain or only else ""
    if quantifier.excluded:
        text += f" {_WORDS['EXCEPT']} [{', '.join(map(print_selector, quantifier.excluded))}]"
    return text


def print_expression(node: Expression) -> str:
    """An expression as text, with the brackets that its tree needs and no others."""
    return _print(node, 0)


# How tightly each kind of node binds; an operand that binds less tightly than its place asks for goes into brackets.
_IF, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _UNARY, _ATOM = range(9)
_LEVEL = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT}


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
            return _LEVEL[node.rest[-1].operator]
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
            return f"{_WORDS['IF']} {_print(condition, _OR)} {_WORDS['THEN']} {_print(consequence, _IF)}"
        case Logic(operator, operands):
            needed = _AND if operator == "or" else _NOT
            return f" {_LOGIC[operator]} ".join(_print(each, needed) for each in operands)
        case Not(operand):
            return f"{_WORDS['NOT']} {_print(operand, _NOT)}"
        case Compare():
            return _compare(node)
        case Arithmetic():
            return _arithmetic(node)
        case Negative(operand):
            return f"-{_print(operand, _UNARY)}"
        case Call(function, arguments):
            return f"{FUNCTIONS[function].words[0]}({_arguments(arguments)})"
        case Constant():
            return _literal(node)
        case Text(value):
            return f'"{value}"'
        case Name(parts):
            return ".".join((*_origin(node), print_path(parts)))
        case Units():
            return _WORDS["SUBORDINATES"]
        case Current(rows):
            return _WORDS["CURRENT"] if isinstance(rows, Here) else print_selector(rows)
        case PrintedName(axis, outer=outer):
            return (_OUTER if outer else _PRINTED_NAMES)[axis]
        case Header(name):
            return f"{_WORDS['REPORT']}.{name}"
        case Index(base, row, column):
            prior = "".join(_origin(node))
            if column is None and isinstance(row, Details) and row.of:
                return ".".join(part for part in (prior, print_path((*base, row.of)), _WORDS["DETAILS"]) if part)
            if column is None and isinstance(row, Beside) and not base:
                return ".".join(part for part in (prior, print_selector(row)) if part)
            inner = print_selector(row) if column is None else f"{print_selector(row)}, {print_selector(column)}"
            head = ".".join(part for part in (prior, print_path(base)) if part)
            return f"{head}[{inner}]"
    raise TypeError(f"{type(node).__name__} is resolved: only trees as parsed are printed")


def _arguments(arguments: tuple[Expression, ...]) -> str:
    """What stands between the brackets of a function; a condition behind the cells holds for all of them."""
    texts = [_print(each.cells if isinstance(each, Chosen) else each, _IF) for each in arguments]
    last = arguments[-1]
    if isinstance(last, Chosen):
        texts.append(f"{_WORDS['IF']} {_print(last.condition, _OR)}")
    return ", ".join(texts)


def _origin(node: Name | Index) -> tuple[str, ...]:
    """The word for the report that a reference is to."""
    return (_WORDS["PRIOR" if node.origin == PRIOR else "SUBORDINATES"],) if node.origin else ()


def _compare(node: Compare) -> str:
    text = f"{_print(node.left, _SUM)} {node.operator} {_print(node.right, _SUM)}"
    tolerance = node.tolerance
    if tolerance is None:
        return text
    if tolerance.relative:
        return f"{text} ± {decimal_text(tolerance.mantissa, tolerance.decimals - 2)}%"
    return f"{text} ± {decimal_text(tolerance.mantissa, tolerance.decimals)}"


def _arithmetic(node: Arithmetic) -> str:
    level = _LEVEL[node.rest[0].operator]
    pieces = [_print(node.first, level)]
    for each in node.rest:
        if _LEVEL[each.operator] > level:  # a product of what is a sum so far
            pieces = ["(", *pieces, ")"]
        level = _LEVEL[each.operator]
        pieces.append(f" {each.operator} {_print(each.operand, level + 1)}")
    return "".join(pieces)


def _literal(node: Constant) -> str:
    unit = find_unit(node.unit) or NO_UNIT
    text = decimal_text(node.mantissa, node.decimals - unit.places)
    return f"{text} {node.unit}".rstrip() if node.unit not in SIGNS else text + node.unit


def print_path(parts: tuple[str, ...]) -> str:
    """A dotted name, its parts in brackets where the grammar needs them."""
    return ".".join(part if _is_plain(part) else f"[{_quote(part)}]" for part in parts)


def _quote(part: str) -> str:
    """A part for brackets, in quotation marks where a sign in it would end them."""
    return f'"{part}"' if _ENDS_BRACKETS.search(normalise(part)) or part != part.strip() else part


def _is_plain(name: str) -> bool:
    return _PLAIN.fullmatch(normalise(name)) is not None and _RESERVED.fullmatch(name) is None


def _reads_as_name(name: str) -> bool:
    if _ENDS_BRACKETS.search(normalise(name)):
        return False
    try:
        return read_selector(Picked(name, NOWHERE)) == ByName(name)
    except Misplaced:
        return False


def print_selector(selector: Selector) -> str:
    """What picks rows or columns, as it stands in brackets."""
    match selector:
        case Every():
            return "*"
        case Here(outer):
            return _OUTER["row"] if outer else _WORDS["HERE"]
        case Children():
            return _WORDS["CHILDREN"]
        case OfLevel(level):
            return _LEVELS[level]
        case Beside(axis, step):
            return _BESIDE[f"{axis}{step:+d}"]
        case Details(of):
            return f"{of}.{_WORDS['DETAILS']}" if of else _WORDS["DETAILS"]
        case ByCode(code):
            return code
        case ByLine(label):
            return f"{_PRINTED['row' if label[:1].isdigit() else 'column']}{label}"
        case Range(first, last):
            return f"{print_selector(first)}..{print_selector(last)}"
        case ByName(name):
            return name if _reads_as_name(name) else f'"{name}"'
    raise TypeError(f"{type(selector).__name__} is resolved: only trees as parsed are printed")

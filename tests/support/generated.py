"""Small reports with the structure of accounts, drawn at random, rounded honestly, then given errors."""

from __future__ import annotations

import random

RULES = """
t = a + b + c
a = a1 + a2
b = b1 + b2
t = t_text
a = a_text
r = a / t
q = b / t
c <= t
  类型 逻辑
u = t - v
"""
NAMES = ["a1", "a2", "a", "b1", "b2", "b", "c", "t", "t_text", "a_text", "v", "u"]


def draw(chance: random.Random, decimals: int = 2, scale: int = 10**5) -> dict[str, str]:
    """A sound report: every figure is a true amount rounded half up."""
    fine = 10**4
    true = {name: chance.randint(fine // 10, scale) for name in ("a1", "a2", "b1", "b2", "c", "v")}
    true["a"] = true["a1"] + true["a2"]
    true["b"] = true["b1"] + true["b2"]
    true["t"] = true["a"] + true["b"] + true["c"]
    true["u"] = true["t"] - true["v"]
    true["t_text"], true["a_text"] = true["t"], true["a"]
    texts = {name: rounded(true[name], fine, decimals) for name in NAMES}
    texts["r"] = rounded(100 * true["a"], true["t"], 2) + "%"
    texts["q"] = rounded(100 * true["b"], true["t"], 2) + "%"
    return texts


def rates_of_prints(texts: dict[str, str]) -> dict[str, str]:
    """The rates of a report that are those of its printed amounts, as most accountants compute them."""
    value = {name: int(texts[name].replace(".", "")) for name in ("a", "b", "t")}
    return {name: rounded(100 * value[part], value["t"], 2) + "%" for name, part in (("r", "a"), ("q", "b"))}


def rounded(numerator: int, denominator: int, decimals: int) -> str:
    """Half up, away from zero."""
    value = (2 * abs(numerator) * 10**decimals + denominator) // (2 * denominator)
    whole, fraction = divmod(value, 10**decimals)
    return ("-" if numerator < 0 and value else "") + (f"{whole}.{fraction:0{decimals}d}" if decimals else str(whole))


def spoil(chance: random.Random, texts: dict[str, str], errors: int = 1) -> dict[str, str]:
    """So many figures with a wrong digit, lost or added digits, or nothing printed at all."""
    spoiled = dict(texts)
    for name in chance.sample(sorted(texts), errors):
        text = texts[name]
        places = [at for at, character in enumerate(text) if character.isdigit()]
        at = chance.choice(places)
        kind = chance.choice(["digit", "digit", "digit", "lost", "double", "blank"])
        if kind == "digit":
            digit = chance.choice([each for each in "123456789" if each != text[at]])
            spoiled[name] = text[:at] + digit + text[at + 1 :]
        elif kind == "double":
            at = chance.choice([each for each in places if each < text.find(".") or text[each] != "0"] or places)
            first = text[places[0]]
            spoiled[name] = text[: places[0]] + (first if first != "0" else "1") + text[places[0] :]
        elif kind == "lost" and len(text.partition(".")[0].lstrip("-")) > 1 and text[places[1]] != "0":
            spoiled[name] = text[: places[0]] + text[places[1] :]
        elif kind == "blank" and not text.endswith("%"):
            spoiled[name] = "~"
    return spoiled


def written(texts: dict[str, str]) -> str:
    """The report as YAML."""
    return "".join(f"{name}: {text}\n" for name, text in texts.items())

"""Which declared row, or which account, a row's label means."""

from __future__ import annotations

import re

from jsrules.base.language import say
from jsrules.base.named import NamedTuple
from jsrules.base.names import did_you_mean, fold, quoted_list
from jsrules.base.number import LOOKALIKES
from jsrules.model.form import BlockForm, Form, FormSet, RowForm
from jsrules.readers.reports.header import remark_remedy
from jsrules.readers.reports.nodes import Scalar
from jsrules.readers.reports.problems import Problems, offer_names, shown
from jsrules.readers.reports.yaml_words import in_yaml

_CODE = re.compile(r"([0-9]+)(.*)", re.DOTALL)


class RowMatch(NamedTuple):
    """What a label stands for: the row's key, its code and level, and the number of its declaration (or -1)."""

    key: str
    code: str
    level: int
    declared: int


class RowMatcher:
    """Finds the rows of one block by their labels."""

    def __init__(self, problems: Problems, forms: FormSet, form: Form, block: BlockForm) -> None:
        self._problems = problems
        self._form = form
        self._block = block
        self._classification = forms.classifications.get(block.keyed)
        self._shared: dict[str, list[str]] | None = None
        self._owners: dict[str, str] | None = None

    def match(self, key: Scalar) -> RowMatch | None:
        """The row that a label stands for; None, with an error noted, when there is none."""
        block = self._block
        label = key.text
        number = block.row_index.get(label)
        if number is None:
            if self._classification is not None:
                coded = split_code(label)
                if coded is not None:
                    return self._match_code(key, *coded)
            number = block.row_index.get(fold(label))
            if number is None and (alike := block.rows_like(label)):
                if len(alike) > 1:
                    self._several(key, [block.rows[each] for each in alike])
                    return None
                number = alike[0]
        if number is None:
            if block.open_rows and self._classification is None and fold(label):
                return RowMatch(fold(label), "", 0, -1)
            self._unknown(key)
            return None
        row = block.rows[number]
        if row.code and self._classification is not None and label != row.code and self._is_ambiguous(key):
            return None
        return RowMatch(row.key, row.code, self._level(row.code), number)

    def _several(self, key: Scalar, rows: list[RowForm]) -> None:
        """Note a label that is none of the form set's, and several of them without their ordinals."""
        self._problems.add(
            "E112",
            say(
                "“{where}”里“{name}”可以是 {names}",
                '"{name}" of "{where}" may be {names}',
                where=self._where(),
                name=shown(key.text),
                names=quoted_list([f"{row.code} {row.name}".strip() for row in rows], say("、", ", ")),
            ),
            key,
            remedy=say(
                "照表样写全：{name}",
                "write it as in the form set: {name}",
                name=in_yaml(f"{rows[0].code} {rows[0].name}".strip()),
            ),
        )

    def _level(self, code: str) -> int:
        return self._classification.level(code) if code and self._classification is not None else 0

    def _match_code(self, key: Scalar, code: str, name: str) -> RowMatch | None:
        block, classification = self._block, self._classification
        assert classification is not None
        number = block.row_index.get(code)
        if number is not None and block.rows[number].code == code:
            row = block.rows[number]
            if name and name != row.name:
                self._check_name(key, code, name, (row.name, *row.aliases, *classification.classes.get(code, ())))
            return RowMatch(row.key, code, classification.level(code), number)
        level = classification.level(code)
        if not block.open_rows or not level:
            self._unknown_code(key, code, name, level)
            return None
        top = code[: classification.digits[0]]
        if classification.classes and top not in classification.classes:
            self._problems.add(
                "E112",
                say("{system}里没有 {top} 类", "{system} has no class {top}", system=classification.name, top=top),
                key,
                remedy=_alike_codes(top, name, classification.classes),
            )
            return None
        if name:
            self._check_name(key, code, name, classification.classes.get(code, ()))
        return RowMatch(code, code, level, -1)

    def _check_name(self, key: Scalar, code: str, name: str, names: tuple[str, ...]) -> None:
        """Warn when the name behind a code is not the account's, or is that of another account."""
        stranger = self._owner_of(name)
        if not names and (not stranger or code.startswith(stranger)):
            return
        folded = fold(name)
        if any(fold(each) == folded for each in names):
            return
        from jsrules.base.labels import bare

        if bare(name) in map(bare, names):
            return
        notes: tuple[str, ...] = ()
        if stranger:
            notes = (say("“{name}”是 {other} 的名称", '"{name}" is the name of {other}', name=name, other=stranger),)
        if names:
            message = say(
                "{code} 在表样里是“{known}”，这里写的是“{name}”",
                '{code} is "{known}" in the form set, here "{name}"',
                code=code,
                known=names[0],
                name=shown(name),
            )
        else:
            message = say(
                "{code} 后面的“{name}”可疑", '"{name}" behind {code} is doubtful', code=code, name=shown(name)
            )
        self._problems.add(
            "W120",
            message,
            key,
            notes=notes,
            remedy=say("以编码为准；检查编码和名称哪一个写错了", "the code counts; check which of the two is wrong"),
        )

    def _owner_of(self, name: str) -> str:
        """The class or declared row with that name, or nothing. Not folded: this is asked for every open row."""
        if self._owners is None:
            assert self._classification is not None
            owners: dict[str, str] = {}
            for code, names in self._classification.classes.items():
                for each in names:
                    owners.setdefault(each, code)
            for row in self._block.rows:
                for each in (row.name, *row.aliases):
                    owners.setdefault(each, row.code or row.name)
            self._owners = owners
        return self._owners.get(name, "")

    def _is_ambiguous(self, key: Scalar) -> bool:
        """Whether several accounts of the block have this name; then it is an error."""
        if self._shared is None:
            codes: dict[str, list[str]] = {}
            for row in self._block.rows:
                if row.code:
                    for each in dict.fromkeys(fold(name) for name in (row.name, *row.aliases)):
                        codes.setdefault(each, []).append(row.code)
            self._shared = {name: each for name, each in codes.items() if len(each) > 1}
        codes_of_name = self._shared.get(fold(key.text))
        if codes_of_name is None:
            return False
        self._problems.add(
            "E112",
            say(
                "叫“{name}”的科目不止一个：{codes}",
                'more than one account is called "{name}": {codes}',
                name=key.text,
                codes=say("、", ", ").join(codes_of_name),
            ),
            key,
            remedy=say(
                "在名称前写上编码：“{code} {name}”",
                'write the code in front: "{code} {name}"',
                code=codes_of_name[-1],
                name=key.text,
            ),
        )
        return True

    def _unknown_code(self, key: Scalar, code: str, name: str, level: int) -> None:
        classification = self._classification
        assert classification is not None
        if not level:
            token = (key.text.split() or [code])[0]
            token = token if token.isascii() else code
            meant = token.translate(LOOKALIKES)
            digits = say("、", ", ").join(map(str, classification.digits))
            self._problems.add(
                "E112",
                say(
                    "“{code}”不是{system}的编码：应是 {digits} 位数字",
                    '"{code}" is no code of {system}: those have {digits} digits',
                    code=shown(token),
                    system=classification.name,
                    digits=digits,
                ),
                key,
                remedy=did_you_mean([meant])
                if meant != token and classification.level(meant)
                else say("检查编码是不是少了或多了一位", "check whether a digit is missing or too many"),
            )
            return
        self._problems.add(
            "E112",
            say("“{where}”里没有 {code} 这一行", '"{where}" has no row {code}', where=self._where(), code=code),
            key,
            remedy=_alike_codes(code, name, {row.code: (row.name,) for row in self._block.rows if row.code}),
        )

    def _unknown(self, key: Scalar) -> None:
        block = self._block
        name = shown(key.text)
        folded = fold(key.text)
        sibling = next((each for each in self._form.blocks if folded in each.row_index), None)
        code = ""
        if self._classification is not None and block.open_rows:
            classes = self._classification.classes.items()
            code = next((code for code, names in classes if folded in map(fold, names)), "")
        if about := remark_remedy(key):
            remedy = about
        elif code:
            remedy = say(
                "在名称前写上编码：“{code} {name}”", 'write the code in front: "{code} {name}"', code=code, name=name
            )
        elif sibling is not None:
            remedy = say(
                "“{name}”是“{block}”栏块的行，移到那里",
                '"{name}" is a row of the block "{block}"; move it there',
                name=name,
                block=sibling.name,
            )
        elif folded in block.column_index:
            remedy = say(
                "“{name}”是栏名，检查行和栏是不是写反了",
                '"{name}" is a column; check whether rows and columns are mixed up',
                name=name,
            )
        else:
            remedy = offer_names(key.text, [each for row in block.rows for each in (row.name, *row.aliases)])
        self._problems.add(
            "E112",
            say("“{where}”里没有“{name}”这一行", '"{where}" has no row "{name}"', where=self._where(), name=name),
            key,
            remedy=remedy,
        )

    def _where(self) -> str:
        return ".".join(part for part in (self._form.path, self._block.name) if part)


def split_code(label: str) -> tuple[str, str] | None:
    """The code and the name of a label that begins with a code: ``201 一般公共服务支出``."""
    code, _, name = label.partition(" ")
    if code.isascii() and code.isdigit():
        return code, name.strip()
    match = _CODE.fullmatch(fold(label))
    return (match[1], match[2]) if match else None


def _alike_codes(code: str, name: str, known: dict[str, tuple[str, ...]]) -> str:
    """A remedy naming the accounts with that name, or else with a code that differs in one digit or in a swap of
    two.
    """
    folded = fold(name)
    alike = [other for other, names in known.items() if folded in map(fold, names)]
    alike = alike or [other for other in known if _is_slip(code, other)]
    return did_you_mean([f"{other} {known[other][0]}" for other in alike[:3]]) or say("检查编码", "check the code")


def _is_slip(code: str, other: str) -> bool:
    if len(code) != len(other):
        return False
    differing = sum(a != b for a, b in zip(code, other, strict=True))
    return differing == 1 or (differing == 2 and sorted(code) == sorted(other))

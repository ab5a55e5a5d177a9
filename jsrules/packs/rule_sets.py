"""Rule sets: the rules of a pack, or of a file given by itself, and compiling them for the form set of a report."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence

from jsrules import __version__
from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.base.source import Source
from jsrules.engine.compile import CompiledRules, compile_rules
from jsrules.model.form import FormSet
from jsrules.model.outcome import PackInfo
from jsrules.model.syntax import Applies
from jsrules.packs.library import Pack
from jsrules.readers.files import read_source
from jsrules.readers.form_reader import read_form_set


class RuleSet:
    """The rules of one pack or of one file given by itself."""

    def __init__(
        self, name: str, title: str, version: str, sources: Sequence[Source], conditions: tuple[Applies, ...] = ()
    ) -> None:
        self.name = name
        self.conditions = conditions
        self.sources = sources
        digest = hashlib.sha256()
        for source in sources:
            digest.update(source.text.encode("utf-8", "surrogatepass"))
        self.info = PackInfo(name, title, version, digest.hexdigest())


def rule_set_of_pack(pack: Pack) -> RuleSet:
    """The rules of a pack, with what its manifest says they are for."""
    manifest = pack.manifest
    conditions = [
        *([Applies("year", tuple(map(str, manifest.years)))] if manifest.years else []),
        *([Applies("region", manifest.regions)] if manifest.regions else []),
        *([Applies("kind", manifest.unit_kinds)] if manifest.unit_kinds else []),
    ]
    return RuleSet(manifest.identifier, manifest.title, manifest.version, pack.sources, tuple(conditions))


def rule_set_of_file(path: str) -> RuleSet:
    """The rules of one file, which go by its name. Raises `InputError` when it cannot be read."""
    source = read_source(path)
    name = os.path.splitext(os.path.basename(source.path))[0]
    return RuleSet(name, source.path, "", (source,))


class Compiler:
    """Compiles rule sets, each once for every form set that it meets."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], CompiledRules] = {}

    def compile(self, rules: RuleSet, forms: Source | FormSet) -> CompiledRules:
        """The rules resolved against a form set: one in a file, or one that a report implies.

        Raises `InputError` with every mistake in the rules or the form set, or (E304) when there are no rules.
        """
        text = forms.text if isinstance(forms, Source) else repr(forms)

        def get_forms() -> FormSet:
            return read_form_set(forms) if isinstance(forms, Source) else forms

        key = rules.info.sha256 + rules.name, text
        if key not in self._compiled:
            compiled = compile_rules(rules.name, __version__, rules.sources, text, get_forms)
            if not compiled.rules:
                raise fail(
                    "E304",
                    say("规则文件里没有规则", "there are no rules in the rule file"),
                    path=rules.sources[0].path,
                    remedy=say(
                        "每行写一个公式，例如 总计 = 甲 + 乙", "write a formula on each line, such as total = a + b"
                    ),
                )
            self._compiled[key] = compiled
        return self._compiled[key]

"""Rule files resolved against a form set and checked: from the cache when they are there, else made anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from jsrules.base.diagnostic import Diagnostic, Label
from jsrules.base.language import get_language
from jsrules.base.record import Record
from jsrules.base.source import Source, Span
from jsrules.engine import cache
from jsrules.engine.codec import decode, encode
from jsrules.model.form import FormSet
from jsrules.model.outcome import RuleInfo
from jsrules.model.statements import Keep, Rule


class ResolvedRule(Record, frozen=False):
    """A rule, ready to be bound: ``variants`` are its resolved forms."""

    info: RuleInfo
    variants: tuple[Rule, ...]


class ResolvedKeep(Record):
    """Figures that a rule file says are kept, as it writes them, and where."""

    keep: Keep
    source: Source

    @property
    def text(self) -> str:
        """The names as written."""
        return self.source.text[self.keep.span.start : self.keep.span.end].split(maxsplit=1)[1]


class ResolvedRules(Record, frozen=False):
    """The rules of one pack or file, with the form set that they were resolved against, and what readers of their
    verdicts should know; ``keeps`` are the figures that they say are kept.
    """

    forms: FormSet
    rules: list[ResolvedRule]
    notes: tuple[Diagnostic, ...] = ()
    keeps: tuple[ResolvedKeep, ...] = ()


def resolve_rules(
    name: str,
    version: str,
    sources: Sequence[Source],
    form_key: str | None,
    get_forms: Callable[[], FormSet],
    lint: bool = False,
    others: Iterable[FormSet] = (),
    store: bool = True,
) -> ResolvedRules:
    """The rules of ``sources``, resolved against the form set that ``form_key`` stands for: its text or hash. Without
    one they are kept nowhere.

    ``name`` is the pack's, ``get_forms`` reads the form set when it is not in the cache. ``lint``: readers should be
    told of rules that do not say what they seem to say; a pack was checked when it was made. ``others`` are further
    form sets that the rules are for, for which ``form_key`` stands, too; they are read as far as they are needed. What
    is made is kept where ``store`` says so.

    Raises `InputError` with every mistake in the rules or the form set.
    """
    words = get_language() if lint else ""
    key = stored = None
    if form_key is not None:
        parts = (part for each in sources for part in (each.path, each.text))
        key = cache.content_key(version, [name, words, form_key, *parts])
        stored = cache.load(key)
    if stored is not None:
        try:
            return _made(name, sources, *decode(stored))
        except (ValueError, TypeError, IndexError, AttributeError, KeyError, RecursionError):
            stored = None
    from jsrules.checks.rules import examined

    forms = get_forms()
    files, sound = examined(sources, forms, others)
    found: list[tuple[int, FoundNote]] = []
    if lint:
        from jsrules.checks.keeps import told_lacking
        from jsrules.checks.lints.run import lint_for_readers

        numbers = {id(source): number for number, source in enumerate(sources)}
        found = [
            (numbers[id(label.source)], (each.code, each.message, each.remedy, label.span))
            for each in lint_for_readers(files, sound.rules, forms)
            for label in each.labels[:1]
        ]
        found += ((each.file, (*told, each.written.span)) for each in sound.keeps for told in told_lacking(each.keep))
    # What is common to the variants of a rule goes with the first of them; their bodies are all that differs.
    checked = tuple((each.file, each.variants) for each in sound.rules)
    keeps = tuple((each.file, each.keep) for each in sound.keeps)
    if key is not None and store:
        cache.store(key, encode((forms, checked, found, keeps)))
    return _made(name, sources, forms, checked, found, keeps)


def _made(
    name: str,
    sources: Sequence[Source],
    forms: FormSet,
    checked: Iterable[tuple[int, tuple[Rule, ...]]],
    found: Sequence[tuple[int, FoundNote]],
    keeps: Iterable[tuple[int, Keep]],
) -> ResolvedRules:
    """Checked rules as they are used, whether they were stored or are made now."""
    rules = [resolved_rule(name, sources, *entry) for entry in checked]
    return ResolvedRules(
        forms, rules, _notes(sources, found), tuple(ResolvedKeep(keep, sources[file]) for file, keep in keeps)
    )


FoundNote = tuple[str, str, str, Span]
"""A lint's finding: code, message, remedy and place."""


def _notes(sources: Sequence[Source], found: Sequence[tuple[int, FoundNote]]) -> tuple[Diagnostic, ...]:
    return tuple(
        Diagnostic(code, message, (Label(sources[file], span),), remedy=remedy)
        for file, (code, message, remedy, span) in found
    )


def resolved_rule(name: str, sources: Sequence[Source], file: int, variants: tuple[Rule, ...]) -> ResolvedRule:
    """A rule of the set ``name`` with what readers need to know of it; it stands in the file of that number."""
    rule = variants[0]
    source = sources[file]
    text = source.text[rule.span.start : rule.span.end]
    info = RuleInfo(
        f"{name}/{rule.name}",
        rule.name,
        rule.severity,
        rule.basis,
        text,
        source,
        rule.span,
        rule.message,
        rule.comparable,
        rule.nature,
        rule.missing,
    )
    return ResolvedRule(info, variants)

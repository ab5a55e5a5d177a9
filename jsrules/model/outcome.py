"""What an evaluation says: one outcome for each ground identity."""

from __future__ import annotations

from typing import Literal

from jsrules.base.diagnostic import SEVERITIES, Severity
from jsrules.base.record import Record
from jsrules.base.source import Source, Span
from jsrules.model.ground import Ground, GroundCondition, GroundLinear, Unbound
from jsrules.model.reason import GRAVE, UNKNOWN_FIGURE, Reason
from jsrules.model.statements import Missing, Nature

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.model.waiver import Waiver

Verdict = Literal["pass", "rounding", "violation", "undetermined", "not_applicable", "waived"]

Kind = Literal["", "same_amount", "boundary", "truncation", "zero_denominator", "not_comparable", "lost_row"]

Explanation = Literal[
    "",
    "rounding",
    "balanced",
    "summed",
    "truncated",
    "digit",
    "transposed",
    "missing_digit",
    "extra_digit",
    "sign",
    "swapped",
    "unit_scale",
    "copied",
    "shifted",
    "emptied",
    "prior_year",
]

Rational = tuple[int, int]
"""A numerator and a positive denominator."""

VERDICTS: tuple[Verdict, ...] = ("violation", "undetermined", "rounding", "waived", "not_applicable", "pass")

VERDICT_WORDS: dict[str, tuple[str, str]] = {
    "pass": ("相符", "pass"),
    "rounding": ("尾差", "rounding"),
    "violation": ("不符", "violation"),
    "undetermined": ("无法判断", "undetermined"),
    "not_applicable": ("不适用", "not applicable"),
    "waived": ("已说明", "waived"),
}

KIND_WORDS: dict[str, tuple[str, str]] = {
    "same_amount": ("同数异值", "same amount, two values"),
    "boundary": ("临界", "boundary"),
    "truncation": ("截尾", "truncation"),
    "zero_denominator": ("无定义", "zero denominator"),
    "not_comparable": ("口径不同", "not comparable"),
    "lost_row": ("少行", "lost row"),
}

NATURE_WORDS: dict[str, tuple[str, str]] = {
    "balance": ("平衡", "balance"),
    "logic": ("逻辑", "logic"),
    "plausibility": ("核实", "plausibility"),
}

SEVERITY_WORDS: dict[str, tuple[str, str]] = {
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "info"),
}

SEVERITY_OF: dict[str, Severity] = {word: level for level in SEVERITIES for word in SEVERITY_WORDS[level]}
"""The level that each of its words means."""


class RuleInfo(Record):
    """What readers need to know of a rule: ``identifier`` is ``pack/name``; ``text`` its source text, ``message`` its
    own wording of a finding, or empty. ``missing`` says what a row that is not written means to it.
    """

    identifier: str
    name: str
    severity: Severity
    basis: str
    text: str
    source: Source
    span: Span
    message: str = ""
    comparable: bool = True
    nature: Nature = ""
    missing: Missing = "blank"


class Judgement(Record, frozen=False):
    """A verdict with the numbers that led to it, None where they played no part: ``left`` and ``right`` face each
    other, ``difference`` = left - right, ``allowance`` (最大尾差) is the largest difference that counts as rounding.
    Percentages are divided by 100.
    """

    verdict: Verdict
    kind: Kind = ""
    left: Rational | None = None
    right: Rational | None = None
    difference: Rational | None = None
    allowance: Rational | None = None
    reason: Reason | None = None

    @classmethod
    def without(cls, reason: Reason) -> Judgement:
        """No verdict, for a reason."""
        return cls("undetermined" if reason.undecided else "not_applicable", reason=reason)

    @property
    def is_grave(self) -> bool:
        """Whether there is no verdict for a reason that weighs as much as what the rule would find wrong."""
        return self.kind == "lost_row" or (self.reason is not None and self.reason.code in GRAVE)

    @property
    def is_doubtful(self) -> bool:
        """Whether its figures say nothing, because of what is printed or of what may be lacking."""
        return self.is_grave or (self.reason is not None and self.reason.code == "not_whole")

    @property
    def beyond(self) -> Rational | None:
        """How far the difference is past the allowance; 0 when it is not."""
        if self.verdict == "pass":
            return 0, 1
        if self.difference is None or self.allowance is None:
            return None
        (difference, scale), (allowance, other) = self.difference, self.allowance
        excess = abs(difference) * other - allowance * scale
        return max(0, excess), scale * other


Found = tuple[Ground, Judgement]
"""A ground identity with the verdict on it."""


def severity_of(rule: RuleInfo, judgement: Judgement) -> Severity:
    """The level at which a verdict is shown: rounding as 提示; what cannot be decided, was cut off or has no base,
    at most as 警告, save for what is printed and cannot be read, and for a row that a table seems to have lost.
    """
    if judgement.is_grave:
        return rule.severity
    if judgement.verdict == "violation" and judgement.kind not in ("truncation", "zero_denominator"):
        return rule.severity
    if judgement.verdict in ("violation", "undetermined") and judgement.kind != "not_comparable":
        return min(rule.severity, "warning", key=SEVERITIES.index)
    return "info"


class Outcome(Record, frozen=False):
    """The verdict on one ground identity of a rule: values only, worded in the outputs.

    ``explanation`` is how it came about, as far as reconciliation knows. ``waiver`` lets it stand: it is waived then,
    whatever it was judged.
    """

    rule: RuleInfo
    ground: Ground
    judgement: Judgement
    explanation: Explanation = ""
    waiver: Waiver | None = None

    @property
    def shown(self) -> Ground:
        """The ground identity as readers see it: of one with nothing but blanks there are no figures to show, and of
        one that is in doubt none that would accuse.
        """
        reason = self.judgement.reason
        if isinstance(self.ground, GroundLinear) and self.verdict == "not_applicable" and reason is not None:
            return Unbound(self.ground.place, reason)
        if self.judgement.is_doubtful and not isinstance(self.ground, GroundCondition) and reason is not None:
            return Unbound(self.ground.place, reason)
        return self.ground

    @property
    def lacks_figure(self) -> bool:
        """Whether it is undetermined because a figure that the rule needs is not known."""
        reason = self.judgement.reason
        if (
            reason is None
            or reason.code not in UNKNOWN_FIGURE
            or not isinstance(self.ground, Unbound | GroundCondition)
        ):
            return False
        subject = reason.subject
        return (
            self.ground.node is not None and subject is not None and subject.kind in ("cell", "column", "row", "block")
        )

    @property
    def verdict(self) -> Verdict:
        """The verdict."""
        return "waived" if self.waiver is not None else self.judgement.verdict

    @property
    def kind(self) -> Kind:
        """The most specific true statement about the verdict, or empty."""
        return self.judgement.kind

    @property
    def severity(self) -> Severity:
        """The level at which it is shown."""
        return severity_of(self.rule, self.judgement)


Criterion = Literal["kind", "year", "region", "unit_kind"]
"""By what a pack is chosen for a report."""

CRITERION_WORDS: dict[Criterion, tuple[str, str]] = {
    "kind": ("报告种类", "kind of report"),
    "year": ("年度", "year"),
    "region": ("地区", "region"),
    "unit_kind": ("单位性质", "kind of unit"),
}


class FormSetInfo(Record):
    """A form set as results name it.

    ``pack`` and ``version`` are those of the pack that it came with, empty for one that was given by path; ``origin``
    and ``why`` as for packs. ``runs_on``: it was made for an earlier year than the report's, for ``year``. ``digest``
    is the hash of its files.
    """

    kind: str
    title: str
    year: int
    pack: str
    version: str
    origin: str
    path: str
    digest: str
    why: tuple[Criterion, ...] = ()
    runs_on: bool = False


class PackInfo(Record):
    """A rule pack as results name it.

    ``origin`` is ``shipped``, ``locked``, ``given`` or, for rules given by themselves, ``file``; ``why`` says by what
    Of a locked pack, ``signer`` vouches for it (``publisher`` in words), ``lock`` is the lock file
    where that is not the one in the current folder, ``fresh`` is the date of the last proof that
    it is current, and ``age`` the days since then, where the day is known; ``newer`` is a newer version that its
    repository had then. One that stands in for the shipped pack ``replaces`` it without ``missing`` of its rules.
    """

    name: str
    title: str
    version: str
    sha256: str
    origin: str = "given"
    why: tuple[Criterion, ...] = ()
    signer: str = ""
    fresh: str = ""
    age: int | None = None
    publisher: str = ""
    lock: str = ""
    newer: str = ""
    replaces: str = ""
    missing: int = 0

    def __repr__(self) -> str:
        return f"<PackInfo {self.name} {self.version}{' ' if self.version else ''}{self.origin}>"

"""Floor 7: what Python programs and notebooks use, by way of ``import jsrules``. Explained in ``spec/python.md``."""

from jsrules.base.diagnostic import (
    Diagnostic,
    InputError,
    Severity,
)
from jsrules.base.language import (
    Language,
    get_language,
    language,
    set_language,
)
from jsrules.engine.measure import Where
from jsrules.interface.findings import (
    Cell,
    Finding,
    FlatRecord,
)
from jsrules.interface.inputs import (
    PackInput,
    Readable,
    RulesInput,
)
from jsrules.interface.reconciliation import (
    Cause,
    PartCause,
    Proposal,
    Reconciliation,
    Suspect,
    TwoValues,
)
from jsrules.interface.report import (
    Report,
    ReportInput,
    read,
)
from jsrules.interface.result import Result
from jsrules.interface.verifier import (
    Verifier,
    check,
    open_pack,
    verify,
)
from jsrules.model.document import (
    Box,
    DocumentPlace,
    PublishedPlace,
)
from jsrules.model.outcome import (
    Explanation,
    Kind,
    PackInfo,
    Verdict,
)
from jsrules.model.reason import ReasonCode
from jsrules.model.statements import Nature
from jsrules.outputs.subjects import ReasonSubject
from jsrules.packs.library import Pack

__all__ = [
    "Box",
    "Cause",
    "Cell",
    "Diagnostic",
    "DocumentPlace",
    "Explanation",
    "Finding",
    "FlatRecord",
    "InputError",
    "Kind",
    "Language",
    "Nature",
    "Pack",
    "PackInfo",
    "PackInput",
    "PartCause",
    "Proposal",
    "PublishedPlace",
    "Readable",
    "ReasonCode",
    "ReasonSubject",
    "Reconciliation",
    "Report",
    "ReportInput",
    "Result",
    "RulesInput",
    "Severity",
    "Suspect",
    "TwoValues",
    "Verdict",
    "Verifier",
    "Where",
    "check",
    "get_language",
    "language",
    "open_pack",
    "read",
    "set_language",
    "verify",
]

"""What is said of rules that are wrong."""

from __future__ import annotations

import pytest

from jsrules.base.diagnostic import Diagnostic, InputError
from support.checking import load, resolve_text
from support.forms import shipped_form_set

FORMS = shipped_form_set()


def mistakes(rules: str, report: str = "") -> list[Diagnostic]:
    forms = load(report).forms if report else FORMS
    with pytest.raises(InputError) as caught:
        resolve_text(rules, forms)
    return caught.value.diagnostics

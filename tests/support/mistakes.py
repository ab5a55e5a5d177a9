"""What is said of rules that are wrong."""

from __future__ import annotations

import pytest

from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.packs.library import form_set_source
from jsrules.readers.reports.form_reader import read_form_set
from support.checking import load, resolve_text

FORMS = read_form_set([form_set_source("部门决算", 2021)])


def mistakes(rules: str, report: str = "") -> list[Diagnostic]:
    forms = load(report).forms if report else FORMS
    with pytest.raises(InputError) as caught:
        resolve_text(rules, forms)
    return caught.value.diagnostics

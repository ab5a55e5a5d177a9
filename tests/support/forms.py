"""The form sets of the shipped packs."""

from __future__ import annotations

from jsrules.model.form import FormSet
from jsrules.packs.form_choice import ChosenForms
from jsrules.packs.form_listing import forms_for


def shipped_forms(year: int = 2021, kind: str = "部门决算") -> ChosenForms:
    """The form set for a year, as it is chosen for a report without region."""
    return forms_for((kind, year))


def shipped_form_set(year: int = 2021, kind: str = "部门决算") -> FormSet:
    """The same, read."""
    return shipped_forms(year, kind).read()

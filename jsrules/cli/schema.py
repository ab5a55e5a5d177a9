"""``jsrules schema``: JSON Schemas made on demand, for editors that complete and check YAML by them."""

from __future__ import annotations

import json
import os
from typing import Any

from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, examples
from jsrules.cli.sink import open_sink


def _work(what: str, year: str | None, output: str) -> None:
    schema = _schema_of(what, options.read_year(year) if year is not None else None)
    with open_sink(output, [], as_json=True) as sink:
        sink.write(json.dumps(schema, ensure_ascii=False, indent=1) + "\n")


def _schema_of(what: str, year: int | None) -> dict[str, Any]:
    """The schema of manifests, form sets, or of the reports of a kind and year; the latest year when none is given."""
    if what in ("pack", "forms"):
        from jsrules.outputs.manifest_schema import form_set_schema, pack_schema

        return pack_schema() if what == "pack" else form_set_schema()
    from jsrules.base.files import read_source
    from jsrules.base.resources import spec_path
    from jsrules.outputs.report_schema import report_schema
    from jsrules.packs.library import form_set_source
    from jsrules.readers.reports.form_reader import read_form_index, read_form_set

    index = read_form_index(read_source(spec_path("forms", "index.yaml")))
    kind = what if what in index else next((each for each, folder in index.items() if folder == what), what)
    if year is None and kind in index:
        files = os.listdir(spec_path("forms", index[kind]))
        year = max(int(name[:-5]) for name in files if name.endswith(".yaml") and name[:-5].isdecimal())
    forms = read_form_set(form_set_source(kind, year or 0))
    return report_schema(forms, [each for each, folder in index.items() if folder == index[kind]])


command = Command(
    _work,
    (
        Argument(
            "what",
            (
                "报告的种类，如 部门决算；pack 是规则包清单 pack.yaml，forms 是表样",
                "a kind of report, such as 部门决算; pack for manifests pack.yaml, forms for form sets",
            ),
            ("种类", "KIND"),
        ),
        Argument(
            "year",
            ("年度；不写用最近的一年", "fiscal year; the latest one by default"),
            ("[年度]", "[YEAR]"),
            required=False,
        ),
        options.OUTPUT,
        *options.PLAIN,
    ),
    (
        examples(
            "# yaml-language-server: $schema=final-accounts-2021.schema.json",
            title=(
                "在报告文件的第一行写上，编辑器（如 VS Code 加 YAML 扩展）就会用它：",
                "On the first line of a report:",
            ),
        ),
        examples(
            "jsrules schema 部门决算 2021 -o final-accounts-2021.schema.json",
            "jsrules schema pack",
            "jsrules schema forms",
        ),
    ),
)

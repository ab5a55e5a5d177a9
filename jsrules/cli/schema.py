"""``jsrules schema``: JSON Schemas made on demand, for editors that complete and check YAML by them."""

from __future__ import annotations

from typing import Any

from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, examples
from jsrules.cli.option_values import read_year
from jsrules.cli.sink import open_sink


def _work(
    what: str,
    year: str | None,
    packs: tuple[str, ...],
    forms: tuple[str, ...],
    region: str,
    unit_kind: str,
    output: str,
) -> None:
    places = {"地区": region, "单位性质": unit_kind}
    schema = _schema_of(what, read_year(year) if year is not None else None, packs, forms, places)
    from jsrules.outputs.json_text import json_text

    with open_sink(output, [], as_json=True) as sink:
        sink.write(json_text(schema, indent=1) + "\n")


def _schema_of(
    what: str, year: int | None, packs: tuple[str, ...], forms: tuple[str, ...], places: dict[str, str]
) -> dict[str, Any]:
    """The schema of manifests, form sets, or of the reports of a kind and year; the latest year when none is given."""
    if what in ("pack", "forms"):
        from jsrules.outputs.manifest_schema import form_set_schema, pack_schema

        return pack_schema() if what == "pack" else form_set_schema()
    from jsrules.outputs.report_schema import report_schema
    from jsrules.packs.form_listing import latest_forms

    chosen = latest_forms(what, year, packs, forms, places)
    return report_schema(chosen.read(), list(chosen.file.head.kinds))


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
        replace(
            options.PACKS,
            words=("用这个规则包的表样；可以写多次", "form sets of this pack; may be given several times"),
        ),
        options.FORMS,
        options.REGION,
        options.UNIT_KIND,
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
            "jsrules schema 部门决算 2024 --region 上海 -o shanghai.schema.json",
            "jsrules schema pack",
            "jsrules schema forms",
        ),
    ),
)

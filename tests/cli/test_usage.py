"""Mistakes on the command line: said in the reader's language, with the nearest thing that exists; exit code 2."""

from __future__ import annotations

import pytest

from jsrules.cli import main


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["verifi", "a.yaml"], "没有 verifi 这个命令；是不是 verify？"),
        (["做账"], "没有 做账 这个命令；可用的有：verify"),
        (["--lang", "zh"], "缺少命令；可用的有：verify"),
        (["--fast"], "没有 --fast 这个选项"),
        (["verify", "--all"], "缺少报告：报告（YAML），或公布的文件"),
        (["verify", "a.yaml", "--fromat", "json"], "没有 --fromat 这个选项；是不是 --format？"),
        (["verify", "a.yaml", "-x"], "没有 -x 这个选项"),
        (["verify", "a.yaml", "--rules"], "--rules 后面要有一个值：--rules 文件"),
        (["verify", "a.yaml", "--all=yes"], "--all 后面不带值"),
        (
            ["verify", "a.yaml", "--format", "xml"],
            "--format 的值不对：没有“xml”这种格式；有 text、html、xlsx、docx、",
        ),
        (["verify", "a.yaml", "--fail-on", "错误"], "--fail-on 只能是 error、warning、info"),
        (["verify", "a.yaml", "--ambiguous-width", "3"], "--ambiguous-width 只能是 1、2"),
        (["fmt"], "缺少文件：规则文件；目录则整理其下所有 *.jsr"),
        (["fmt", "a.jsr", "--chek"], "没有 --chek 这个选项；是不是 --check？"),
        (["explan", "E204"], "没有 explan 这个命令；是不是 explain？"),
        (["verify", "a.yaml", "--lang", "fr"], "--lang 只能是 zh、en"),
        (["reconcile", "a.yaml", "b.yaml"], "多出来的参数：b.yaml"),
        (["new", "rules", "x"], "新规则包写 new pack 文件夹"),
        (["schema", "部门决算", "20"], "“20”不是四位数的年度"),
        (["check", "a.jsr", "--for", "部门决算", "21"], "--for 的值不对：“21”不是四位数的年度"),
        (["pack", "rekey", "x", "--threshold", "none"], "--threshold 要是不小于 1 的整数"),
        (
            ["verify", "a.yaml", "--fromat", "json", "--lang", "en"],
            "there is no option --fromat; did you mean --format?",
        ),
        (["verifi", "--lang", "en"], "there is no command verifi; did you mean verify?"),
    ],
)
def test_mistakes(arguments: list[str], wanted: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert wanted in printed.err
    assert printed.err.startswith(("错误：", "error: "))
    assert "jsrules" in printed.err.splitlines()[-1]
    if "en" not in arguments:
        assert not any(word in printed.err for word in ("Error", "Usage", "Try", "No such", "Invalid"))


def test_a_number_out_of_range(capsys: pytest.CaptureFixture[str]) -> None:
    for value in ("101", "-1", "x"):
        assert main(["test", "final-accounts", "--min-coverage", value]) == 2
        assert "--min-coverage 要是 0 到 100 的整数" in capsys.readouterr().err
    assert main(["mutate", "x.yaml", "--at-most", "0"]) == 2
    assert "要是不小于 1 的整数" in capsys.readouterr().err

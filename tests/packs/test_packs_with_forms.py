"""Packs that bring form sets, on their whole way: compared, signed, fetched, locked, listed, examined; reports of several
years and places beside each other; and archives whose form sets are meant to do harm.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from support.bureau import Bureau, Department, pack
from support.endless import comes_to_an_end
from support.posix import POSIX
from support.processes import run_jsrules

from jsrules.base.diagnostic import InputError
from jsrules.cli import main
from jsrules.packs import archive_limits
from jsrules.packs.archive import write_archive
from jsrules.packs.library import unpacked
from jsrules.verification.verifier import Verifier

KIND = "年报"
MORE = f"报告: [{KIND}]\n年度: 2021起\n"
FORM_2020 = f"""表样: {KIND}
代号: yearly
年度: 2020
金额单位: 元
科目:
  分类: {{位数: [3, 5], 类: {{201: 公共服务, 207: 文化体育}}}}
表:
  支出表: {{科目: 分类, 可增行: true, 栏: [合计, 基本], 行: {{合计: ~}}}}
  基金表: {{行: {{基金收入: 1}}}}
  旧总表: {{表号: 01表, 行: {{拨款: 1, 事业收入: 2, 总计: 3}}}}
"""
FORM_2021 = f"""表样: {KIND}
年度: 2021起
基础: 2020
科目:
  分类: {{类: {{207: {{改名: 文化旅游}}, 220: 自然资源}}}}
表:
  旧总表:
    改名: 总表
    之前: 支出表
    行: {{拨款: {{改名: 财政拨款}}, 新增项: {{之后: 事业收入}}}}
  支出表: {{栏: {{基本: {{之前: 合计}}}}}}
"""
RULES = """表 总表

规则 拨款：财政拨款 = 上年.财政拨款
规则 事业：事业收入 = 上年.事业收入
规则 新项：新增项 = 上年.新增项

表 支出表

规则 各类：每个类  [本行, 合计] = 上年.支出表[本行, 合计]
规则 基本：[合计, 基本] = 上年.支出表[合计, 基本]
"""
BEFORE = f"""报告: {KIND}
单位: 甲
年度: 2020
旧总表: {{拨款: 5.00, 事业收入: 2.00, 总计: 7.00}}
支出表:
  栏: [合计, 基本]
  行:
    合计: [7.00, 3.00]
    201 公共服务: [4.00, 3.00]
    207 文化体育: [3.00, ~]
"""
NOW = f"""报告: {KIND}
单位: 甲
年度: 2021
总表: {{财政拨款: 5.00, 事业收入: 2.00, 新增项: 1.00, 总计: 8.00}}
支出表:
  栏: [基本, 合计]
  行:
    合计: [3.00, 7.00]
    201 公共服务: [3.00, 4.00]
    207 文化旅游: [~, 3.00]
"""


def released(forms: dict[str, str], rules: str = RULES, version: str = "1.0.0", more: str = MORE) -> bytes:
    files = {f"forms/{name}.yaml": text.encode() for name, text in forms.items()}
    return pack("yearly", version, rules=rules, more=more, files=files)


BOTH = {"2020": FORM_2020, "2021": FORM_2021}


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")


def test_the_year_before_with_the_forms_of_its_year(tmp_path: Path) -> None:
    """A table that has another name and place, a row renamed, columns in another order, a class of another name."""
    write(tmp_path, now=NOW, before=BEFORE)
    verifier = Verifier(packs=[unpacked("a.jspack", released(BOTH))])
    result = verifier.verify(str(tmp_path / "now.yaml"), str(tmp_path / "before.yaml"))
    assert result.diagnostics == []
    found = {(each.rule.name.rpartition("/")[2], each.verdict) for each in result.outcomes}
    assert found == {
        ("拨款", "pass"),
        ("事业", "pass"),
        ("新项", "undetermined"),  # the form of 2020 has no such row: that is not 0
        ("各类", "pass"),
        ("基本", "pass"),
    }
    write(tmp_path, before=BEFORE.replace("拨款: 5.00", "拨款: 6.00").replace("[3.00, ~]", "[3.50, ~]"))
    result = verifier.verify(str(tmp_path / "now.yaml"), str(tmp_path / "before.yaml"))
    wrong = [each.rule.name.rpartition("/")[2] for each in result.outcomes if each.verdict == "violation"]
    assert wrong == ["拨款", "各类"]


def test_the_year_before_is_not_read_with_this_years_names(tmp_path: Path) -> None:
    write(tmp_path, now=NOW, before=BEFORE.replace("旧总表", "总表").replace("拨款: 5", "财政拨款: 5"))
    verifier = Verifier(packs=[unpacked("a.jspack", released(BOTH))])
    result = verifier.verify(str(tmp_path / "now.yaml"), str(tmp_path / "before.yaml"))
    assert result.report is None
    assert {each.code for each in result.diagnostics} == {"W324", "E111"}
    (doubt,) = (each for each in result.diagnostics if each.code == "W324")
    assert doubt.path.endswith("before.yaml")


def test_subordinates_with_form_sets_of_their_own_places(tmp_path: Path) -> None:
    local = f"""表样: {KIND}
年度: 2021起
基础: 2021
名称: 某区
地区: [某区*]
表:
  总表: {{改名: 收支总表, 行: {{事业收入: {{改名: 业务收入}}, 新增项: 删去}}}}
"""
    rules = "表 总表\n规则 汇总：事业收入 = 合计(下级单位.事业收入)\n"
    data = released({**BOTH, "local": local}, rules)
    write(tmp_path, top=f"报告: {KIND}\n单位: 局\n年度: 2021\n总表: {{事业收入: 5.00}}\n")
    units = tmp_path / "units"
    write(units, a=f"报告: {KIND}\n单位: 甲\n年度: 2021\n总表: {{事业收入: 2.00}}\n")
    write(units, b=f"报告: {KIND}\n单位: 乙\n年度: 2021\n地区: 某区\n收支总表: {{业务收入: 3.00}}\n")
    verifier = Verifier(packs=[unpacked("a.jspack", data)])
    result = verifier.verify(str(tmp_path / "top.yaml"), subordinates=[str(units)])
    assert [each.verdict for each in result.outcomes] == ["pass"], result.diagnostics
    write(units, b=f"报告: {KIND}\n单位: 乙\n年度: 2021\n地区: 某区\n收支总表: {{业务收入: 4.00}}\n")
    result = verifier.verify(str(tmp_path / "top.yaml"), subordinates=[str(units)])
    assert [each.verdict for each in result.outcomes] == ["violation"]


def folder_of(path: Path, forms: dict[str, str], version: str = "1.0.0", rules: str = RULES) -> str:
    write(path, pack=f"代号: yearly\n名称: 年报规则\n版本: {version}\n发布单位: 局\n{MORE}")
    write(path / "forms", **forms)
    (path / "rules").mkdir(exist_ok=True)
    (path / "rules" / "a.jsr").write_text(rules, "utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("old", "new", "least", "words"),
    [
        ("行: {拨款: {改名: 财政拨款}", "行: {拨款: {改名: 财政拨款, 别名: [财拨]}", "1.1.0", "财拨"),
        ("新增项: {之后: 事业收入}", "新增项: {之后: 事业收入, 可负: true}", "2.0.0", "新增项"),
        ("支出表: {栏:", "支出表: {可增行: false, 栏:", "2.0.0", "支出表"),
        ("220: 自然资源", "221: 住房", "2.0.0", "科目体系改了"),
    ],
)
def test_diff_says_what_a_form_set_changed(old: str, new: str, least: str, words: str, tmp_path: Path) -> None:
    assert old in FORM_2021
    one = folder_of(tmp_path / "one", BOTH)
    two = folder_of(tmp_path / "two", {**BOTH, "2021": FORM_2021.replace(old, new)}, "1.0.1")
    done = run_jsrules("pack", "diff", one, two)
    assert words in done.stdout, done.stdout + done.stderr
    assert least in done.stdout
    assert done.returncode == 1


def test_diff_says_which_verdicts_follow(tmp_path: Path) -> None:
    """The class list loses one: reports that were read are refused; a row moves into another: its rule follows."""
    rules = "表 总表\n规则 总计：总计 = 合计(总表[财政拨款..事业收入])\n"
    new = FORM_2021.replace("新增项: {之后: 事业收入}", "新增项: {之前: 事业收入}")
    one, two = (
        folder_of(tmp_path / "one", BOTH, rules=rules),
        folder_of(tmp_path / "two", {**BOTH, "2021": new}, "2.0.0", rules),
    )
    write(tmp_path, report=NOW.replace("总计: 8.00", "总计: 7.00"))
    done = run_jsrules("pack", "diff", one, two, "--reports", tmp_path / "report.yaml")
    assert "表样改了，范围或判定随之改变" in done.stdout, done.stdout + done.stderr
    assert "不符" in done.stdout
    assert done.returncode == 0, "2.0.0 may carry it"


def test_diff_says_which_report_can_not_be_read_any_more(tmp_path: Path) -> None:
    """Once, with the reason: all that was said of it is gone."""
    rules = "表 总表\n规则 总计：总计 >= 财政拨款\n规则 事业：总计 >= 事业收入\n"
    one = folder_of(tmp_path / "one", BOTH, rules=rules)
    two = folder_of(tmp_path / "two", {**BOTH, "2021": FORM_2021.replace("新增项", "另一项")}, "2.0.0", rules)
    write(tmp_path, report=NOW)
    done = run_jsrules("pack", "diff", one, two, "--reports", tmp_path / "report.yaml")
    assert "1 份报告，1 条判定会变" in done.stdout, done.stdout + done.stderr
    assert "  能读 → 读不了  [E112] " in done.stdout
    back = run_jsrules("pack", "diff", two, one, "--reports", tmp_path / "report.yaml", "--lang", "en")
    assert "  cannot be read → can be read  [E112] " in back.stdout, back.stdout + back.stderr


@pytest.fixture
def department(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Department:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    bureau = Bureau(tmp_path / "bureau")
    bureau.add(released(BOTH, "表 总表\n规则 总计：总计 = 财政拨款 + 事业收入 + 新增项\n"))
    bureau.publish()
    return Department(tmp_path / "department", bureau)


def test_fetched_locked_listed_examined_and_mutated(department: Department) -> None:
    stick = department.bureau.stick("stick")
    department.fetch(stick, "yearly")
    where = department.folder
    write(where, now=NOW)
    done = run_jsrules("verify", "now.yaml", "--format", "json", cwd=where)
    result = json.loads(done.stdout)
    assert (done.returncode, result["packs"][0]["origin"]) == (0, "locked"), done.stderr
    assert (result["forms"]["title"], result["forms"]["pack"]) == ("2021起", "yearly")
    listed = run_jsrules("pack", "list", cwd=where)
    assert f"用于：{KIND}" in listed.stdout
    assert run_jsrules("pack", "doctor", stick, cwd=where).returncode == 0
    mutated = run_jsrules("mutate", "now.yaml", "--jobs", "1", "--format", "json", cwd=where)
    assert mutated.returncode in (0, 1), mutated.stderr
    assert "总表" in mutated.stdout
    empty = run_jsrules("new", KIND, "2021", cwd=where)
    assert "财政拨款:" in empty.stdout, empty.stderr
    explained = run_jsrules("explain", "yearly/总计", "--report", "now.yaml", cwd=where)
    assert "总表：总计、财政拨款" in explained.stdout, explained.stderr + explained.stdout


@POSIX
def test_a_locked_form_set_cannot_be_altered(department: Department, tmp_path: Path) -> None:
    department.fetch(department.bureau.stick("stick"), "yearly")
    write(department.folder, now=NOW)
    (held,) = (
        each for each in (tmp_path / "data").rglob("*") if each.is_file() and b"forms/2021.yaml" in each.read_bytes()
    )
    held.chmod(0o644)
    held.write_bytes(held.read_bytes().replace("新增项".encode(), "减少项".encode()))
    done = run_jsrules("verify", "now.yaml", cwd=department.folder)
    assert done.returncode == 2
    assert "E332" in done.stderr + done.stdout


def test_what_is_wrong_in_a_form_set_is_not_taken_into_a_repository(department: Department, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jspack"
    broken.write_bytes(
        released({"2020": FORM_2020, "2021": FORM_2021.replace("基础: 2020", "基础: 2019")}, version="1.1.0")
    )
    done = run_jsrules("pack", "add", department.bureau.repo, broken)
    assert done.returncode == 2
    assert "E303" in done.stderr + done.stdout


HUGE = "行: {" + ", ".join(f"名{number}: {number}" for number in range(1, 200_000)) + "}"
DEEP = "行: " + "{a: " * 5000 + "1" + "}" * 5000
CYCLES = {
    "a": f"表样: {KIND}\n年度: 2021\n基础: b\n表: {{总表: ~}}\n",
    "b": f"表样: {KIND}\n年度: 2020\n基础: a\n表: {{总表: ~}}\n",
}
HEAD = f"表样: {KIND}\n代号: x\n年度: 2021\n金额单位: 元\n"


@pytest.mark.parametrize(
    ("forms", "code"),
    [
        ({"a": HEAD + "表: {总表: {" + DEEP + "}}\n"}, "E10[0-9]|E303"),
        (CYCLES, "E303"),
        ({"a": HEAD + "表: &x {总表: *x}\n"}, "E10[0-9]|E303"),
        ({"a": HEAD + "表: &a [" + "*a," * 50 + "]\n"}, "E10[0-9]|E303"),
        ({"a": HEAD + "表: {总表: {行: {收入: \0}}}\n"}, "E10[0-9]|E303"),
        ({"a": HEAD + "表: {甲: {仿照: 乙}, 乙: {仿照: 甲}}\n"}, "E303"),
        ({"a": HEAD + "基础: ../../a\n表: {总表: ~}\n"}, "E303"),
        ({"a": HEAD + "基础: /etc/passwd\n表: {总表: ~}\n"}, "E303"),
        ({"a": HEAD.replace("2021", "1949-2100, " * 3000 + "2021") + "表: {总表: {行: {收入: 1}}}\n"}, ""),
        (
            {
                f"{n}": HEAD.replace("2021", "2021" if not n else "2022").replace("代号: x", f"代号: x\n基础: {n + 1}")
                for n in range(300)
            },
            "E303",
        ),
    ],
    ids=["deep", "cycle", "alias", "aliases", "control", "imitation", "escape", "absolute", "years", "chain"],
)
def test_form_sets_that_are_meant_to_do_harm(forms: dict[str, str], code: str, tmp_path: Path) -> None:
    """A refusal in a moment, never a defect."""
    path = tmp_path / "evil.jspack"
    path.write_bytes(released(forms, "a = b\n"))
    write(tmp_path, report=f"报告: {KIND}\n年度: 2021\n总表: {{收入: 1.00}}\n")
    try:
        with comes_to_an_end():
            found = Verifier(packs=[str(path)]).verify(str(tmp_path / "report.yaml")).diagnostics
    except InputError as error:
        found = error.diagnostics
    if code:
        import re

        assert any(re.fullmatch(code, each.code) for each in found), found
    for verb in (("check",), ("pack", "explain"), ("test",)):
        done = run_jsrules(*verb, path)
        assert done.returncode in (0, 1, 2)
        assert "E900" not in done.stderr + done.stdout
        assert "Traceback" not in done.stderr


def test_a_huge_form_set(tmp_path: Path) -> None:
    path = tmp_path / "evil.jspack"
    path.write_bytes(released({"a": HEAD + "表: {总表: {" + HUGE + "}}\n"}, "a = b\n"))
    done = run_jsrules("check", path)
    assert done.returncode == 2
    assert "E900" not in done.stderr + done.stdout


@pytest.mark.parametrize(
    "name", ["forms/../../x.yaml", "forms//x.yaml", "/forms/x.yaml", "forms/..\\x.yaml", "forms/con.yaml"]
)
def test_names_of_form_sets_that_escape(name: str) -> None:
    with pytest.raises((InputError, ValueError)):
        unpacked("evil.jspack", pack("yearly", files={name: b"x: 1\n"}))


def test_too_many_form_sets() -> None:
    files = {f"forms/{number}.yaml": b"x: 1\n" for number in range(archive_limits.MAXIMUM_FILES + 1)}
    with pytest.raises(InputError, match="E310"):
        unpacked("evil.jspack", write_archive(files))


def test_an_overlay_is_compared_over_its_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "pack", "below", "--kind", KIND]) == 0
    assert main(["new", "pack", "one", "--over", "below"]) == 0
    shutil.copytree("one", "two")
    for name, old, new in (
        ("forms/more.yaml", "合计: 3}", "丙: 3, 合计: 4}"),
        ("rules/supplement.jsr", "甲 + 乙\n", "甲 + 乙 + 丙\n"),
    ):
        path = tmp_path / "two" / name
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    capsys.readouterr()
    assert main(["pack", "diff", "one", "two", "--base", "below", "--reports", "one/tests/base.yaml"]) == 1
    text = capsys.readouterr().out
    assert "补充表：“合计”：行次 3 改为 4" in text
    assert "  相符 → 无法判断  补充表 · 合计 · 金额  one/补充表合计\n" in text
    assert "1 条判定会变" in text


@pytest.mark.parametrize("prior_says", ["", "列全: true, "])
def test_a_row_that_the_form_of_the_year_before_has_not_is_not_0(tmp_path: Path, prior_says: str) -> None:
    """Long lists of classes whose rows are blank when they are left out: one that came later was not there to be."""
    head = f"表样: {KIND}\n代号: yearly\n金额单位: 元\n"
    table = "表: {总表: {未写的行: 空白, 行: {教育: 1, 体育: 2, %s总计: {行次: 9, 应列: true}}}}\n"
    forms = {
        "2020": f"{head}年度: 2020\n{table % ''}",
        "2021": f"{head}年度: 2021起\n{table % '应急: 3, 文旅: {行次: 4, 别名: [文化]}, '}",
    }
    rules = "表 总表\n规则 各行：每行 总表[本行] = 上年.总表[本行]\n"
    write(
        tmp_path,
        now=f"报告: {KIND}\n年度: 2021\n总表: {{教育: 2.00, 应急: 1.00, 文旅: 1.00, 总计: 4.00}}\n",
        before=f"报告: {KIND}\n年度: 2020\n总表: {{{prior_says}教育: 2.00, 总计: 4.00}}\n",
    )
    verifier = Verifier(packs=[folder_of(tmp_path / "pack", forms, rules=rules)])
    result = verifier.verify(str(tmp_path / "now.yaml"), str(tmp_path / "before.yaml"))
    assert [each.verdict for each in result.outcomes] == ["pass", "undetermined", "undetermined", "pass"]

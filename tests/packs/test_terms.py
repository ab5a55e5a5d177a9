"""Over the years: catalogues that end, departments that go, keys that are lost, numbers of signatures that sink."""

from __future__ import annotations

import io
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from support.answering import AnsweringTerminal
from support.bureau import Bureau, Department, codes, pack

from jsrules.base.diagnostic import InputError
from jsrules.cli import main
from jsrules.packs.choice import Installed
from jsrules.packs.repository import catalogues, editing, publishing
from jsrules.packs.repository.doctor import examine
from jsrules.packs.repository.roles import now_utc, renew
from jsrules.packs.repository.thresholds import concerns


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    made = Bureau(tmp_path / "bureau")
    editing.delegate(made.workspace, "education", [made.key("education")], 1, made.now)
    made.add(pack("rules"))
    made.publish()
    made.add(pack("education"), "education")
    made.publish()
    return made


@pytest.fixture
def department(bureau: Bureau, tmp_path: Path) -> Department:
    return Department(tmp_path / "department", bureau)


def run(capsys: pytest.CaptureFixture[str], *arguments: str, answer: str = "") -> tuple[int, str]:
    """Exit code and all that a command says, in one line."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", AnsweringTerminal(answer) if answer else io.StringIO())
        code = main(["pack", *arguments])
    told = capsys.readouterr()
    return code, " ".join((told.out + told.err).split())


def ending(bureau: Bureau, role: str, days: int) -> None:
    """A catalogue is published that ends in so many days."""
    document = bureau.workspace.draft(role, bureau.now)
    renew(document.signed, now_utc(), days)
    bureau.workspace.stage(role, document)
    bureau.publish()


def everyday(bureau: Bureau) -> tuple[str, ...]:
    return ("--key", str(bureau.folder / "everyday.key"))


def test_a_catalogue_that_has_expired_is_its_department_s_trouble(
    bureau: Bureau, department: Department, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everybody else fetches, and the bureau publishes; what the department took back stays taken back."""
    department.fetch(bureau.repo, "rules", "education")
    bureau.add(pack("education-more"), "education")
    bureau.publish()
    bureau.withdraw("education", "1.0.0")
    other = Department(tmp_path / "other", bureau)
    other.fetch(bureau.repo, "education-more")
    ending(bureau, "education", 0)
    bureau.release("rules", "1.0.1")
    code, told = run(capsys, "publish", str(bureau.repo), *everyday(bureau))
    assert code == 0
    assert "部门“education”的目录已经过期，它的规则包取不到；用 jsrules pack renew --department education 续期" in told
    assert department.fetch(bureau.repo, "rules", update=True).after["rules"].version == "1.0.1"
    withdrawn = Installed(str(department.lock)).find("education").chain[-1].withdrawn
    assert withdrawn is not None and withdrawn.version == "1.0.0"
    for names in ((), ("education-more",)):
        with pytest.raises(InputError) as caught:
            other.fetch(bureau.repo, *names)
        assert codes(caught.value) == {"E323"} and "部门“education”的目录" in str(caught.value)
    newcomer = Department(tmp_path / "newcomer", bureau)
    with pytest.raises(InputError) as caught:
        newcomer.fetch(bureau.repo, "education")
    assert "它的规则包取不到" in "".join(caught.value.diagnostics[0].notes)
    assert not examine(str(bureau.repo), now_utc()).is_sound
    assert run(capsys, "renew", str(bureau.repo), "--department", "education")[0] == 0
    bureau.publish()
    assert other.fetch(bureau.repo).after["education-more"].version == "1.0.0"


def test_the_last_day(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """What ends first is what holds."""
    ending(bureau, "targets", 1)
    code, told = run(capsys, "publish", str(bureau.repo), *everyday(bureau))
    day = (now_utc() + timedelta(days=1)).strftime("%Y-%m-%d")
    assert code == 0 and f"规则包目录到 {day} 就过期" in told and f"到 {day} 为止有效" in told
    assert run(capsys, "renew", str(bureau.repo))[0] == 0
    bureau.publish()
    _, told = run(capsys, "publish", str(bureau.repo), *everyday(bureau))
    assert "就过期" not in told


def test_a_department_that_goes(
    bureau: Bureau, department: Department, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    department.fetch(bureau.repo, "rules")
    code, told = run(capsys, "undelegate", str(bureau.repo), "education")
    assert code == 0 and "发布以后取不到：education 1.0.0" in told
    bureau.publish()
    department.fetch(bureau.repo)
    newcomer = Department(tmp_path / "newcomer", bureau)
    with pytest.raises(InputError) as caught:
        newcomer.fetch(bureau.repo, "education")
    assert codes(caught.value) == {"E327"}
    with pytest.raises(InputError) as caught:
        bureau.add(pack("education", "1.0.1"), "education")
    assert codes(caught.value) == {"E321"}
    code, told = run(capsys, "undelegate", str(bureau.repo), "education")
    assert code == 2 and "E321" in told
    editing.delegate(bureau.workspace, "education", [bureau.key("again")], 1, bureau.now)  # and comes back
    bureau.publish()
    assert newcomer.fetch(bureau.repo, "education").after["education"].version == "1.0.0"


def test_a_lost_key_of_two_out_of_three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two that are left put another one in its place, and departments follow."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    made = Bureau(tmp_path / "bureau")
    made.release("rules")
    roots = [made.signers[name].public_key for name in ("root1", "root2")]
    editing.replace_root_keys(made.workspace, "root", [*roots, made.key("root3")], 2, made.now)
    made.publish()
    department = Department(tmp_path / "department", made)
    department.fetch(made.repo)
    editing.replace_root_keys(made.workspace, "root", [roots[0], made.key("root3b"), made.key("root4")], 2, made.now)
    made.sign("root1", "root3", "root4")  # root2 is lost
    publishing.publish(made.workspace, [made.signers["everyday"]], made.now)
    assert department.fetch(made.repo).after["rules"].metadata["root"] == 3


@pytest.mark.parametrize(
    ("threshold", "answer", "code", "becomes"),
    [
        ((), "", 0, 2),
        (("--threshold", "1"), "n\n", 1, 2),
        (("--threshold", "1"), "y\n", 0, 1),
        (("--threshold", "1", "--yes"), "", 0, 1),
        (("--threshold", "1"), "", 1, 2),
        (("--threshold", "3"), "y\n", 2, 2),
    ],
)
def test_numbers_of_signatures_do_not_sink_unseen(
    threshold: tuple[str, ...],
    answer: str,
    code: int,
    becomes: int,
    bureau: Bureau,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """``rekey --role root --key a --key b``, as the page had it, made 1 of 2 out of 2 of 2."""
    bureau.key("new")
    keys = [text for name in ("root1", "new") for text in ("--key", str(bureau.folder / f"{name}.pub"))]
    found, told = run(capsys, "rekey", str(bureau.repo), "--role", "root", *keys, *threshold, answer=answer)
    assert found == code, told
    assert bureau.workspace.root().signed.roles["root"].threshold == becomes
    if threshold and code != 2:
        assert "现在要 2 个签名，会变成 1 个" in told
    if code == 0 and not threshold:
        assert "再也换不了钥匙" in told and "+ 钥匙" in told


def test_thresholds_above_the_number_of_keys(bureau: Bureau, tmp_path: Path) -> None:
    key = bureau.signers["packs"].public_key
    for action in (
        lambda: editing.delegate(bureau.workspace, "health", [key], 2, bureau.now),
        lambda: editing.delegate(bureau.workspace, "health", [key, key], 2, bureau.now),
        lambda: editing.replace_root_keys(bureau.workspace, "targets", [key], 2, bureau.now),
        lambda: editing.found(str(tmp_path / "new"), "局", [key], 1, [key], [key], bureau.now, 2),
    ):
        with pytest.raises(InputError) as caught:
            action()
        assert codes(caught.value) == {"E321"} and "不同的钥匙" in str(caught.value)


@pytest.mark.parametrize(
    ("count", "threshold", "words"), [(2, 2, "再也换不了钥匙"), (3, 1, "被偷一把"), (1, 1, "什么都能签"), (3, 2, "")]
)
def test_what_a_lost_or_a_stolen_key_would_do(
    count: int, threshold: int, words: str, bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"r{number}" for number in range(count)]
    for name in (*names, "p", "e"):
        bureau.key(name)
    roots = [text for name in names for text in ("--root", str(bureau.folder / f"{name}.pub"))]
    others = ("r0", "r0") if count == 1 else ("p", "e")
    packs, everyday_ = (str(bureau.folder / f"{name}.pub") for name in others)
    rest = ("--packs", packs, "--packs-threshold", "1", "--everyday", everyday_, "--threshold", str(threshold))
    code, told = run(capsys, "init", str(tmp_path / "new"), "--title", "局", *roots, *rest)
    assert code == 0 and words in told
    if not words:
        assert "丢" not in told and "偷" not in told


def test_concerns_name_what_is_wrong(bureau: Bureau) -> None:
    assert len(concerns(bureau.workspace.root().signed)) == 1
    assert set(catalogues.ends_of(bureau.workspace)) == {"root", "targets", "education"}

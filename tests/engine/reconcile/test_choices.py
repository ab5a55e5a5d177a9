"""A sum over cells that a condition chooses is no evidence on what the condition looks at."""

from __future__ import annotations

from support.solving import reconciled

from jsrules.model.reconciliation import Reconciliation


def offered(result: Reconciliation) -> dict[str, set[str]]:
    """What is offered for each suspect."""
    found: dict[str, set[str]] = {}
    for cause in result.causes:
        for correction in cause.corrections:
            for suspect in correction.suspects:
                name = result.report.cell_path(suspect.cell)
                found.setdefault(name, set()).update(each.amount.text for each in suspect.proposals)
    return found


PARTS = "a: 10.00\nb: 20.00\nc: 30.00\n"


def test_a_total_that_is_wrong_is_found() -> None:
    result = reconciled("t = 合计(a, b, c, 若 本值 > 15)\nt = u\n", f"t: 60.00\nu: 50.00\n{PARTS}")
    assert "50.00" in offered(result)["t"]


def test_parts_are_corrected_where_the_choice_stays() -> None:
    """b = 30.00 is still one of them; of those below 25.00 neither a = 30.00 nor b = 40.00 would be."""
    report = f"t: 60.00\n{PARTS}"
    assert offered(reconciled("t = 合计(a, b, c, 若 本值 > 15)", report))["b"] == {"30.00"}
    result = reconciled("t = 合计(a, b, c, 若 本值 < 25)", f"t: 50.00\n{PARTS}")
    assert offered(result)["t"] == {"30.00"}
    assert not offered(result).get("a", set()) | offered(result).get("b", set())


def test_no_correction_turns_a_condition() -> None:
    """v = b asks for b = 2.00, which the sum would not take any more."""
    rules = "t = 合计(a, b, c, 若 本值 > 15)\nv = b\nw = b\n"
    report = f"t: 50.00\nv: 2.00\nw: 2.00\n{PARTS}"
    assert offered(reconciled("v = b\nw = b\n", report))["b"] == {"2.00"}
    assert "2.00" not in offered(reconciled(rules, report)).get("b", set())


def test_a_correction_that_leaves_the_choice_is_offered() -> None:
    rules = "t = 合计(a, b, c, 若 本值 > 15)\nv = b\nw = b\n"
    result = reconciled(rules, f"t: 51.00\nv: 21.00\nw: 21.00\n{PARTS}")
    assert offered(result)["b"] == {"21.00"}


def test_a_count_is_no_evidence_either() -> None:
    rules = "n = 计数(a, b, c, 若 本值 > 15)\nv = b\nw = b\n"
    result = reconciled(rules, f"n: 2 个\nv: 2.00\nw: 2.00\n{PARTS}")
    assert "2.00" not in offered(result).get("b", set())


def test_a_blank_that_may_be_chosen_is_not_filled() -> None:
    rules = "t = 合计(a, b, c, 若 本值 > 15)\nv = a + b + c\n"
    result = reconciled(rules, "t: 30.00\nv: 50.00\na: ~\nb: 20.00\nc: 10.00\n")
    assert offered(result).get("a", set()) == set()


def test_conditions_on_other_cells_stay() -> None:
    """What a condition looks at besides the cells themselves."""
    rules = "t = 合计(a, b, 若 k > 5)\nk = m\nk = o\n"
    report = "t: 30.00\na: 10.00\nb: 20.00\nk: 10.00\nm: 1.00\no: 1.00\n"
    assert "1.00" not in offered(reconciled(rules, report)).get("k", set())


def test_a_guard_that_counts_is_judged_with_what_it_counts() -> None:
    """With a = 70.00 it is a second one: the first formula does not apply then, and the second holds."""
    rules = "若 计数(a, b, 若 本值 > 15) = 1 则 t = a + b\n若 任一(a, b, 若 本值 > 15) 则 t = a + b\n"
    result = reconciled(rules, "t: 90.00\na: 10.00\nb: 20.00\n")
    assert offered(result) == {"t": {"30.00"}, "a": {"70.00"}, "b": {"80.00"}}
    other = "若 计数(a, b, 若 本值 > 15) = 2 则 t = a - b\n"
    assert "a" not in {
        name for name, values in offered(reconciled(rules + other, "t: 90.00\na: 10.00\nb: 20.00\n")).items() if values
    }

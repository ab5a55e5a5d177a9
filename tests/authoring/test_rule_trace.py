"""One rule of a pack, looked at alone, comes to what it does among all the others."""

from __future__ import annotations

from jsrules.authoring.rulebook import facts_of, named_rules, rulebook
from jsrules.packs.choice import Installed
from jsrules.packs.form_listing import listed_forms


def test_a_rule_alone_is_what_it_is_among_all() -> None:
    pack = Installed().named(["final-accounts"])[0].chain[0].pack
    forms = listed_forms(pack)[::8]
    every = rulebook(pack, forms)
    rules = named_rules(pack)
    assert {each.rule.name for each in rules} == every.keys()
    for each in rules[::40]:
        assert facts_of(each, pack, forms) == every[each.rule.name]

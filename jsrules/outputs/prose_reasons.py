"""Why a figure of prose is no statement, in words."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.model.prose import ProseFigure, ProseReason


def why_unread(figure: ProseFigure) -> str:
    """Why a figure is not read, or of what kind its explanation is, with the words in question."""
    words = reason_words(figure.reason)
    detail = figure.detail or figure.wording
    return words + (say("（{text}）", " ({text})", text=detail) if detail else "")


def reason_words(reason: ProseReason) -> str:
    """A reason in words; empty for none."""
    match reason:
        case "":
            return ""
        case "reason":
            return say("原因里的数", "in a reason")
        case "purpose":
            return say("用途里的数", "in a purpose")
        case "listing":
            return say("列举里的数", "in a list of names")
        case "account":
            return say("叙述里的数", "in an account of events")
        case "outside":
            return say("不在情况说明里", "outside the narrative")
        case "threshold":
            return say("说法里的常数", "a constant of the wording")
        case "name":
            return say("名称里的数", "part of a name")
        case "unknown_words":
            return say("前面的话不认识", "unknown words before it")
        case "no_item":
            return say("没有说是哪一项", "no item is named")
        case "item_lost":
            return say("前面没有读懂，不知道接着说哪一项", "what is before it was not read")
        case "no_base":
            return say("没有说与什么相比", "nothing that it is compared with")
        case "other_base":
            return say("不是与上年相比", "not compared with the year before")
        case "other_year":
            return say("说的是别的年度", "it is of another year")
        case "other_whole":
            return say("不知道是占什么的比", "nobody knows of what it is a share")
        case "several":
            return say("几项与几个数对不上", "items and figures do not pair off")
        case "no_pattern":
            return say("没有这样的句式", "no pattern fits")
        case "no_section":
            return say("不认识这一节", "an unknown section")
        case "no_row":
            return say("表样没有这个项目", "the form set has no such item")
        case "no_measure":
            return say("表样没有这个度量", "the form set has no such measure")
        case "no_amount":
            return say("不成这个度量的数：正负号或单位不合", "no figure of this measure: its sign or unit does not fit")
        case "open_sign":
            return say("没有说定增加还是减少", "whether it went up or down is left open")
        case "open_budget":
            return say("不知道是哪一个预算", "nobody knows which budget is meant")

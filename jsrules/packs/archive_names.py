"""Names of files in a pack: such as every file system can hold, none of which means another place or another file."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import category, normalize

from jsrules.base.devices import is_device
from jsrules.base.language import say

_LONGEST = 200
_FORBIDDEN = frozenset('<>:"|?*\\')
_NO_NAMES = frozenset(("", ".", ".."))


def name_fault(name: str) -> str:
    """Why a file of a pack cannot have this name; nothing when it can."""
    parts = name.split("/")
    if name.startswith("/") or name[1:2] == ":" or "\\" in name or any(part in _NO_NAMES for part in parts):
        return say("它指向规则包之外", "it leads out of the pack")
    if len(name.encode("utf-8", "replace")) > _LONGEST:
        return say("名称太长（最多 {most} 字节）", "its name is too long (at most {most} bytes)", most=_LONGEST)
    if normalize("NFC", name) != name:
        return say("名称不是 Unicode NFC 形式", "its name is not in Unicode form NFC")
    for part in parts:
        if _FORBIDDEN & set(part) or any(category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in part):
            return say("名称里有不能用的字符", "its name has characters that cannot be used")
        if part[-1] in ". " or part[0] == " " or is_device(part):
            return say("有的系统不能用这个名称", "some systems cannot use this name")
        if part.startswith("."):
            return say("它是隐藏文件", "it is a hidden file")
    return ""


def name_faults(names: Iterable[str]) -> list[tuple[str, str]]:
    """The names that cannot be used, each with the reason; also those that some file system takes for one another."""
    found: list[tuple[str, str]] = []
    known: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in sorted(names):
        fault = name_fault(name)
        folded = normalize("NFC", name).casefold()
        if not fault and folded in known:
            fault = say(
                "与“{other}”只差大小写或写法，有的系统把它们当作同一个文件",
                'it differs from "{other}" by case or spelling only; some systems take them for one file',
                other=known[folded],
            )
        known.setdefault(folded, name)
        for end in (place for place, sign in enumerate(name) if sign == "/"):
            folder = name[:end]
            other = folders.setdefault(folder.casefold(), folder)
            if not fault and (other != folder or folder.casefold() in known):
                fault = say("它的文件夹与另一个名称冲突", "its folder collides with another name")
        if fault:
            found.append((name, fault))
    return found

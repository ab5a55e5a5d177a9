"""The options that several verbs have, each declared once, so that it means and says the same for all of them.

Where help says more of one for some verb, that verb takes it with other words: ``replace(PACKS, words=…)``.
"""

from __future__ import annotations

from jsrules.base.language import Words
from jsrules.base.record import replace
from jsrules.cli.declare import Option
from jsrules.cli.option_values import read_day, read_year, whole_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.base.diagnostic import Severity
    from jsrules.packs.form_listing import FormPurpose

FILE: Words = ("文件", "FILE")
NAMED_PACK: Words = ("规则包", "PACK")
PUBLIC_KEY: Words = ("公钥", "PUBLIC_KEY")


def _form_purpose(name: str, kind: str, year: str) -> FormPurpose:
    return kind, read_year(year, name)


# ---- how it is said

LANG = Option(
    "--lang",
    (
        "消息的语言；默认看环境变量 LANG，Windows 看系统",
        "language of messages; LANG, or Windows itself, decides by default",
    ),
    choices=("zh", "en"),
)
ENCODING = Option(
    "--encoding",
    (
        "写到管道、转向的文字用的编码；默认 auto：系统的编码，没有汉字的用 utf-8",
        "encoding of text in a pipe or redirected; auto, the default: the system's, or utf-8 if that has no Chinese",
    ),
    choices=("auto", "utf-8", "gb18030"),
    default="auto",
)
HELP = Option("-h --help", ("显示本页", "show this page"))
COLOR = Option(
    "--color",
    (
        "颜色；默认 auto：只在终端上用，且没有设置 NO_COLOR",
        "colour; auto, the default: on a terminal, unless NO_COLOR is set",
    ),
    choices=("auto", "always", "never"),
    default="auto",
)
AMBIGUOUS_WIDTH = Option(
    "--ambiguous-width",
    (
        "“”、…、─ 一类字符在终端上占几格，默认 1；对不齐时试 2",
        "columns that characters like “”, … and ─ take on the terminal, 1 by default; try 2 when misaligned",
    ),
    choices=(1, 2),
    default=1,
)

PLAIN = (LANG, ENCODING, HELP)
"""What every verb has."""

COLORED = (LANG, COLOR, ENCODING, HELP)
"""What verbs have that print in colour."""

DISPLAY = (LANG, COLOR, AMBIGUOUS_WIDTH, ENCODING, HELP)
"""What verbs have that lay out what they print."""


def output_format(*choices: str, json: Words = ("json", "json")) -> Option:
    """``--format``; ``json`` says what programs get, in brackets."""
    chinese, english = json
    return Option(
        "--format",
        (
            f"输出给人看（text，默认）或给程序用（{chinese}）",
            f"output for people (text, the default) or programs ({english})",
        ),
        key="output_format",
        choices=choices or ("text", "json"),
        default="text",
    )


OUTPUT = Option(
    "-o --output",
    ("写到文件；写完才替换原有的文件", "write to a file; an older one is replaced when all is written"),
    FILE,
)


ANNOTATE = Option(
    "--annotate",
    (
        "把发现标在公布的文件上，另存一份：PDF、Excel（.xlsx）、Word（.docx）；几份文件的写到文件夹，各用原名",
        (
            "mark the findings in a copy of the published document: PDF, Excel (.xlsx), Word (.docx); those of "
            "several go to a folder, under their names"
        ),
    ),
    ("文件或文件夹", "FILE_OR_FOLDER"),
)


def everything(words: Words) -> Option:
    """``--all``."""
    return Option("--all", words, key="everything")


def failing_level(default: Severity) -> Option:
    """``--fail-on``."""
    names = {"error": "错误", "warning": "警告", "info": "提示"}
    levels = "、".join(name + "（默认）" * (level == default) for level, name in names.items())
    return Option(
        "--fail-on",
        (
            f"从哪一级起算失败（退出码 1）：{levels}",
            f"from which level on it counts as failed (exit code 1); {default} by default",
        ),
        choices=tuple(names),
        default=default,
    )


# ---- rules, packs and reports

RULES = Option(
    "--rules",
    ("用这个规则文件；可以写多次", "use this rule file; may be given several times"),
    FILE,
    multiple=True,
)
PACKS = Option(
    "--pack",
    (
        "用这个规则包；可以写多次。不写时按报告的种类与年度选用，规则文件的规则另加",
        (
            "use this rule pack; may be given several times. Without one, that for the report's kind and year; rule "
            "files "
            "come on top"
        ),
    ),
    ("名称或路径", "NAME_OR_PATH"),
    "packs",
    multiple=True,
)
FORMS = Option(
    "--forms",
    (
        "用这套表样：文件，或放表样的文件夹；可以写多次。先于规则包自带的表样",
        (
            "use this form set: a file, or a folder of form sets; may be given several times. They go before those of "
            "packs"
        ),
    ),
    ("文件或文件夹", "FILE_OR_FOLDER"),
    multiple=True,
)
LOCK = Option(
    "--lock",
    ("锁文件，默认是当前文件夹里的 jsrules.lock", "the lock file, by default jsrules.lock in the current folder"),
    FILE,
)
USED_LOCK = replace(
    LOCK,
    words=(
        "锁文件：只用其中锁定的版本；默认是报告旁边或上面的 jsrules.lock（到当前文件夹或有 .git 的文件夹为止），再就是当前文件夹里的",
        (
            "the lock file: exactly the versions locked there are used; by default jsrules.lock beside the report or "
            "above it (up to the current folder or one with .git), else the one in the current folder"
        ),
    ),
)
REQUIRE_LOCK = Option(
    "--require-lock",
    (
        "只用锁定的规则包：没有锁文件、锁文件里没有合用的，就是错",
        "accept only locked packs: without a lock file, or one in it that fits, it is an error",
    ),
)
REQUIRE_FRESH = Option(
    "--require-fresh",
    (
        "规则包最近一次证明是最新，距今不得超过这么多天",
        "accept only packs that were proved current at most so many days ago",
    ),
    ("天数", "DAYS"),
    read=whole_number(0, 36500),
    default=None,
)
PRIOR = Option(
    "--prior",
    (
        "上年报告，规则里的“上年.…”到它里面去找；也可以写在报告的表头（上年: 文件名）",
        "the prior-year report, which “prior.…” in rules refers to; a report's head may name it, too (prior: FILE)",
    ),
    FILE,
)
WAIVERS = Option(
    "--waivers",
    (
        "说明文件；默认用报告旁边的 报告名.说明.yaml（或 .waivers.yaml），如果有",
        "a file of waivers; by default REPORT.waivers.yaml (or .说明.yaml) beside the report, if there is one",
    ),
    FILE,
)


AS_OF = Option(
    "--as-of",
    ("说明在这一天是否有效，默认今天", "waivers count as they hold on this day, today by default"),
    ("日期", "DATE"),
    read=read_day,
)


def day_option(names: str, words: Words, key: str = "") -> Option:
    """An option that is a day."""
    return replace(AS_OF, names=names, words=words, key=key)


SUBORDINATES = Option(
    "--subordinates",
    (
        "下级单位的报告，规则里的“下级单位.…”到它们里面去找：文件，或其中都是的文件夹；可以写多次；也可以写在表头（下级: [文件, 文件夹/]）",
        (
            "a report of a subordinate unit, or a folder of them, which “subordinates.…” in rules refers to; may be "
            "given several times; a report's head may name them, too (subordinates: [FILE, FOLDER/])"
        ),
    ),
    ("文件或文件夹", "FILE_OR_FOLDER"),
    multiple=True,
)


def purpose(words: Words) -> Option:
    """``--for``, a kind of report and a fiscal year."""
    return Option("--for", words, ("种类 年度", "KIND YEAR"), "purpose", read=_form_purpose, default=None, count=2)


REGION = Option("--region", ("按这个地区的表样", "the form set for this region"), ("地区", "REGION"))
UNIT_KIND = Option(
    "--unit-kind",
    ("按这种单位的表样", "the form set for this kind of unit"),
    ("单位性质", "KIND_OF_UNIT"),
)


KIND = Option(
    "--kind",
    (
        "公布的文件是哪种报告，如 部门决算；文件自己写了的不必给",
        "the kind of report that published documents are, such as 部门决算, where they do not say it",
    ),
    ("种类", "KIND"),
)
YEAR = Option(
    "--year",
    (
        "公布的文件是哪一年度的；文件自己写了的不必给",
        "the fiscal year of published documents, where they do not say it",
    ),
    ("年度", "YEAR"),
    read=lambda name, text: read_year(text, name),
    default=None,
)


# ---- packs as their makers and users have them

JOBS = Option(
    "--jobs",
    ("用几个进程；默认处理器有几个用几个", "how many processes to use; by default as many as there are processors"),
    ("个数", "NUMBER"),
    read=whole_number(1, 64),
    default=None,
)
REPORTS = Option(
    "--reports",
    (
        "在这些报告上比较判定：文件或目录；可以写多次",
        "compare verdicts on these reports: files or directories; may be given several times",
    ),
    ("报告", "REPORTS"),
    multiple=True,
)
BASE = Option(
    "--base",
    (
        "下级规则包所依赖的规则包；默认用锁定的或自带的",
        "the pack that an overlay builds on; by default the locked or shipped one",
    ),
    NAMED_PACK,
)


def title(words: Words, *, required: bool = False) -> Option:
    """``--title``, of a pack or of whoever publishes packs."""
    return Option("--title", words, ("名称", "TITLE"), required=required)


SINCE = Option("--since", ("上一版", "the version before"), ("上一版", "PACK"))
REASON = Option("--reason", ("理由", "the reason"), ("理由", "REASON"), required=True)


# ---- keys and trust

YES = Option("-y --yes", ("不再问", "without asking"))
DEPARTMENT = Option("--department", ("哪个部门", "which department"), ("部门", "DEPARTMENT"))
CA_FILE = Option("--ca-file", ("自建 CA 的网站：CA 证书（PEM）", "PEM of a site's own certificate authority"), FILE)
KEYS = Option(
    "--key",
    (
        "用这把私钥签名：文件，或令牌上的（hsm:2?label=令牌名）；可以写多次",
        "sign with this private key, a file or on a token (hsm:2?label=LABEL); may be given several times",
    ),
    FILE,
    "keys",
    multiple=True,
)
SIGN = Option(
    "--sign",
    (
        "用这把私钥签名（文件，或令牌上的 hsm:2?label=令牌名）：由我检查，结果如此",
        "sign with this private key, a file or on a token (hsm:2?label=LABEL): I judged it so",
    ),
    FILE,
)
REPORT = Option("--report", ("这份报告", "this report"), FILE)
PASSPHRASE_FILE = Option(
    "--passphrase-file",
    (
        "钥匙的口令、令牌的 PIN 写在这个文件的第一行；不写就在终端上问",
        "the passphrase of the keys, or a token's PIN, is the first line of this file; by default it is asked for",
    ),
    FILE,
)
THRESHOLD = Option(
    "--threshold",
    ("要几个签名，默认 1", "how many signatures are needed, 1 by default"),
    ("个数", "N"),
    read=whole_number(1),
    default=1,
)
ROOT = Option(
    "--root",
    ("第一次用：发布单位给的根文件", "for the first time: the root file that the publisher handed out"),
    FILE,
)
FINGERPRINT = Option(
    "--fingerprint",
    ("第一次用：与公布的核对过的指纹", "for the first time: the fingerprint, compared with the one announced"),
    ("指纹", "FINGERPRINT"),
)

"""The program and its verbs, in the order in which help lists them; each has a file of its own,
loaded when it is used.
"""

from __future__ import annotations

from jsrules.cli.declare import Group, Option, examples
from jsrules.cli.options import ENCODING, HELP, LANG

VERSION = Option("-V --version", ("显示版本", "show the version"))

PROGRAM = Group(
    (
        "精确核对部门决算：表内、表间、文字说明里的每一个合计、比率与引用。",
        "Exact checking of Chinese departmental final accounts: every sum, rate and reference, in tables and prose.",
    ),
    "jsrules.cli",
    {
        "verify": (
            "检查报告：哪些公式不符，哪些只是尾差，为什么，数字在哪里。",
            (
                "Check reports: which identities are violated, which differ by rounding only, why, and where the "
                "figures "
                "stand."
            ),
        ),
        "import": (
            "把公布的文件（PDF、Excel、Word、网页、文本）读成报告，每个数记下出处；没有认出的、待核的都说明。",
            (
                "Read published documents (PDF, Excel, Word, HTML, text) into reports, with the place of every figure; "
                "what is not recognised or must be looked up is told."
            ),
        ),
        "read": (
            "一句一句看情况说明读成了什么：哪个数是哪一项的什么，哪个没有读，为什么。",
            "See what each sentence of the prose was read as: which figure is which measure of what; what is not, why.",
        ),
        "reconcile": (
            "把一份报告的全部公式放在一起看：哪些数错了，应为多少，为什么，并给出证明。",
            (
                "Look at all identities of a report together: which figures are wrong, what they should be, why, with "
                "the "
                "proof."
            ),
        ),
        "waive": (
            "给发现写说明：为什么属实、谁批准、到哪天；数没有变、期限没有过时，这个发现就不再算。",
            (
                "Explain findings: why they are true, who approved, until when; while the figures stay, such a finding "
                "does not count."
            ),
        ),
        "diff": (
            "比较两份报告、两个结果（JSON）或两版规则包：新的、变了的、没有了的发现，变了的数。",
            (
                "Compare two reports, two results (JSON) or two versions of a pack: findings that are new, changed or "
                "gone, figures that differ."
            ),
        ),
        "export": (
            "把报告画成公布的样子：Excel、Word 或网页，数照印出的原样。",
            "Draw a report as it is published: Excel, Word or a web page, its figures as printed.",
        ),
        "check": (
            "检查规则本身，不需要报告：名称、单位、重名，以及重复的、永远成立的、用不上的规则。",
            (
                "Check rules without a report: names, units, duplicates, and rules that repeat, always hold or never "
                "apply."
            ),
        ),
        "test": (
            "运行规则包的测试：每条规则该说的说了没有，不该说的有没有说，还缺哪些测试。",
            (
                "Run the tests of a rule pack: does each rule say what it should, and nothing else; which tests are "
                "lacking."
            ),
        ),
        "mutate": (
            "把报告里的数逐个改错，看规则查得出哪些、漏过哪些；漏过的，建议能查出它的公式。",
            (
                "Make one slip after another in a report, see which the rules notice, and propose formulas for those "
                "they do "
                "not."
            ),
        ),
        "fmt": (
            "把规则文件整理成统一的写法；只改排版，不改意思，注释都保留。",
            "Rewrite rule files in one style; only the layout changes, never the meaning, and comments stay.",
        ),
        "explain": (
            (
                "说明一个错误或警告的代号，或一条规则：原文、依据、绑定到哪些单元格、哪些规则与它有共同的单元格，"
                "在报告上是哪些数；不需要网络。"
            ),
            (
                "Explain the code of an error or warning, or a rule: its text and basis, the cells it binds to, which "
                "rules "
                "share them, and its figures on a report; works offline."
            ),
        ),
        "new": (
            "给规则包起个头：清单、一条规则、一个测试、变更说明，拿来就能测试和打包。",
            (
                "Make the beginning of a rule pack: manifest, one rule, one test, a changelog; ready to be tested and "
                "built."
            ),
        ),
        "ingest": (
            "把许多报告和公布的文件读成语料库（Parquet），供 batch 和 SQL 用；没有变的不再读。",
            (
                "Read many reports and published documents into a corpus (Parquet) for batch and SQL; what did not "
                "change is not read again."
            ),
        ),
        "batch": (
            "成批检查：语料库或目录里的全部报告，发现写成表（Parquet）；中断了再运行就接着做。",
            (
                "Verify all reports of a corpus or folder; findings become tables (Parquet). Interrupted, it goes on "
                "where it was."
            ),
        ),
        "pack": (
            "规则包：打包、比较、发布、取用、锁定。发布与取用需要 pip install 'jsrules[packs]'。",
            (
                "Rule packs: build, compare, publish, fetch and lock them. Publishing and fetching need pip install "
                "'jsrules[packs]'."
            ),
        ),
        "attest": (
            "核对签了名的结果（verify --sign）：签名对不对，是谁的，报告改过没有。需要 pip install 'jsrules[packs]'。",
            (
                "Check signed results (verify --sign): is the signature good, whose is it, was the report altered. "
                "Needs pip install 'jsrules[packs]'."
            ),
        ),
        "schema": (
            "给编辑器的 JSON Schema：补全并检查报告文件里的表名、行名、栏名。",
            "JSON Schema for editors: completes and checks names of tables, rows and columns in report files.",
        ),
    },
    (LANG, ENCODING, VERSION, HELP),
    (examples("jsrules verify report.yaml", "jsrules verify --help", title=("先试试：", "Try first:")),),
)

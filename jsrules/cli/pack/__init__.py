"""``jsrules pack``: building, publishing, fetching and locking rule packs.

One file per subcommand, loaded when used.
"""

from __future__ import annotations

from jsrules.cli import options
from jsrules.cli.declare import Group, examples
from jsrules.cli.verbs import PROGRAM

SUBVERBS = {
    "list": (
        "列出可用的规则包：自带的、锁定的；各用于哪些报告、年度、地区，锁定的几天前证明是最新。",
        (
            "List the installed packs, shipped and locked: what reports, years and regions they are for, and how long "
            "ago a locked one was proved current."
        ),
    ),
    "show": (
        "说明一个规则包：用于什么，谁发布、编写、复核，测试怎样；可以把测试再跑一遍，与记下的比。",
        (
            "Tell of one pack: what it is for, who publishes, wrote and reviewed it, how its tests went; run them "
            "again to compare."
        ),
    ),
    "explain": (
        "说明一条规则从哪个规则包来、被哪些下级规则包收紧、最后是什么级别，以及它的沿革。",
        "Say which pack a rule comes from, which overlays tighten it, what level it has in the end, and its history.",
    ),
    "build": (
        "把规则包的文件夹打成一个文件（*.jspack）：内容相同，在哪台机器、哪一天打都一样。测试不过、覆盖不够、版本升得不够都不打。",
        (
            "Build the archive (*.jspack) of a pack's folder: the same bytes on every machine and day. Refused when "
            "its tests fail, cover too little, or the version is too small for what changed."
        ),
    ),
    "record": (
        "把规则的启用、停用、改级别、改公式记进规则包的 history.yaml，写明日期与理由。停用过的名称不能给别的规则用。",
        (
            "Record in the pack's history.yaml which rules were put on, put off, or changed in level or formula, with "
            "date and reason. A name that was put off cannot serve another rule."
        ),
    ),
    "diff": (
        "比较规则包的两版：哪些规则变了，给出的报告上哪些判定会变，版本号至少升到多少。",
        (
            "Compare two versions of a pack: which rules changed, which verdicts change on the reports given, and the "
            "smallest version that may carry it."
        ),
    ),
    "fetch": (
        "从文件夹（优盘、网络共享）、file: 或 https: 取规则包：签名、新旧、内容都核对过，才存到本机并锁定。已锁定的留在原来的版本；换新版用 pack update。",
        (
            "Get packs from a folder (a stick, a share), file: or https:. Signatures, age and content are verified "
            "before they are kept and locked. A locked pack stays at its version; pack update goes to a newer one."
        ),
    ),
    "update": (
        "把锁定的规则包换成来源里最新的版本。先列出规则改了什么、哪些判定会变，同意了才改锁文件。",
        (
            "Go to the newest versions of the locked packs. Shows what changed in the rules and which verdicts change "
            "before the lock file is touched."
        ),
    ),
    "log": (
        "列出规则库的发布记录（只增不减），与见过的、别处的比：有人偷了钥匙给各单位看不同的东西，就会分叉。",
        (
            "List the log of what a repository has published, which only grows, and compare it with what was seen, "
            "here or elsewhere: a thief of keys who shows others something else makes it fork."
        ),
    ),
    "witness": (
        "见证：核对发布记录与从前见过的一致，签名；取用的人可以要求有见证人的签名。",
        (
            "Witness: check that the log of publications goes on from what was seen before, and sign it; whoever "
            "fetches may demand that."
        ),
    ),
    "evidence": (
        "把规则包、那天的签名和检查结果存成一个文件：以后规则包撤回、过期了，也能核对当时是怎样检查的。",
        (
            "Keep pack, signatures of that day and result in one file: how a report was judged can be checked later, "
            "though the pack was withdrawn or has expired."
        ),
    ),
    "keygen": (
        "做一对签名用的钥匙：*.key 是私钥，用口令保护，收在单独的优盘里；*.pub 是公钥，交给建规则库的人。",
        (
            "Make a pair of keys: *.key is private, under a passphrase, to be kept on a stick of its own; *.pub is "
            "public, for whoever founds the repository."
        ),
    ),
    "init": (
        "建一个规则库：写明谁能签什么。根钥匙决定谁有权签名，规则包钥匙签规则包目录，日常钥匙每次发布都要用。之后要 sign 和 publish。",
        (
            "Found a repository: who may sign what. Root keys decide who may sign, pack keys sign the catalogue of "
            "packs, everyday keys are used for every publication. Sign and publish come next."
        ),
    ),
    "delegate": (
        "授权一个部门用自己的钥匙签自己的规则包，只在自己的路径下；再用一次就是换钥匙。之后要 sign 和 publish。",
        (
            "Let a department sign its own packs with its own keys, below its own path; once more exchanges its keys. "
            "Sign and publish come next."
        ),
    ),
    "undelegate": (
        "收回给一个部门的授权：签名并发布之后，它的规则包谁也取不到。",
        "Take back what was delegated to a department: once that is published nobody can fetch its packs.",
    ),
    "renew": (
        "给规则包目录或部门的目录续期（一年）：内容不变。之后要 sign 和 publish。",
        (
            "Give the catalogue of packs, or a department's, a new term of a year: the same content. Sign and publish "
            "next."
        ),
    ),
    "add": (
        "把打好的规则包放进规则库，等待签名和发布。代号归别的部门、版本不比已发布的新或升得不够，都不收。",
        (
            "Put a built pack into the repository, to be signed and published. Refused when its id is another "
            "department's, or its version is not above the last or too small a step."
        ),
    ),
    "withdraw": (
        "撤回一个版本：签名并发布之后，谁也取不到它，用着它的会看到提醒和理由。",
        (
            "Take a version back: once that is signed and published nobody can fetch it, and whoever uses it is told, "
            "with the reason."
        ),
    ),
    "rekey": (
        "续签根，或换根钥匙、规则包钥匙、日常钥匙。不写 --role 只是续期。之后要用旧的和新的根钥匙 sign，再 publish。",
        (
            "Renew the root, or exchange root, pack or everyday keys. Without --role it is renewed only. Sign with "
            "the old and new root keys next, then publish."
        ),
    ),
    "sign": (
        "给准备好的内容签名：先写出签了会变什么，再问。每把钥匙只签它有权签的。几个人可以先后签，机器不同也行。",
        (
            "Sign what is prepared, after showing what that will change: each key signs what it may. Several people "
            "can sign one after another, on different machines too."
        ),
    ),
    "publish": (
        "发布签好的内容，并签一次“证明是最新”的时间戳。没有新内容也要定期发布，否则各单位手里的会过期。发布前先替取用的人全部核对一遍。",
        (
            "Publish what is signed, with a new timestamp that proves it current. Do it now and then even when "
            "nothing is new, or what departments hold expires. Everything is first verified as a client would."
        ),
    ),
    "mirror": (
        "把发布好的规则库复制到优盘、网络共享或网站目录：先整个核对，最后一步才换成新的，中途拔掉也不会半新半旧。",
        (
            "Copy a published repository to a stick, a share or a web folder: verified first, and switched to in the "
            "last step, so that pulling it out midway leaves no mixture."
        ),
    ),
    "doctor": (
        "检查规则库：每个角色由谁签、到哪天过期，有什么等待签名或发布，规则包是否完好。",
        (
            "Examine a repository: who signs each role and until when it holds, what is waiting, whether the packs "
            "are sound."
        ),
    ),
}

command = Group(
    PROGRAM.commands["pack"],
    __name__,
    SUBVERBS,
    options.PLAIN,
    (
        examples(
            "jsrules pack fetch E:\\规则库",
            "jsrules pack update E:\\规则库 --reports reports",
            title=("各单位：", "Departments:"),
        ),
        examples(
            "jsrules pack build my-pack",
            "jsrules pack add 规则库 my-pack-1.0.0.jspack",
            "jsrules pack publish 规则库 --key 日常.key",
            title=("发布单位：", "Publishers:"),
        ),
    ),
)

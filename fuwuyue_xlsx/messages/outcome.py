"""Findings of the evaluation itself, and of writing the results."""

from fuwuyue_xlsx.messages.entry import error, warning

OUTCOME_MESSAGES = (
    warning("few-answers", "“{award}”的“{candidate}”只有 {count} 份有效问卷，少于 {minimum} 份", "请补充发放问卷，或请领导确认",
            award="优秀班组", candidate="电工组", count=12, minimum=30),
    warning("few-reviewers", "“{award}”的“{candidate}”只有 {count} 位评委的有效打分，不足 5 位，没有去最高最低，直接平均",
            "请补齐评委打分，或请领导确认", award="优秀班组", candidate="电工组", count=4),
    error("no-rules", "没有找到“评选规则.xlsx”", "请先用 fuwuyue init 建立工作文件夹，或检查文件夹是否写对"),
    error("no-inbox", "没有找到收件箱文件夹“{folder}”", "请建立这个文件夹并放入交来的表格，或用 --inbox 指定", folder="收件箱"),
    error("output-not-writable", "结果写不进“{folder}”（{why}）", "请关闭正打开的结果文件，检查磁盘空间和写入权限后再运行",
          folder="结果", why="没有写入权限"),
    warning("forms-preliminary", "结果还是初步结果（{count} 项未了），每份表上都标明了不得使用", "未了的事了结后再运行一次 fuwuyue forms",
            count=2),
    warning("history-not-written", "结果已写好，但这次运行的记录没有存下来（{why}）", "不影响结果；下次的“变化”会与更早的一次运行比较",
            why="磁盘已满"),
    error("nothing-to-compare", "没有可以比较的两次运行（“{folder}”里有 {count} 份运行记录）", "请在内容有变化后再运行一次 fuwuyue run",
          folder="结果/历史", count=1),
    error("record-unknown", "找不到运行记录“{name}”", "请写记录的文件名，或序号：1 是最近一次，2 是上一次；现有：{known}", name="9",
          known="1（2017-12-30 16:40:05）"),
    error("record-unreadable", "“{name}”不是运行记录，或已损坏", "请换一份记录", name="运行_20171230-164005.json"),
    error("output-in-inbox", "结果文件夹“{folder}”在收件箱里面", "请用 --output 指定收件箱以外的文件夹", folder="收件箱/结果"),
    error("strict-errors", "有 {count} 个错误，按 --strict 的要求没有写结果", "请先改正上面列出的错误", count=3),
    error("workspace-exists", "“{folder}”里已经有“评选规则.xlsx”，没有改动任何文件", "请换一个文件夹，或直接修改已有的规则",
          folder="优质服务月2017"),
    error("not-a-folder", "“{folder}”不是文件夹，或不存在", "请检查路径是否写对", folder="优质服务月2017"),
    error("nothing-to-check", "没有找到“{file}”", "请检查文件名是否写对", file="科室填报表.xlsx"),
    error("bad-usage", "命令写得不对：{what}", "请运行 fuwuyue --help 看用法", what="没有这个选项"),
    error("program-fault", "程序遇到没有预料到的情况（代号 {what}）", "请把收件箱原样保留，连同代号发给维护人员", what="A120"),
    error("nobody-of-that-name", "没有叫“{name}”的科室、班组、个人或岗位{suggestion}", "请写名单上的全名", name="电工",
          suggestion="。是否为“电工组”？"),
)

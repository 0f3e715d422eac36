"""examples/2017-problems: the inbox of 2017 with everything that people get wrong, each thing once and small."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import odd_files
from canteen_2017 import CANTEEN
from clinic_2017 import CLINIC
from content import Row, day, moment
from filling import open_template, put, repacked, save, saved_bytes
from problem_slips import (
    CANTEEN_SLIPS,
    CLINIC_SLIPS,
    EXPORT_COLUMN,
    FIRST_DRAFT,
    FIRST_REVIEW_DRAFT,
    NAMELESS_REVIEW,
    OTHER_VERSION,
    OTHER_YEAR,
    RECEIPT_SLIPS,
    REPAIR_SLIPS,
    REVIEW_SLIPS,
    RULE_SLIPS,
    RULING_SLIPS,
    SAME_REVIEWER,
    SECOND_REVIEW,
    SECOND_SHEET,
    SURVEY_SLIPS,
    UNCLEAR_DEPARTMENT,
    VISIT_CORRECTION,
    VISIT_SLIPS,
)
from property_2017 import PROPERTY
from repair_2017 import REPAIR
from scores_2017 import REVIEWERS, VISITS
from slips import spoiled
from survey_2017 import BOOKS
from workspace_2017 import (
    REGISTER,
    department_file,
    filled_department,
    filled_register,
    filled_review,
    filled_survey,
    filled_visit,
    review_file,
    start,
    succeeded,
    survey_file,
    visit_file,
)

from fuwuyue_xlsx.commands.templates import REVIEW, make_templates
from fuwuyue_xlsx.messages.rules import RULE_MESSAGES
from fuwuyue_xlsx.workspace import Workspace

_STOPS_ALL = "it stops the run before anything is read or written"
_RULES_STOP = "it is an error of the rules, and those stop the run before the inbox is read"

# code → why it cannot stand among the findings of this workspace
_NO_CLUSTER = "it needs a cluster, and examples run on one machine"
_NO_TIE = "it needs a tie, and nobody is tied here"
_NO_EARLIER_RUN = "it needs what an earlier run wrote, and examples hold no results"
_NO_LIST = "it needs a list of reviewers, and this campaign has none"
CANNOT_OCCUR_TOGETHER: dict[str, str] = {
    **dict.fromkeys(("reviewer-unnamed", "review-of-other-template", "reviewer-not-listed", "review-not-asked", "reviewer-department-differs"), _NO_LIST),
    "panel-uneven": "under the policies of this campaign points that a reviewer left out are owed",
    **dict.fromkeys(("tie-ruled-in-part", "tie-too-many-winners", "rulings-contradict", "ruling-void"), _NO_TIE),
    **dict.fromkeys(("book-gone", "frozen-file-differs", "output-edited"), _NO_EARLIER_RUN),
    **dict.fromkeys(("votes-above", "votes-twice", "votes-not-asked", "votes-for-whom", "votes-candidate-unknown"),
                    "no award of this campaign has votes"),
    **dict.fromkeys(("adjustment-not-asked", "adjustment-for-whom", "adjustment-for-nobody", "adjustments-contradict", "adjustment-person-unclear",
                     "adjustment-repeated", "adjustment-in-all", "adjustment-only-in-older", "adjustment-outside", "adjustment-person-unmatched",
                     "adjustment-of-nobody"), "no award of this campaign has 加减分"),
    **dict.fromkeys(("rule-adjustment-weight", "rule-adjustment-limit", "rule-limit-unused", "rule-adjustment-twice",
                     "rule-adjustment-alone"), _RULES_STOP),
    "not-final": "only fuwuyue finalise says so",
    "file-partly-replaced": "the first drafts of this example are replaced whole",
    "fraction-as-percent": _RULES_STOP,
    "date-in-two-ways": "a day without a year is ambiguous only in a campaign that spans the new year; this one does not",
    "file-unreadable": "it needs a file without permission to read, which version control does not keep",
    "file-kills-reader": "it needs a file that brings a reader down, and readers get better",
    "file-too-slow": "it needs a file that is read for a minute",
    "file-vanished": "it needs a file that goes while it is read",
    "folder-unreadable": "it needs a folder without permission, which version control does not keep",
    "text-encoding-unclear": "it needs a text with hardly a Chinese letter, and every title is Chinese",
    "written-twice": "it needs a file that a broken program wrote, which the library that fills the examples does not",
    "beside-unread": "it needs a damaged note, which the library that fills the examples does not write",
    "file-contradicts": "it needs a damaged .xls that can be read all the same",
    "file-half-looked-at": "it needs a damaged .xls that can be read by half",
    "styles-gone": "it needs a book whose cell styles are gone",
    "cluster-not-installed": _NO_CLUSTER,
    "cluster-unreachable": _NO_CLUSTER,
    "cluster-without-workers": _NO_CLUSTER,
    "cluster-other-program": _NO_CLUSTER,
    "version-not-compared": "it needs an older version that changes while the inbox is read",
    "visit-looks-repeated": "it needs a second visit book with all points of the first, which would double the example",
    "survey-looks-repeated": "it needs a second survey book with most of the rows of the first, which would double the example",
    "note-unused-more": "it needs more than thirty notes on one sheet",
    "box-unused": "the library that fills the examples cannot draw",
    "pictures-unused": "the library that fills the examples draws nothing without another library",
    "mapped-column-missing": "one column of the small export is mapped, and it is there",
    "survey-mostly-invalid": "it needs a tenth of all answer sheets, and of the few there are one names no grade",
    "export-titles-near": "one column of the small export is mapped, and its title is the same",
    "export-two-headers": "the small export has one row of titles",
    "export-title-twice": "one column of the small export is mapped, and its title stands once",
    **dict.fromkeys(("export-nobody-named", "export-identities-unread"), "the mapping of the small export names the team itself"),
    "export-ends-with-summary": "the small export ends with an answer sheet",
    "survey-nothing-found": "only fuwuyue survey says so",
    "export-grades-unmapped": "the small export asks one thing only",
    "file-link": "it needs a symbolic link, and examples hold none: not every system unpacks them",
    "file-too-large": "it needs a file of more than 100 MB",
    "file-same-time": "it needs two files of equal file times, which version control does not keep",
    "version-time-doubtful": "it needs a file that is older than it says, and version control does not keep file times",
    "ruling-candidate-unclear": "it needs two people of one name in one department, and every name of the example is somebody's alone",
    "register-missing": "there is a register, which other findings need",
    "cache-refused": "it needs a damaged record in 缓存, and examples hold none",
    "cache-not-written": "it needs a 缓存 that takes no file",
    "cache-off": "it needs a profile that cannot be written to",
    "nothing-read": "most of the files can be read",
    "inbox-empty": "the inbox is not empty",
    "no-rules": _STOPS_ALL,
    "no-inbox": _STOPS_ALL,
    "output-not-writable": "it needs a folder that cannot be written to",
    "output-in-inbox": _STOPS_ALL,
    "strict-errors": "it needs --strict, and is the last word of a run that writes nothing",
    "workspace-exists": "only fuwuyue init says so",
    "not-a-folder": _STOPS_ALL,
    "bad-usage": "the command line is read before anything else",
    "program-fault": "it tells of a fault of the program itself",
    "nobody-of-that-name": "only fuwuyue explain says so",
    "several-of-that-name": "only fuwuyue explain says so",
    "record-left-aside": "it needs a damaged record of an earlier run, and examples hold none",
    "file-not-written": "it needs a file or folder in the way",
    "output-not-removed": "it needs a file that is held open",
    "output-held": "it needs a file that is held open",
    "template-not-retired": "only fuwuyue templates says so",
    "forms-preliminary": "only fuwuyue forms says so",
    "history-not-written": "it needs a folder that cannot be written to",
    "nothing-to-compare": "only fuwuyue diff says so",
    "record-unknown": "only fuwuyue diff says so",
    "record-unreadable": "only fuwuyue diff says so",
    "nothing-to-check": "only fuwuyue check says so, of files that are not there",
    **{entry.code: _RULES_STOP for entry in RULE_MESSAGES if entry.code not in ("rule-policy-missing", "rule-award-without-veto", "rule-allocation-none",
                                                                          "rule-group-alone", "rule-own-check-unused")},
    **dict.fromkeys(("few-answers-of", "answers-in-no-part", "answers-without-identity", "survey-identities-uncounted"),
                    "no part of a score counts some identities alone"),
    "rule-own-check-unused": "this campaign has nothing of its own counted",
    **dict.fromkeys(("category-share", "category-unknown"), "no award of this campaign asks for shares of categories"),
    "rule-group-alone": "no awards of this campaign are tiers",
    "tie-against-bounds": "no award of this campaign bounds the winners of a department",
    **dict.fromkeys(("exclusion-person-unmatched", "exclusion-of-nobody", "exclusion-unclear"), "nobody is excluded by name in this campaign"),
    "rule-allocation-none": "no award of this campaign has its seats listed by department",
}

_REGISTER: tuple[Row, ...] = (
    # incident-outside: before the period; incident-id-contradicts: the older register comes to another conclusion
    ("SG-01", day(11, 8), "维修管理科", "木工组", None, "服务质量事故投诉", "服务热线", "门锁两天没有修好", "属实", "报修单"),
    # incident-not-narrowed: known only to the department
    ("SG-02", day(12, 6), "饮食服务科", None, None, "服务质量事故投诉", "班级群", "菜里吃出头发", "属实", "留样"),
    # incident-date-missing: open, and nobody knows when
    ("SG-03", None, "卫生所", "医生组", None, "服务质量事故投诉", "校长信箱", "反映门诊等候太久", "待查", None),
    # incident-date-missing-harmless: unfounded, and nobody knows when; incident-id-differs: the older register has other words
    ("SG-04", None, "维修管理科", "电工组", None, "服务质量事故投诉", "校长信箱", "反映乱收费", "不属实", "收费单"),
    # several-persons: two people in one cell
    ("SG-05", day(12, 11), "维修管理科", None, "肖立群、农志强", "服务质量事故投诉", "来访", "反映抢修噪声大", "不属实", "走访记录"),
    # incident-id-twice: the number above again
    ("SG-05", day(12, 12), "卫生所", "护士组", None, "服务质量事故投诉", "来访", "反映排队被插队", "不属实", "监控"),
    # person-unclear: a name with something about it
    ("SG-07", day(12, 14), "维修管理科", "电工组", "肖立群（组长）", "服务质量事故投诉", "来访", "反映抢修后没有清场", "不属实", "走访记录"),
    # incident-not-on-post: known only to the team, of which a post is recommended
    ("SG-08", day(12, 15), "维修管理科", "电工组", None, "服务质量事故投诉", "来访", "反映报修电话没有人接", "待查", None),
    # incident-date-slip: of the year before, on a day that would lie within the period
    ("SG-09", dt.date(2016, 12, 9), "卫生所", "护士组", None, "服务质量事故投诉", "来访", "反映换药等了一个小时", "属实", "护士站记录"),
    # incident-person-unmatched: nobody of that name was recommended
    ("SG-06", day(12, 13), "维修管理科", "电工组", "马小军", "安全事故", "值班记录", "梯子没有人扶", "待查", None),
)
_OLDER_REGISTER: tuple[Row, ...] = (
    ("SG-01", day(11, 8), "维修管理科", "木工组", None, "服务质量事故投诉", "服务热线", "门锁当天没有修好", "待查", None),
    # incident-id-reused: another matter under a number of the newer register
    ("SG-02", day(11, 22), "卫生所", "护士组", None, "服务质量事故投诉", "来访", "换药等了一个小时", "属实", "护士站记录"),
    ("SG-04", None, "维修管理科", "电工组", None, "服务质量事故投诉", "校长信箱", "反映多收了材料费", "不属实", "收费单"),
)


def build_problems(root: Path) -> None:
    """The whole workspace. Every file is one of 2017, or a tiny one, with its slips."""
    workspace = Workspace(root)
    start(workspace, listed=False)
    save(spoiled(open_template(workspace.rules), RULE_SLIPS), workspace.rules, moment(11, 18, 2, 0))
    succeeded(make_templates(workspace))
    _put_departments(workspace)
    succeeded(make_templates(workspace, REVIEW))
    _put_reviews(workspace)
    _put_visits(workspace)
    _put_survey_and_registers(workspace)
    _put_receipts_and_rulings(workspace)
    _put_odd_files(workspace)


def _put_departments(workspace: Workspace) -> None:
    """Three departments' books, one of them in two versions, and one that is nobody's. The fourth is half copied."""
    for department, slips, saved in ((CANTEEN, CANTEEN_SLIPS, CANTEEN.saved), (REPAIR, REPAIR_SLIPS, REPAIR.saved),
                                     (CLINIC, CLINIC_SLIPS, moment(12, 31, 0, 50))):
        save(spoiled(filled_department(workspace, department), slips), department_file(workspace, department), saved)
    draft = spoiled(filled_department(workspace, CLINIC), (*CLINIC_SLIPS, *FIRST_DRAFT))
    save(draft, department_file(workspace, CLINIC).with_stem("科室填报表_卫生所_初稿"), CLINIC.saved)
    stranger = spoiled(open_template(workspace.templates / "科室填报表_维修管理科.xlsx"), UNCLEAR_DEPARTMENT)
    save(stranger, department_file(workspace, REPAIR).with_stem("科室填报表_补充"), moment(12, 29, 6, 0))
    whole = saved_bytes(filled_department(workspace, PROPERTY), PROPERTY.saved)
    # file-copying, and with it department-not-submitted
    put(department_file(workspace, PROPERTY), odd_files.half_copied(whole), PROPERTY.saved)


def _put_reviews(workspace: Workspace) -> None:
    """Three reviewers, too few for 去最高最低: one careless, one with a first draft, one without a name."""
    first, second, nameless = REVIEWERS[0], REVIEWERS[1], REVIEWERS[4]
    save(spoiled(filled_review(workspace, first), REVIEW_SLIPS), review_file(workspace, first), first.saved)
    form = workspace.templates / "评委打分表.xlsx"
    # reviewer-superseded: the same reviewer, saved an hour earlier
    earlier = second.saved - dt.timedelta(hours=1)
    save(spoiled(open_template(form), FIRST_REVIEW_DRAFT), review_file(workspace, second).with_stem("评委打分表_覃丽萍_初稿"), earlier)
    save(spoiled(open_template(form), SECOND_REVIEW), review_file(workspace, second), second.saved)
    save(spoiled(open_template(form), SAME_REVIEWER), review_file(workspace, second).with_stem("评委打分表_工会"), second.saved)
    save(spoiled(filled_review(workspace, nameless), NAMELESS_REVIEW), review_file(workspace, nameless), nameless.saved)


def _put_visits(workspace: Workspace) -> None:
    """One visit with a correction of one sheet and of one team on another, a copy of that, and a blank form."""
    visit, file = VISITS[0], visit_file(workspace, VISITS[0])
    save(spoiled(filled_visit(workspace, visit, (CANTEEN, REPAIR, CLINIC)), VISIT_SLIPS), file, visit.saved)
    # visit-superseded: the same inspector, day and department, saved a day later
    later = visit.saved + dt.timedelta(days=1)
    correction = saved_bytes(spoiled(filled_visit(workspace, visit, (CLINIC,)), VISIT_CORRECTION), later)
    put(file.with_stem(f"{file.stem}_更正"), correction, later)
    # file-identical: the same bytes under another name
    put(file.with_stem(f"{file.stem}_更正 - 副本"), correction, later)
    # file-blank: nobody wrote on it
    blank = repacked((workspace.templates / "监督检查评分表.xlsx").read_bytes(), visit.saved)
    put(file.with_stem("监督检查评分表_空白"), blank, visit.saved)


def _put_survey_and_registers(workspace: Workspace) -> None:
    """Forty answers, few enough for few-answers, and two registers that do not agree."""
    survey = BOOKS[3]
    save(spoiled(filled_survey(workspace, survey, most=40), SURVEY_SLIPS), survey_file(workspace, survey), survey.saved)
    save(spoiled(filled_register(workspace, _REGISTER), SECOND_SHEET), workspace.inbox / REGISTER, moment(12, 27, 8, 30))
    save(filled_register(workspace, _OLDER_REGISTER), workspace.inbox / "事故投诉登记表_11月.xlsx", moment(11, 30, 8, 0))
    newer = spoiled(filled_register(workspace, ()), OTHER_VERSION)
    save(newer, workspace.inbox / "事故投诉登记表_新版.xlsx", moment(11, 29, 8, 0))
    old = spoiled(filled_register(workspace, ()), OTHER_YEAR)
    save(old, workspace.inbox / "事故投诉登记表_2016.xlsx", dt.datetime(2016, 12, 28, 3, 0))


def _put_receipts_and_rulings(workspace: Workspace) -> None:
    """What the office received when; what leaders ruled: on a tie that is none, on somebody who withdraws, on warnings."""
    received = spoiled(open_template(workspace.templates / "收文登记.xlsx"), RECEIPT_SLIPS)
    save(received, workspace.inbox / "收文登记.xlsx", moment(12, 30, 9, 0))
    book = spoiled(open_template(workspace.templates / "领导裁定.xlsx"), RULING_SLIPS)
    save(book, workspace.inbox / "领导裁定.xlsx", moment(12, 31, 3, 0))


def _put_odd_files(workspace: Workspace) -> None:
    """What else lies in an inbox."""
    files = {
        "问卷/满意度测评表_移动端导出.xls": odd_files.web_page(),  # text-looks-ours: by its name
        "问卷/食堂留言.xls": odd_files.web_page(),  # text-foreign
        "问卷/满意度测评表_还没下载.xlsx": b"",  # file-empty
        "评委/交来的打分表.zip": odd_files.packed_up("评委打分表_某某.xlsx"),  # archive-opened
        "评委/补交的打分表.7z": odd_files.locked_archive(),  # archive-unopened
        "评委/打分.old": (workspace.templates / "评委打分表.xlsx").read_bytes(),  # ending-hides-ours
        "其他/采购清单.xls": odd_files.damaged(),  # file-damaged
        "其他/旧系统导出.xls": odd_files.of_old_excel(),  # file-unusual
        "其他/意见箱.xlsx": odd_files.under_our_title(),  # file-looks-ours
        "问卷/网上问卷.xlsx": odd_files.online_survey(EXPORT_COLUMN),  # export-columns-unused, export-doubtful
        "问卷/网上问卷_上周.xlsx": odd_files.online_survey(EXPORT_COLUMN, most=2),  # export-rows-repeated
        "问卷/网上问卷_手机端.csv": odd_files.survey_as_text(EXPORT_COLUMN),  # text-rows-uneven, text-cut-short
        "问卷/满意度测评表_校友.xlsx": odd_files.stray_cells(),  # file-too-wide
        "问卷/满意度测评表_教工.xlsx": odd_files.two_parts_of_one_name(),  # file-malformed
        "评委/评委打分表_沈嘉怡.xlsx": odd_files.with_password(),  # file-encrypted
        "科室/~$科室填报表_卫生所.xlsx": odd_files.owner_mark(),  # file-system
        "其他/通讯录.xlsx": odd_files.contacts(),  # file-no-workbook: a text
        "其他/满意度测评表分析.xlsx": odd_files.analysis(),  # file-named-as-ours
        "其他/食堂12月进货台账.xlsx": odd_files.delivery_list(),  # file-foreign
        "其他/活动通知.pdf": odd_files.notice(),  # file-attachment
        "科室/科室填报表_卫生所（盖章）.pdf": odd_files.notice(),  # document-named-as-ours
        "其他/管网图.dwg": b"AC1015",  # file-not-readable-format
        "其他/评优结果.xlsx": odd_files.own_results(),  # file-own-output
    }
    for name, data in files.items():
        put(workspace.inbox / name, data, moment(12, 30, 1, 0))

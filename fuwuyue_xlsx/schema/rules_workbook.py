"""The sheets of 评选规则.xlsx. Rules are written, read and checked through these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from fuwuyue_xlsx.rules.model import NO, ROW_ITEMS, YES, ConditionKind, Level, QuotaKind, QuotaScope, Source
from fuwuyue_xlsx.rules.policies import LEAVE_OUT, POLICIES
from fuwuyue_xlsx.schema.checks import CHECKS
from fuwuyue_xlsx.schema.date_kinds import Day, Moment
from fuwuyue_xlsx.schema.declarations import Book, Field, Sheet
from fuwuyue_xlsx.schema.field_kinds import Kind, PersonName, Text
from fuwuyue_xlsx.schema.known_checks import COUNTABLE_SHEETS, DIFFERENT, ROWS
from fuwuyue_xlsx.schema.name_kinds import Choice
from fuwuyue_xlsx.schema.number_kinds import Number, Percent
from fuwuyue_xlsx.schema.trial_sheet import TRIAL_SHEET

RULES_FILE, RULES_KIND = "评选规则.xlsx", "rules"
# the sheet that says which column of an online survey asks what about whom
MAPPING = "问卷对照"
# the sheet that says which other words stand for a grade, and the columns that a proposal has beside both
GRADE_WORDS, LIKENESS, TO_CHECK = "等级对照", "相近程度", "请核对"
# the sheet with the seats of each department, of awards whose quota is 分科室
ALLOCATION = "名额分配"
# the sheet that names who may not win; it may be gone or empty
EXCLUSIONS = "资格排除"
# the sheet with the kinds of incidents; gone or empty: those of the notice
INCIDENT_TYPES = "事故类型"
# the sheet with what the office has counted besides the checks that are built in; it may be gone or empty
OWN_CHECKS = "自定义核查"
# the sheets that say of whom something is expected; each may be gone or empty
REVIEWERS, VISIT_PLAN, INSPECTORS = "评委名单", "检查计划", "检查组"
# the sheets in the campaign's own words: what respondents may be, and how the notice is read where no policy decides
IDENTITIES, READINGS = "测评身份", "其他口径"
# the sheet that says what people call a department or team; it may be gone or empty
SHORT_NAMES, CALLED = "简称", "又称"
_NUMBER = Number(Decimal(1), whole=True, units=(), sample="1")
_POINTS = Number(Decimal("0.01"), units=("分",), sample="10")
_LEAST_LIMIT = Decimal("0.01")
_ANY = Text()

CAMPAIGN_ITEMS: dict[str, Kind] = {
    "年度": Number(Decimal(1900), Decimal(2999), whole=True, units=("年度", "年"), sample="2017"),
    "活动名称": Text(sample="2017 年度后勤优质服务月"),
    "单位名称": Text(sample="某某学院"),
    "主办部门": Text(sample="后勤管理处"),
    "宣传开始": Day(sample="2017-11-20"),
    "方案截止": Day(sample="2017-11-24"),
    "实施开始": Day(sample="2017-11-25"),
    "实施结束": Day(sample="2017-12-25"),
    "材料截止": Moment(sample="2017-12-30 17:00"),
}
# for the notice and the certificates alone; a rules workbook without them is valid
OPTIONAL_ITEMS: dict[str, Kind] = {
    "公示开始": Day(sample="2018-01-02"),
    "公示结束": Day(sample="2018-01-08"),
    "联系人": Text(sample="张三"),
    "联系电话": Text(sample="0771-0000000"),
    "颁奖日期": Day(sample="2018-01-12"),
}
# the campaign's own words, which stand in its templates, forms and notices; what is left out has a neutral word
WORD_ITEMS: dict[str, Kind] = {
    "服务对象": Text(sample="患者"),
    "全体范围": Text(sample="全院"),
    "分管领导称谓": Text(sample="分管副院长"),
    "主要领导称谓": Text(sample="院长"),
    "依据文件": Text(sample="某某医院后勤评优办法"),
}
# departments and teams are counted for, one or both
OWN_CHECK_LEVELS = (Level.DEPARTMENT.label, Level.TEAM.label, f"{Level.DEPARTMENT.label}；{Level.TEAM.label}")
KNOWN_ITEMS = CAMPAIGN_ITEMS | OPTIONAL_ITEMS | WORD_ITEMS


def _words(*members: str) -> Choice:
    return Choice(tuple(members))


# for the eyes of the office; nothing in them is taken
_PROPOSED = (Field(LIKENESS, _ANY, locked=True, width=10), Field(TO_CHECK, _ANY, locked=True, width=60))

SHEETS = (
    Sheet("活动信息", heading="活动信息", ready=2, landscape=False, columns=(
        Field("项目", _ANY, True, width=16, help="左栏的名称请不要改"),
        Field("内容", _ANY, True, width=48,
              help=f"“材料截止”要写到时分。下面可以再加：{'、'.join(OPTIONAL_ITEMS)}（公示名单和奖状要用），{'、'.join(WORD_ITEMS)}（表格和公示里照这样称呼）"),
    )),
    Sheet("班组划分", heading="班组划分", once=("班组划分（附 2）",), ready=20, landscape=False, columns=(
        Field("科室", _ANY, True, width=16, help="每一行都要写科室"),
        Field("序号", _NUMBER, True, width=8),
        Field("班组", _ANY, True, width=44, help="班组全名；同一科室里不能重复"),
        Field("业务类型", _ANY, True, width=12, help="“检查标准”里的一种，决定检查表用哪一套项目"),
        Field("备注", _ANY, width=20),
    )),
    Sheet("奖项", heading="奖项、名额与奖金", ready=6, columns=(
        Field("奖项", _ANY, True, width=20),
        Field("级别", _words(*(level.label for level in Level)), True, width=8),
        Field("名额方式", _words(*QuotaKind), True, width=18, help="“按员工人数比例”用于个人；“按单位数比例”用于科室、班组；“分科室”时名额写在“名额分配”里"),
        Field("名额", _ANY, width=10, must_stand=True, help="固定：几个；按比例：百分之几，也可写成 1:10、1/10、2‰；分科室：不填。别的启用的奖项必须填"),
        Field("奖金(元)", _ANY, width=10, must_stand=True, help="整元；荣誉奖项没有奖金，填“无”。启用的奖项必须填"),
        Field("启用", _words(YES, NO), True, width=8),
        Field("依据", _ANY, width=20),
        Field("说明", _ANY, width=44),
        Field("名额范围", _words(*QuotaScope), width=12,
              help="全部：所有候选合在一起；每科室：每个科室各有这么多名额。个人奖项用“固定”名额的必须填；别的可以不填"),
        Field("奖项组", _ANY, width=14,
              help="同一组的奖项是一等、二等这样的等次，从上往下评，已获较高等次的不再参加较低的；推荐到组里第一个奖项就行。不分等次的不填"),
        Field("每科室至多", Number(Decimal(1), whole=True, units=("个", "名", "人"), sample="2"), width=11,
              help="名额合在一起的奖项，一个科室最多几个获奖；不限的不填"),
        Field("每科室至少", Number(Decimal(0), whole=True, units=("个", "名", "人"), sample="1"), width=11,
              help="名额合在一起的奖项，每个科室至少几个获奖（有符合条件的候选时，先给本科室最好的）；不限的不填"),
        Field("类别比例", _ANY, width=22,
              help="个人奖项：每个科室的获奖者里某类人员占多少，例如 一线≥50%；几个类别用“；”隔开。只核对、提示，不影响获奖；不要求的不填"),
    )),
    Sheet(ALLOCATION, heading="名额分配（可以不填；“奖项”里名额方式是“分科室”的，在这里写每个科室几个）", optional=True, ready=20, landscape=False, columns=(
        Field("奖项", _ANY, True, width=20),
        Field("科室", _ANY, True, width=18),
        Field("名额", Number(Decimal(0), whole=True, units=("个", "名", "人"), sample="2"), True, width=10, help="没有写的科室没有名额"),
    )),
    Sheet("评分构成", heading="评分构成", once=("评分构成（附 1 三.1）",), ready=12, landscape=False, columns=(
        Field("奖项", _ANY, True, width=20),
        Field("分项", _ANY, True, width=24),
        Field("权重", Percent(), width=10, must_stand=True, help="百分数，例如 40%；一个奖项合计 100%。加减分没有权重，不填；别的必须填"),
        Field("数据来源", _words(*Source), True, width=16),
        Field("范围", _ANY, width=20, help="评委打分：只算“评委名单”里哪些组别的评委；满意度测评：只算“测评身份”里哪些身份的答卷；"
              "几个之间用；隔开，不填就是全部。别的数据来源不填"),
        Field("上限", Number(_LEAST_LIMIT, Decimal(100), units=("分",), sample="5"), width=10,
              help="数据来源是加减分的，写至多加多少、减多少分，例如 5；别的不填"),
    )),
    Sheet("评选条件", heading="评选条件", once=("评选条件（附 1 二）",), ready=15, columns=(
        Field("奖项", _ANY, True, width=16),
        Field("序号", _NUMBER, True, width=8),
        Field("条件", _ANY, True, width=56),
        Field("类型", _words(*ConditionKind), True, width=12, help="硬性：不满足即不符合条件；参考：只列出依据"),
        Field("核查项", Choice(tuple(CHECKS)), True, width=18, help="也可以是“自定义核查”里的一个名称", more_in=(OWN_CHECKS, "名称")),
        Field("阈值", Number(None, units=("分", "%", "件")), width=8, help="达到多少算满足；一票否决：从几件属实的事项起否决，不填是 1 件"),
        Field("依据", _ANY, width=18),
        Field("组合", _ANY, width=8, help="几条里满足几条就行的，各行写同一个字母，例如 A；不写就是单独一条"),
        Field("组合至少", Number(Decimal(1), whole=True, units=("条", "项"), sample="2"), width=10, help="同一个组合里至少满足几条，写在它的第一行"),
    )),
    Sheet(OWN_CHECKS, heading="自定义核查（可以不填；写在这里的，“评选条件”的“核查项”里就能选）", optional=True, ready=10, columns=(
        Field("名称", _ANY, True, width=20, help="自己起的名称，不能与现成的核查项相同"),
        Field("表", Choice(tuple(COUNTABLE_SHEETS)), True, width=18, help="科室填报表里的一张表"),
        Field("数什么", Choice((ROWS, DIFFERENT)), True, width=16, help=f"{ROWS}：填了几行；{DIFFERENT}：那一栏里有几种不同的内容"),
        Field("栏", _ANY, width=16, help=f"“{DIFFERENT}”数的是哪一栏；数“{ROWS}”的不填"),
        Field("只数", _ANY, width=24, help="只数哪些行，写成 栏=值，例如 是否采纳=是；都数的不填"),
        Field("级别", Choice(OWN_CHECK_LEVELS), True, width=12, help="用于哪一级的奖项；班组数写着本班组的行，表里要有写班组的栏"),
    )),
    Sheet(EXCLUSIONS, heading="资格排除（可以不填；受过处分、任职年限不够、上年已获奖等不能参评的，逐个写在这里）", optional=True, ready=20, columns=(
        Field("奖项", _ANY, width=20, must_stand=True, help="不填就是全部奖项"),
        Field("科室", _ANY, True, width=18, help="只写科室：排除的是科室自己，不影响它的班组和个人"),
        Field("班组", _ANY, width=36, must_stand=True, help="不写姓名时排除的是这个班组自己，不影响科室和个人；不属于任何班组的人写“班组外”"),
        Field("姓名", PersonName(), width=16, must_stand=True, aliases=("姓名或岗位",), help="个人写姓名，岗位写岗位名称；一行一个，与推荐表写成一样"),
        Field("原因", _ANY, True, width=36, help="例如 上年度已获奖、受过处分；写在结果的原因里"),
        Field("依据", _ANY, width=24),
    )),
    Sheet(INCIDENT_TYPES, heading="事故类型（可以不填；不填就是服务质量事故投诉和安全事故，属实的都否决）", optional=True, ready=10, landscape=False, columns=(
        Field("类型", _ANY, True, width=32, help="事故投诉登记表里“类型”的选项，一行一种"),
        Field("否决", _words(YES, NO), True, width=10, help="是：属实的一票否决；否：只登记，不否决任何候选"),
    )),
    Sheet("检查标准", heading="监督检查标准", once=("监督检查标准（四、具体内容）",), ready=20, landscape=False, columns=(
        Field("业务类型", _ANY, True, width=14),
        Field("序号", _NUMBER, True, width=8),
        Field("检查项目", _ANY, True, width=44),
        Field("满分", _POINTS, True, width=10),
        Field("示例", _ANY, width=14, decides=False, help="这一类业务的一个工种或岗位，写在填报表的示例行里；一种业务类型只写一个，可以不填"),
    )),
    Sheet("评审要点", heading="评委打分的评审要点", ready=15, landscape=False, columns=(
        Field("奖项", _ANY, True, width=20),
        Field("序号", _NUMBER, True, width=8),
        Field("要点", _ANY, True, width=44),
        Field("满分", _POINTS, True, width=10),
    )),
    Sheet("测评题目", heading="满意度测评题目", ready=10, landscape=False, columns=(
        Field("序号", _NUMBER, True, width=8),
        Field("题目", _ANY, True, width=56),
    )),
    Sheet(IDENTITIES, heading="测评身份（可以不填；填了，满意度测评里的身份从这里选）", optional=True, ready=10, landscape=False, fewest_headers=1,
          columns=(Field("身份", _ANY, True, width=24, help="参加测评的人是什么身份，一行一个，例如 患者、家属"),)),
    Sheet("活动系列", heading="活动系列", once=("活动系列（三）",), ready=6, landscape=False, columns=(
        Field("序号", _NUMBER, True, width=8),
        Field("活动系列", _ANY, True, width=72),
    )),
    Sheet(MAPPING, heading="网上问卷的列与题目对照（可以不填）", ready=60, landscape=False, columns=(
        Field("列标题", _ANY, True, width=44, help="问卷平台导出表里的列标题，一字不差；标题分上下两行的写成“上/下”"),
        Field("科室", _ANY, width=16, must_stand=True, help="这一列评的科室；由答卷人自己选科室、班组的问卷，这里留空"),
        Field("班组", _ANY, width=32, help="这一列评的班组；只评科室时不填"),
        Field("题目", _ANY, True, width=32, help=f"“测评题目”里的一道题；这一列说的是答卷人选的{'、'.join(ROW_ITEMS)}时，就填这几个字"),
    ), beside=_PROPOSED),
    Sheet(GRADE_WORDS, heading="问卷里等级的其他说法（可以不填）", optional=True, ready=20, landscape=False, columns=(
        Field("说法", _ANY, True, width=28, help="答卷里的写法，例如 非常满意"),
        Field("等级", _ANY, True, width=16, help=f"相当于口径“满意度等级分值”里的哪一级；不算回答的填“{LEAVE_OUT}”"),
        Field("题目", _ANY, width=44, help="只用于这一道题；不填就是全部题目"),
    ), beside=_PROPOSED),
    Sheet(REVIEWERS, heading="评委名单（可以不填；填了才能核对评委是否交齐）", optional=True, ready=30, landscape=False, columns=(
        Field("评委", PersonName(), True, width=14, help="一行一位；不在名单上的人交来的打分不计入"),
        Field("所属科室", _ANY, width=18, help="评委属于参评科室时填写"),
        Field("组别", _ANY, width=14),
        Field("奖项", _ANY, width=44, help="打哪些奖项的分，几个奖项之间用；隔开；不填就是全部有评委打分的奖项"),
    )),
    Sheet(VISIT_PLAN, heading="检查计划（可以不填；填了才能核对检查是否做完）", optional=True, ready=20, landscape=False, columns=(
        Field("科室", _ANY, width=18, must_stand=True, help="不填就是其余每个科室"),
        Field("最少次数", Number(Decimal(0), whole=True, units=("次",), sample="3"), True, width=12,
              help="有推荐对象的班组至少要检查几次"),
    )),
    Sheet(INSPECTORS, heading="检查组（可以不填；填了会提示不是检查组成员做的检查）", optional=True, ready=20, landscape=False, fewest_headers=1,
          columns=(Field("检查人", PersonName(), True, width=18, help="一行一位"),)),
    Sheet(SHORT_NAMES, heading="简称（可以不填；填了，填报人和网上问卷里写简称也认得）", optional=True, ready=30, landscape=False, columns=(
        Field("名称", _ANY, True, width=44, help="“班组划分”里的科室或班组全名；有几个叫法就写几行"),
        Field(CALLED, _ANY, True, width=32, help="平时的叫法，例如 一班；不能是别的科室、班组的名称，也不能同时指两个"),
    )),
    Sheet("口径设置", heading="口径设置：通知没有写明、需要领导确认的做法", ready=2, columns=(
        Field("口径", Choice(tuple(policy.name for policy in POLICIES)), True, width=20),
        Field("取值", _ANY, True, width=44),
        Field("可选值", _ANY, locked=True, width=44),
        Field("说明", _ANY, width=44, help="通知怎么说、为什么这样定；照原样写进“口径与影响”，可以不填"),
    )),
    Sheet(READINGS, heading="其他口径（可以不填；没有设置可改的做法，照原样写进“口径与影响”）", optional=True, ready=10, columns=(
        Field("口径", _ANY, True, width=32, help="通知里的哪句话、哪件事"),
        Field("做法", _ANY, True, width=56, help="本次怎么做"),
        Field("依据", _ANY, width=44, help="通知的哪一条，怎么说的"),
    )),
    TRIAL_SHEET,
)

GUIDE = (
    "这本工作簿是全部规则的唯一来源：模板、检查、排名、奖金都按它生成。",
    "修改后请保存、关闭，再运行 fuwuyue templates 重新生成模板，或 fuwuyue run 重新评选。",
    "规则前后矛盾时程序会停下，逐格列出要改的地方，不会写任何结果。",
    "发模板以前，请看下面的核对结果，再运行 fuwuyue rules，看程序说的是不是您的意思。",
)


PROPOSAL_FILE = "问卷对照（建议）.xlsx"
_PROPOSAL_GUIDE = (
    "这是按问卷导出表的标题和回答猜出来的建议，不会自动采用：请逐行核对，空着的格请填写，不用的行请删去。",
    "核对好以后，把“问卷对照”“等级对照”两张表的行复制到“评选规则.xlsx”的同名工作表里，保存、关闭，再运行 fuwuyue run。",
    "“相近程度”是标题与测评题目有多像（百分数）；“请核对”写明为什么空着。这两栏复制过去也不要紧，程序不看。",
)


def proposal_book() -> Book:
    """The sheets of the survey as the rules workbook has them, with what to look at beside each row."""
    sheets = tuple(replace(sheet, columns=(*sheet.columns, *sheet.beside), beside=(), ready=10, landscape=True, optional=False)
                   for sheet in SHEETS if sheet.title in (MAPPING, GRADE_WORDS))
    return Book(RULES_KIND, PROPOSAL_FILE, "问卷对照（建议）", sheets, guide=_PROPOSAL_GUIDE)


def rulebook(own_checks: Iterable[str] = ()) -> Book:
    """The rules workbook, declared as a book like any other. Its own checks, by name, can be chosen beside the built-in ones."""
    return Book(RULES_KIND, RULES_FILE, "评选规则", sheets_with(own_checks), guide=GUIDE)


def sheets_with(own_checks: Iterable[str]) -> tuple[Sheet, ...]:
    """The sheets of the rules workbook, in which these own checks, too, are a 核查项."""
    names = tuple(own_checks)
    return tuple(_offering(sheet, names) for sheet in SHEETS) if names else SHEETS


def _offering(sheet: Sheet, names: tuple[str, ...]) -> Sheet:
    columns = (replace(field, kind=Choice((*CHECKS, *names))) if field.more_in else field for field in sheet.columns)
    return replace(sheet, columns=tuple(columns)) if any(field.more_in for field in sheet.columns) else sheet

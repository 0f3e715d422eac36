"""The words that stand on a template beside its fields. Writers print them, the reader knows them again."""

from __future__ import annotations

from fuwuyue_xlsx.rules.model import Campaign
from fuwuyue_xlsx.schema.kinds import Choice, SeveralTeams
from fuwuyue_xlsx.schema.model import EXAMPLE_MARK, Book, Field, Sheet
from fuwuyue_xlsx.text import key

GUIDE_SHEET = "填写说明"
HIDDEN_SHEET = "列表"
REMARKS_SHEET = "修改意见"
REMARKS_LINE = "请按下面的意见修改，改好后直接交这一份即可，本页和标记不影响填报。"
OWN_SHEETS = (GUIDE_SHEET, HIDDEN_SHEET, REMARKS_SHEET)
EMPTY, BEGUN, DONE = "未填", "填写中", "已完成"
STATES = (EMPTY, BEGUN, DONE)
LEGEND = "黄色格必填，白色格选填，灰色格已经填好、不用改。"
EXAMPLE_NOTE = f"带“{EXAMPLE_MARK}”的一行只是样子，程序不会读取，从它下面一行开始填。"
GUIDE_COLUMNS = ("工作表", "填什么", "状态")


def note_lines(sheet: Sheet) -> tuple[str, ...]:
    """The lines under a sheet's heading."""
    example = (EXAMPLE_NOTE,) if sheet.has_example and sheet.ready else ()
    return (LEGEND, *example, *sheet.notes)


def sheet_summary(sheet: Sheet) -> str:
    """What a sheet asks for, in one line of the guide: its required fields."""
    required = [f.title for f in (*sheet.form, *sheet.columns) if f.required and not f.locked]
    return "必填：" + "、".join(required) if required else "按需要填写"


_HOW_TO = (
    LEGEND,
    "请不要改动表头和工作表名称；粘贴内容时用“只粘贴数值”。填好后保存为 .xlsx，文件名可以不改。",
)
_OFFICE = {
    "inspection": (
        "由检查组填写：每次检查复制一份，写明检查日期和检查人。",
        "一张表一个科室；每格填该班组这一项的得分，没有检查的留空（留空不是 0 分）；扣分原因写在最后一行。",
    ),
    "survey": (
        "由测评组织人填写：一行一份答卷，可以分成多份工作簿，全部放入收件箱。",
        "评价某个班组时科室、班组都填；只评价科室时班组留空。",
    ),
    "incidents": (
        "由主办部门登记活动期间的服务质量事故投诉和安全事故；没有发生时交一份空白表。",
        "调查结论属实的一票否决；待查的暂留名额；能落实到班组、个人的请填写。",
    ),
    "review": (
        "由评委填写：每位评委一份，先在“评委信息”写姓名；属于参评科室的评委要写所属科室。",
        "一张表一个奖项；一行要么全部打分，要么全部留空。",
    ),
}


def department_guide(campaign: Campaign) -> tuple[str, ...]:
    """What a department's clerk is told first: what it is, by when, how."""
    return (
        f"{campaign.name}：这份表由科室填写，交{campaign.host}。",
        f"活动方案请在 {campaign.plan_due:%Y-%m-%d} 前报送；全部材料请在 {campaign.material_due:%Y-%m-%d %H:%M} 前报送。",
        EXAMPLE_NOTE,
        *_HOW_TO,
    )


def office_guide(kind: str, campaign: Campaign) -> tuple[str, ...]:
    """What the person who fills in one of the office's books is told first."""
    return (f"{campaign.name}：这份表交{campaign.host}。", *_OFFICE[kind], *_HOW_TO)


def sheet_texts(sheet: Sheet) -> set[str]:
    """The keys of the words that the template itself holds on a sheet, besides titles and prefilled values."""
    return {key(line) for line in (sheet.heading, *note_lines(sheet))}


def list_options(field: Field) -> tuple[str, ...]:
    """The choices a field's dropdown offers; none for a locked field or free text."""
    if field.locked:
        return ()
    if isinstance(field.kind, Choice):
        return field.kind.options
    if isinstance(field.kind, SeveralTeams):
        return (field.kind.everyone, *field.kind.teams)
    return ()


def hidden_texts(book: Book) -> set[str]:
    """The keys of the words on the hidden sheet: every choice of every dropdown."""
    fields = (field for sheet in book.sheets for field in (*sheet.form, *sheet.columns))
    return {key(option) for field in fields for option in list_options(field)}


def guide_texts(book: Book) -> set[str]:
    """The keys of the words on the guide sheet."""
    rows = (text for sheet in book.sheets for text in (sheet.title, sheet_summary(sheet)))
    return {key(text) for text in (book.title, *book.guide, *GUIDE_COLUMNS, *STATES, *rows)}

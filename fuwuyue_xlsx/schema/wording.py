"""The words that stand on a template beside its fields. Writers print them, the reader knows them again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fuwuyue_xlsx.basics.moments import written
from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.rules.campaign import Campaign
from fuwuyue_xlsx.rules.campaign_2017 import IDENTITIES_2017
from fuwuyue_xlsx.rules.model import Level, Rules
from fuwuyue_xlsx.schema.declarations import EXAMPLE_MARK, Book, Field, Sheet
from fuwuyue_xlsx.schema.name_kinds import Choice, SeveralTeams

GUIDE_SHEET = "填写说明"
HIDDEN_SHEET = "列表"
# what a text on the hidden sheet begins with that its formulas have put together of what was typed elsewhere
RECKONED = "\t="
REMARKS_SHEET = "修改意见"
REMARKS_LINE = "请按下面的意见修改，改好后直接交这一份即可，本页和标记不影响填报。"
OWN_SHEETS = (GUIDE_SHEET, HIDDEN_SHEET, REMARKS_SHEET)
EMPTY, BEGUN, WRONG, DONE = "未填", "填写中", "有误", "已完成"
STATES = (EMPTY, BEGUN, WRONG, DONE)
LEGEND = "黄色格必填，白色格选填，灰色格已经填好、不用改；变红的格是漏填或填错的。"
SWATCHES = ("黄色：必填", "白色：选填", "灰色：已填好，不用改", "红色：漏填或填错")
EXAMPLE_NOTE = f"带“{EXAMPLE_MARK}”的一行只是样子，程序不会读取，从它下面一行开始填。"
# the self-check: a line a sheet, its last four columns by formula
GUIDE_COLUMNS = ("工作表", "填什么", "状态", "缺几格", "有误几格", "请核对几格")
STATE_COLUMNS = GUIDE_COLUMNS[2:]
GUIDE_SECTION, HINT_SECTION = "填写进度（随填随变）", "名额与条件（随填随算，供参考，以评选结果为准）"
HINT_COLUMNS = ("名额与条件", "要求", "现在", "提示")
LIVE_COLUMNS = (*STATE_COLUMNS, *HINT_COLUMNS[2:])
_STATES_MEAN = (
    f"“{EMPTY}”：一格都没有填。“{BEGUN}”：还有漏填的，或有写法要核对。“{WRONG}”：有填错的格，请先改。“{DONE}”：这张表没有问题了。"
    "“请核对”指公式认不准的写法（例如写成文字的日期、数字），照常交没有关系，程序会再读一遍。"
)


_NOTHING_REQUIRED = "按需要填写"
# what the dropdown of a field once held in every campaign; books of that time are still in use
_ONCE_LISTED = {"身份": IDENTITIES_2017}


def note_lines(sheet: Sheet) -> tuple[str, ...]:
    """The lines under a sheet's heading."""
    example = (EXAMPLE_NOTE,) if sheet.has_example and sheet.ready else ()
    return (LEGEND, *example, *sheet.notes)


def sheet_summary(sheet: Sheet, once: bool = False) -> str:
    """A sheet's line in the guide: its required fields, and all fields for points as one thing.

    `once`: as it was while every column that must stand was required as well; books of that time are still in use.
    """
    required = [field.title for field in (*sheet.form, *sheet.columns) if (field.required or (once and field.must_stand)) and not field.locked]
    points = ["各项得分"] if any(field.takes_points for field in sheet.columns) else []
    return "必填：" + "、".join(required + points) if required + points else _NOTHING_REQUIRED


def _asked_for_less(sheet: Sheet) -> Iterator[str]:
    """The sheet's line without one of the columns that decide nothing: the rules may not have asked for it when the book was sent out."""
    for field in sheet.columns:
        if field.required and not field.decides:
            yield sheet_summary(replace(sheet, columns=tuple(other for other in sheet.columns if other != field)))


_HOW_TO = ("请不要改动表头和工作表名称；从别处复制内容时用“只粘贴数值”。填好后保存为 .xlsx，文件名可以不改。",)


def department_guide(rules: Rules, department: str) -> tuple[str, ...]:
    """The guide of a department's book for its clerk: what the book is, who fills it in, by when, how."""
    campaign = rules.campaign
    days = f"{campaign.span.first:%Y-%m-%d} 至 {campaign.span.last:%Y-%m-%d}"
    awards = "、".join(award.name for award in rules.enabled_awards)
    return (
        f"这是什么：{campaign.name}（{days}）的材料，{department}全部写在这一份表里，交{campaign.host}。评选{awards}都以它为准。",
        "谁来填：科室指定一位填报人汇总；推荐谁由科室集体商定，“科室意见”选“同意”的才算推荐。",
        f"什么时候交：活动方案在 {campaign.plan_due:%Y-%m-%d} 前交（填“科室信息”“班组信息”和“活动方案与总结”的计划部分）；"
        f"全部材料在 {written(campaign.material_due)} 前交。",
        f"怎么填：{EXAMPLE_NOTE}没有的内容（例如不推荐某个奖项）那张表留空即可{_undeclared(rules)}。",
        *_HOW_TO,
        _STATES_MEAN,
    )


def _undeclared(rules: Rules) -> str:
    """The one sheet that may not stay empty: a department says whether it applies."""
    applied_for = "、".join(award.name for award in rules.enabled_awards if award.level is Level.DEPARTMENT)
    return f"；不申报{applied_for}的，“是否申报”请选“否”" if applied_for else ""


def office_guide(campaign: Campaign, *lines: str) -> tuple[str, ...]:
    """The guide of one of the office's books for the person who fills it in; `lines` are those of this kind of book."""
    return (f"{campaign.name}：这份表交{campaign.host}。", *lines, *_HOW_TO, _STATES_MEAN)


def sheet_texts(sheet: Sheet) -> set[str]:
    """The keys of the words that the template itself holds on a sheet, besides titles and prefilled values."""
    return {key(line) for line in (sheet.heading, *sheet.once, *note_lines(sheet))}


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
    """The keys of the words on the hidden sheet: every choice of every field, and what people call it."""
    keys: set[str] = set()
    for sheet in book.sheets:
        for field in (*sheet.form, *sheet.columns):
            keys.update(map(key, _ONCE_LISTED.get(field.title, ())))
            keys.update(field.kind.keys if isinstance(field.kind, Choice) else map(key, list_options(field)))
            if isinstance(field.kind, (Choice, SeveralTeams)):
                keys.update(key(called) for called, _ in field.kind.short)
    return keys


def guide_texts(book: Book) -> set[str]:
    """The keys of the words on the guide sheet, besides the results of its formulas."""
    summaries = (text for sheet in book.sheets for text in (sheet_summary(sheet), sheet_summary(sheet, once=True), *_asked_for_less(sheet)))
    sheets = (*summaries, *(text for sheet in book.sheets for text in (sheet.title, *sheet.aliases)))
    hints = (text for hint in book.hints for text in (hint.label, hint.wanted))
    heads = (*GUIDE_COLUMNS, *HINT_COLUMNS, GUIDE_SECTION, HINT_SECTION, *SWATCHES, *STATES)
    return {key(text) for text in (book.title, *book.guide, *book.made_out_guide, _NOTHING_REQUIRED, *heads, *sheets, *hints)}

"""试算 of the rules of 2017: the worked examples of docs/evaluation.md as rows of the sheet. Everybody is invented."""

from __future__ import annotations

from typing import Any

from fuwuyue_xlsx.rules.score_parts import Source

# the columns of the sheet, as `schema.trial_sheet` declares them
TITLES = ("试算名称", "奖项", "科室", "班组", "姓名或岗位", "名额", *(source.value for source in Source), "核查", "推荐顺序", "员工人数", "事故投诉",
          "件数", "事故类型", "发生日期", "期望状态", "期望名次", "期望综合得分", "期望奖金", "说明")
_ORGANISATION, _TEAM, _PERSON = "优秀组织奖", "优秀班组", "优秀个人"
_TIE, _EQUAL, _VETO = "例1 同分看满意度", "例1 分项全相同", "例2 一票否决后递补"
_ROUNDED, _COMPLAINT, _PRIZES = "例3 四舍五入", "例4 个人的投诉", "例5 名额和奖金"


def trial_row(**values: Any) -> tuple[Any, ...]:
    """A row of the sheet from its values by title; what is not given stays empty."""
    return tuple(values.get(title) for title in TITLES)


def _team(trial: str, name: str, scores: tuple[Any, Any, Any], status: str, rank: int | None = None, score: str | None = None,
          **more: Any) -> tuple[Any, ...]:
    panel, inspection, survey = scores
    given = {"试算名称": trial, "奖项": _TEAM, "科室": "甲科", "班组": name, "评委打分": panel, "监督检查": inspection, "满意度测评": survey,
             "期望状态": status, "期望名次": rank, "期望综合得分": score}
    return trial_row(**{**given, **more})


def _person(trial: str, name: str, order: int, status: str, rank: int | None = None, **more: Any) -> tuple[Any, ...]:
    given = {"试算名称": trial, "奖项": _PERSON, "科室": "甲科", "姓名或岗位": name, "推荐顺序": order, "期望状态": status, "期望名次": rank}
    return trial_row(**{**given, **more})


def trials_2017() -> list[tuple[Any, ...]]:
    """The rows, in the order of the sheet's columns."""
    return [
        _team(_TIE, "一组", (93, 90, 90), "获奖", 1, "91.20", 名额=2),
        _team(_TIE, "二组", ("86.25", 90, 90), "获奖", 2, "88.50", 说明="与三组同分，满意度测评高，排在前面"),
        _team(_TIE, "三组", (87, 90, 89), "未获奖", 3, "88.50"),
        _team(_TIE, "四组", ("77.5", 90, 90), "未获奖", 4, "85.00"),
        _team(_EQUAL, "一组", (93, 90, 90), "获奖", 1, "91.20", 名额=2),
        _team(_EQUAL, "二组", ("86.25", 90, 90), "并列待定", 2, "88.50", 说明="与三组每个分项都相同，只剩一个名额，由领导定夺"),
        _team(_EQUAL, "三组", ("86.25", 90, 90), "并列待定", 2, "88.50"),
        _team(_EQUAL, "四组", ("77.5", 90, 90), "未获奖", 4, "85.00"),
        _team(_VETO, "一组", (95, 95, 95), "一票否决", None, "95.00", 名额=2, 事故投诉="属实", 说明="得分最高，有一件属实的事故投诉"),
        _team(_VETO, "二组", (93, 93, 93), "获奖", 1, "93.00"),
        _team(_VETO, "三组", (90, 90, 90), "获奖", 2, "90.00", 说明="前面的被否决，递补"),
        _team(_ROUNDED, "一组", ("87.55", "92.35", "89.45"), "获奖", 1, "89.56", 说明="35.02+27.705+26.835"),
        _team(_ROUNDED, "二组", ("85.5", "90.25", "88.15"), "获奖", 2, "87.72"),
        _team(_ROUNDED, "三组", ("80.25、80.26", 90, "90.07"), "获奖", 3, "86.13", 说明="两位评委平均 80.255，显示成 80.26，后面也用 80.26"),
        _team(_ROUNDED, "四组", (80, 80, "很满意、满意、一般、很满意、满意、满意、一般"), "获奖", 4, "80.00", 说明="测评 560÷7=80.00"),
        trial_row(试算名称=_COMPLAINT, 奖项=_ORGANISATION, 科室="维修管理科", 名额=1, 评委打分=90, 期望状态="一票否决", 说明="本科室的人有属实的投诉"),
        _team(_COMPLAINT, "电工组", (90, 90, 90), "一票否决", 科室="维修管理科", 名额=2),
        _team(_COMPLAINT, "水工组、仓管", (80, 80, 80), "获奖", 1, 科室="维修管理科", 说明="投诉没有写到它"),
        _person(_COMPLAINT, "李小满", 1, "一票否决", 科室="维修管理科", 班组="电工组", 名额=2, 事故投诉="属实", 发生日期="2017-12-03"),
        _person(_COMPLAINT, "王立夏", 2, "获奖", 1, 科室="维修管理科", 班组="电工组", 说明="同一班组的别人不受影响"),
        trial_row(试算名称=_PRIZES, 奖项=_ORGANISATION, 科室="甲科", 名额=1, 评委打分=90, 期望状态="获奖", 期望名次=1, 期望综合得分="90.00", 期望奖金=1000),
        trial_row(试算名称=_PRIZES, 奖项=_ORGANISATION, 科室="乙科", 评委打分=80, 监督检查=80, 满意度测评=80, 期望状态="未获奖", 期望奖金=0),
        _team(_PRIZES, "一组", (90, 90, 90), "获奖", 1, "90.00", 名额=1, 期望奖金=500),
        _person(_PRIZES, "陈立春", 1, "获奖", 1, 员工人数=15, 期望奖金=200, 说明="15 人的 10% 是 1.5，四舍五入 2 个名额"),
        _person(_PRIZES, "周雨水", 2, "获奖", 2, 期望奖金=200),
        _person(_PRIZES, "吴惊蛰", 3, "未获奖", 3, 期望奖金=0),
        _person(_PRIZES, "郑清明", 1, "获奖", 1, 科室="乙科", 员工人数=14, 期望奖金=200, 说明="14 人的 10% 是 1.4，1 个名额"),
        _person(_PRIZES, "孙谷雨", 2, "未获奖", 2, 科室="乙科", 期望奖金=0),
    ]

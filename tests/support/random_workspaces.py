"""Whole campaigns made by chance as files of an inbox, and one thing of them disturbed: owed, a version, a name, a survey."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from fuwuyue_xlsx.intake.read_inbox import ReadOptions
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.pipeline import read_and_decide
from fuwuyue_xlsx.rulebook.read_rules import read_rules
from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.workspace import Workspace
from tests.support.altered_books import of_year
from tests.support.filled_books import department_sheets, filled, rules_bytes, template, with_policy
from tests.support.typed_cells import Cells, typed_in
from tests.support.workbook_view import cell_below, cell_beside, header, inputs, opened

Files = dict[str, bytes]
TEAMS = {"甲科": ("一组", "二组", "三组"), "乙科": ("四组", "五组")}
REVIEWERS, INSPECTORS = ("评委甲", "评委乙", "评委丙", "评委丁"), ("郑十", "吴九")
VISITS = (("郑十", dt.date(2017, 12, 1)), ("吴九", dt.date(2017, 12, 15)))
GRADES = ("很满意", "满意", "一般", "不满意")
SAVED, LATER = "2017-12-20T08:00:00Z", "2017-12-28T08:00:00Z"
_WRITTEN_AT = dt.datetime(2017, 12, 29, tzinfo=dt.UTC).timestamp()


def rules_sheets() -> dict[str, list[tuple[Any, ...]]]:
    """Two departments, five teams; a panel of four, two visits a department; one and two seats, people by headcount."""
    return dict(
        班组划分=[(department, number, team, "维修", None) for department, teams in TEAMS.items() for number, team in enumerate(teams, 1)],
        检查标准=[("维修", 1, "及时", 10), ("维修", 2, "安全", 10)],
        测评题目=[(1, "态度好不好"), (2, "质量好不好")],
        奖项=[("优秀组织奖", "科室", "固定", 1, 1000, "是", None, None), ("优秀班组", "班组", "固定", 2, 500, "是", None, None),
            ("优秀个人", "个人", "按员工人数比例", "10%", 200, "是", None, None)],
        评委名单=[(name, None, None, None) for name in REVIEWERS],
        检查计划=[(None, len(VISITS))],
        检查组=[(name,) for name in INSPECTORS],
        # by default doubted answer sheets count, and are told
        口径设置=with_policy(最少有效问卷=1, 可疑答卷="不计"),
    )


@cache
def rulebook() -> bytes:
    """The rules as a workbook."""
    return rules_bytes(**rules_sheets())


@cache
def rules() -> Rules:
    """The same rules, read."""
    read, findings = read_rules(rulebook())
    assert read is not None, [found.line() for found in findings]
    return read


@cache
def _cells(kind: str, sheet: str, column: str) -> tuple[str, ...]:
    """The addresses of the cells of a column that can be typed in."""
    found = opened(template(rules(), kind))[sheet]
    return tuple(cell_below(found, column, row) for row in inputs(found, column))


@cache
def _beside(kind: str, sheet: str, label: str) -> str:
    return cell_beside(opened(template(rules(), kind))[sheet], label)


@cache
def _criteria(award: str) -> tuple[str, ...]:
    return tuple(title for title in header(opened(template(rules(), "review"))[award], "备注")[1] if title.endswith("分）"))


def saved_at(data: bytes, moment: str) -> bytes:
    """The workbook as if it had been saved at this moment."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment.encode(), part)
            new.writestr(name, part)
    return buffer.getvalue()


@dataclass(frozen=True)
class Campaign:
    """What everybody handed in, before it is typed into books.

    reviews    reviewer → points by (award, criterion), one for each candidate
    visits     points by (department, team) for each visit
    answers    rows of the survey
    incidents  rows of the register
    people     department → its people's names in its own order
    """

    reviews: dict[str, dict[tuple[str, str], tuple[int, ...]]]
    visits: tuple[dict[tuple[str, str], tuple[int, ...]], ...]
    answers: tuple[dict[str, Any], ...]
    incidents: tuple[dict[str, Any], ...]
    people: dict[str, tuple[str, ...]]

    def files(self) -> Files:
        """The inbox: a book of each department, reviewer and visit, the survey, the register."""
        return {
            **{f"科室/{name}.xlsx": department_file(name, people) for name, people in self.people.items()},
            **{f"评委/{name}.xlsx": review_file(name, points) for name, points in self.reviews.items()},
            **{f"检查/{number}.xlsx": visit_file(*visit, points) for number, (visit, points) in enumerate(zip(VISITS, self.visits, strict=True))},
            "问卷.xlsx": survey_file(self.answers),
            "登记表.xlsx": register_file(self.incidents),
        }


def campaign(random: Random) -> Campaign:
    """A campaign in which nothing is owed. Scores lie close together, so that little decides who wins."""
    count = {"优秀组织奖": len(TEAMS), "优秀班组": sum(map(len, TEAMS.values()))}
    reviews = {
        name: {(award, title): tuple(random.randint(20, 30) for _ in range(many)) for award, many in count.items() for title in _criteria(award)}
        for name in REVIEWERS
    }
    visits = tuple({(department, team): (random.randint(7, 10), random.randint(7, 10)) for department, teams in TEAMS.items() for team in teams}
                   for _ in VISITS)
    about = [(department, team) for department, teams in TEAMS.items() for team in (*teams, None)]
    answers = tuple(answer(random, *random.choice(about)) for _ in range(30)) + tuple(answer(random, *one) for one in about)
    return Campaign(reviews, visits, answers, tuple(incident(random, number) for number in range(random.randint(0, 2))), _people(random))


def _people(random: Random) -> dict[str, tuple[str, ...]]:
    names = random.sample(("王一鸣", "李二虎", "张三丰", "赵四海", "钱五福", "孙六顺"), 6)
    return {"甲科": tuple(names[:3]), "乙科": tuple(names[3:])}


def answer(random: Random, department: str, team: str | None) -> dict[str, Any]:
    """One row of the survey."""
    return {"身份": random.choice(("学生", "教师")), "科室": department, "班组": team,
            "态度好不好": random.choice(GRADES), "质量好不好": random.choice(GRADES)}


def incident(random: Random, number: int, **changes: Any) -> dict[str, Any]:
    """One row of the register."""
    department = random.choice(tuple(TEAMS))
    return {"编号": f"SG-{number:02}", "发生日期": dt.date(2017, 12, random.randint(1, 20)), "科室": department,
            "班组": random.choice(TEAMS[department]), "类型": "服务质量事故投诉", "情况简述": "反映一件事",
            "调查结论": random.choice(("属实", "不属实")), **changes}


@cache
def _department_file(department: str, people: tuple[str, ...]) -> bytes:
    teams = TEAMS[department]
    sheets = department_sheets(
        班组信息=[{"班组": team, "班组长": "孙三", "员工人数": 8} for team in teams],
        技能培训=[{"培训主题": "安全", "培训形式": form, "培训层次": "班组级", "日期": dt.date(2017, 12, 2), "参训人次": 20, "参与班组": "全科室"}
              for form in ("集中授课", "现场实操")],
        合理化建议=[{"班组": team, "建议人": "孙五", "日期": dt.date(2017, 12, 5), "建议内容": "换灯"} for team in teams],
        优秀班组推荐=[{"推荐顺序": n, "班组": team, "主要事迹": "事迹", "科室意见": "同意"} for n, team in enumerate(teams, 1)],
        优秀个人推荐=[{"推荐顺序": n, "姓名": name, "岗位": "员工", "所在班组": teams[n % len(teams)], "主要事迹": "事迹", "科室意见": "同意"}
                for n, name in enumerate(people, 1)],
    )
    return filled(template(rules(), "department", department), sheets)


def department_file(department: str, people: tuple[str, ...], saved: str = SAVED) -> bytes:
    """A department's book."""
    return saved_at(_department_file(department, people), saved)


def review_file(reviewer: str, points: dict[tuple[str, str], tuple[int | None, ...]], saved: str = SAVED) -> bytes:
    """A reviewer's book; None leaves a cell empty."""
    cells: Cells = {("评委信息", _beside("review", "评委信息", "评委")): reviewer}
    for (award, title), given in points.items():
        cells |= {(award, cell): value for cell, value in zip(_cells("review", award, title), given, strict=False) if value is not None}
    return saved_at(typed_in(template(rules(), "review"), cells), saved)


def visit_file(inspector: str, day: dt.date, points: dict[tuple[str, str], tuple[int, ...]], saved: str = SAVED) -> bytes:
    """One day's visit to the teams that have points."""
    cells: Cells = {}
    for (department, team), given in points.items():
        form = {"检查日期": day.isoformat(), "检查人": inspector}
        cells |= {(department, _beside("inspection", department, label)): value for label, value in form.items()}
        cells |= {(department, cell): value for cell, value in zip(_cells("inspection", department, team), given, strict=False)}
    return saved_at(typed_in(template(rules(), "inspection"), cells), saved)


def survey_file(answers: tuple[dict[str, Any], ...]) -> bytes:
    """The survey's book."""
    columns = {title: _cells("survey", "测评结果", title) for title in ("身份", "科室", "班组", "态度好不好", "质量好不好")}
    typed: Cells = {("测评结果", columns[title][n]): row[title] for n, row in enumerate(answers) for title in columns if row[title] is not None}
    return saved_at(typed_in(template(rules(), "survey"), typed), SAVED)


def register_file(incidents: tuple[dict[str, Any], ...], saved: str = SAVED) -> bytes:
    """The register of incidents."""
    titles = dict.fromkeys(title for row in incidents for title in row)
    columns = {title: _cells("incidents", "事故投诉", title) for title in titles}
    typed: Cells = {("事故投诉", columns[title][n]): value for n, row in enumerate(incidents) for title, value in row.items()}
    return saved_at(typed_in(template(rules(), "incidents"), typed), saved)


def decided(root: Path, files: Files, book: bytes | None = None, now: dt.datetime | None = None) -> Outcome:
    """What comes of an inbox with these files, all of which the file system says are of one moment, under these rules or another book's."""
    import os
    import shutil

    shutil.rmtree(root, ignore_errors=True)
    for name, data in files.items():
        path = root / "收件箱" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (_WRITTEN_AT, _WRITTEN_AT))
    (root / "评选规则.xlsx").write_bytes(rulebook() if book is None else book)
    outcome, stopped = read_and_decide(Workspace(root), ReadOptions(now=now))
    assert outcome is not None, [found.line() for found in stopped]
    return outcome


# The disturbances: (campaign, its files, random) → the files after one thing was disturbed.

Disturbance = Callable[[Campaign, Files, Random], Files]


def _without(files: Files, random: Random, folder: str) -> Files:
    gone = random.choice([name for name in files if name.startswith(folder)])
    return {name: data for name, data in files.items() if name != gone}


def a_reviewers_book_is_missing(made: Campaign, files: Files, random: Random) -> Files:
    return _without(files, random, "评委/")


def a_visit_is_missing(made: Campaign, files: Files, random: Random) -> Files:
    return _without(files, random, "检查/")


def a_departments_book_is_missing(made: Campaign, files: Files, random: Random) -> Files:
    return _without(files, random, "科室/")


def a_reviewer_left_somebody_out(made: Campaign, files: Files, random: Random) -> Files:
    name, place = random.choice(REVIEWERS), random.randrange(5)
    points = {key: tuple(None if key[0] == "优秀班组" and n == place else one for n, one in enumerate(given))
              for key, given in made.reviews[name].items()}
    return {**files, f"评委/{name}.xlsx": review_file(name, points)}


def a_supplement_holds_a_few_rows(made: Campaign, files: Files, random: Random) -> Files:
    """The same points once more, of two candidates alone: the others' stay."""
    name, places = random.choice(REVIEWERS), random.sample(range(5), 2)
    points = {key: tuple(one if n in places else None for n, one in enumerate(given)) for key, given in made.reviews[name].items()
              if key[0] == "优秀班组"}
    return {**files, "评委/补充.xlsx": review_file(name, points, LATER)}


def a_visit_is_in_two_books(made: Campaign, files: Files, random: Random) -> Files:
    number = random.randrange(len(VISITS))
    pairs = list(made.visits[number].items())
    random.shuffle(pairs)
    cut = random.randrange(1, len(pairs))
    halves = {f"检查/{number}.xlsx": dict(pairs[:cut]), f"检查/{number}续.xlsx": dict(pairs[cut:])}
    return {**files, **{name: visit_file(*VISITS[number], half, saved) for (name, half), saved in zip(halves.items(), (SAVED, LATER), strict=True)}}


def a_book_is_half_copied(made: Campaign, files: Files, random: Random) -> Files:
    gone = random.choice([name for name in files if name.startswith(("评委/", "检查/", "问卷"))])
    rest = {name: data for name, data in files.items() if name != gone}
    return {**rest, "新建文件.xlsx": files[gone][: random.randrange(0, len(files[gone]))]}


def an_old_version_says_2035(made: Campaign, files: Files, random: Random) -> Files:
    department = random.choice(tuple(TEAMS))
    people = ("周七七", *made.people[department][1:])
    return {**files, "科室/旧.xlsx": department_file(department, people, "2035-01-01T00:00:00Z")}


def a_stranger_reviews(made: Campaign, files: Files, random: Random) -> Files:
    given = {key: tuple(random.choice((0, 30)) for _ in points) for key, points in made.reviews[REVIEWERS[0]].items()}
    return {**files, "科室/附件.xlsx": review_file("不在名单的人", given)}


def a_book_bears_a_colleagues_name(made: Campaign, files: Files, random: Random) -> Files:
    name = random.choice(REVIEWERS)
    given = {key: tuple(random.randint(0, 30) for _ in points) for key, points in made.reviews[name].items()}
    return {**files, "科室/附件.xlsx": review_file(name, given, LATER)}


def a_newer_register_turns_a_conclusion(made: Campaign, files: Files, random: Random) -> Files:
    if not made.incidents:
        return files
    turned = tuple({**row, "调查结论": "不属实" if row["调查结论"] == "属实" else "属实"} for row in made.incidents)
    return {**files, "科室/登记表.xlsx": register_file(turned, LATER)}


def answers_in_other_words(made: Campaign, files: Files, random: Random) -> Files:
    worded = tuple({**row, **{title: f"非常{row[title]}" for title in ("态度好不好", "质量好不好") if random.random() < 0.5}} for row in made.answers)
    return {**files, "问卷.xlsx": survey_file(worded)}


def one_answer_sheet_many_times(made: Campaign, files: Files, random: Random) -> Files:
    return {**files, "问卷.xlsx": survey_file((*made.answers, *made.answers[-1:] * 40))}


def the_survey_as_text(made: Campaign, files: Files, random: Random) -> Files:
    rest = {name: data for name, data in files.items() if name != "问卷.xlsx"}
    lines = [",".join(("身份", "科室", "班组", "态度好不好", "质量好不好")), *(",".join(str(value or "") for value in row.values()) for row in made.answers)]
    return {**rest, "问卷.csv": "\n".join(lines).encode()}


def a_visit_by_a_stranger(made: Campaign, files: Files, random: Random) -> Files:
    zeros = {who: tuple(random.choice((0, 10)) for _ in given) for who, given in made.visits[0].items()}
    return {**files, "检查/外.xlsx": visit_file("路过的人", dt.date(2017, 12, 10), zeros)}


def a_visit_of_another_time(made: Campaign, files: Files, random: Random) -> Files:
    zeros = {who: tuple(random.choice((0, 10)) for _ in given) for who, given in made.visits[0].items()}
    return {**files, "检查/外.xlsx": visit_file("郑十", dt.date(2017, 3, 10), zeros)}


def a_book_is_on_last_years_template(made: Campaign, files: Files, random: Random) -> Files:
    """A reviewer's corrections, more answers, one more visit or a register, each typed into last year's template."""
    given = {key: tuple(random.choice((0, 30)) for _ in points) for key, points in made.reviews[REVIEWERS[0]].items()}
    zeros = {who: tuple(random.choice((0, 10)) for _ in points) for who, points in made.visits[0].items()}
    books = (review_file(REVIEWERS[0], given, LATER), visit_file("郑十", dt.date(2017, 12, 10), zeros),
             survey_file(tuple(answer(random, "甲科", "一组") for _ in range(30))), register_file((incident(random, 90, 调查结论="属实"),)))
    return {**files, "去年.xlsx": of_year(random.choice(books), 2016)}


def a_visit_stands_in_for_another(made: Campaign, files: Files, random: Random) -> Files:
    """The same points under another day, in the place of the visit that was not handed in."""
    return {**files, "检查/1.xlsx": visit_file("郑十", dt.date(2017, 12, 2), made.visits[0])}


DISTURBANCES: tuple[Disturbance, ...] = (
    a_reviewers_book_is_missing, a_visit_is_missing, a_departments_book_is_missing, a_reviewer_left_somebody_out, a_supplement_holds_a_few_rows,
    a_visit_is_in_two_books, a_book_is_half_copied, an_old_version_says_2035, a_stranger_reviews, a_book_bears_a_colleagues_name,
    a_newer_register_turns_a_conclusion, answers_in_other_words, one_answer_sheet_many_times, the_survey_as_text, a_visit_by_a_stranger,
    a_visit_of_another_time, a_book_is_on_last_years_template, a_visit_stands_in_for_another,
)

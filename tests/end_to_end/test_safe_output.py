"""Whatever happens while a result is written, the old one or the new one stands; whatever was typed stays a text."""

from __future__ import annotations

import datetime as dt
import errno
import io
import os
import random
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from fuwuyue_xlsx.cli import main
from fuwuyue_xlsx.commands.run import run
from fuwuyue_xlsx.evaluate.facts import facts_of
from fuwuyue_xlsx.forms.feedback import feedback_files
from fuwuyue_xlsx.forms.makers import MAKERS
from fuwuyue_xlsx.history.make_record import record_of
from fuwuyue_xlsx.history.record import read_record
from fuwuyue_xlsx.outcome import Outcome
from fuwuyue_xlsx.outputs import WRITTEN
from fuwuyue_xlsx.results.results_workbook import results_workbook
from fuwuyue_xlsx.workspace import Workspace, write_whole
from tests.support import small_campaigns as c
from tests.support.filled_books import department_sheets, filled, put_inbox, template
from tests.support.raw_workbooks import saved
from tests.support.workspaces import complete, everything_in, review_file, review_with_lower_point, rules, workspace

ROOT = Path(__file__).parents[2]
RESULTS = "评优结果.xlsx"


# killed


def killed(work: Callable[[], None], after: float) -> None:
    """Do the work in a process of its own, again and again, until it is killed."""
    child = os.fork()
    if child == 0:
        try:
            os.setpgrp()
            while True:
                work()
        finally:
            os._exit(1)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def kill_writers(folder: Path, times: int) -> None:
    """Kill a process that writes now one file, now another, at random moments: one of the two stands, whole."""
    chance = random.Random(20171230)
    versions = [bytes([number]) * 3_000_000 for number in (1, 2)]
    target = folder / RESULTS
    write_whole(target, versions[0], "x")

    def write() -> None:
        for version in versions:
            write_whole(target, version, "x")

    for _ in range(times):
        killed(write, chance.uniform(0, 0.05))
        assert target.read_bytes() in versions
        assert len(list(folder.iterdir())) <= 2
    write_whole(target, versions[1], "x")
    assert [path.name for path in folder.iterdir()] == [RESULTS]


def kill_runs(root: Path, times: int) -> None:
    """Kill whole runs whose input changes: the workbook and every record can be read, and nothing piles up."""
    chance = random.Random(2017)
    place = Workspace(workspace(root / "月"))
    books = [review_file(), review_with_lower_point()]
    assert run(place).exit_code == 0
    started = dt.datetime(2018, 1, 1)

    def work() -> None:
        (place.root / "评委.tmp").write_bytes(books[chance.randrange(2)])
        os.replace(place.root / "评委.tmp", place.inbox / "评委.xlsx")
        run(place)

    for number in range(times):
        chance.seed(number)
        killed(work, chance.uniform(0.05, 0.9))
        assert zipfile.ZipFile(place.results).testzip() is None
        for record in place.history.glob("运行_*.json"):
            read_record(record.read_bytes())
        assert len([path for path in place.output.iterdir() if path.name.startswith(".")]) <= 1
    assert run(place, clock=lambda: started).exit_code == 0
    (place.inbox / "评委.xlsx").write_bytes(review_with_lower_point(33))
    assert run(place, clock=lambda: started).exit_code == 0
    assert sorted(path.name for path in place.output.iterdir()) == ["历史", RESULTS]
    assert not [path for path in place.history.iterdir() if path.suffix != ".json"]


forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@forks
def test_a_killed_writer_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    kill_writers(tmp_path, 10)


@forks
@pytest.mark.long
def test_two_hundred_killed_writers(tmp_path: Path) -> None:
    kill_writers(tmp_path, 200)


@forks
def test_a_killed_run_leaves_a_whole_workbook(tmp_path: Path) -> None:
    kill_runs(tmp_path, 5)


@forks
@pytest.mark.long
def test_two_hundred_killed_runs(tmp_path: Path) -> None:
    kill_runs(tmp_path, 200)


@forks
def test_what_a_killed_writer_left_is_cleared_away_and_what_others_write_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_whole(tmp_path / RESULTS, b"1", "x")
    seen: list[str] = []
    monkeypatch.setattr("fuwuyue_xlsx.workspace.os.fsync", lambda _: seen.extend(p.name for p in tmp_path.glob(".*")))
    write_whole(tmp_path / RESULTS, b"2", "x")
    assert len(seen) == 1
    dead = os.fork()
    if dead == 0:
        os._exit(0)
    os.waitpid(dead, 0)
    _, machine, _, end = seen[0].split("-")
    left = tmp_path / f".fuwuyue-{machine}-{dead}-{end}"
    alive = tmp_path / f".fuwuyue-{machine}-{os.getppid()}-{end}"
    elsewhere = tmp_path / f".fuwuyue-0000ffff-{dead}-{end}"
    old = tmp_path / f".fuwuyue-0000ffff-1-{end}"
    foreign = tmp_path / ".别人的.tmp"
    for path in (left, alive, elsewhere, old, foreign):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    os.utime(foreign, (0, 0))
    write_whole(tmp_path / RESULTS, b"3", "x")
    assert {path.name for path in tmp_path.iterdir()} == {RESULTS, alive.name, elsewhere.name, foreign.name}


# no room, no right


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_workbook_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    place = Workspace(workspace(tmp_path / "月"))
    assert run(place).exit_code == 0
    before = everything_in(place.output)
    (place.inbox / "评委.xlsx").write_bytes(review_with_lower_point())

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(f"fuwuyue_xlsx.workspace.os.{call}", full)
    for command in ("run", "forms"):
        result = CliRunner().invoke(main, [command, str(place.root)])
        assert (result.exit_code, everything_in(place.output)) == (2, before)
        assert len([line for line in result.stderr.splitlines() if "写不进" in line and "磁盘已满" in line]) == 1
        assert "Traceback" not in result.output and "Errno" not in result.output


@pytest.mark.long
def test_a_file_that_may_not_grow_leaves_the_old_workbook(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    place = Workspace(workspace(tmp_path / "月"))
    assert run(place).exit_code == 0
    before = everything_in(place.output)
    (place.inbox / "评委.xlsx").write_bytes(review_with_lower_point())
    program = ("import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
               "resource.setrlimit(resource.RLIMIT_FSIZE, (8000, 8000));"
               "from fuwuyue_xlsx.cli import main; main(['run', sys.argv[1]])")
    result = subprocess.run([sys.executable, "-c", program, str(place.root)], cwd=ROOT, capture_output=True, text=True, timeout=120)
    after = everything_in(place.output)
    note = f"历史/{WRITTEN}"  # small enough to be written: it says what was about to be
    assert (result.returncode, {**after, note: before[note]}) == (2, before)
    assert "写不进" in result.stderr and "超过了允许的文件大小" in result.stderr


def test_no_room_for_the_record_alone_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Workspace(workspace(tmp_path / "月"))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("fuwuyue_xlsx.history.store.write_whole", full)
    result = CliRunner().invoke(main, ["run", str(place.root)])
    assert result.exit_code == 0 and place.results.exists()
    assert "[警告]" in result.stderr and "磁盘已满" in result.stderr and "不影响结果" in result.stderr


def test_a_workbook_held_open_gets_a_neighbour_and_the_run_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Workspace(workspace(tmp_path / "月"))
    assert run(place).exit_code == 0
    old, replaced = place.results.read_bytes(), os.replace
    (place.inbox / "评委.xlsx").write_bytes(review_with_lower_point())

    def held(source: object, target: object) -> None:
        if Path(str(target)).name == RESULTS:
            raise PermissionError(errno.EACCES, "held")
        replaced(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr("fuwuyue_xlsx.workspace.os.replace", held)
    monkeypatch.setattr("fuwuyue_xlsx.workspace._PAUSE", 0)
    result = CliRunner().invoke(main, ["run", str(place.root)])
    beside = [path for path in place.output.glob("评优结果（*.xlsx")]
    assert (result.exit_code, place.results.read_bytes(), len(beside)) == (0, old, 1)
    assert re.fullmatch(r"评优结果（另存，\d{8}-\d{6}）\.xlsx", beside[0].name) and beside[0].name in result.stderr
    assert "20 → 10" in "".join(str(cell.value) for row in load_workbook(beside[0])["变化"].iter_rows() for cell in row)
    assert not [path for path in place.output.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("command", ["run", "forms"])
def test_nothing_is_ever_written_into_the_inbox(tmp_path: Path, command: str) -> None:
    place = Workspace(workspace(tmp_path / "月"))
    before = everything_in(place.root)
    (tmp_path / "捷径").symlink_to(place.inbox, target_is_directory=True)
    for output in (place.inbox, place.inbox / "深" / "处", tmp_path / "捷径", place.root / "结果" / ".." / "收件箱"):
        result = CliRunner().invoke(main, [command, str(place.root), "--output", str(output)])
        assert (result.exit_code, everything_in(place.root)) == (2, before), output
        assert "在收件箱里面" in result.stderr


# texts stay texts

NASTY = ["=1+1", "http://x.example/", "@SUM(A1)", "{=A1}", '=HYPERLINK("http://x.example/")', "mailto:a@b.example", "internal:A1",
         "external:x.xlsx", "+1", "-1", "ftp://x.example/", "长" * 40_000, "控\x00制\x07字\x1b符", "孤\ud800立\udfff", "尾\ufffe\uffff",
         "<b>&amp;]]>", "_x0041_", "{FORMULA}"]


def parts(data: bytes, ending: str) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        return {name: book.read(name).decode("utf-8") for name in book.namelist() if name.endswith(ending)}


def check_plain(data: bytes, texts: list[str]) -> None:
    """No formula and no link comes from a text that somebody typed; every part is XML that can be read."""
    formulas = {f for xml in parts(data, ".xml").values() for f in re.findall(r"<f[^>]*>([^<]*)</f>", xml)}
    typed = {text.lstrip("={").rstrip("}") for text in texts} | {f"={text}" for text in texts}
    assert not formulas & typed and not [f for f in formulas if "HYPERLINK" in f or "x.example" in f]
    links = [t for xml in parts(data, ".rels").values() for t in re.findall(r'Target="([^"]*)" TargetMode="External"', xml)]
    assert not [link for link in links if not re.match(r"(file:///)?\.\.[\\/]", link)]
    places = [p for xml in parts(data, ".xml").values() for p in re.findall(r'<hyperlink [^>]*location="([^"]*)"', xml)]
    assert not [place for place in places if not place.startswith("'")]
    book = load_workbook(io.BytesIO(data))
    longest = max(len(str(cell.value).encode("utf-16-le")) // 2 for s in book.worksheets for row in s.iter_rows() for cell in row)
    assert longest <= 32_767


def every_book(outcome: Outcome) -> dict[str, bytes]:
    """Every workbook that can be written of an outcome."""
    made = {RESULTS: results_workbook(outcome), **{name: make(outcome) for name, make in MAKERS}}
    return {**made, **dict(feedback_files(outcome))}


def check_names(texts: list[str]) -> None:
    """Persons, posts and incidents with these names: no book that is written takes one for anything but a text."""
    facts = [*c.person("张三", len(texts) + 1), *c.staff("甲科", 10, 10, 10, 10), *c.staff("乙科", 5, 5, 5), *c.team("木工组", 80)]
    register = []
    for number, text in enumerate(texts, 1):
        facts += [*c.person(text, number), *c.nominate(c.POST, "甲科", team="电工组", post=text),
                  *c.review(c.POST, "甲科", 90, team="电工组", post=text, reviewer=text)]
        register += c.incident("甲科", "电工组", text, conclusion="待查", number=text)
        register[-1][1]["summary"] = text
    rules = c.rules(c.team_award(), c.person_award(), c.post_award())
    decided = c.decide(rules, *facts, *register)
    used = c.with_grades(rules, [*facts, *register])
    tables = c.tables_of(rules, *facts, *register)
    for open_matters in (tuple(decided.open), ()):
        outcome = Outcome(used, tables, decided.evaluation, (), tuple(decided.evaluation.findings), ("甲科", "乙科"), open_matters, (),
                          facts_of(used, tables))
        for data in every_book(outcome).values():
            check_plain(data, texts)
        record = record_of(outcome).to_bytes()
        assert read_record(record).to_bytes() == record


def test_names_of_people_and_posts_and_incidents_stay_texts() -> None:
    check_names(NASTY)


@pytest.mark.long
@pytest.mark.parametrize("text", NASTY, ids=[repr(text[:12]) for text in NASTY])
def test_each_name_alone_stays_a_text(text: str) -> None:
    check_names([text])


TYPED = [*NASTY[:10], "<b>&amp;]]>", "{FORMULA}"]


def check_typed(root: Path, texts: list[str]) -> None:
    """A person, a post and a deed typed with each text, and a file named with it, through every command that writes."""
    people = [{"推荐顺序": number, "姓名": f"人{number}", "岗位": f"岗{number}", "所在班组": "电工组", "主要事迹": f"事{number}", "科室意见": "同意"}
              for number in range(1, len(texts) + 1)]
    book = load_workbook(io.BytesIO(filled(template(rules(), "department"), department_sheets(优秀个人推荐=people))))
    typed = {f"{what}{number}": text for number, text in enumerate(texts, 1) for what in "人岗事"}
    for row in book["优秀个人推荐"].iter_rows():
        for cell in row:
            if cell.value in typed:
                cell.value, cell.data_type = typed[cell.value], "s"
    place = Workspace(workspace(root, {**complete(), "甲科.xlsx": saved(book)}))
    named = [re.sub(r'[\x00-\x1f/\\]', "_", text) for text in texts]
    put_inbox(place.root, {f"{name}.xlsx": complete()["登记表.xlsx"] + b"\0" * (n + 1) for n, name in enumerate(named)})
    for command in ("run", "forms", "check", "run"):
        assert CliRunner().invoke(main, [command, str(place.root)]).exit_code in (0, 1), command
        (place.inbox / "评委.xlsx").write_bytes(review_with_lower_point())
    written = [path for path in place.output.rglob("*.xlsx") if path.parent != place.returns]
    assert len(written) == 1 + len(MAKERS) + 1 + 2
    for path in written:
        check_plain(path.read_bytes(), [*texts, *named, *(f"收件箱/{name}.xlsx" for name in named)])
    listed = [cell.value for row in load_workbook(place.results)["优秀个人"].iter_rows() for cell in row]
    assert set(texts) <= set(listed)


@pytest.mark.long
def test_typed_texts_come_through_a_run_as_texts(tmp_path: Path) -> None:
    check_typed(tmp_path / "月", TYPED)


@pytest.mark.long
@pytest.mark.parametrize("text", TYPED, ids=repr)
def test_each_typed_text_alone_comes_through_a_run_as_a_text(tmp_path: Path, text: str) -> None:
    check_typed(tmp_path / "月", [text])


def test_a_file_whose_name_is_no_text_does_not_stop_anything(tmp_path: Path) -> None:
    place = Workspace(workspace(tmp_path / "月"))
    try:
        (Path(os.fsdecode(os.fsencode(place.inbox) + b"/\xff\xfe.xlsx"))).write_bytes(b"x")
    except OSError:
        pytest.skip("this system takes no such names")
    for command in ("run", "forms", "diff"):
        result = CliRunner().invoke(main, [command, str(place.root)])
        assert result.exit_code in (0, 1) or command == "diff", result.output
        assert "没有预料到" not in result.output
    check_plain(place.results.read_bytes(), [])

"""The measuring command: its arithmetic, its verdicts, its states, and that every line is there."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks import measure, plan, report
from benchmarks.changing import changed, one_changed
from benchmarks.measure import measure as measured
from benchmarks.probe import sample_of, size_of
from benchmarks.report import BEGIN, END, Findings, Sample
from benchmarks.things import QUICK, Before, Comparison, Group, Sizes, Thing
from benchmarks.workspaces import make_workspace
from fuwuyue_xlsx.messages.findings import Place
from fuwuyue_xlsx.workspace import INBOX, RESULTS

TINY = Sizes(few=2, some=3, many=4, before_many=2, answers=60, more_answers=90, before_more=60)
TARGETS = {
    ("start", "--help / import click"): "≤ 2",
    ("start", "2017 example, cold / the imports"): "≤ 3",
    ("some", "reading, 1 worker / floor"): "≤ 2",
    ("some", "whole run, 1 worker / floor"): "≤ 4.5",
    ("some", "openpyxl / whole run, 1 worker"): "≥ 7",
    ("some", "reading, 2 workers / 1 worker"): "≤ 1",
    ("again", "reading again, nothing changed / cold"): "≤ 0.15",
    ("again", "reading again, one file changed / cold"): "≤ 0.2",
    ("survey", "whole run, 1 worker / floor"): "≤ 2",
    ("many", "reading: time of 4,000 books / 400 books"): "≤ 10.5",
    ("many", "reading: memory beside what the results print, 4,000 books / 400 books"): "≤ 2",
    ("long-survey", "whole run: time of 1,000,000 answers / 200,000 answers"): "≤ 5.5",
}


def taking(*walls: float, cpu: float = 1, peak: float = 1, worker: float = 0) -> list[Sample]:
    return [Sample(wall, cpu, peak, worker) for wall in walls]


def test_medians_and_spread() -> None:
    """One slow round does not move the median; it shows in the spread."""
    samples = taking(1.2, 90, 1.4)
    assert report.middle(samples, "wall") == 1.4
    assert report.middle(samples[:2], "wall") == 45.6
    assert report.spread(samples) == "1.20–90.0"
    assert report.spread(samples[:1]) == "once"


@pytest.mark.parametrize("value, text", [(0.0432, "0.043"), (1.234, "1.23"), (12.34, "12.3"), (123.4, "123")])
def test_seconds_show_what_matters(value: float, text: str) -> None:
    assert report.seconds(value) == text


def test_a_kept_workspace_is_made_again_when_what_makes_it_changes() -> None:
    """A maker that was moved would no longer be seen to change."""
    assert [name for name in measure.MAKERS if not (measure.ROOT / name).exists()] == []


def test_ratios_take_medians_of_the_clock_and_of_the_processor() -> None:
    samples = {"a": taking(4, 6, 5, cpu=8), "b": taking(2, 2, 9, cpu=2)}
    judged = report.judge(Comparison("a / b", "a", "b"), samples)
    assert (judged.value, judged.cpu, judged.verdict) == (2.5, 4, "")


def test_memory_is_that_of_the_largest_process() -> None:
    samples = {"a": taking(1, peak=100, worker=300), "b": taking(1, peak=150, worker=20)}
    judged = report.judge(Comparison("a / b", "a", "b", figure="peak", most=2), samples)
    assert (judged.value, judged.cpu, judged.verdict) == (2, None, "reached")


@pytest.mark.parametrize("above, most, least, verdict", [
    (2.0, 2.0, None, "reached"), (2.01, 2.0, None, "NOT reached"), (7.0, None, 7.0, "reached"), (6.99, None, 7.0, "NOT reached"),
    (99.0, None, None, ""),
])
def test_a_target_is_reached_at_its_limit(above: float, most: float | None, least: float | None, verdict: str) -> None:
    samples = {"a": taking(above), "b": taking(1)}
    assert report.judge(Comparison("a / b", "a", "b", most=most, least=least), samples).verdict == verdict


@pytest.mark.parametrize("together, two, verdict", [
    (1.05, 0.6, "reached"), (1.05, 1.2, "NOT reached"), (1.5, 1.2, "not judged: 1.3 cores free"), (1.5, 0.6, "not judged: 1.3 cores free"),
])
def test_two_workers_are_judged_on_two_free_cores_only(together: float, two: float, verdict: str) -> None:
    """Two busy loops that take as long as one had a core each."""
    samples = {"busy-1": taking(1), "busy-2": taking(together), "one": taking(1), "two": taking(two)}
    comparison = Comparison("two / one", "two", "one", most=1, needs_cores=("busy-2", "busy-1"))
    assert report.judge(comparison, samples).verdict == verdict


def test_the_report_names_every_target_that_was_not_reached() -> None:
    things = tuple(Thing(key, f"thing {key}", ()) for key in "abc")
    comparisons = (Comparison("fine", "a", "b", most=3), Comparison("slow", "a", "b", most=1.5), Comparison("lost", "c", "b", most=9))
    findings = Findings(Group("g", "a group", things, comparisons), {"a": taking(2, cpu=6), "b": taking(1, cpu=2)}, {"c": "exit code 3: too bad"},
                        ["a file was not read"])
    lines = report.section(findings)
    fine = next(line for line in lines if line.startswith("fine"))
    assert fine.split() == ["fine", "2.00", "3.00", "≤", "3", "reached"]
    assert any(line.startswith("thing c") and "NOT MEASURED" in line and line.endswith("too bad") for line in lines)
    assert "! a file was not read" in lines
    assert report.conclusion([findings]) == [
        "1 of 3 targets reached.", "  g: slow: 2.00, target ≤ 1.5: NOT reached", "  g: lost: target ≤ 9: NOT MEASURED",
        "Could not be measured:", "  g: c: exit code 3: too bad",
    ]


def test_columns_stand_below_each_other() -> None:
    lines = report.table(["what", "s", "note"], [["short", "1.00", ""], ["a long name", "123", "seen"]])
    assert lines == ["what            s  note", "-----------  ----  ----", "short        1.00", "a long name   123  seen"]


def test_the_readme_takes_new_figures_and_keeps_its_text() -> None:
    once = report.with_figures(f"before\n{BEGIN}\nold\n{END}\nafter", r"new \1")
    assert once == f"before\n{BEGIN}\n```text\nnew \\1\n```\n{END}\nafter"
    assert report.with_figures(once, r"new \1") == once
    with pytest.raises(ValueError):
        report.with_figures("no marks", "new")


def test_the_readme_explains_every_group() -> None:
    readme = (measure.HERE / "README.md").read_text("utf-8")
    assert report.with_figures(readme, "x") != readme
    assert [group.name for group in plan.groups(Sizes()) if f"| `{group.name}` |" not in readme] == []


@pytest.mark.parametrize("sizes", [Sizes(), QUICK, TINY])
def test_comparisons_are_of_things_of_their_group(sizes: Sizes) -> None:
    for group in plan.groups(sizes):
        keys = [thing.key for thing in group.things]
        assert len({*keys}) == len(keys) and len({thing.what for thing in group.things}) == len(keys)
        named = {key for one in group.comparisons for key in (one.above, one.below, *(one.needs_cores or ()))}
        assert named <= {*keys}
        assert {thing.place for thing in group.things} - {"", plan.EXAMPLE} == {place.name for place in group.places}


def test_every_target_is_declared() -> None:
    declared = {(group.name, one.title): report.target_of(one) for group in plan.groups(Sizes()) for one in group.comparisons}
    assert {key: declared.get(key) for key in TARGETS} == TARGETS


def test_a_sample_is_evenly_spread_over_department_books() -> None:
    books = [Path("科室") / f"{number}.xlsx" for number in range(10)]
    files = [Path("满意度测评表.xlsx"), *books]
    assert sample_of(files, 3) == [books[0], books[3], books[6]]
    assert sample_of(files, 10) == files and sample_of(files, None) == files


def test_a_changed_book_differs_in_one_cell(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, 1)
    (book,) = (workspace.inbox / "科室").iterdir()
    before, date = book.read_bytes(), os.stat(book).st_mtime_ns
    first, second = changed(before, 1), changed(before, 2)
    assert len({before, first, second}) == 3
    old, new = parts(before), parts(first)
    differing = [name for name in old if old[name] != new[name]]
    assert len(differing) == 1 and new[differing[0]].replace("，第1次补充".encode(), b"") == old[differing[0]]
    with pytest.raises(InterruptedError), one_changed(tmp_path, 1) as path:
        assert path == book and book.read_bytes() == first
        raise InterruptedError
    assert (book.read_bytes(), os.stat(book).st_mtime_ns) == (before, date)


def parts(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def noting(key: str, folder: Path, before: Before) -> Thing:
    """A thing that notes which files of the workspace it found, and leaves results behind."""
    code = (
        "import hashlib, pathlib, sys; work = pathlib.Path(sys.argv[1]);"
        "book = hashlib.sha256((work / sys.argv[3] / '科室' / 'a.xlsx').read_bytes()).hexdigest();"
        "there = (work / sys.argv[4]).exists(); (work / sys.argv[4]).mkdir(exist_ok=True);"
        "open(work / 'notes', 'a').write(f'{sys.argv[2]} {there} {book}\\n')"
    )
    return Thing(key, key, ("-c", code, "{folder}/w", key, INBOX, RESULTS), place="w", before=before)


def test_every_thing_begins_in_its_state(tmp_path: Path) -> None:
    """Cold: no results. Again: the same ran before. One changed: the same ran before, then a book changed, anew each round."""
    assert measure.RESULTS == RESULTS
    book = tmp_path / "w" / INBOX / "科室" / "a.xlsx"
    book.parent.mkdir(parents=True)
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("sheet", "<t>开展情况1号</t>")
    before = book.read_bytes()
    things = [noting(key, tmp_path, state) for key, state in
              (("cold", Before.NO_RESULTS), ("again", Before.READ_ONCE), ("one", Before.ONE_CHANGED), ("any", Before.NOTHING))]
    measured([Group("g", "g", tuple(things), ())], tmp_path, 2)
    notes = [line.split() for line in (tmp_path / "w" / "notes").read_text().splitlines()]
    assert [(key, there) for key, there, _ in notes] == 2 * [
        ("cold", "False"), ("again", "True"), ("again", "True"), ("one", "True"), ("one", "True"), ("any", "True")]
    same = {digest for number, (_, _, digest) in enumerate(notes) if number not in (4, 10)}
    assert len(same) == 1 and len({notes[4][2], notes[10][2], *same}) == 3
    assert book.read_bytes() == before


def test_what_fails_is_told_and_the_rest_is_measured(tmp_path: Path) -> None:
    things = (Thing("bad", "bad", ("-c", "raise OSError('too bad')")), Thing("kept", "kept", ("-c", "raise SystemExit(1)")),
              Thing("gone", "gone", ("-c", "raise SystemExit(3)")))
    (findings,) = measured([Group("g", "g", things, ())], tmp_path, 2)
    assert findings.failures == {"bad": "exit code 1: OSError: too bad", "gone": "exit code 3: without a word"}
    assert len(findings.samples["kept"]) == 2 and {*findings.samples} == {"kept"}


@pytest.mark.long
def test_figures_of_few_books(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check_figures(tmp_path, capsys, "few")


@pytest.mark.long
def test_figures_of_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check_figures(tmp_path, capsys, *(group.name for group in plan.groups(TINY)))


def check_figures(folder: Path, capsys: pytest.CaptureFixture[str], *names: str) -> None:
    """Every declared line is there with figures above nothing, in the text and in the JSON."""
    told = folder / "figures.json"
    assert measure.main(["--quick", "--times", "1", "--keep", str(folder), "--json", str(told), "--only", *names], TINY) == 0
    printed, groups = capsys.readouterr().out, json.loads(told.read_text("utf-8"))["groups"]
    lines = [line.strip() for line in printed.splitlines()]
    assert [*groups] == [*names]
    for group in plan.groups(TINY):
        if group.name not in names:
            continue
        found = groups[group.name]
        assert found["failures"] == {} and found["remarks"] == []
        assert {*found["samples"]} == {thing.key for thing in group.things}
        figures = [sample[figure] for samples in found["samples"].values() for sample in samples for figure in ("wall", "cpu", "peak")]
        assert min(figures) > 0 and min(one["value"] for one in found["comparisons"]) > 0
        texts = [thing.what for thing in group.things] + [one.title for one in group.comparisons]
        assert [text for text in texts if not any(line.startswith(text) for line in lines)] == []
        # where nothing has changed nobody is asked to read
        readers = [key for key in found["samples"] if ("read-" in key or "run-" in key) and group.name != "start" and not key.endswith("-same")]
        assert all(sample["worker_peak"] > 0 for key in readers for sample in found["samples"][key])
    assert "A quick trial" in printed and " targets reached." in printed


def test_memory_beside_what_is_printed() -> None:
    """What the results print is taken from the process that holds it, not from its workers."""
    samples = {"a": [Sample(1, 1, 500, 200, 300)], "b": [Sample(1, 1, 120, 110, 20)]}
    judged = report.judge(Comparison("a / b", "a", "b", figure="beside", most=2), samples)
    assert (judged.value, judged.verdict) == (200 / 110, "reached")


def test_the_size_of_data_counts_each_thing_once() -> None:
    words = [f"{number:0100}" for number in range(10_000)]
    assert 1.5 < size_of(words) < 1.7  # 10,000 texts of 149 bytes and their list
    frame = pd.DataFrame({"one": pd.Series(words, dtype=object), "other": pd.Series(words, dtype=object)})
    assert size_of([words, frame]) == pytest.approx(size_of(words) + 0.16, abs=0.01)
    assert size_of({"a": Place("f", words[0]), "b": np.zeros(1_000_000, np.uint8)}) == pytest.approx(1, abs=0.01)

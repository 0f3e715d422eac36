"""What is measured, in which workspaces, and what is compared with what: nothing here measures."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.things import Before, Comparison, Group, Place, Sizes, Thing

SAMPLE = 100
EXAMPLE = "example-2017"
IMPORTS = "import pandas, xlsxwriter, python_calamine"


def probe(key: str, what: str, *words: str, place: Place | None = None, inside: bool = True, before: Before = Before.NOTHING,
          once: bool = False) -> Thing:
    """A thing that the probe measures, in a workspace if there is one."""
    command = ("{probe}", words[0], *([f"{{folder}}/{place.name}"] if place else []), *words[1:])
    return Thing(key, what, command, inside, place.name if place else "", before, once)


def floor(place: Place, once: bool = False) -> tuple[Thing, ...]:
    """The least that any reading of these files takes."""
    name = place.name
    return (
        probe(f"{name}/inflate", "every part of every file inflated, zipfile", "inflate", place=place, once=once),
        probe(f"{name}/calamine", "FLOOR: every sheet to_python(), bare python-calamine", "calamine", place=place, once=once),
    )


def script(place: Place) -> Thing:
    """The usual script with openpyxl, on a sample when there are very many books."""
    large = place.departments > 10 * SAMPLE
    what = f"pandas.read_excel with openpyxl ({SAMPLE} department books, scaled to all)" if large else "pandas.read_excel with openpyxl"
    return probe(f"{place.name}/openpyxl", what, "openpyxl", *(["--sample", str(SAMPLE)] if large else []), place=place, once=True)


def reading(place: Place, jobs: int, once: bool = False) -> Thing:
    what = f"reading, checking, accounting: {_workers(jobs)}, cold"
    return probe(f"{place.name}/read-{jobs}", what, "read", "--jobs", str(jobs), place=place, once=once)


def whole_run(place: Place, jobs: int, once: bool = False) -> Thing:
    what = f"whole run, from start to exit: {_workers(jobs)}, cold"
    return probe(f"{place.name}/run-{jobs}", what, "run", "--jobs", str(jobs), place=place, inside=False, before=Before.NO_RESULTS, once=once)


def control(prefix: str, once: bool = False) -> tuple[Thing, ...]:
    """The same busy loop in one process, and in two at once."""
    return tuple(
        probe(f"{prefix}/busy-{jobs}", f"control: the same busy loop in {jobs} process{'es' * (jobs > 1)}", "busy", "--jobs", str(jobs), once=once)
        for jobs in (1, 2)
    )


def _workers(jobs: int) -> str:
    return f"{jobs} worker{'s' * (jobs > 1)}"


def _against_floor(place: Place, read_most: float | None = None, run_most: float | None = None) -> tuple[Comparison, ...]:
    name = place.name
    return (
        Comparison("inflating / floor", f"{name}/inflate", f"{name}/calamine"),
        Comparison("reading, 1 worker / floor", f"{name}/read-1", f"{name}/calamine", most=read_most),
        Comparison("whole run, 1 worker / floor", f"{name}/run-1", f"{name}/calamine", most=run_most),
    )


def _against_script(place: Place, least: float | None = None) -> tuple[Comparison, ...]:
    name = place.name
    return (
        Comparison("openpyxl / floor", f"{name}/openpyxl", f"{name}/calamine"),
        Comparison("openpyxl / whole run, 1 worker", f"{name}/openpyxl", f"{name}/run-1", least=least),
    )


def _two_workers(name: str, judged: bool) -> tuple[Comparison, ...]:
    cores = (f"{name}/busy-2", f"{name}/busy-1")
    most, needs = (1.0, cores) if judged else (None, None)
    return (
        Comparison("cores two busy processes really got", *cores, figure="cores"),
        Comparison("reading, 2 workers / 1 worker", f"{name}/read-2", f"{name}/read-1", most=most, needs_cores=needs),
        Comparison("whole run, 2 workers / 1 worker", f"{name}/run-2", f"{name}/run-1", most=most, needs_cores=needs),
    )


def books(name: str, departments: int, judged: bool) -> Group:
    """Everything cold on so many department books."""
    place = Place(departments)
    things = (*floor(place), reading(place, 1), whole_run(place, 1), script(place), *control(place.name), reading(place, 2), whole_run(place, 2))
    limits = (2.0, 4.5, 7.0) if judged else (None, None, None)
    made = (*_against_floor(place, *limits[:2]), *_against_script(place, limits[2]), *_two_workers(place.name, judged))
    return Group(name, f"{place.title}, all cold", things, made, (place,))


def again(departments: int) -> Group:
    """The second run: nothing changed, or one file."""
    place = Place(departments)
    cached = "{folder}/cache-" + place.name
    read, run = reading(place, 1), whole_run(place, 1)
    reads, runs = [read], [run]
    for before, mark, words in ((Before.READ_ONCE, "same", "nothing changed"), (Before.ONE_CHANGED, "one", "one file changed")):
        reads.append(probe(f"{read.key}-{mark}", f"reading again, {words}", "read", "--cache", cached, place=place, before=before))
        runs.append(probe(f"{run.key}-{mark}", f"whole run again, {words}", "run", "--cached", place=place, inside=False, before=before))
    made = [
        Comparison(f"{title} again, {words} / cold", f"{cold.key}-{mark}", cold.key, most=most)
        for cold, title, limits in ((read, "reading", (0.15, 0.2)), (run, "whole run", (None, None)))
        for mark, words, most in zip(("same", "one"), ("nothing changed", "one file changed"), limits, strict=True)
    ]
    return Group("again", f"{place.title}, a second time, 1 worker", (*reads, *runs), tuple(made), (place,))


def many(fewer: int, departments: int) -> Group:
    """Very many books, and how everything grows from fewer."""
    small, large = Place(fewer), Place(departments)
    smaller = _named(small, _to_grow_from(small))
    larger = _named(large, (*floor(large, True), reading(large, 1, True), whole_run(large, 1, True), script(large),
                            *control(large.name, True), reading(large, 2, True), whole_run(large, 2, True)))
    made = (*_growth(small, large, {"read-1": (10.5, 2.0)}), *_against_floor(large), *_against_script(large), *_two_workers(large.name, False))
    return Group("many", f"{large.title} against {small.title}, cold", (*smaller, *larger), made, (small, large))


def survey(answers: int) -> Group:
    """One long survey."""
    place = Place(4, answers)
    things = (*floor(place), reading(place, 1), whole_run(place, 1), script(place))
    return Group("survey", f"a survey of {place.title}, cold", things, (*_against_floor(place, None, 2.0), *_against_script(place)), (place,))


def long_survey(fewer: int, answers: int) -> Group:
    """A very long survey, and how everything grows from a shorter one. No openpyxl: it would take a quarter of an hour."""
    small, large = Place(4, fewer), Place(4, answers)
    smaller = _named(small, _to_grow_from(small))
    larger = _named(large, (*floor(large, True), reading(large, 1, True), whole_run(large, 1, True)))
    made = (*_growth(small, large, {"run-1": (5.5, None)}), *_against_floor(large))
    return Group("long-survey", f"{large.title} against {small.title}, cold", (*smaller, *larger), made, (small, large))


def _to_grow_from(place: Place) -> tuple[Thing, ...]:
    """What the growth is measured from."""
    return (*floor(place)[1:], reading(place, 1), whole_run(place, 1))


def _named(place: Place, things: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """Things of a group with two workspaces, each told with the size of its own."""
    return tuple(replace(thing, what=f"{place.title}: {thing.what}") for thing in things)


def _growth(small: Place, large: Place, limits: dict[str, tuple[float | None, float | None]]) -> tuple[Comparison, ...]:
    """Time and memory of the larger against the smaller; limits of time and memory by thing."""
    made = []
    for mark, title in (("calamine", "floor"), ("read-1", "reading"), ("run-1", "whole run")):
        time, memory = limits.get(mark, (None, None))
        pair = (f"{large.name}/{mark}", f"{small.name}/{mark}")
        made.append(Comparison(f"{title}: time of {large.title} / {small.title}", *pair, most=time))
        made.append(Comparison(f"{title}: memory of {large.title} / {small.title}", *pair, figure="peak"))
        if memory is not None:
            words = f"{title}: memory beside what the results print, {large.title} / {small.title}"
            made.append(Comparison(words, *pair, figure="beside", most=memory))
    return tuple(made)


def start() -> Group:
    """What is too short for anything but start-up. The example runs as a user runs it: with all cores."""
    example = "{folder}/" + EXAMPLE
    whole = ("-m", "fuwuyue_xlsx", "run", example, "--quiet")
    things = (
        Thing("start/click", 'python -c "import click"', ("-c", "import click")),
        Thing("start/help", "python -m fuwuyue_xlsx --help", ("-m", "fuwuyue_xlsx", "--help")),
        Thing("start/imports", f'python -c "{IMPORTS}"', ("-c", IMPORTS)),
        Thing("start/run-cold", "run of the 2017 example, cold", (*whole, "--no-cache"), place=EXAMPLE, before=Before.NO_RESULTS),
        Thing("start/run-same", "run of the 2017 example again, nothing changed", whole, place=EXAMPLE, before=Before.READ_ONCE),
    )
    made = (
        Comparison("--help / import click", "start/help", "start/click", most=2.0),
        Comparison("2017 example, cold / the imports", "start/run-cold", "start/imports", most=3.0),
        Comparison("2017 example again, nothing changed / the imports", "start/run-same", "start/imports", most=3.0),
    )
    return Group("start", "start-up and the 2017 example", things, made, factor=5)


def groups(sizes: Sizes) -> tuple[Group, ...]:
    """Everything that can be measured, short things first."""
    return (
        start(),
        books("few", sizes.few, judged=False),
        books("some", sizes.some, judged=True),
        again(sizes.some),
        survey(sizes.answers),
        many(sizes.before_many, sizes.many),
        long_survey(sizes.before_more, sizes.more_answers),
    )

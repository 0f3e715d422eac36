"""A campaign's dates and names (五), and what its public notice needs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fuwuyue_xlsx.basics.cell_values import Span
from fuwuyue_xlsx.basics.moments import END_OF_DAY


@dataclass(frozen=True)
class PublicNotice:
    """The items of the rules that only the printed forms need: days and contact of the public notice, and the day on the certificates.

    Every item may be missing; then the forms leave a blank to fill in by hand.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    contact: str | None = None
    phone: str | None = None
    awarded: dt.date | None = None


@dataclass(frozen=True)
class Campaign:
    """One year's dates and names (五). Deadlines include the moment named."""

    year: int
    name: str
    organisation: str
    host: str
    kickoff: dt.date
    plan_due: dt.date
    start: dt.date
    end: dt.date
    material_due: dt.datetime
    notice: PublicNotice = PublicNotice()

    def plan_is_late(self, day: dt.date) -> bool:
        """Whether a plan handed in on this day is late (五): on 方案截止 itself it is in time."""
        return day > self.plan_due

    def material_is_late(self, moment: dt.datetime) -> bool:
        """Whether material handed in at this moment is late (五): at 材料截止 itself, 17:00 say, it is in time.

        A day without a time ends at 23:59, as deadlines are typed to the minute.
        """
        typed = moment.replace(second=0) if moment.time() == END_OF_DAY else moment
        return typed > self.material_due

    def titled(self, what: str) -> str:
        """The campaign's name with what a page holds: 优质服务月 and 评选结果; a name that ends with 评选 does not say it twice."""
        shared = next((length for length in range(len(what), 1, -1) if self.name.endswith(what[:length])), 0)
        return self.name + what[shared:]

    @property
    def span(self) -> Span:
        """The campaign from 宣传开始 to the day of 材料截止, both included; it gives 12月3日 its year."""
        return Span(self.kickoff, self.material_due.date())

    @property
    def sample_day(self) -> str:
        """A day while work goes on, for examples: six days after it begins, or its last."""
        return str(min(self.start + dt.timedelta(6), self.end))

    @property
    def sample_moment(self) -> str:
        """An afternoon on the last day, for examples."""
        return f"{self.material_due:%Y-%m-%d} 16:30"

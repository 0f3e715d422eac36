"""What the columns of an online survey's export stand for, and other words for its grades."""

from __future__ import annotations

from dataclasses import dataclass

# what a column of an online survey may say of its row instead of answering a question; no question can be called so
OF_DEPARTMENT, OF_TEAM, OF_IDENTITY, OF_TIME = ROW_ITEMS = ("科室", "班组", "身份", "提交时间")


@dataclass(frozen=True)
class MappedColumn:
    """A column of an online survey's export.

    header      its title; under a header of two rows both, 「group/title」
    department  whom it is about; None: whom its row names. Of a column of team names the department of these teams, if they are of one
    team        the team that it is about; None: the department
    question    which question it answers, or which of `ROW_ITEMS` it says of its row
    """

    header: str
    department: str | None
    team: str | None
    question: str

    @property
    def answers(self) -> bool:
        """Whether it answers a question."""
        return self.question not in ROW_ITEMS

    @property
    def by_row(self) -> bool:
        """Whether it answers a question about whom its row names."""
        return self.answers and self.department is None


@dataclass(frozen=True)
class GradeWord:
    """What another word for a grade means: the grade, or None where it is no answer; to one question, or to all of them (None)."""

    word: str
    grade: str | None
    question: str | None = None

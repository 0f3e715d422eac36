"""Awards that are tiers of one group (奖项组): one nomination serves all of them, and who has a seat in one is out of the later ones."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from fuwuyue_xlsx.basics.text import key
from fuwuyue_xlsx.rules.awards import Award


def tiers_of(award: Award, awards: Iterable[Award]) -> tuple[Award, ...]:
    """The enabled awards of its group in the rules' order, the highest first; the award alone where it has no group."""
    if not award.group:
        return (award,)
    return tuple(other for other in awards if other.enabled and key(other.group) == key(award.group))


def tiers_above(award: Award, awards: Iterable[Award]) -> tuple[Award, ...]:
    """The higher tiers of its group; empty for the highest, and for an award without a group."""
    return tuple(takewhile(lambda other: other.name != award.name, tiers_of(award, awards))) if award.group else ()


def points_award(award: Award, awards: Iterable[Award]) -> Award:
    """The award for which its reviewers give their points: the highest tier that is reviewed by the very same criteria, or itself."""
    return next((tier for tier in tiers_above(award, awards) if tier.reviewed and tier.criteria == award.criteria), award)

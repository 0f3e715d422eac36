"""Stages of an evaluation that is repeated under many policies; each declares the policies it depends on.

A stage is a function of rules and other inputs, with the names of the fields of `Policies` that it may read:

    @stage("decimals")
    def scores(rules, award, components): ...

Under other policies its result stays valid as long as the declared fields have the same values, so it is computed
again only when one of them differs. A stage cannot depend on a policy that it does not declare: the rules that it is
given contain the declared fields and no others (`DeclaredPolicies`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeVar

from fuwuyue_xlsx.rules.model import Rules
from fuwuyue_xlsx.rules.policies import Policies

T = TypeVar("T")
_FIELDS = tuple(field.name for field in fields(Policies))


class UndeclaredPolicy(AttributeError):
    """A stage read a policy that it does not declare: a mistake in the program, never in the data."""


class DeclaredPolicies(Policies):
    """The declared fields of some policies. Reading any other field raises UndeclaredPolicy."""

    def __init__(self, policies: Policies, declared: Iterable[str]) -> None:
        self.__dict__.update({name: getattr(policies, name) for name in declared})

    def __getattr__(self, name: str) -> Any:
        """Called only for what the object does not have."""
        raise UndeclaredPolicy(f"the policy {name!r} is read, but not declared")


@dataclass(frozen=True, eq=False)
class Stage(Generic[T]):
    """A function with the fields of `Policies` that its result depends on, besides its inputs."""

    function: Callable[..., T]
    policy_fields: tuple[str, ...]


def stage(*policy_fields: str) -> Callable[[Callable[..., T]], Stage[T]]:
    """Decorator: the function as a stage that may read these fields of `rules.policies`.

    The function is called as `function(rules, *inputs)`, and must neither change its inputs nor read anything else that
    may change. Raises ValueError when `Policies` has no such field.
    """
    unknown = [name for name in policy_fields if name not in _FIELDS]
    if unknown:
        raise ValueError(f"Policies has no field {', '.join(unknown)}")

    def declared(function: Callable[..., T]) -> Stage[T]:
        return Stage(function, policy_fields)

    return declared


class StageResults:
    """The results of stages for one set of rules under any policies, each computed once for all that it serves.

    A result is found by its stage, the identity of its inputs, and the values of the stage's policy fields. Equal
    results of a stage are one and the same object, so that a stage which takes them as input recognizes them. Equality
    must therefore tell apart all that a later stage distinguishes; two dicts in different orders are equal.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        # the inputs are stored with their results: as long as they exist no other object gets their identities
        self._results: dict[tuple[Any, ...], tuple[Any, tuple[Any, ...]]] = {}
        self._distinct: dict[Stage[Any], list[Any]] = {}

    def copy(self) -> StageResults:
        """The same results, to which others can be added that this one does not keep."""
        copy = StageResults(self._rules)
        copy._results = dict(self._results)
        copy._distinct = {stage: list(results) for stage, results in self._distinct.items()}
        return copy

    def get(self, stage: Stage[T], policies: Policies, *inputs: Any) -> T:
        """The result of a stage on these inputs under these policies."""
        names = stage.policy_fields
        place = (stage, *map(id, inputs), *[getattr(policies, name) for name in names])
        known = self._results.get(place)
        if known is not None:
            result: T = known[0]
            return result
        rules = replace(self._rules, policies=DeclaredPolicies(policies, names))
        result = self._one_object(stage, stage.function(rules, *inputs))
        self._results[place] = (result, inputs)
        return result

    def _one_object(self, stage: Stage[T], result: T) -> T:
        """The earlier result of this stage that equals a new one; the new one itself when there is none."""
        distinct = self._distinct.setdefault(stage, [])
        for earlier in distinct:
            if earlier == result:
                equal: T = earlier
                return equal
        distinct.append(result)
        return result

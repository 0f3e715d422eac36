"""The campaign's own words: what it calls those it serves, who signs, what it rests on. No other module knows a word of one campaign."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class OwnWords:
    """What 评选规则.xlsx says in the campaign's own words; what it leaves out has a neutral word that fits any organisation.

    served        whom the organisation serves (师生, 患者); None: not said
    everyone      the whole of the organisation (全校, 全院); None: not said
    deputy, head  who signs the forms (分管处领导, 处长); None: not said
    basis         the document that the awards rest on; None: the campaign's own rules of evaluation
    identities    what respondents of the survey may be; empty: anything. Rules from before there was a sheet for them have those of 2017
    explanations  policy → what the notice says of it; a policy without one has the neutral explanation of `POLICIES`
    readings      (what, how it is read, clause) of what no policy decides
    examples      line of business → an example of its work, for the example rows of templates
    """

    served: str | None = None
    everyone: str | None = None
    deputy: str | None = None
    head: str | None = None
    basis: str | None = None
    identities: tuple[str, ...] = ()
    explanations: dict[str, str] = field(default_factory=dict, hash=False)
    readings: tuple[tuple[str, str, str], ...] = ()
    examples: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def all_served(self) -> str:
        """Everybody whom the organisation serves: 全校师生, 全体服务对象."""
        return f"{self.everyone or '全体'}{self.served or '服务对象'}"

    @property
    def survey(self) -> str:
        """What the survey is called in a sentence: 师生满意度测评, 满意度测评."""
        return f"{self.served or ''}满意度测评"

    @property
    def signatures(self) -> tuple[str, str]:
        """Who signs a form after the department: the leader in charge, then the first one."""
        return self.deputy or "分管领导", self.head or "主要领导"

    def rests_on(self, campaign: str) -> str:
        """The document that the awards rest on, as a sentence names it; `campaign` is the campaign's name."""
        return self.basis or f"{campaign}的评选办法"

    def explanation(self, policy: str, neutral: str) -> str:
        """What the notice says of a policy: in the rules' words, else the neutral ones."""
        return self.explanations.get(policy, neutral)

    def example_of(self, lines: tuple[str, ...]) -> str:
        """An example of a department's work: of its own lines of business, else of any line, else a neutral one."""
        own = next((self.examples[line] for line in lines if line in self.examples), None)
        return own or next(iter(self.examples.values()), "值班员")

"""Findings about 投票结果."""

from fuwuyue_xlsx.messages.entry import error, warning

VOTE_MESSAGES = (
    error("votes-above", "{title}是 {value}，比{most}（{limit}）还多，这一行没有计入", "请核对计票单，改正这一行的票数",
          title="得票", value=41, most="有效票数", limit=40),
    error("votes-twice", "“{award}”的“{candidate}”有两行票数不同的投票结果，另一行在 {other}，改正前按较新的一行计入", "请只留正确的一行",
          award="优秀个人", candidate="王某", other="收件箱/投票结果.xlsx!投票结果!E4"),
    warning("votes-valid-differ", "“{award}”只有“{candidate}”这一行的有效票数是 {valid}，别的候选都是 {usual}，照常计入",
            "请核对计票单，写错的请改正；确实不同的不用处理", other_way="有效票数与别的候选一样", award="优秀个人", candidate="王某", valid=30, usual=100),
    error("votes-not-asked", "“{award}”的评分构成里没有投票，这一行没有计入", "请核对奖项；确实要投票的，请在评选规则的“评分构成”里补上", award="优秀组织奖"),
    error("votes-for-whom", "“{award}”评的是{level}，这一行看不出投的是哪一个候选，没有计入", "请{names}，别的留空", award="优秀班组", level="班组",
          names="写科室和班组"),
    error("votes-candidate-unknown", "得票的“{value}”没有被推荐过{suggestion}", "请按推荐表里的名称和班组填写",
          value="王谋", suggestion="。是否为“王某”？"),
)

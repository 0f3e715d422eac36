"""Findings about 试算 of 评选规则.xlsx: none of them holds up a campaign, as nothing that is decided depends on it."""

from fuwuyue_xlsx.messages.entry import warning

TRIAL_MESSAGES = (
    warning("trial-cell", "试算“{trial}”{why}，这一组没有试算", "{words}；评选不受影响", trial="同分看满意度", why="写了推荐顺序，“优秀班组”却按综合得分排名",
            words="请清空这一格"),
    warning("trial-differs", "试算“{trial}”里，“{candidate}”（{award}）期望{wanted}，照规则算出来是{got}：{reason}",
            "请核对：规则写得不对的改规则，改了要重新评选；期望写错的改这一行", trial="同分看满意度", candidate="三组", award="优秀班组", wanted="获奖",
            got="未获奖", reason="综合得分 88.50，排第 3，名额 2 个"),
)

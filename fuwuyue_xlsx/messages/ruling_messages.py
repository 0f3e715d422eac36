"""Findings on 领导裁定: rulings that cannot be read, decide nothing, or were made on a question that has changed."""

from fuwuyue_xlsx.messages.entry import error, warning

RULING_MESSAGES = (
    error("ruling-unsigned", "这一行裁定没有写{title}，没有采用", "请补填{title}，由作出裁定的领导确认", title="裁定人"),
    error("ruling-candidate-unknown", "“{value}”不是{where}的候选，这一行裁定没有采用{suggestion}", "请按评优结果里的名称填写，一行只写一个候选",
          value="电工", where="“优秀班组”在“维修管理科”", suggestion="。是否为“电工组”？"),
    error("ruling-candidate-unclear", "“{value}”在“{department}”有 {count} 个，分不清是哪一个，这一行裁定没有采用", "请写明班组，例如 {sample}",
          value="张三", department="维修管理科", count=2, sample="张三（电工组）"),
    error("rulings-contradict", "对“{candidate}”的裁定与“{other}”不一致，分不清以哪一个为准，“{award}”的并列仍然待定",
          "请只留有效的一行，或写明较新的裁定日期",
          candidate="电工组", award="优秀班组", other="收件箱/领导裁定.xlsx!并列!F7"),
    error("tie-ruled-in-part", "“{award}”并列的候选没有全部裁定，还缺{missing}，“{candidate}”的这一行没有采用",
          "并列的每个候选都要裁定，获奖的不多于 {seats} 个",
          award="优秀班组", candidate="电工组", missing="“医生组”", seats=1),
    error("tie-too-many-winners", "“{award}”的并列只有 {seats} 个名额，裁定获奖的有 {count} 个，“{candidate}”的这一行没有采用",
          "请改成获奖的不多于 {seats} 个",
          award="优秀班组", candidate="电工组", seats=1, count=2),
    error("tie-against-bounds", "“{award}”的并列里，每个科室获奖的有限：{bounds}；裁定获奖的超出了，“{candidate}”的这一行没有采用",
          "请按每个科室的限额改正，获奖的一共不多于 {seats} 个",
          award="优秀班组", candidate="电工组", bounds="“维修管理科”至多 1 个", seats=2),
    warning("ruling-void", "对“{candidate}”的裁定已不适用：{why}", "不用处理；并列待定的会在“结果/领导裁定.xlsx”里重新列出",
            candidate="电工组", why="现在没有并列待定，不需要裁定"),
    warning("confirmation-void", "确认的提示现在没有，或内容已经变了，或者不影响结果，这一行确认已不适用",
            "不用处理；仍要确认的会在“结果/领导裁定.xlsx”里重新列出"),
    error("confirmed-code-unknown", "没有代号叫“{value}”的提示，这一行确认没有采用{suggestion}", "请按问题清单里的代号填写",
          value="提示甲", suggestion=""),
)

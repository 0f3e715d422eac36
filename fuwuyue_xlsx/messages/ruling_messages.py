"""Findings on 领导裁定: rulings that cannot be read, decide nothing, or were made on a question that has changed."""

from fuwuyue_xlsx.messages.entry import error

RULING_MESSAGES = (
    error("ruling-unsigned", "这一行裁定没有写{title}，没有采用", "请补填{title}，由作出裁定的领导确认", title="裁定人"),
    error("ruling-candidate-unknown", "“{value}”不是{where}的候选，这一行裁定没有采用{suggestion}", "请按评优结果里的名称填写，一行只写一个候选",
          value="电工", where="“优秀班组”在“维修管理科”", suggestion="。是否为“电工组”？"),
    error("ruling-candidate-unclear", "“{value}”在“{department}”有 {count} 个，分不清是哪一个，这一行裁定没有采用", "请写明班组，例如 {sample}",
          value="张三", department="维修管理科", count=2, sample="张三（电工组）"),
    error("confirmed-code-unknown", "没有代号叫“{value}”的提示，这一行确认没有采用{suggestion}", "请按问题清单里的代号填写",
          value="提示甲", suggestion=""),
)

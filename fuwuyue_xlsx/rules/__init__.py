"""The rule set: its model, its reading from 评选规则.xlsx, its checks, and the rules of 2017."""

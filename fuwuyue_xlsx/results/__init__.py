"""Decisions → 评优结果.xlsx, the JSON contract, and what goes back to the departments."""

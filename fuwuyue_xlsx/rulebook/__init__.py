"""评选规则.xlsx → Rules, or every finding at its cell."""

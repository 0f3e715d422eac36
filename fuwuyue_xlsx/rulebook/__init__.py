"""评选规则.xlsx → Rules, or every fault at its cell."""

"""退回修改/: copies of what was handed in, with every finding marked at its cell."""

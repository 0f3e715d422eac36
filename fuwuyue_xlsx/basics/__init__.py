"""What every other folder builds on: text as people type it, exact decimals, cell references, raw cell values."""

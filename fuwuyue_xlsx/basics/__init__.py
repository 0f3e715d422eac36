"""Text as people type it, exact decimals, cell references and raw cell values: every other folder builds on them."""

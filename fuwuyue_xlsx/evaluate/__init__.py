"""Rules + tidy tables → decisions. Pure: no file, clock, locale or random number."""

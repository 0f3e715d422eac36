"""What every sheet and column is, declared once: templates, reading, checks, messages and docs come from here."""

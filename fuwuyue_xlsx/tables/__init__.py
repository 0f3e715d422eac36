"""The contract between intake and evaluation: which tables there are, their columns, and how they are filled."""

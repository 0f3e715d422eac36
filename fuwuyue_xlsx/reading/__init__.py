"""Workbooks opened as grids, and grids read as forms and tables through the schema. Every cell is accounted for."""

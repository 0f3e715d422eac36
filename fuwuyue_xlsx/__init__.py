"""Award evaluation for a yearly Quality Service Month (优质服务月), run on spreadsheets."""

__version__ = "0.2.0.dev0"

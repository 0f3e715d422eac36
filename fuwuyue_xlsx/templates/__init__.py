"""Rules → blank workbooks, and the rules workbook itself. The only writer of templates."""

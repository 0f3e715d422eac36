"""An outcome → 评优结果.xlsx, the workbook that leaders read: a module a sheet, and the plans of what refers to each other."""

"""The kit for writing workbooks: style, pages, cell contents, addresses, expressions, links, fast rows."""
